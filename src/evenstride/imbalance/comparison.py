"""Is a value beyond a line by more than its error? The one comparison every finding uses."""

from __future__ import annotations

import math
from typing import Literal

Comparison = Literal["exceeded", "unclear", "not_exceeded"]
Direction = Literal["above", "below"]

#: Standard errors a value must lie beyond a line to be clearly beyond it: the half-width of a 95 % interval.
CLEAR_STANDARD_ERRORS = 1.96


def compare_with_threshold(
    value: float, standard_error: float | None, threshold: float, direction: Direction
) -> Comparison:
    """Compare a value with a line, weighing the value's error.

    Parameters
    ----------
    value, threshold
        In the same unit.
    standard_error
        One standard deviation of the value's error, same unit; None where it is not known.
    direction
        On which side of the threshold the line counts as crossed.

    Returns
    -------
    ``exceeded`` when the value lies beyond the line by more than 1.96 standard errors, ``not_exceeded`` when it lies
    short of it by as much, ``unclear`` between, and always ``unclear`` without an error.

    Notes
    -----
    1.96 is the two-sided 95 % point of the normal distribution, so the whole 95 % interval lies on one side of the
    line; read as a one-sided test it errs in 2.5 % of values that sit exactly on the line. We keep the wider limit
    because a finding has several conditions and each is a chance to be wrong. A value without any error is on the
    line's near side when it touches it.

    Examples
    --------
    >>> compare_with_threshold(7.0, 1.0, 3.0, "above")
    'exceeded'
    >>> compare_with_threshold(4.0, 1.0, 3.0, "above")
    'unclear'
    >>> compare_with_threshold(14.0, 2.0, 8.0, "below")
    'not_exceeded'
    """
    if not math.isfinite(value) or not math.isfinite(threshold):
        raise ValueError(f"Expected finite numbers to compare, got {value} and {threshold}.")
    if standard_error is None:
        return "unclear"
    excess, margin = excess_beyond(value, threshold, direction), CLEAR_STANDARD_ERRORS * _checked(standard_error)
    if excess > margin:
        return "exceeded"
    return "not_exceeded" if excess < -margin or margin == 0 else "unclear"


def support_for_exceeding(value: float, standard_error: float | None, threshold: float, direction: Direction) -> float:
    """How strongly a value speaks for lying beyond a line, 0..1, in steps of its own error.

    With z = excess / standard error and c = 1.96 the support is ``(z + c) / 4c``, held within 0 and 1: 0 where the line
    is clearly not crossed (z <= -c), 0.25 on the line, 0.5 where it is just clearly crossed (z = c), 1 from z = 3c.
    Without an error it is 0.25 beyond the line and 0 short of it.
    """
    excess = excess_beyond(value, threshold, direction)
    if standard_error is None or _checked(standard_error) == 0:
        beyond = 0.25 if standard_error is None else 1.0
        return beyond if excess > 0 else 0.0
    scaled = (excess / standard_error + CLEAR_STANDARD_ERRORS) / (4 * CLEAR_STANDARD_ERRORS)
    return min(1.0, max(0.0, scaled))


def excess_beyond(value: float, threshold: float, direction: Direction) -> float:
    """How far a value lies beyond a line; negative where it falls short."""
    return value - threshold if direction == "above" else threshold - value


def _checked(standard_error: float) -> float:
    if not standard_error >= 0:
        raise ValueError(f"Expected a standard error of 0 or more, got {standard_error}.")
    return standard_error
