"""FIT files of watches and pods: every running session as a `RunRecording`.

Cases that are met and how they are read:

========================= ==================================================================================
several FIT files in one  each on its own
several sessions          each running session is one run; swimming, cycling and transitions are named in ``lost``
no session                the whole file is one run (recording was cut off)
summary before records    sessions are matched by their start and duration, not by their place
indoors                   a treadmill or indoor session, or no position in the whole run
pauses                    between a stop of the timer and its next start
========================= ==================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import RunFileError
from evenstride.io.runs.channels import FieldRule, clean_channel, steps_per_minute, with_derived
from evenstride.io.runs.clock import Clock, make_clock
from evenstride.io.runs.fit_fields import DYNAMICS, NATIVE, OLDER_NAME
from evenstride.io.runs.fit_frames import Segment, checksum_matches, find_segments, read_messages
from evenstride.io.runs.fit_messages import FitContents, Session
from evenstride.io.runs.limits import MAX_FIT_BYTES, MEBIBYTE
from evenstride.io.runs.source import RunSource
from evenstride.model.run import Channel, ChannelSource, Interval, Origin, RunRecording

#: Seconds from 1970 to the FIT epoch, 31 December 1989 UTC; stamps below the bound count from the device's start.
_FIT_EPOCH_S = 631_065_600
_FIRST_DATE_STAMP = 0x1000_0000
_SEMICIRCLE_DEG = 180.0 / 2**31
_INDOOR = frozenset({"treadmill", "indoor_running", "indoor_walking", "virtual_activity", "indoor"})
_RUNNING = "running"
_RUNNING_SUB_SPORTS = frozenset({"treadmill", "street", "trail", "track", "indoor_running"})
_UNSAID = frozenset({"", "generic", "all", "None"})


@dataclass(frozen=True)
class _Part:
    """The rows of one running session."""

    session: Session | None
    rows: NDArray[np.int64]
    is_cut_out: bool


def read_fit(source: RunSource, *, strict: bool) -> tuple[RunRecording, ...]:
    """Every running session of a FIT file, in the file's order.

    Raises
    ------
    RunFileError
        When there is no running session with samples; with ``strict`` at the first thing that cannot be read.
    """
    if len(source.data) > MAX_FIT_BYTES:
        raise RunFileError(f"Expected a FIT file of at most {MAX_FIT_BYTES // MEBIBYTE} MiB, {source.name} is larger.")
    lost: list[str] = list(source.lost)
    segments = find_segments(source.data, lost)
    runs: list[RunRecording] = []
    others: list[str] = []
    unread: list[str] = []
    for segment in segments:
        runs += _read_segment(source, segment, lost, others, unread, strict=strict)
    if strict and lost:
        raise RunFileError(f"Expected an undamaged FIT file, {source.name} is not. {lost[0]}")
    if not runs:
        raise RunFileError(_no_run(source.name, others, lost))
    lost += unread
    if others:
        lost.append(f"Sessions other than running are left out: {', '.join(dict.fromkeys(others))}.")
    return source.finished(runs, lost)


def _read_segment(
    source: RunSource, segment: Segment, lost: list[str], others: list[str], unread: list[str], *, strict: bool
) -> list[RunRecording]:
    """``lost`` takes damage, ``unread`` what is whole and of no use here, ``others`` what is no run."""
    said: list[str] = []
    if not segment.is_whole:
        declared = segment.body_bytes + segment.header_bytes + 2
        lost.append(
            f"The FIT file at byte {segment.start} ends at byte {segment.end}, before its declared "
            f"{declared} bytes; its end is lost."
            if segment.body_bytes
            else f"The FIT file at byte {segment.start} was never completed; it is read to its end, byte {segment.end}."
        )
    elif not checksum_matches(source.data, segment):
        sentence = f"The checksum at byte {segment.end - 2} does not match; some values may be damaged."
        if strict:
            raise RunFileError(
                f"Expected an undamaged FIT file, {source.name} is not. {sentence}", offset=segment.end - 2
            )
        said.append(sentence)
    contents = FitContents()
    contents.add_all(read_messages(source.data, segment, lost))
    if not len(contents.stamps_s):
        _say_what_else(contents, segment, unread, others)
        return []
    return [
        run
        for part in _running_parts(contents, others)
        if (run := _recording(source, contents, part, [*said], unread)) is not None
    ]


def _say_what_else(contents: FitContents, segment: Segment, unread: list[str], others: list[str]) -> None:
    """A FIT file without samples is settings, a course, or the heart beats that a strap kept during a swim."""
    if contents.stored_beat_messages:
        unread.append(
            f"Heart beats that a strap stored are not read (from byte {segment.start}, "
            f"{contents.stored_beat_messages} messages)."
        )
    elif contents.has_file_type and contents.has_file_type != "activity":
        others.append(contents.has_file_type)


def _running_parts(contents: FitContents, others: list[str]) -> Iterator[_Part]:
    stamps_s = np.frombuffer(contents.stamps_s, np.float64)
    everything = np.arange(len(stamps_s))
    sessions = contents.sessions
    if not sessions:
        sport = contents.sport or _RUNNING
        if sport == _RUNNING or sport in _UNSAID:
            yield _Part(None, everything, is_cut_out=False)
        else:
            others.append(sport)
        return
    for session in sessions:
        alone = len(sessions) == 1
        if not _is_running(session, contents.sport, alone=alone):
            others.append(session.sport if session.sport not in _UNSAID else "no sport named")
        elif alone or session.start_stamp_s is None or session.elapsed_s is None:
            yield _Part(session, everything, is_cut_out=False)
        else:
            with np.errstate(invalid="ignore"):
                inside = (stamps_s >= session.start_stamp_s) & (stamps_s <= session.start_stamp_s + session.elapsed_s)
            if inside.any():
                yield _Part(session, np.flatnonzero(inside), is_cut_out=True)


def _is_running(session: Session, sport: str, *, alone: bool) -> bool:
    if session.sport == _RUNNING or session.sub_sport in _RUNNING_SUB_SPORTS:
        return True
    return alone and session.sport in _UNSAID and (sport == _RUNNING or sport in _UNSAID)


def _recording(
    source: RunSource, contents: FitContents, part: _Part, said: list[str], unread: list[str]
) -> RunRecording | None:
    stamps_s = np.frombuffer(contents.stamps_s, np.float64)[part.rows]
    clock = make_clock(stamps_s, session_duration_s=part.session.elapsed_s if part.session else None)
    if not len(clock.time_s):
        return None
    on_file = np.full(len(contents.stamps_s), -1, np.int64)
    on_file[part.rows] = clock.sample_of_row
    reader = _ChannelReader(contents, part, clock, on_file, said, unread)
    positions = reader.positions()
    sub_sport = part.session.sub_sport if part.session else ""
    is_indoor = sub_sport in _INDOOR or positions is None
    channels = with_derived(reader.channels(), clock.time_s, positions, is_indoor=is_indoor, device=contents.creator)
    if part.session is None:
        said.append("The file does not say which sport it is; it is read as a run.")
    elif part.session.sport in _UNSAID and sub_sport not in _RUNNING_SUB_SPORTS:
        said.append("The file names no sport for this session; it is read as a run.")
    return RunRecording(
        id="",
        path=str(source.path),
        sha256=source.sha256,
        kind="fit",
        time_s=clock.time_s,
        channels=tuple(channels),
        start=_date(clock.start_stamp_s),
        sport=_RUNNING,
        is_indoor=is_indoor,
        pauses=_pauses(contents, clock),
        laps=_within_run(contents.laps, clock),
        devices=_devices(contents),
        beat_intervals_s=_beats(contents, part.rows),
        warnings=(*said, *clock.said),
    )


def _devices(contents: FitContents) -> tuple[str, ...]:
    """Every device once; a maker alone only where no product of that maker is named."""
    names = dict.fromkeys(d.name for d in contents.devices) or dict.fromkeys(filter(None, (contents.creator,)))
    return tuple(n for n in names if not any(other.startswith(f"{n} ") for other in names))


def _date(stamp_s: float) -> datetime | None:
    if stamp_s < _FIRST_DATE_STAMP:
        return None
    return datetime.fromtimestamp(_FIT_EPOCH_S + stamp_s, UTC)


def _pauses(contents: FitContents, clock: Clock) -> tuple[Interval, ...]:
    """From a stop of the timer to its next start; the last stop is the end of the run."""
    spans: list[tuple[float, float]] = []
    stopped_s: float | None = None
    for stamp_s, runs in sorted(contents.timer, key=lambda event: event[0]):
        if runs and stopped_s is not None:
            spans.append((stopped_s, stamp_s))
            stopped_s = None
        elif not runs and stopped_s is None:
            stopped_s = stamp_s
    return _within_run(spans, clock)


def _within_run(spans: list[tuple[float, float]], clock: Clock) -> tuple[Interval, ...]:
    on_clock = ((clock.time_of(start_s), clock.time_of(end_s)) for start_s, end_s in sorted(spans))
    return tuple(Interval(start_s, end_s) for start_s, end_s in on_clock if end_s > start_s)


def _beats(contents: FitContents, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    if not len(contents.beats_s):
        return np.empty(0)
    at = np.frombuffer(contents.beat_rows, np.int64)
    inside = (at >= rows[0]) & (at <= rows[-1] + 1)
    return np.frombuffer(contents.beats_s, np.float64)[inside].copy()


def _no_run(name: str, others: list[str], lost: list[str]) -> str:
    if others:
        return f"Expected a run in {name}, got {', '.join(dict.fromkeys(others))}."
    because = f" {lost[0]}" if lost else ""
    return f"Expected a run in {name}, got no sample of one.{because}"


class _ChannelReader:
    """The channels of one part of a file: native fields, then developer fields."""

    def __init__(
        self,
        contents: FitContents,
        part: _Part,
        clock: Clock,
        sample_of_row: NDArray[np.int64],
        said: list[str],
        unread: list[str],
    ) -> None:
        self._contents, self._part, self._said, self._unread = contents, part, said, unread
        self._rows, self._count = sample_of_row, len(clock.time_s)

    def channels(self) -> list[Channel]:
        found = [channel for name in NATIVE if (channel := self._native(name)) is not None]
        cadence = next((c.values for c in found if c.quantity == "cadence"), None)
        if self._contents.too_many_fields:
            self._unread.append("The file has more developer fields than any app writes; the first ones are read.")
        for key in self._contents.developer:
            channel = self._developer(key, cadence)
            if channel is not None:
                found.append(channel)
        return found

    def positions(self) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
        """Latitude and longitude in degrees; None where the whole part has none."""
        lat, lon = (self._values(name) for name in ("position_lat", "position_long"))
        known = np.isfinite(lat) & np.isfinite(lon)
        return (lat * _SEMICIRCLE_DEG, lon * _SEMICIRCLE_DEG) if known.any() else None

    def _values(self, name: str) -> NDArray[np.float64]:
        column = self._contents.native.get(name)
        return np.full(self._count, np.nan) if column is None else column.on(self._rows, self._count)

    def _native(self, name: str) -> Channel | None:
        rule, field = NATIVE[name], name
        values = self._values(name)
        older = next((old for old, new in OLDER_NAME.items() if new == name), None)
        if older is not None and not np.isfinite(values).any():
            values, field = self._values(older), older
        if rule.quantity == "distance" and self._part.is_cut_out:
            values = self._from_session_start(values)
        if rule.quantity == "cadence":
            values = self._cadence(values)
        if rule.quantity == "contact_balance" and np.isfinite(values).any() and not np.nansum(values):
            self._said.append("The balance is 0 throughout, which means that nothing measured it.")
        return clean_channel(rule, values, ChannelSource(self._device(rule), field, "native"), self._said)

    def _cadence(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        fraction = self._values("fractional_cadence")
        cadence, are_steps = steps_per_minute(values + np.where(np.isfinite(fraction), fraction, 0.0))
        if are_steps:
            self._said.append("The file's cadence counts steps where the format has strides; it is taken as steps.")
        return cadence

    def _from_session_start(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Distance goes on through the sessions of one file: count from the last value before this one."""
        column = self._contents.native.get("distance")
        known = np.flatnonzero(np.isfinite(values))
        if column is None or not len(known):
            return values
        before = np.frombuffer(column.rows, np.int64) < self._part.rows[0]
        base = float(np.frombuffer(column.values, np.float64)[before][-1]) if before.any() else 0.0
        return values - base if base <= values[known[0]] else values

    def _device(self, rule: FieldRule) -> str:
        """The strap or pod that senses it, if one is listed, else the watch."""
        senses = "heart_rate" if rule.quantity == "heart_rate" else "30" if rule.quantity in DYNAMICS else None
        sensors = [d.name for d in self._contents.devices if d.senses == senses]
        return max(sensors, key=lambda name: " " in name, default=self._contents.creator)

    def _developer(self, key: tuple[int, int], native_cadence: NDArray[np.float64] | None) -> Channel | None:
        field = self._contents.descriptions[key]
        column = self._contents.developer[key]
        values = column.on(self._rows, self._count)
        rule = field.rule()
        if not np.isfinite(values).any():
            if field.name is None and rule is None:
                self._unread.append(f"Developer {field.label} has no description and is not known; it is left out.")
            return None
        if rule is None:
            self._unread.append(f"Developer field '{field.label}' is not known here and is left out.")
            return None
        if rule.quantity == "cadence":
            values, are_steps = steps_per_minute(values * rule.scale, reference_spm=native_cadence)
            if are_steps:
                self._said.append(f"The cadence of {field.device or 'an app'} counts steps; it is not doubled.")
            rule = FieldRule("cadence")
        if rule.quantity == "altitude":
            # Stryd writes it as an unsigned 16-bit number: a metre below the sea reads 65535
            values = np.where(values > 1 << 15, values - (1 << 16), values)
        origin: Origin = "developer"
        return clean_channel(rule, values, ChannelSource(field.device, field.label, origin), self._said)
