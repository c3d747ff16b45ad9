"""Frozen values as plain JSON types and back: what was written is read back equal, or one line says what is wrong.

Fields that this version does not know are left alone; a field without a default must be there.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from evenstride.errors import InputError

Value = TypeVar("Value")
_SHOWN = 40
#: Beyond it other readers of JSON lose digits.
_LARGEST_WHOLE = 2**53
#: What JSON holds by itself. A whole number may stand where a number is expected, a truth value may not.
_PLAIN: dict[type, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (float, int)}


def value_to_plain(value: object) -> dict[str, Any]:
    """The fields of a frozen dataclass as plain types: moments and days in ISO 8601, tuples as lists."""
    fields = dataclasses.fields(value)  # type: ignore[arg-type]
    return {field.name: _to_plain(getattr(value, field.name)) for field in fields}


def value_from_plain(value_type: type[Value], plain: object, *, where: str) -> Value:
    """The value that `value_to_plain` wrote.

    Parameters
    ----------
    where : where it stands, for the message: ``runners.json[0]``.

    Raises
    ------
    InputError
        A field is missing, or holds something else than it should.
    """
    if not isinstance(plain, Mapping):
        raise _refused(where, "fields with their values", plain)
    read: dict[str, Any] = {}
    fields: Any = value_type
    for field, hint in _hints(fields).items():
        if field.name in plain:
            read[field.name] = _from_plain(hint, plain[field.name], f"{where}.{field.name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise _refused(f"{where}.{field.name}", "a value", None)
    try:
        return value_type(**read)
    except ValueError as error:
        raise InputError(f"{where}: {error}") from error


@cache
def _hints(value_type: Any) -> dict[dataclasses.Field[Any], Any]:
    hints = get_type_hints(value_type)
    return {field: hints[field.name] for field in dataclasses.fields(value_type)}


def _to_plain(value: object) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_to_plain(each) for each in value]
    return value_to_plain(value) if dataclasses.is_dataclass(value) else value


def _from_plain(hint: Any, plain: object, where: str) -> Any:
    kind, inside = get_origin(hint), get_args(hint)
    if hint is Any or kind is dict:
        return _plain_mapping(plain, where) if kind is dict else plain
    if kind in (Union, UnionType):
        return _from_union(inside, plain, where)
    if kind is Literal:
        if plain not in inside or isinstance(plain, bool):
            raise _refused(where, " or ".join(map(str, inside)), plain)
        return plain
    if kind is tuple:
        if not isinstance(plain, list):
            raise _refused(where, "a list", plain)
        hints = (inside[0],) * len(plain) if inside[-1] is Ellipsis else inside
        if len(hints) != len(plain):
            raise _refused(where, f"{len(hints)} values", plain)
        pairs = enumerate(zip(hints, plain, strict=True))
        return tuple(_from_plain(one, each, f"{where}[{at}]") for at, (one, each) in pairs)
    if dataclasses.is_dataclass(hint):
        return value_from_plain(hint, plain, where=where)  # type: ignore[arg-type]
    return _from_moment(hint, plain, where) if hint in _MOMENTS else _from_simple(hint, plain, where)


def _from_union(options: tuple[Any, ...], plain: object, where: str) -> Any:
    if plain is None and NoneType in options:
        return None
    fitting = [each for each in options if each is not NoneType]
    if bool in fitting and isinstance(plain, bool):
        return plain
    return _from_plain(fitting[-1], plain, where)


def _plain_mapping(plain: object, where: str) -> object:
    if not isinstance(plain, dict):
        raise _refused(where, "names with their values", plain)
    return plain


def _from_moment(hint: type, plain: object, where: str) -> object:
    name, read = _MOMENTS[hint]
    try:
        moment = read(plain) if isinstance(plain, str) else None
    except ValueError:
        moment = None
    if moment is None or (isinstance(moment, datetime) and moment.tzinfo is None):
        raise _refused(where, name, plain)
    return moment


def _from_simple(hint: type, plain: object, where: str) -> object:
    allowed = _PLAIN[hint]
    if not isinstance(plain, allowed) or (isinstance(plain, bool) and hint is not bool):
        raise _refused(where, f"a value of kind {hint.__name__}", plain)
    if isinstance(plain, int) and abs(plain) > _LARGEST_WHOLE:
        raise _refused(where, "a number that others can read too", "a huge one")
    if isinstance(plain, str) and not _is_text(plain):
        raise _refused(where, "text", plain)
    if hint is float:
        number = float(plain)  # type: ignore[arg-type]
        if not math.isfinite(number):
            raise _refused(where, "a finite number", plain)
        return number
    return plain


def _is_text(plain: str) -> bool:
    """Whether it can be stored: no NUL, no half of a pair."""
    try:
        plain.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in plain


_MOMENTS: dict[type, tuple[str, Callable[[str], object]]] = {
    datetime: ("a moment in ISO 8601 with its time zone", datetime.fromisoformat),
    date: ("a day in ISO 8601", date.fromisoformat),
}


def _refused(where: str, expected: str, got: object) -> InputError:
    shown = "nothing" if got is None else repr(got)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."
    return InputError(f"{where}: expected {expected}, got {shown}.")
