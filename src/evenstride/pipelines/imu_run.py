"""A motion sensor's recording to what it shows of the run, and to a run on the clock that drift is judged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import InputError
from evenstride.gait.inertial.shin_impacts import (
    ImpactChange,
    ShinImpacts,
    compare_with_baseline,
    find_shin_impacts,
)
from evenstride.gait.inertial.trunk_gait import TrunkGait, summarise_trunk
from evenstride.gait.inertial.trunk_steps import find_trunk_steps
from evenstride.gait.inertial.vertical import trunk_signals
from evenstride.model.imu import ImuRecording
from evenstride.model.run import Channel, ChannelSource, Quantity, RunRecording

#: Steps are averaged over so long for a course over the run.
_SAMPLE_S = 10.0
#: A stretch with fewer steps of running than this carries no value.
_FEWEST_STEPS = 8
_FEWEST_LANDINGS = 4
PLACE_WORDS = {"sacrum": "sensor at the sacrum", "shank_left": "sensor at the left shin"}
PLACE_WORDS["shank_right"] = "sensor at the right shin"


@dataclass(frozen=True)
class ImuGait:
    """What one sensor shows: of the trunk or of a shin, None for the other, and None where nobody runs."""

    recording: ImuRecording
    trunk: TrunkGait | None = None
    impacts: ShinImpacts | None = None
    change: ImpactChange | None = None

    @property
    def running_s(self) -> float:
        """Time spent in the steps that were found."""
        if self.trunk is not None:
            return float(self.trunk.step_time_of_ms.sum() / 1000)
        return 0.0 if self.impacts is None else self.impacts.count * self.impacts.stride_s


def measure_imu(recording: ImuRecording, earlier: Sequence[ImuRecording] = ()) -> ImuGait:
    """Steps and contact from a sensor at the sacrum, peaks of acceleration from one at a shin.

    Parameters
    ----------
    earlier : sessions before, of the same place; for a shin they are the baseline.

    Raises
    ------
    InputError : nobody said where the sensor was worn.
    """
    if recording.place is None:
        raise InputError(
            f"Expected to know where the sensor of {recording.id} was worn: "
            "--imu-place sacrum, shank-left or shank-right."
        )
    if recording.place == "sacrum":
        signals = trunk_signals(recording.time_s, recording.acceleration_g, rate_hz=recording.rate_hz, up=recording.up)
        return ImuGait(recording, trunk=summarise_trunk(signals, find_trunk_steps(signals)))
    impacts = _impacts(recording)
    before = [found for found in map(_impacts, earlier) if found is not None]
    change = None if impacts is None else compare_with_baseline(impacts, before)
    return ImuGait(recording, impacts=impacts, change=change)


def to_run(gait: ImuGait) -> RunRecording:
    """The same as a run with a sample every ten seconds: cadence, contact, flight, duty factor and sway, or impact.

    There is no speed and no distance in it; drift at equal speed needs those of a watch.
    """
    recording = gait.recording
    count = max(1, int(recording.duration_s // _SAMPLE_S))
    channels: tuple[Channel, ...] = ()
    if gait.trunk is not None:
        channels = _trunk_channels(gait.trunk, count)
    elif gait.impacts is not None:
        channels = _shin_channels(gait.impacts, recording, count)
    return RunRecording(
        id=recording.id,
        path=recording.path,
        sha256=recording.sha256,
        kind="imu_csv",
        time_s=np.asarray((np.arange(count) + 0.5) * _SAMPLE_S, np.float64),
        channels=tuple(channel for channel in channels if np.isfinite(channel.values).any()),
        start=recording.start,
        devices=(PLACE_WORDS[recording.place or "sacrum"],),
        lost=recording.lost,
        warnings=recording.warnings,
    )


def beside(run: RunRecording, gait: ImuGait) -> RunRecording:
    """A watch's run with the sensor's course laid on its clock by the dates of both, as further channels.

    A run's sample takes the ten seconds of the sensor that it lies in. Where one of them has no date, or they do not
    overlap, the run says so and is otherwise as it was.
    """
    sensor = to_run(gait)
    if run.start is None or sensor.start is None:
        lacking = "run" if run.start is None else f"sensor's file {gait.recording.id}"
        return replace(
            run, warnings=(*run.warnings, f"The {lacking} has no date, so the sensor is not laid beside it.")
        )
    start_s = (_utc(sensor.start) - _utc(run.start)).total_seconds()
    at = np.floor((run.time_s - start_s) / _SAMPLE_S).astype(np.int64)
    inside = (at >= 0) & (at < len(sensor.time_s))
    if not inside.any() or not sensor.channels:
        return replace(run, warnings=(*run.warnings, f"The sensor of {gait.recording.id} shows no step of this run."))
    channels = tuple(
        replace(channel, values=np.where(inside, channel.values[np.clip(at, 0, len(sensor.time_s) - 1)], np.nan))
        for channel in sensor.channels
    )
    return replace(
        run,
        channels=(*run.channels, *channels),
        devices=(*run.devices, *sensor.devices),
        warnings=(*run.warnings, *sensor.lost, *sensor.warnings),
    )


def _utc(date: datetime) -> datetime:
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)


def _impacts(recording: ImuRecording) -> ShinImpacts | None:
    return find_shin_impacts(recording.time_s, recording.acceleration_g, rate_hz=recording.rate_hz)


def _trunk_channels(trunk: TrunkGait, count: int) -> tuple[Channel, ...]:
    source = ChannelSource(PLACE_WORDS["sacrum"], "upright acceleration", "derived")
    step_ms = _course(trunk.mark_s, trunk.step_time_of_ms, count, _FEWEST_STEPS)
    contact_ms = _course(trunk.mark_s, trunk.step_contact_ms, count, _FEWEST_STEPS)
    courses: dict[Quantity, NDArray[np.float64]] = {
        "cadence": 60_000 / step_ms,
        "contact_time": contact_ms,
        "flight_time": step_ms - contact_ms,
        "duty_factor": 100 * contact_ms / (2 * step_ms),
        "trunk_sway": _course(trunk.mark_s, trunk.step_sway_pct, count, _FEWEST_STEPS),
    }
    return tuple(Channel(quantity, values, source) for quantity, values in courses.items())


def _shin_channels(impacts: ShinImpacts, recording: ImuRecording, count: int) -> tuple[Channel, ...]:
    source = ChannelSource(PLACE_WORDS[recording.place or "shank_left"], "length of the acceleration", "derived")
    stride_s = np.append(np.diff(impacts.time_s), np.nan)
    stride_s = np.where(stride_s < 1.4 * impacts.stride_s, stride_s, np.nan)
    return (
        Channel("cadence", 120 / _course(impacts.time_s, stride_s, count, _FEWEST_LANDINGS), source),
        Channel("impact", _course(impacts.time_s, impacts.peak_g, count, _FEWEST_LANDINGS), source, recording.side),
    )


def _course(at_s: NDArray[np.float64], values: NDArray[np.float64], count: int, fewest: int) -> NDArray[np.float64]:
    """(sample,) median of the values in each stretch of ten seconds; NaN with too few."""
    known = np.isfinite(values)
    at = np.clip((at_s[known] // _SAMPLE_S).astype(int), 0, count - 1)
    out = np.full(count, np.nan)
    order = np.argsort(at, kind="stable")
    edges = np.searchsorted(at[order], np.arange(count + 1))
    for index in range(count):
        inside = values[known][order[edges[index] : edges[index + 1]]]
        if len(inside) >= fewest:
            out[index] = np.median(inside)
    return out
