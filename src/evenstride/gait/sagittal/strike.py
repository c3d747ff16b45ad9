"""Foot strike class from the foot's angle at contact and its error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.knowledge.schema.measure import MeasureClass

#: How far inside a class the angle must lie before the class is named: its standard error, so that angle and error lie
#: on one side of the limit, and at least two degrees, within which classes are ambiguous by nature (our choice).
CLEAR_BY_ERRORS = 1.0
CLEAR_BY_DEG = 2.0


def classify_strike(angle_deg: float, error_deg: float, classes: Sequence[MeasureClass]) -> str:
    """``rearfoot``, ``midfoot`` or ``forefoot`` by the limits of knowledge, ``uncertain`` near a limit.

    Parameters
    ----------
    angle_deg : foot inclination at contact, + toes up.
    error_deg : one standard deviation of that angle's error.

    References
    ----------
    Altman & Davis 2012, Gait Posture 35(2):298-300, for the limits.
    """
    margin_deg = max(CLEAR_BY_DEG, CLEAR_BY_ERRORS * error_deg)
    for strike in classes:
        limits = strike.limits
        if limits is None:
            continue
        above = float("-inf") if limits.above is None else limits.above
        below = float("inf") if limits.below is None else limits.below
        if above + margin_deg <= angle_deg <= below - margin_deg:
            return strike.id
    return "uncertain"
