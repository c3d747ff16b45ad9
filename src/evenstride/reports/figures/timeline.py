"""The frames of a movement: joint angles between key poses, each set down on the floor, with the time it is shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.reports.figures.body import Body
from evenstride.reports.figures.kinematics import Points, pose_points, set_down

if TYPE_CHECKING:
    from evenstride.knowledge.schema import PosedMovement
    from evenstride.knowledge.schema.movement import Prop

#: Drawn limbs shorten between two frames by less than 1 % (1 - cos of half this turn).
_MAX_TURN_DEG = 14.0
MOST_STEPS = 7
#: A longer hold is cut to this in the moving figure; the plan's timer keeps the whole.
_LONGEST_HOLD_S = 1.6
POSE_NAMES = ("start", "work", "end")


@dataclass(frozen=True)
class Frame:
    """One picture of a movement. ``phase``: 0 at start, 1 at work, 2 at end, and back to 0 on the way to the start."""

    time_s: float
    phase: float
    points: Points


def key_frames(movement: PosedMovement, body: Body) -> tuple[Frame, Frame, Frame]:
    """The three key poses as they stand, sit or lie."""
    start, work, end = (_frame(movement, name, name, 0.0, 0.0, body) for name in POSE_NAMES)
    return start, work, end


def all_frames(movement: PosedMovement, body: Body, *, most_steps: int = MOST_STEPS) -> tuple[Frame, ...]:
    """One cycle from start through work and end back to the start, ready to be shown in a loop.

    Angles change smoothly (slow, fast, slow) and linearly between frames; a hold is two equal frames. The way back
    from the end is left out where the end is the start. ``most_steps`` caps the frames between two key poses.
    """
    frames = [_frame(movement, "start", "start", 0.0, 0.0, body)]
    for before, after in _ways(movement):
        pose = movement.pose(after)
        begin_s = frames[-1].time_s
        steps = min(_steps_between(movement, before, after), most_steps)
        for step in range(1, steps + 1):
            share = step / steps
            time_s = begin_s + pose.reach_s * _eased_time(share)
            frames.append(_frame(movement, before, after, share, time_s, body))
        if hold_s := min(pose.hold_s, _LONGEST_HOLD_S):
            frames.append(Frame(frames[-1].time_s + hold_s, frames[-1].phase, frames[-1].points))
    return tuple(frames)


def _ways(movement: PosedMovement) -> Iterator[tuple[str, str]]:
    yield "start", "work"
    yield "work", "end"
    if _roll(movement, "end") != _roll(movement, "start") or movement.angles_deg("end") != movement.angles_deg("start"):
        yield "end", "start"


def _frame(movement: PosedMovement, before: str, after: str, share: float, time_s: float, body: Body) -> Frame:
    a, b = movement.angles_deg(before), movement.angles_deg(after)
    angles_deg = {name: (1 - share) * a[name] + share * b[name] for name in a}
    if lift := movement.pose(after).lift:
        midway = math.sin(math.pi * share)
        angles_deg[f"{lift.leg}_hip_flexion_deg"] += midway * lift.hip_flexion_deg
        angles_deg[f"{lift.leg}_knee_flexion_deg"] += midway * lift.knee_flexion_deg
    rests_on = _shared_contacts(movement, before, after)
    points = set_down(pose_points(angles_deg, body), rests_on=rests_on, stays=movement.stays, body=body)
    first, last = POSE_NAMES.index(before), POSE_NAMES.index(after)
    return Frame(time_s, (1 - share) * first + share * last, points)


def _shared_contacts(movement: PosedMovement, before: str, after: str) -> tuple[str, ...]:
    """What carries the body all the way between two poses; at least what stays."""
    later = movement.rests_on(after)
    return tuple(contact for contact in movement.rests_on(before) if contact in later)


def _steps_between(movement: PosedMovement, before: str, after: str) -> int:
    a, b = movement.angles_deg(before), movement.angles_deg(after)
    widest_deg = max(abs(a[name] - b[name]) for name in a)
    return max(math.ceil(widest_deg / _MAX_TURN_DEG), 3)


def _roll(movement: PosedMovement, name: str) -> tuple[float, ...]:
    return tuple(roll_at(prop, POSE_NAMES.index(name)) for prop in movement.props)


def roll_at(prop: Prop, phase: float) -> float:
    """How far along its segment a prop is at a phase."""
    start = prop.along
    work = start if prop.along_work is None else prop.along_work
    end = start if prop.along_end is None else prop.along_end
    return start + (work - start) * phase if phase <= 1 else work + (end - work) * (phase - 1)


def _eased_time(share: float) -> float:
    """When a share of the way is reached, 0 to 1: the inverse of 3 t^2 - 2 t^3."""
    return 0.5 - math.sin(math.asin(1 - 2 * share) / 3)
