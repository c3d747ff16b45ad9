"""Our own frozen values to one file and back: a JSON tree and the arrays beside it, in NumPy's archive.

For what one stage of a job leaves for the next, and for a page that draws an analysis again. Reading makes nothing but
dataclasses of the rooms named here, from plain numbers and texts; it runs no code that the file brings, as a
pickle would.
Which fields a value has changes between versions: such a file is read by the version that wrote it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.errors import InputError
from evenstride.version import __version__

SCHEMA = "evenstride.values/1"
_ROOMS = ("evenstride.model.", "evenstride.io.video.", "evenstride.pose.", "evenstride.pipelines.")
_TREE = "tree"
_ARRAY, _BYTES, _TUPLE, _MAP, _PATH, _MOMENT, _FRACTION, _VALUE = (
    *("array", "bytes", "tuple", "map", "path", "moment"),
    *("fraction", "value"),
)


def save_value(value: object, path: Path, *, is_packed: bool = False) -> None:
    """Write one of our frozen values, with all it holds.

    Parameters
    ----------
    is_packed : smaller, and slower to write.

    Raises
    ------
    TypeError : it holds something that is neither plain, an array, nor a frozen value of ours.
    """
    arrays: list[np.ndarray[Any, Any]] = []
    tree = {"schema": SCHEMA, "version": __version__, "value": _packed(value, arrays)}
    named = {f"a{number}": array for number, array in enumerate(arrays)}
    text = np.frombuffer(json.dumps(tree).encode(), np.uint8)
    save = np.savez_compressed if is_packed else np.savez
    with path.open("wb") as file:
        save(file, allow_pickle=False, **{_TREE: text}, **named)


def read_value(path: Path) -> Any:
    """Read what `save_value` wrote.

    Raises
    ------
    InputError : the file is none of these, is damaged, or was written by another version.
    """
    with _opened(path) as (packed, archive):
        return _unpacked(packed, archive)


def read_plain_fields(path: Path) -> dict[str, Any]:
    """Those fields of a kept value that are plain numbers and texts; its arrays are not read.

    Raises
    ------
    InputError : as `read_value`.
    """
    with _opened(path) as (packed, _):
        _, (_, held) = packed
        return {name: each for name, each in held.items() if not isinstance(each, list)}


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Any, Any]]:
    """The packed value and the archive with its arrays, which are read when they are asked for."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            tree = json.loads(archive[_TREE].tobytes())
            if (tree["schema"], tree["version"]) != (SCHEMA, __version__):
                raise InputError(f"Expected values of version {__version__}, got those of another. Make them anew.")
            yield tree["value"], archive
    except OSError as error:
        raise InputError(f"Expected to read kept values: {error.strerror or error}.") from error
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, zipfile.BadZipFile) as error:
        raise InputError("Expected kept values of an analysis, the file is damaged or of another kind.") from error


def _packed(value: Any, arrays: list[np.ndarray[Any, Any]]) -> Any:
    """The value as JSON has it; everything that is more than that is a list of its kind and its content."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, np.generic):
        return _packed(value.item(), arrays)
    if isinstance(value, int | float):
        return value
    if isinstance(value, np.ndarray):
        arrays.append(value)
        return [_ARRAY, len(arrays) - 1]
    if isinstance(value, bytes):
        arrays.append(np.frombuffer(value, np.uint8))
        return [_BYTES, len(arrays) - 1]
    if isinstance(value, tuple | list):
        return [_TUPLE, [_packed(each, arrays) for each in value]]
    if isinstance(value, dict):
        return [_MAP, [[_packed(key, arrays), _packed(each, arrays)] for key, each in value.items()]]
    if isinstance(value, Path):
        return [_PATH, str(value)]
    if isinstance(value, datetime):
        return [_MOMENT, value.isoformat()]
    if isinstance(value, Fraction):
        return [_FRACTION, [value.numerator, value.denominator]]
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: _packed(getattr(value, each.name), arrays) for each in fields(value) if each.init}
        return [_VALUE, [f"{type(value).__module__}:{type(value).__qualname__}", held]]
    raise TypeError(f"Expected plain values, arrays and frozen values of ours, got {type(value).__name__}.")


def _unpacked(packed: Any, archive: Any) -> Any:
    if not isinstance(packed, list):
        return packed
    kind, content = packed
    if kind == _ARRAY:
        return archive[f"a{int(content)}"]
    if kind == _BYTES:
        return archive[f"a{int(content)}"].tobytes()
    if kind == _TUPLE:
        return tuple(_unpacked(each, archive) for each in content)
    if kind == _MAP:
        return {_unpacked(key, archive): _unpacked(each, archive) for key, each in content}
    if kind == _PATH:
        return Path(content)
    if kind == _MOMENT:
        return datetime.fromisoformat(content)
    if kind == _FRACTION:
        return Fraction(*content)
    if kind != _VALUE:
        raise ValueError(f"Expected a known kind of value, got {kind!r}.")
    place, held = content
    return _class_at(place)(**{name: _unpacked(each, archive) for name, each in held.items()})


def _class_at(place: str) -> Any:
    """A dataclass of one of the rooms; nothing else is looked up."""
    module, _, name = place.partition(":")
    if not f"{module}.".startswith(_ROOMS):
        raise ValueError(f"Expected a value of ours, got {place!r}.")
    found = getattr(import_module(module), name)
    if not (isinstance(found, type) and is_dataclass(found)):
        raise ValueError(f"Expected a value of ours, got {place!r}.")
    return found
