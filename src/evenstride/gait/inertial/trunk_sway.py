"""How much of the trunk's acceleration lies across the upright: sway of a sensor at the sacrum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.inertial.trunk_steps import StepSequence
from evenstride.gait.inertial.vertical import TrunkSignals

#: A step with fewer known samples than this share has no value.
_LEAST_KNOWN = 0.9


def step_sway_pct(signals: TrunkSignals, sequence: StepSequence) -> NDArray[np.float64]:
    """(step,) 100 x RMS of the acceleration across the upright over that of the whole acceleration, gravity left out.

    NaN throughout for a sensor with fewer than three axes.

    Notes
    -----
    The ratio of acceleration RMS of Schuette et al. 2015 (PLoS ONE 10:e0141957, doi 10.1371/journal.pone.0141957),
    sideways and fore-aft taken together because a sensor alone does not tell the running direction. Together they are
    what is left of the vertical ratio: across^2 + vertical^2 = 100^2.
    """
    if signals.horizontal_g is None:
        return np.full(sequence.count, np.nan)
    edges = np.searchsorted(signals.time_s, sequence.mark_s)
    known = np.isfinite(signals.vertical_g) & np.isfinite(signals.horizontal_g)
    vertical = np.where(known, signals.vertical_g, 0.0)
    counts, across, upright, mean = (
        _sums(values, edges)
        for values in (known, np.where(known, signals.horizontal_g, 0.0) ** 2, vertical**2, vertical)
    )
    enough = counts >= np.maximum(_LEAST_KNOWN * np.diff(edges), 1)
    upright = np.maximum(upright - mean**2 / np.maximum(counts, 1), 0.0)
    return np.where(enough, 100 * np.sqrt(across / np.maximum(across + upright, 1e-12)), np.nan)


def _sums(values: NDArray[np.float64] | NDArray[np.bool_], edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """(step,) sum of the values of each step."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(summed[edges[1:]] - summed[edges[:-1]])
