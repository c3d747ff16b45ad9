"""Numbers as they may be printed: never finer than the knowledge says, never finer than their error allows."""

from __future__ import annotations

import math

from evenstride.reports.model import Quantity

#: Half-width of a 95 % interval in standard errors (normal distribution).
STANDARD_ERRORS_AT_95 = 1.96

UNITS_SHOWN = {
    "deg": "°",
    "degrees": "°",
    "degC": "°C",
    "spm": "steps/min",
    "percent": "%",
    "pct": "%",
    "class": "",
    "none": "",
    "1": "",
}


def shown_unit(unit: str) -> str:
    """The unit as a reader knows it."""
    return UNITS_SHOWN.get(unit, unit)


def error_95(standard_error: float | None) -> float | None:
    """Half-width of the 95 % interval; None where the error is not known."""
    if standard_error is None or not math.isfinite(standard_error):
        return None
    return STANDARD_ERRORS_AT_95 * standard_error


def decimals_allowed(error: float | None, decimals: int) -> int:
    """Decimals that both the knowledge and the error carry; negative means tens, hundreds.

    The error keeps two digits where it starts with 10 to 35 and one otherwise, so that rounding never hides more
    than a sixth of it; the value is rounded to the same place.
    """
    if not error:
        return decimals
    exponent = math.floor(math.log10(error))
    leading = round(error / 10 ** (exponent - 1))
    digits_after_first = 1 if 10 <= leading <= 35 else 0
    return min(decimals, digits_after_first - exponent)


def to_quantity(value: float, *, standard_error: float | None, unit: str, decimals: int) -> Quantity:
    """The printable form of a value with its 95 % error."""
    error = error_95(standard_error)
    places = decimals_allowed(error, decimals)
    smallest = 10.0 ** -max(places, 0)
    shown_error = None if error is None else fixed(max(error, 0.0), places)
    if error and float(shown_error or 0) == 0:  # an error below the last place shown
        shown_error = fixed(smallest, places)
    return Quantity(number=fixed(value, places), error=shown_error, unit=shown_unit(unit))


def fixed(value: float, decimals: int) -> str:
    """The number at that many decimals with a true minus sign and no minus zero."""
    text = f"{round(value, decimals):.{max(decimals, 0)}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", "\u2212")


def time_words(time_s: float) -> str:
    """``2.35 s``."""
    return f"{fixed(time_s, 2)}\u00a0s"
