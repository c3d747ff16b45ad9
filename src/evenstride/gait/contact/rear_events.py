"""Contacts and toe-offs seen from behind or in front, from how the trunk falls and rises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.frontal.rear_habits import (
    CONTACT_ERROR_S,
    FASTEST_FALL_AFTER_CONTACT_S,
    LOW_BEFORE_MIDDLE_S,
    TOE_OFF_ERROR_S,
)
from evenstride.gait.keypoint_habits import KeypointHabits, habits_of
from evenstride.model import GaitEvent, GaitEvents, PoseTrack
from evenstride.model.gait import Side
from evenstride.signals.filters import known_stretches, low_pass
from evenstride.signals.periodicity import estimate_rhythm, parabola_offset
from evenstride.signals.resampling import even_grid_s, resample

GRID_HZ = 240.0
#: Steps per second looked for; `evenstride.gait.contact.locomotion` decides what is running.
STEP_RATE_HZ = (1.5, 4.5)
#: The bounce of a runner's trunk is a sine with a weak second harmonic: what is faster than this many times the step
#: rate is noise of the points.
CUT_OFF_STEPS = 2.6
#: Two low points of the trunk closer than this part of a step are one.
LEAST_STEP_SHARE = 0.6
#: A gap in the points longer than this part of a step divides the clip.
LONGEST_GAP_STEPS = 0.35
#: Differences of the ankles' heights smaller than this, in leg lengths, do not tell which foot stands.
LEAST_LIFT_LEG = 0.02


@dataclass(frozen=True)
class TrunkBounce:
    """Our detector for views along the running direction: forces move the trunk, and any camera sees it rise and fall.

    Notes
    -----
    1. Height of the trunk: the mean of the middle of the hips and the middle of the shoulders, low-passed at 2.6 times
       the step rate.
    2. Its low points are mid-stances. The standing foot is the one whose ankle is lower in the picture then; left and
       right follow each other, so the order that most low points agree with names all of them.
    3. In flight the trunk falls freely; it falls fastest when the ground bears exactly the body's weight, 31 ms after
       a force plate reads 50 N. Initial contact is that instant less `FASTEST_FALL_AFTER_CONTACT_S`.
    4. The low point comes `LOW_BEFORE_MIDDLE_S` before the middle of stance, because the foot pushes longer than it
       brakes. Toe-off is as far after the middle as contact is before; it is only good enough to say where in stance
       an instant lies (`evenstride.gait.frontal.rear_habits` has the errors), not for a contact time.
    5. Both are moved by what is known of the keypoint source, as in side views (`evenstride.gait.keypoint_habits`).

    Feet and knees are not used for times: from behind their height in the picture changes as much with their distance
    from the camera as with their height over the ground (table in docs/accuracy.md).
    """

    name = "trunk bounce"

    def detect(self, track: PoseTrack, leg_length_px: float) -> GaitEvents:
        """Initial contacts and toe-offs of both feet.

        Parameters
        ----------
        track : cleaned, on the runner's clock; from behind or in front alike.
        """
        height_px = trunk_height_px(track)
        rhythm = estimate_rhythm(track.time_s, height_px, low_hz=STEP_RATE_HZ[0], high_hz=STEP_RATE_HZ[1])
        if rhythm is None:
            return GaitEvents((), self.name)
        events: list[GaitEvent] = []
        for begin, end in _stretches(track.time_s, np.isfinite(height_px), 1.0 / rhythm.frequency_hz):
            events += _events_between(track, height_px, leg_length_px, rhythm.frequency_hz, begin, end)
        return GaitEvents(tuple(sorted(events, key=lambda event: event.time_s)), self.name)


def trunk_height_px(track: PoseTrack) -> NDArray[np.float64]:
    """(time,) mean height of hips and shoulders, up positive, from the upper edge of the picture.

    Of the hips alone for a source that has no shoulders at all, as many laboratories' markers.
    """
    hips, shoulders = track.middle("hip")[:, 1], track.middle("shoulder")[:, 1]
    return -0.5 * (hips + shoulders) if np.isfinite(shoulders).any() else -hips


def left_ankle_above_right_px(track: PoseTrack) -> NDArray[np.float64]:
    """(time,) how much higher the left ankle is in the picture than the right one."""
    return (track.point("right_ankle") - track.point("left_ankle"))[:, 1]


def _stretches(time_s: NDArray[np.float64], known: NDArray[np.bool_], step_s: float) -> list[tuple[int, int]]:
    """Half-open ranges of pictures without a long gap, each at least two steps long."""
    joined: list[tuple[int, int]] = []
    for begin, end in known_stretches(known):
        if joined and time_s[begin] - time_s[joined[-1][1] - 1] <= LONGEST_GAP_STEPS * step_s:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return [(a, b) for a, b in joined if time_s[b - 1] - time_s[a] >= 2 * step_s]


def _events_between(
    track: PoseTrack, height_px: NDArray[np.float64], leg_length_px: float, step_hz: float, begin: int, end: int
) -> list[GaitEvent]:
    time_s = track.time_s[begin:end]
    grid_s = even_grid_s(time_s, rate_hz=GRID_HZ)
    height = low_pass(grid_s, resample(time_s, height_px[begin:end], grid_s), cut_off_hz=CUT_OFF_STEPS * step_hz)
    speed = np.gradient(height, grid_s)
    low = _low_points(grid_s, height, LEAST_STEP_SHARE / step_hz)
    lift_leg = resample(time_s, left_ankle_above_right_px(track)[begin:end] / leg_length_px, grid_s)
    sides = _alternating_sides(lift_leg[low], grid_s[low], step_hz)
    habits = habits_of(track.source)
    events = []
    for k, (at, side) in enumerate(zip(low, sides, strict=True)):
        begin_at = max(0, at - _samples(0.6 / step_hz)) if k == 0 else (low[k - 1] + at) // 2
        fall = begin_at + int(np.argmin(speed[begin_at : at + 1]))
        if begin_at < fall < at:  # at the edge of the stretch the fall was not seen
            events += _contact_and_toe_off(
                side, _peak_s(grid_s, -speed, fall), _peak_s(grid_s, -height, at), float(grid_s[-1]), habits
            )
    return events


def _low_points(grid_s: NDArray[np.float64], height: NDArray[np.float64], least_apart_s: float) -> list[int]:
    """Samples of the local minima, the lower of two that lie closer together than ``least_apart_s``."""
    at = np.flatnonzero((height[1:-1] < height[:-2]) & (height[1:-1] <= height[2:])) + 1
    kept: list[int] = []
    for sample in at:
        if kept and grid_s[sample] - grid_s[kept[-1]] < least_apart_s:
            if height[sample] < height[kept[-1]]:
                kept[-1] = int(sample)
        else:
            kept.append(int(sample))
    return kept


def _alternating_sides(
    left_above_right_leg: NDArray[np.float64], low_s: NDArray[np.float64], step_hz: float
) -> list[Side]:
    """Standing side at each low point: left, right, left ... in the order that agrees with the ankles."""
    if not len(low_s):
        return []
    turns = np.concatenate([[0], np.cumsum(np.round(np.diff(low_s) * step_hz).astype(int))]) % 2
    clear = np.abs(left_above_right_leg) > LEAST_LIFT_LEG
    votes = np.where(turns == 0, 1.0, -1.0) * np.clip(left_above_right_leg, -0.3, 0.3) * clear
    first: Side = "right" if np.nansum(votes) > 0 else "left"  # the raised ankle is the swinging one
    second: Side = "left" if first == "right" else "right"
    return [second if turn else first for turn in turns]


def _contact_and_toe_off(
    side: Side, fastest_fall_s: float, low_s: float, end_s: float, habits: KeypointHabits
) -> list[GaitEvent]:
    """The contact, and the toe-off where it still lies in the stretch."""
    loaded_s = fastest_fall_s - FASTEST_FALL_AFTER_CONTACT_S
    unloaded_s = 2 * (low_s + LOW_BEFORE_MIDDLE_S) - loaded_s
    events = [GaitEvent(side, "initial_contact", loaded_s + habits.contact_offset_s, CONTACT_ERROR_S)]
    if unloaded_s <= end_s:
        events.append(GaitEvent(side, "toe_off", unloaded_s + habits.toe_off_offset_s, TOE_OFF_ERROR_S))
    return events


def _peak_s(grid_s: NDArray[np.float64], values: NDArray[np.float64], at: int) -> float:
    """Instant of a peak between samples, by the parabola through three."""
    offset = parabola_offset(values[at - 1 : at + 2]) if 0 < at < len(values) - 1 else 0.0
    return float(grid_s[at] + offset / GRID_HZ)


def _samples(duration_s: float) -> int:
    return round(duration_s * GRID_HZ)


def agreement_of_sides(track: PoseTrack, events: GaitEvents) -> float:
    """Share of contacts 0.1 s after which the ankle of the standing foot is the lower one; 1 where none can be read."""
    lift = left_ankle_above_right_px(track)
    known = np.isfinite(lift)
    if not known.any():
        return 1.0
    votes = []
    for event in events.of("initial_contact"):
        above = float(np.interp(event.time_s + 0.1, track.time_s[known], lift[known]))
        votes.append((above > 0) == (event.side == "right"))
    return float(np.mean(votes)) if votes else 1.0
