"""Step length of the bins where the file has none: speed over cadence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenstride.fatigue.bins import RunBins
from evenstride.model import Channel, ChannelSource


def with_step_length(bins: RunBins) -> RunBins:
    """The bins with step length derived from speed and cadence where the file does not have it."""
    if "step_length" in bins.means or "speed" not in bins.means or "cadence" not in bins.means:
        return bins
    cadence = bins.means["cadence"]
    with np.errstate(invalid="ignore", divide="ignore"):
        step_m = np.where(cadence > 0, 60 * bins.means["speed"] / cadence, np.nan)
    speed = bins.channels["speed"].source
    field = f"{speed.field}, {bins.channels['cadence'].source.field}"
    channel = Channel("step_length", np.empty(0), ChannelSource(speed.device, field, "derived"))
    return replace(
        bins,
        means={**bins.means, "step_length": step_m},
        channels={**bins.channels, "step_length": channel},
    )
