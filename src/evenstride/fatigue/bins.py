"""A run in bins of time or distance: running only, warm-up out, each bin with enough samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model import Channel, Quantity, RunRecording
from evenstride.model.gait import Side

Floats = NDArray[np.float64]

#: A sample stands for the time to the next one, at most this long; a longer gap is a pause or a hole.
_LONGEST_SAMPLE_S = 12.0
#: Slower than this nobody runs; between the two, cadence decides (walk-run transition about 2 m/s, cadence of a walk
#: 100 to 130 steps a minute).
_STANDING_MPS = 0.8
_SURELY_RUNNING_MPS = 2.4
_RUNNING_SPM = 140.0
#: Without cadence, slower than the walk-run transition is taken for walking.
_RUNNING_WITHOUT_CADENCE_MPS = 2.0
#: After a stop or a walk the watch's averages need this long to forget it.
_SETTLING_S = 15.0
#: A shorter run has its warm-up cut to this share of it.
_WARM_UP_SHARE = 0.2


@dataclass(frozen=True)
class BinOptions:
    """How a run is cut.

    Attributes
    ----------
    by : bins of time (``bin_s``) or of distance (``bin_m``).
    warm_up_s : left out at the start; a run in which this is more than a fifth has only its first fifth left out.
    least_share, least_samples : a bin counts when running covers this share of it with this many samples.
    most_bins : longer runs get longer bins.
    """

    by: Literal["time", "distance"] = "time"
    bin_s: float = 60.0
    bin_m: float = 1000.0
    warm_up_s: float = 600.0
    least_share: float = 0.5
    least_samples: int = 4
    most_bins: int = 160


@dataclass(frozen=True)
class RunBins:
    """Bins of steady running.

    Attributes
    ----------
    minute, distance_km : (bin,) middle on the run's clock and along the way.
    running_s : (bin,) seconds of running inside.
    position : (bin,) place of the bin in units of bins, gaps included, for the memory of the noise.
    means : quantity -> (bin,) time-weighted means, NaN where a channel covers too little of the bin.
    channels : quantity -> the channel it is from.
    bin_s, warm_up_s, left_out_s : length used, warm-up used, running time and stops that were left out after it.
    """

    minute: Floats
    distance_km: Floats
    running_s: Floats
    position: Floats
    means: dict[str, Floats]
    channels: dict[str, Channel]
    bin_s: float
    warm_up_s: float
    left_out_s: float
    said: tuple[str, ...] = field(default=())

    @property
    def count(self) -> int:
        return len(self.minute)


def bin_run(
    run: RunRecording,
    quantities: tuple[Quantity, ...],
    *,
    options: BinOptions | None = None,
    side: Side | None = None,
    sources: Mapping[str, Channel] | None = None,
) -> RunBins:
    """Cut a run into bins and average every quantity in them.

    Parameters
    ----------
    quantities
        What to average; of each the run's best source (`RunRecording.best`), of a leg where ``side`` is given. Where
        that covers less than half of the running, the source that covers most.
    sources
        Channels to take instead, by quantity.

    Notes
    -----
    Left out: the warm-up; stops (below 0.8 m/s, pauses, gaps); walking (below 2.4 m/s with fewer than 140 steps a
    minute, or below 2.0 m/s where cadence is not known); and 15 s after each of them. Values further than five robust
    standard deviations from the bin's median are strays and do not count.
    """
    options = options or BinOptions()
    stands_for_s = _sample_durations(run)
    running = running_mask(run)
    running_s = float(stands_for_s[running].sum())
    warm_up_s = min(options.warm_up_s, _WARM_UP_SHARE * running_s)
    said = []
    if round(warm_up_s / 60) < round(options.warm_up_s / 60):
        said.append(
            f"A run of {running_s / 60:.0f} minutes: its first {warm_up_s / 60:.0f} minutes count as warm-up "
            f"instead of {options.warm_up_s / 60:.0f}."
        )
    used = running & (np.cumsum(np.where(running, stands_for_s, 0.0)) > warm_up_s)
    label, bin_s = _labels(run, used, stands_for_s, options)
    channels: dict[str, Channel] = {q: c for q in quantities if (c := _best_on(run, q, used, side)) is not None}
    channels |= sources or {}
    kept, first_label = _full_enough(label, used, stands_for_s, bin_s, options)
    columns: dict[str, Floats] = {
        quantity: _bin_means(channel.values, label, kept, stands_for_s, options)
        for quantity, channel in channels.items()
    }
    seconds = _bin_sums(stands_for_s, label, kept)
    minute = _bin_sums(stands_for_s * run.time_s, label, kept) / np.maximum(seconds, 1e-9) / 60
    along = run.best("distance")
    km = _bin_means(along.values / 1000, label, kept, stands_for_s, options) if along else np.full(len(kept), np.nan)
    after_warm_up = np.flatnonzero(used)
    elapsed = float(stands_for_s[after_warm_up[0] :].sum()) if len(after_warm_up) else 0.0
    return RunBins(
        minute=minute,
        distance_km=km,
        running_s=seconds,
        position=(kept - first_label).astype(np.float64),
        means=columns,
        channels=channels,
        bin_s=bin_s,
        warm_up_s=warm_up_s,
        left_out_s=max(0.0, elapsed - float(seconds.sum())),
        said=tuple(said),
    )


def running_mask(run: RunRecording) -> NDArray[np.bool_]:
    """(sample,) whether the runner runs, by speed and cadence, some seconds after each stop not yet."""
    speed, cadence = run.best("speed"), run.best("cadence")
    count = len(run.time_s)
    steps = _held(cadence.values, run.time_s) if cadence else np.full(count, np.nan)
    pace = _held(speed.values, run.time_s) if speed else np.full(count, np.nan)
    with np.errstate(invalid="ignore"):
        by_cadence = steps >= _RUNNING_SPM
        fast = pace >= np.where(np.isfinite(steps), _SURELY_RUNNING_MPS, _RUNNING_WITHOUT_CADENCE_MPS)
        is_running = (fast | by_cadence) & ~(pace < _STANDING_MPS) & ~(steps < 60)
    for pause in run.pauses:
        is_running &= ~((run.time_s >= pause.start_s) & (run.time_s < pause.end_s))
    gap_before = np.concatenate(([True], np.diff(run.time_s) > _LONGEST_SAMPLE_S))
    restart = is_running & (gap_before | np.concatenate(([True], ~is_running[:-1])))
    since_restart = run.time_s - np.maximum.accumulate(np.where(restart, run.time_s, -np.inf))
    return is_running & (since_restart >= _SETTLING_S)


def _held(values: Floats, time_s: Floats) -> Floats:
    """(sample,) values with short holes filled by the last one: some watches write each quantity in rows of its own."""
    last = np.maximum.accumulate(np.where(np.isfinite(values), np.arange(len(values)), -1))
    held = np.where(last >= 0, values[last], np.nan)
    age_s = time_s - time_s[last]
    return np.where(age_s <= _LONGEST_SAMPLE_S, held, np.nan)


def _sample_durations(run: RunRecording) -> Floats:
    """(sample,) seconds each sample stands for."""
    steps = np.diff(run.time_s)
    usual = float(np.median(steps)) if len(steps) else 1.0
    return np.minimum(np.append(steps, usual), _LONGEST_SAMPLE_S)


def _best_on(run: RunRecording, quantity: Quantity, used: NDArray[np.bool_], side: Side | None) -> Channel | None:
    """The preferred source where it covers half of the running, else the one that covers most."""
    found = run.all_of(quantity, side=side)
    if not found or not used.any():
        return None
    shares = [float(np.isfinite(channel.values[used]).mean()) for channel in found]
    good = [channel for channel, share in zip(found, shares, strict=True) if share >= 0.5]
    return good[0] if good else (found[int(np.argmax(shares))] if max(shares) > 0 else None)


def _labels(
    run: RunRecording, used: NDArray[np.bool_], stands_for_s: Floats, options: BinOptions
) -> tuple[NDArray[np.int64], float]:
    """(sample,) number of the bin, -1 outside, and a bin's usual length in seconds.

    Bins of time run on the timer: pauses and gaps do not fill them, stops and walking do.
    """
    label = np.full(len(used), -1, dtype=np.int64)
    if not used.any():
        return label, options.bin_s
    first = int(np.argmax(used))
    clock_s = np.cumsum(stands_for_s) - stands_for_s
    clock_s = clock_s - clock_s[first]
    distance = run.best("distance")
    if options.by == "distance" and distance is not None:
        along = distance.values - distance.values[first]
        width = options.bin_m * max(1.0, np.nanmax(along) / options.bin_m / options.most_bins)
        known = used & np.isfinite(along)
        label[known] = np.floor(along[known] / width).astype(np.int64)
        n_bins = max(1, label.max() + 1)
        return label, float(clock_s[used].max() / n_bins)
    width = options.bin_s * max(1.0, np.ceil(clock_s[used].max() / options.bin_s / options.most_bins))
    label[used] = np.floor(clock_s[used] / width).astype(np.int64)
    return label, float(width)


def _full_enough(
    label: NDArray[np.int64], used: NDArray[np.bool_], stands_for_s: Floats, bin_s: float, options: BinOptions
) -> tuple[NDArray[np.int64], int]:
    """Numbers of the bins that hold enough running, and the first of them."""
    inside = label[used & (label >= 0)]
    if not len(inside):
        return np.empty(0, dtype=np.int64), 0
    numbers = np.arange(label.max() + 1)
    seconds = np.bincount(inside, stands_for_s[used & (label >= 0)], minlength=len(numbers))
    samples = np.bincount(inside, minlength=len(numbers))
    kept = numbers[(seconds >= options.least_share * bin_s) & (samples >= options.least_samples)]
    return kept, int(kept[0]) if len(kept) else 0


def _bin_sums(values: Floats, label: NDArray[np.int64], kept: NDArray[np.int64]) -> Floats:
    inside = label >= 0
    if not len(kept):
        return np.empty(0)
    return np.bincount(label[inside], values[inside], minlength=int(kept[-1]) + 1)[kept].astype(np.float64)


def _bin_means(
    values: Floats, label: NDArray[np.int64], kept: NDArray[np.int64], stands_for_s: Floats, options: BinOptions
) -> Floats:
    """(bin,) means weighted by time, without strays; NaN where less than the needed share has values."""
    if not len(kept):
        return np.empty(0)
    order = np.argsort(label, kind="stable")
    first, end = np.searchsorted(label[order], np.stack((kept, kept + 1)))
    places = first[:, None] + np.arange(int((end - first).max()))
    is_member = places < end[:, None]
    members = order[np.minimum(places, len(order) - 1)]
    seconds = np.where(is_member, stands_for_s[members], 0.0)
    found = np.where(is_member, values[members], np.nan)
    known = np.isfinite(found)
    enough = (known.sum(axis=1) >= options.least_samples) & (
        (seconds * known).sum(axis=1) >= options.least_share * seconds.sum(axis=1)
    )
    centre = _row_medians(found)
    apart = np.abs(found - centre[:, None])
    reach = 5 * np.maximum(1.4826 * _row_medians(apart), np.maximum(0.005 * np.abs(centre), 1e-9))
    weights = np.where(apart <= reach[:, None], seconds, 0.0)  # what is not known is not within reach
    total = weights.sum(axis=1)
    sums = (weights * np.where(known, found, 0.0)).sum(axis=1)
    return np.where(enough, sums / np.where(total > 0, total, np.nan), np.nan)


def _row_medians(values: Floats) -> Floats:
    """(row,) medians of the finite values of each row; NaN where there is none."""
    ordered = np.sort(values, axis=1)  # what is missing comes last
    counts = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    below, above = np.maximum(counts - 1, 0) // 2, np.minimum(counts // 2, values.shape[1] - 1)
    return (ordered[rows, below] + ordered[rows, above]) / 2
