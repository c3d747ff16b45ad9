"""Distances and paces as a runner reads them, in kilometres or miles."""

from __future__ import annotations

from evenstride.model.stored import Units

METRES_PER_MILE = 1609.344
_METRES = {"metric": 1000.0, "imperial": METRES_PER_MILE}
_NAMES = {"metric": "km", "imperial": "mi"}


def distance_unit(units: Units) -> str:
    """``km`` or ``mi``."""
    return _NAMES[units]


def distance_number(distance_m: float, units: Units) -> float:
    """The distance in that unit."""
    return distance_m / _METRES[units]


def distance_words(distance_m: float, units: Units) -> str:
    """``10.3 km``.

    Examples
    --------
    >>> distance_words(16093.44, "imperial")
    '10.0\\xa0mi'
    """
    return f"{distance_number(distance_m, units):.1f}\u00a0{_NAMES[units]}"


def distance_m(number: float, units: Units) -> float:
    """Metres of a distance in that unit."""
    return number * _METRES[units]


def pace_text(distance: float, duration_s: float, units: Units) -> str:
    """``5:52 min/km`` over a distance in metres; empty where one of both is nothing."""
    if distance <= 0 or duration_s <= 0:
        return ""
    minutes, seconds = divmod(round(duration_s / distance_number(distance, units)), 60)
    return f"{minutes}:{seconds:02d}\u00a0min/{_NAMES[units]}"
