"""Gaps and stray values in sampled signals, without inventing what was not seen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenstride.signals.statistics import robust_sd


def fill_short_gaps(
    time_s: NDArray[np.float64], values: NDArray[np.float64], *, longest_gap_s: float
) -> NDArray[np.float64]:
    """``values`` (time, ...) with NaN runs no longer than ``longest_gap_s`` joined by straight lines.

    A gap's length is the time between the known values on both sides. Gaps at the ends stay NaN.
    """
    flat = values.reshape(len(values), -1).copy()
    for column in flat.T:
        known = np.flatnonzero(np.isfinite(column))
        for before, after in pairwise(known):
            if after - before > 1 and time_s[after] - time_s[before] <= longest_gap_s:
                inside = slice(before + 1, after)
                column[inside] = np.interp(time_s[inside], time_s[[before, after]], column[[before, after]])
    return flat.reshape(values.shape)


def without_strays(
    values: NDArray[np.float64], *, half_width: int, limit_sd: float, floor: float
) -> NDArray[np.float64]:
    """``values`` (time, xy) with points NaN that lie off the line through their neighbours.

    A point is compared with the median over neighbours of the straight-line predictions from pairs symmetric about
    it, ``half_width`` samples at most; it is a stray when further away than ``limit_sd`` robust deviations of all
    such distances, and than ``floor`` in the values' own unit.
    """
    predictions = [
        0.5 * (np.roll(values, shift, axis=0) + np.roll(values, -shift, axis=0)) for shift in range(1, half_width + 1)
    ]
    with np.errstate(invalid="ignore"):
        distance = np.linalg.norm(values - _nanmedian(np.stack(predictions)), axis=1)
    distance[:half_width] = 0.0
    distance[-half_width:] = 0.0
    limit = max(floor, limit_sd * robust_sd(distance) + float(np.nanmedian(distance)))
    cleaned = values.copy()
    cleaned[distance > limit] = np.nan
    return cleaned


def _nanmedian(stack: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median over the first axis, NaN where nothing is known, without a warning for it."""
    known = np.isfinite(stack).any(axis=0)
    filled = np.where(known, stack, 0.0)
    return np.where(known, np.nanmedian(filled, axis=0), np.nan)


def longest_gap_s(time_s: NDArray[np.float64], known: NDArray[np.bool_]) -> float:
    """Longest time between two consecutive known samples; the whole duration when none is known."""
    at = time_s[known]
    return float(np.diff(at).max()) if len(at) > 1 else float(time_s[-1] - time_s[0])
