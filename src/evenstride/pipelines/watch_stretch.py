"""Which part of a watch's run a clip shows: the minutes in which it was filmed, else those at its speed, else all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.bins import running_mask
from evenstride.imbalance.running_speed import RunningSpeed
from evenstride.model import Recording, RunRecording
from evenstride.model.agreement import AgreementBasis

#: A phone stamps the start or the end of a clip, a watch its own clock: minutes on both sides of the stamp.
AROUND_S = 150.0
#: Fewer minutes of running give no mean with an error.
LEAST_MINUTES = 3
#: Minutes whose speed is this near to the clip's count as run at the same speed.
SAME_SPEED_FRAC = 0.05
AT_TIME = (
    "The clip was filmed at minute {:.0f} of the run by its own clock; the watch is read over the five minutes around "
    "it."
)
AT_SPEED = "When the clip was filmed is not known; the watch is read over the minutes at about its speed, {:.1f} m/s."
OF_THE_RUN = (
    "When the clip was filmed is not known, and {}, so it is held against the mean of the whole run. Speed alone can "
    "make them differ. {}"
)
#: What is known of the clip's speed, and what would help.
NO_SPEED = ("neither is its speed", "Film with a phone that keeps the time, and give your height.")
VAGUE_SPEED = ("its speed only to {:.0f} % (95 % error)", "Film with a phone that keeps the time.")
OTHER_SPEED = ("the watch saw too little running at its speed, {:.1f} m/s", "Film with a phone that keeps the time.")
#: A clip's speed that is known less well does not choose minutes.
MOST_SPEED_ERROR_FRAC = 0.05


@dataclass(frozen=True)
class WatchStretch:
    """The part of the run that a clip is held against; ``run`` holds its samples only."""

    basis: AgreementBasis
    says: str
    run: RunRecording
    notes: tuple[str, ...] = ()


def find_stretch(run: RunRecording, clips: Sequence[Recording], speed: RunningSpeed | None) -> WatchStretch:
    """The part of the run to compare with.

    Parameters
    ----------
    clips
        Recordings of the session; the first one whose own time falls into the run is used.
    speed
        How fast the clip shows the runner; None where it does not tell.

    Notes
    -----
    A clip's time says within some minutes when it was filmed, so five minutes around it are read. Without it, minutes
    whose mean speed is within 5 % of the clip's, where that is known to 5 %. Else the whole run, which says so.
    """
    notes = []
    for at_s in _seconds_into(run, clips):
        part = _cut(run, (run.time_s >= at_s - AROUND_S) & (run.time_s <= at_s + AROUND_S))
        if _running_minutes(part) >= LEAST_MINUTES:
            return WatchStretch("same_time", AT_TIME.format(at_s / 60), part, tuple(_other_speed(part, speed)))
        notes.append("The clip was filmed while the watch saw too little running to compare with.")
    if speed is not None and _is_known(speed):
        part = _cut(run, _minutes_at(run, speed))
        if _running_minutes(part) >= LEAST_MINUTES:
            return WatchStretch("equal_speed", AT_SPEED.format(speed.value_mps), part, tuple(notes))
    return WatchStretch("whole_run", OF_THE_RUN.format(*_about_speed(speed)), run, tuple(notes))


def _about_speed(speed: RunningSpeed | None) -> tuple[str, str]:
    """Why the clip's speed chose no minutes, and what to do."""
    if speed is None:
        return NO_SPEED
    if not _is_known(speed):
        said, helps = VAGUE_SPEED
        return said.format(196 * speed.standard_error_mps / speed.value_mps), helps
    said, helps = OTHER_SPEED
    return said.format(speed.value_mps), helps


def _seconds_into(run: RunRecording, clips: Sequence[Recording]) -> Iterator[float]:
    """When in the run each clip was filmed, those that have a time and fall into it."""
    if run.start is None:
        return
    for clip in clips:
        if clip.recorded_at is not None:
            at_s = (_in_utc(clip.recorded_at) - _in_utc(run.start)).total_seconds()
            if -AROUND_S <= at_s <= run.duration_s + AROUND_S:
                yield at_s


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _cut(run: RunRecording, kept: NDArray[np.bool_]) -> RunRecording:
    channels = tuple(replace(channel, values=channel.values[kept]) for channel in run.channels)
    return replace(run, time_s=run.time_s[kept], channels=channels)


def _running_minutes(run: RunRecording) -> float:
    if len(run.time_s) < 2:
        return 0.0
    usual_s = float(np.median(np.diff(run.time_s)))
    return float(running_mask(run).sum()) * usual_s / 60


def _is_known(speed: RunningSpeed) -> bool:
    return speed.standard_error_mps <= MOST_SPEED_ERROR_FRAC * speed.value_mps


def _minutes_at(run: RunRecording, speed: RunningSpeed) -> NDArray[np.bool_]:
    """(sample,) whether its minute was run at about this speed."""
    channel = run.best("speed")
    if channel is None:
        return np.zeros(len(run.time_s), dtype=bool)
    running = running_mask(run) & np.isfinite(channel.values)
    minute = np.floor(run.time_s / 60).astype(np.int64)
    size = int(minute.max()) + 1 if len(minute) else 0
    count = np.bincount(minute[running], minlength=size)
    mean = np.bincount(minute[running], channel.values[running], minlength=size) / np.maximum(count, 1)
    is_same = (count > 0) & (np.abs(mean - speed.value_mps) <= SAME_SPEED_FRAC * speed.value_mps)
    return is_same[minute]


def _other_speed(part: RunRecording, speed: RunningSpeed | None) -> list[str]:
    """Said where watch and clip do not agree on the speed."""
    channel = part.best("speed")
    if channel is None or speed is None or not _is_known(speed):
        return []
    watched = float(np.nanmean(channel.values[running_mask(part)]))
    if abs(watched - speed.value_mps) <= 2 * SAME_SPEED_FRAC * speed.value_mps:
        return []
    return [
        f"By the watch you ran {watched:.1f} m/s in these minutes, by the clip {speed.value_mps:.1f} m/s; speed alone "
        "can make them differ."
    ]
