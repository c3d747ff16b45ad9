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
    """``values`` (time, xy) with points NaN that lie off every line through their neighbours.

    A point is compared with the straight-line predictions from the pairs symmetric about it, ``half_width`` samples
    away at most, and its distance to the nearest of them counts, so that a stray does not take its good neighbours
    along. It is a stray when further away than ``limit_sd`` robust deviations of all such distances, and than
    ``floor`` in the values' own unit. The first and last ``half_width`` points are left as they are.
    """
    count = len(values)
    if count <= 2 * half_width:
        return values.copy()
    inner = slice(half_width, count - half_width)
    distances = [
        np.linalg.norm(
            values[inner]
            - 0.5 * (values[half_width - k : count - half_width - k] + values[half_width + k : count - half_width + k]),
            axis=1,
        )
        for k in range(1, half_width + 1)
    ]
    nearest = np.fmin.reduce(distances)
    known = nearest[np.isfinite(nearest)]
    cleaned = values.copy()
    if len(known):
        limit = max(floor, limit_sd * robust_sd(known) + float(np.median(known)))
        with np.errstate(invalid="ignore"):
            cleaned[inner][nearest > limit] = np.nan
    return cleaned
