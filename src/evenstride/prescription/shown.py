"""A value from outside as one short line of an error message."""

from __future__ import annotations

_LONGEST = 40
_LARGEST = 10**12


def shown(value: object) -> str:
    """A value as it was given, cut short; containers by what they are.

    Examples
    --------
    >>> shown("yes")
    "'yes'"
    >>> shown([1, 2])
    'a list'
    """
    if isinstance(value, str):
        return repr(value) if len(value) <= _LONGEST else f"{value[:_LONGEST]!r}... ({len(value)} characters)"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and not -_LARGEST < value < _LARGEST:
        return "a very large number"
    if value is None or isinstance(value, int | float):
        return "nothing" if value is None else repr(value)
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__[:_LONGEST]}"
