"""A signal read over part of a foot's stance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.model import Step

#: Instants at which a part of stance is read: at 30 pictures a second it may hold a single picture.
_SAMPLES = 9
#: An instant further than this from the next known picture is not read.
_LONGEST_BLIND_S = 0.05


def mean_in_stance(
    time_s: NDArray[np.float64], values: NDArray[np.float64], step: Step, part: tuple[float, float]
) -> NDArray[np.float64]:
    """Mean of ``values`` (time, ...) over a part of stance (0 contact .. 1 toe-off); NaN where it is not all known."""
    return np.asarray(_read(time_s, values, step, part)[1].mean(axis=0))


def greatest_in_stance(
    time_s: NDArray[np.float64], values: NDArray[np.float64], step: Step, part: tuple[float, float]
) -> float:
    """Greatest of ``values`` (time,) over a part of stance; NaN where it is not all known."""
    return float(_read(time_s, values, step, part)[1].max())


def slope_in_stance(
    time_s: NDArray[np.float64], values: NDArray[np.float64], step: Step, part: tuple[float, float]
) -> float:
    """Change of ``values`` (time,) per stance, by the straight line through a part of it; NaN where not all known."""
    shares, read = _read(time_s, values, step, part)
    return float(np.polyfit(shares, read, 1)[0]) if np.isfinite(read).all() else np.nan


def _read(
    time_s: NDArray[np.float64], values: NDArray[np.float64], step: Step, part: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(sample,) shares of stance and (sample, ...) values there, NaN in gaps and without a toe-off."""
    shares = np.linspace(*part, _SAMPLES)
    flat = values.reshape(len(values), -1)
    known = np.isfinite(flat).all(axis=1)
    out = np.full((_SAMPLES, flat.shape[1]), np.nan)
    if step.contact_time_s is not None and known.sum() >= 2:
        at_s = step.initial_contact_s + shares * step.contact_time_s
        near = np.abs(at_s[:, None] - time_s[known]).min(axis=1) <= _LONGEST_BLIND_S
        for column in range(flat.shape[1]):
            out[near, column] = np.interp(at_s[near], time_s[known], flat[known, column])
    return shares, out.reshape(_SAMPLES, *values.shape[1:])
