"""From the camera's clock to an even grid and back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def even_grid_s(time_s: NDArray[np.float64], *, rate_hz: float) -> NDArray[np.float64]:
    """(sample,) evenly spaced instants from the first to the last of ``time_s``."""
    count = int(np.floor((time_s[-1] - time_s[0]) * rate_hz + 1e-9)) + 1
    return np.asarray(time_s[0] + np.arange(count) / rate_hz)


def resample(
    time_s: NDArray[np.float64], values: NDArray[np.float64], grid_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """``values`` (time, ...) at ``grid_s`` (sample,), by monotone piecewise cubics (PCHIP) through the known samples.

    Unknown samples are skipped over, so the result is finite wherever at least two samples are known; whether a gap
    may be bridged is the caller's to decide beforehand. Fewer than two known samples give NaN.

    References
    ----------
    Fritsch & Carlson 1980, doi 10.1137/0717021.
    """
    from scipy.interpolate import PchipInterpolator

    flat = values.reshape(len(values), -1)
    known = np.isfinite(flat)
    out = np.full((len(grid_s), flat.shape[1]), np.nan)
    if known.all():
        out[:] = PchipInterpolator(time_s, flat, axis=0)(grid_s)
    else:
        for column in np.flatnonzero(known.sum(axis=0) >= 2):
            use = known[:, column]
            inside = np.clip(grid_s, time_s[use][0], time_s[use][-1])
            out[:, column] = PchipInterpolator(time_s[use], flat[use, column])(inside)
    return out.reshape(len(grid_s), *values.shape[1:])


def zero_crossings(grid_s: NDArray[np.float64], values: NDArray[np.float64], *, rising: bool) -> NDArray[np.float64]:
    """Instants at which ``values`` passes zero in one direction, by straight lines between samples."""
    sign = 1.0 if rising else -1.0
    before, after = sign * values[:-1], sign * values[1:]
    at = np.flatnonzero((before < 0) & (after >= 0))
    fraction = -before[at] / (after[at] - before[at])
    return np.asarray(grid_s[at] + fraction * (grid_s[at + 1] - grid_s[at]))
