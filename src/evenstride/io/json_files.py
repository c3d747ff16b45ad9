"""A JSON file from outside as plain values: small enough, whole, without NaN, or one clear line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evenstride.errors import InputError

_BYTE_ORDER_MARK = "utf-8-sig"


def read_limited_text(path: Path, *, what: str, most_bytes: int) -> str:
    """The text of a file that is not larger than it can sensibly be.

    Parameters
    ----------
    what : what was expected, for the message: ``an assessment``.

    Raises
    ------
    InputError
        No such file, a folder, no permission, too large, or not text.
    """
    try:
        if path.is_dir():
            raise InputError(f"Expected {what}, got the folder {path.name}. Name the file in it.")
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise InputError(f"Expected {what} in {path.name}: {error.strerror or error}.") from error
    if len(content) > most_bytes:
        raise InputError(f"Expected {what} of at most {most_bytes / 1e6:.0f} MB; {path.name} is larger.")
    try:
        return content.decode(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise InputError(f"Expected {what}, a text file; {path.name} holds something else.") from error


def parse_json(text: str, *, what: str, name: str) -> Any:
    """The plain values of a JSON text.

    Raises
    ------
    InputError
        Empty, cut short, damaged, with NaN or infinity in it, or nested without end.
    """
    if not text.strip():
        raise InputError(f"Expected {what} in {name}; the file is empty.")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        if not text.lstrip().startswith(("{", "[")):
            raise InputError(f"Expected {what} as JSON; {name} is not JSON.") from error
        raise InputError(
            f"Expected {what} as JSON; {name} is cut short or damaged at line {error.lineno}, column {error.colno}."
        ) from error
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else f"is not plain JSON ({error})"
        raise InputError(f"Expected {what} as JSON; {name} {reason}.") from error


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"it holds {constant}")
