"""Two sources of one quantity over the minutes that both carry: what a strap and a watch say beside each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from evenstride.fatigue.bins import BinOptions, running_mask
from evenstride.model import Channel, RunRecording
from evenstride.model.run_analysis import SourcePair
from evenstride.pipelines.run_measures import mean_of_minutes

#: What is compared; distance and altitude are not values of the stride.
COMPARED = (
    *("speed", "heart_rate", "cadence", "contact_time", "contact_balance", "flight_time", "duty_factor"),
    *("vertical_oscillation", "vertical_ratio", "step_length", "leg_stiffness", "power", "impact"),
)
#: Minutes that both sources carry, at least.
LEAST_MINUTES = 5
#: Samples of a minute that carry both sources, at least.
_LEAST_SAMPLES = BinOptions().least_samples
_SAME = 1e-9


def compare_sources(run: RunRecording) -> tuple[SourcePair, ...]:
    """Every further source of a quantity against the preferred one; sources that repeat it to the digit are left out.

    Notes
    -----
    Means of running minutes in which both have values. The error of the difference is that of its minute means with
    their memory counted, as for a mean (`run_measures.mean_of_minutes`).
    """
    running = running_mask(run)
    sides = (None, "left", "right")
    return tuple(
        pair
        for quantity in COMPARED
        for side in sides
        for pair in _pairs(run, run.all_of(quantity, side=side), running)  # type: ignore[arg-type]
    )


def _pairs(run: RunRecording, channels: tuple[Channel, ...], running: np.ndarray) -> Iterator[SourcePair]:
    for other in channels[1:]:
        pair = _pair(run, channels[0], other, running)
        if pair is not None:
            yield pair


def _pair(run: RunRecording, first: Channel, second: Channel, running: np.ndarray) -> SourcePair | None:
    both = running & np.isfinite(first.values) & np.isfinite(second.values)
    minute = np.floor(run.time_s[both] / 60).astype(np.int64)
    count = np.bincount(minute) if len(minute) else np.empty(0, dtype=np.int64)
    kept = count >= _LEAST_SAMPLES
    if kept.sum() < LEAST_MINUTES:
        return None
    means = [np.bincount(minute, channel.values[both])[kept] / count[kept] for channel in (first, second)]
    apart = means[1] - means[0]
    if np.abs(apart).max() < _SAME:
        return None
    difference, error, _ = mean_of_minutes(apart, np.ones(len(apart)))
    return SourcePair(
        quantity=first.quantity,
        unit=first.unit,
        side=first.side,
        devices=(first.source.device, second.source.device),
        fields=(first.source.field, second.source.field),
        means=(float(means[0].mean()), float(means[1].mean())),
        difference=difference,
        standard_error=error,
        n_minutes=int(kept.sum()),
    )
