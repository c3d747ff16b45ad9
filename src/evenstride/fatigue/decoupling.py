"""Speed for each heart beat, second half against first: context beside the drift, never a sign of it."""

from __future__ import annotations

import numpy as np

from evenstride.fatigue.bins import RunBins
from evenstride.model.drift import Decoupling

_LEAST_BINS = 10


def compute_decoupling(bins: RunBins) -> Decoupling | None:
    """Speed over heart rate (m per beat) of the second half less that of the first, in per cent; None without both.

    Notes
    -----
    The ratio of the halves' means, as coaches use it ("aerobic decoupling"). No slope is taken out.
    """
    speed, beats = bins.means.get("speed"), bins.means.get("heart_rate")
    if speed is None or beats is None:
        return None
    known = np.isfinite(speed) & np.isfinite(beats) & (beats > 0)
    if known.sum() < _LEAST_BINS:
        return None
    pace_m_per_min, beats = 60 * speed[known], beats[known]
    half = len(beats) // 2
    first = float(pace_m_per_min[:half].mean() / beats[:half].mean())
    second = float(pace_m_per_min[half:].mean() / beats[half:].mean())
    return Decoupling(100 * (second / first - 1), first, second, int(known.sum()))
