"""A runner's height as people write it: metres, centimetres, feet and inches."""

from __future__ import annotations

import re

from evenstride.errors import InputError
from evenstride.model.stored import Units

CM_PER_INCH = 2.54
INCHES_PER_FOOT = 12
#: A bare number above this is in centimetres; nobody is 3 m tall.
_METRES_BELOW = 3.0
_METRIC = re.compile(r"(\d+(?:[.,]\d+)?)\s*(cm|m)?")
_FEET = re.compile(r"(\d)\s*(?:ft|feet|foot|'|′|’)\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:in|inch|inches|\"|″|”|'')?)?")
_INCHES = re.compile(r"(\d{2,3}(?:[.,]\d+)?)\s*(?:in|inch|inches|\"|″|”)")


def parse_height_m(text: str) -> float | None:
    """Metres from what somebody typed; None for nothing.

    Raises
    ------
    InputError : it is no height.

    Examples
    --------
    >>> parse_height_m("178"), parse_height_m("1,78 m"), parse_height_m("5 ft 10"), parse_height_m("")
    (1.78, 1.78, 1.778, None)
    """
    words = text.strip().lower()
    if not words:
        return None
    if found := _FEET.fullmatch(words):
        inches = INCHES_PER_FOOT * int(found[1]) + _number(found[2] or "0")
        return round(inches * CM_PER_INCH / 100, 4)
    if found := _INCHES.fullmatch(words):
        return round(_number(found[1]) * CM_PER_INCH / 100, 4)
    if found := _METRIC.fullmatch(words):
        value = _number(found[1])
        is_metres = found[2] == "m" or (found[2] is None and value < _METRES_BELOW)
        return value if is_metres else round(value / 100, 4)
    raise InputError("Expected a height such as 178 cm or 5 ft 10 in.", field="height")


def height_words(height_m: float | None, units: Units) -> str:
    """The height as its owner writes it; nothing where it is not known.

    Examples
    --------
    >>> height_words(1.778, "imperial"), height_words(1.78, "metric")
    ('5 ft 10 in', '178 cm')
    """
    if height_m is None:
        return ""
    if units == "metric":
        return f"{100 * height_m:.0f} cm"
    feet, inches = divmod(round(100 * height_m / CM_PER_INCH), INCHES_PER_FOOT)
    return f"{feet} ft {inches} in"


def _number(text: str) -> float:
    return float(text.replace(",", "."))
