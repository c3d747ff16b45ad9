"""Whether a measure goes somewhere over several recordings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.progress.series import MeasureReading

#: Two points always lie on a line.
FEWEST_READINGS = 3
_AT_95 = 1.96
_MDC_IN_ERRORS = _AT_95 * 2**0.5
_WEEK_S = 7 * 86400.0


@dataclass(frozen=True)
class Trend:
    """A straight line through the readings, in units of the measure a week."""

    per_week: float
    standard_error: float
    n_readings: int

    @property
    def is_beyond_error(self) -> bool:
        """Whether the line's slope is more than 1.96 of its errors away from level."""
        return abs(self.per_week) > _AT_95 * self.standard_error


def estimate_trend(readings: Sequence[MeasureReading]) -> Trend | None:
    """Slope of a weighted straight line; None under three readings with an error, or where all are of one moment.

    Notes
    -----
    Readings weigh by the inverse square of their error (smallest detectable change over 1.96 sqrt(2)). Where they
    scatter more than their errors say, the slope's error grows by the square root of the reduced chi-square; it never
    shrinks.
    """
    usable = [each for each in readings if each.value is not None and each.mdc]
    if len(usable) < FEWEST_READINGS:
        return None
    week = np.array([each.measured_at.timestamp() for each in usable]) / _WEEK_S
    value = np.array([each.value for each in usable], dtype=np.float64)
    weight = np.array([(_MDC_IN_ERRORS / (each.mdc or 1.0)) ** 2 for each in usable])
    week = week - np.average(week, weights=weight)
    spread = float(np.sum(weight * week**2))
    if spread == 0:
        return None
    mean = float(np.average(value, weights=weight))
    slope = float(np.sum(weight * week * (value - mean))) / spread
    misfit = value - mean - slope * week
    reduced = float(np.sum(weight * misfit**2)) / (len(usable) - 2)
    return Trend(slope, (max(1.0, reduced) / spread) ** 0.5, len(usable))
