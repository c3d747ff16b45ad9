"""Names for stored things: sortable by when they were made, the same on every machine they are copied to."""

from __future__ import annotations

import secrets
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_TIME_BITS, _RANDOM_BITS, _BITS_A_LETTER = 48, 82, 5
ID_LENGTH = (_TIME_BITS + _RANDOM_BITS) // _BITS_A_LETTER
#: As a regular expression that also OpenAPI understands.
ID_PATTERN = f"^[{_ALPHABET}]{{{ID_LENGTH}}}$"


def new_id() -> str:
    """26 letters: the millisecond, then 82 random bits, in base 32 without letters that look alike.

    Ids of different milliseconds sort as time does; those of one millisecond in any order.
    """
    number = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(_BITS_A_LETTER * (ID_LENGTH - 1), -1, -5))


def is_id(text: str) -> bool:
    """Whether a text could have come from `new_id`."""
    return len(text) == ID_LENGTH and set(_ALPHABET).issuperset(text)
