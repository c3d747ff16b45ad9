"""A sensor's axes turned upright by gravity, on an even grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Over whole steps the mean of specific force is gravity's reaction, 1 g upwards; so long a mean has many of them.
_GRAVITY_WINDOW_S = 10.0
#: Between samples that are further apart than this many intervals nothing is made up.
_LONGEST_FILL = 2.5
#: On the trunk, whose rhythm is slow, a hole of this length may be bridged.
_TRUNK_FILL_S = 0.05
#: A second that lacks more than this is left out as a whole.
_LEAST_KNOWN = 0.7


@dataclass(frozen=True)
class TrunkSignals:
    """What a sensor at the sacrum felt, evenly sampled.

    Attributes
    ----------
    time_s : (time,) even grid.
    vertical_g : (time,) specific force upwards, 1 g at rest; NaN in gaps.
    forward_g : (time,) specific force in the running direction; None where that direction is not known.
    horizontal_g : (time,) size of the specific force across the upright, whatever its direction; None with fewer than
        three axes.
    """

    time_s: NDArray[np.float64]
    vertical_g: NDArray[np.float64]
    rate_hz: float
    forward_g: NDArray[np.float64] | None = None
    horizontal_g: NDArray[np.float64] | None = None


def even_grid(
    time_s: NDArray[np.float64], values: NDArray[np.float64], *, rate_hz: float, longest_fill_s: float = 0.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``values`` (sample, axis) at even instants of ``rate_hz`` between the first and the last sample.

    Straight lines between neighbours that are at most 2.5 intervals apart, or ``longest_fill_s``; NaN elsewhere, and in
    seconds of which less than 70 % are known.
    """
    grid_s = time_s[0] + np.arange(int((time_s[-1] - time_s[0]) * rate_hz) + 1) / rate_hz
    known = np.isfinite(values).all(axis=1)
    if known.sum() < 2:
        return grid_s, np.full((len(grid_s), values.shape[1]), np.nan)
    at_s, of = time_s[known], values[known]
    out = np.column_stack([np.interp(grid_s, at_s, column) for column in of.T])
    after = np.clip(np.searchsorted(at_s, grid_s), 1, len(at_s) - 1)
    in_gap: NDArray[np.bool_] = np.diff(at_s)[after - 1] > max(_LONGEST_FILL / rate_hz, longest_fill_s)
    unknown = in_gap | (grid_s < at_s[0]) | (grid_s > at_s[-1])
    seconds = np.arange(0, len(grid_s), max(1, round(rate_hz)))
    holes = np.add.reduceat(unknown, seconds) / np.diff(np.append(seconds, len(grid_s)))
    sparse = np.repeat(holes > 1 - _LEAST_KNOWN, np.diff(np.append(seconds, len(grid_s))))
    out[unknown | sparse] = np.nan
    return grid_s, out


def trunk_signals(
    time_s: NDArray[np.float64],
    acceleration_g: NDArray[np.float64],
    *,
    rate_hz: float,
    up: NDArray[np.float64] | None = None,
    forward: NDArray[np.float64] | None = None,
) -> TrunkSignals:
    """The upright part of a sensor's acceleration.

    Parameters
    ----------
    time_s : (sample,) strictly increasing.
    acceleration_g : (sample, axis) in the sensor's axes, gravity included; one to three axes.
    up, forward : (axis,) unit vectors, where somebody said them.

    Notes
    -----
    Without ``up`` it is the direction of the mean over 10 s, taken anew along the run, so that a belt that slips or a
    runner who leans is followed (mean specific force over whole steps is gravity's, as in Moe-Nilssen 1998, Clin
    Biomech 13:320, doi 10.1016/S0268-0033(98)00089-8). It cannot tell a lean of the mean
    from a tilt of the sensor and does not need to. The horizontal direction is not found.
    """
    grid_s, even = even_grid(time_s, acceleration_g, rate_hz=rate_hz, longest_fill_s=_TRUNK_FILL_S)
    if up is not None:
        vertical = even @ up
    else:
        mean = _moving_mean(even, round(_GRAVITY_WINDOW_S * rate_hz))
        length = np.linalg.norm(mean, axis=1)
        vertical = np.sum(even * mean, axis=1) / np.where(length > 0, length, np.nan)
    across = None
    if even.shape[1] == 3:
        across = np.sqrt(np.maximum(np.sum(even**2, axis=1) - vertical**2, 0.0))
    return TrunkSignals(grid_s, vertical, rate_hz, None if forward is None else even @ forward, across)


def _moving_mean(values: NDArray[np.float64], width: int) -> NDArray[np.float64]:
    """(time, axis) mean of the known values in a window around each instant, smaller at the ends."""
    known = np.asarray(np.isfinite(values).all(axis=1))
    sums = np.vstack([np.zeros(values.shape[1]), np.cumsum(np.where(known[:, None], values, 0.0), axis=0)])
    counts = np.concatenate([[0], np.cumsum(known)])
    begin = np.clip(np.arange(len(values)) - width // 2, 0, max(0, len(values) - width))
    end = np.minimum(begin + width, len(values))
    return (sums[end] - sums[begin]) / np.maximum(counts[end] - counts[begin], 1)[:, None]
