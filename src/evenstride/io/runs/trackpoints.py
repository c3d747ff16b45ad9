"""What TCX and GPX have in common: points in a row, each with a time and some values, cut into tracks."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from typing import Literal

import numpy as np

from evenstride.errors import RunFileError
from evenstride.io.runs.channels import Column, FieldRule, clean_channel, steps_per_minute, with_derived
from evenstride.io.runs.clock import Clock, make_clock
from evenstride.io.runs.source import RunSource
from evenstride.model.run import Channel, ChannelSource, Interval, Quantity, RunRecording

#: A new track that begins this much later than the usual step was a pause.
_PAUSE_STEPS = 3.0

XmlKind = Literal["tcx", "gpx"]


@dataclass
class TrackPoints:
    """The points of one activity. Stamps are seconds since 1970, NaN where a point has no time.

    ``columns`` holds each field under its name in the file; ``tracks`` the row at which each new track begins.
    """

    stamps_s: array[float] = field(default_factory=lambda: array("d"))
    columns: dict[str, Column] = field(default_factory=dict)
    tracks: list[int] = field(default_factory=list)
    laps: list[tuple[float, float]] = field(default_factory=list)
    sport: str = ""
    device: str = ""

    def add(self, stamp_s: float, values: dict[str, float]) -> None:
        row = len(self.stamps_s)
        self.stamps_s.append(stamp_s)
        for name, value in values.items():
            self.columns.setdefault(name, Column()).add(row, value)


def stamp_of(text: str) -> float:
    """Seconds since 1970 of an ISO 8601 time, UTC where it names no zone; NaN for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return float("nan")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.timestamp()
    except (OverflowError, ValueError):
        return float("nan")


def number_of(text: str) -> float | None:
    """A finite number, None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def running_recordings(
    parts: Sequence[TrackPoints],
    source: RunSource,
    kind: XmlKind,
    rules: dict[str, Quantity],
    *,
    doubled: frozenset[str],
    stopped: str | None,
    called: str,
) -> tuple[RunRecording, ...]:
    """The runs among the activities of a file; what was left out or lost is among their warnings.

    Parameters
    ----------
    parts : their ``sport`` is ``running``, or empty where the file does not say.
    rules, doubled : as for `recording_of`.
    stopped : why reading ended before the file's end; None where it did not.
    called : what the format calls an activity, in the plural.

    Raises
    ------
    RunFileError
        When there is no run with times.
    """
    others = dict.fromkeys(points.sport for points in parts if points.sport not in ("", "running"))
    running = (points for points in parts if points.sport not in others)
    read = (recording_of(points, source, kind, rules, doubled=doubled) for points in running)
    runs = [run for run in read if run is not None]
    if not runs:
        what = ", ".join(others) or "no point with a time"
        raise RunFileError(f"Expected a run in {source.name}, got {what}.{' ' + stopped if stopped else ''}")
    lost = [*source.lost, *([stopped] if stopped else [])]
    if others:
        lost.append(f"{called} other than running are left out: {', '.join(others)}.")
    return source.finished(runs, lost)


def recording_of(
    points: TrackPoints, source: RunSource, kind: XmlKind, rules: dict[str, Quantity], *, doubled: frozenset[str]
) -> RunRecording | None:
    """The run of one activity; None where no point has a time.

    ``rules`` says which quantity a field is; ``doubled`` names the cadence fields that count one leg by definition of
    the format. Of other cadences the value decides.
    """
    clock = make_clock(np.frombuffer(points.stamps_s, np.float64) if points.stamps_s else np.empty(0))
    if not len(clock.time_s):
        return None
    said: list[str] = []
    channels = _channels(points, clock, rules, doubled, said)
    positions = tuple(
        points.columns[name].on(clock.sample_of_row, len(clock.time_s)) if name in points.columns else None
        for name in ("lat", "lon")
    )
    both = (positions[0], positions[1]) if positions[0] is not None and positions[1] is not None else None
    is_indoor = both is None
    return RunRecording(
        id="",
        path=str(source.path),
        sha256=source.sha256,
        kind=kind,
        time_s=clock.time_s,
        channels=tuple(with_derived(channels, clock.time_s, both, is_indoor=is_indoor, device=points.device)),
        start=datetime.fromtimestamp(clock.start_stamp_s, UTC),
        sport="running" if points.sport in ("", "running") else points.sport,
        is_indoor=is_indoor,
        pauses=_pauses(points, clock),
        laps=_laps(points, clock),
        devices=(points.device,) if points.device else (),
        warnings=(
            *(() if points.sport else ("The file does not say which sport it is; it is read as a run.",)),
            *said,
            *clock.said,
        ),
    )


def _channels(
    points: TrackPoints, clock: Clock, rules: dict[str, Quantity], doubled: frozenset[str], said: list[str]
) -> list[Channel]:
    found = []
    for name, quantity in rules.items():
        if name not in points.columns:
            continue
        values = points.columns[name].on(clock.sample_of_row, len(clock.time_s))
        if quantity == "cadence":
            cadence, are_steps = steps_per_minute(values)
            if are_steps:
                said.append("The file's cadence counts steps where the format counts one leg; it is taken as steps.")
            values = cadence if are_steps or name not in doubled else values * 2.0
        channel = clean_channel(FieldRule(quantity), values, ChannelSource(points.device, name, "native"), said)
        if channel is not None:
            found.append(channel)
    return found


def _pauses(points: TrackPoints, clock: Clock) -> tuple[Interval, ...]:
    """Between the last point of a track and the first of the next, where more than the usual step passes."""
    if len(clock.time_s) < 3:
        return ()
    usual_s = float(np.median(np.diff(clock.time_s)))
    found = []
    for row in points.tracks:
        samples = clock.sample_of_row[row:]
        later = samples[samples >= 0][:1]
        if len(later) and later[0] > 0:
            start_s, end_s = float(clock.time_s[later[0] - 1]), float(clock.time_s[later[0]])
            if end_s - start_s > _PAUSE_STEPS * usual_s:
                found.append(Interval(start_s, end_s))
    return tuple(dict.fromkeys(found))


def _laps(points: TrackPoints, clock: Clock) -> tuple[Interval, ...]:
    on_clock = ((clock.time_of(start_s), clock.time_of(end_s)) for start_s, end_s in points.laps)
    return tuple(Interval(start_s, end_s) for start_s, end_s in on_clock if end_s > start_s)
