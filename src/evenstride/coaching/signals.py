"""What is read off one picture: the signals that form watches name, in their units.

Every signal is a function of a `BodyInFrame` and gives NaN where its points are not seen. Those of one leg or arm come
as ``left_`` and ``right_`` beside the mean of both, weighted by how well they are seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from evenstride.coaching.body import SIDES, BodyInFrame
from evenstride.coaching.directions import ankle_from_knee_px, knee_from_hip_px
from evenstride.coaching.landmarks import LEAST_TO_JUDGE
from evenstride.coaching.lifting import angle_at_deg

#: A side that is hidden this much more than the other is left out of the mean.
_LEAST_WEIGHT_SHARE = 0.25
#: The lean is read by the trunk's shortening up to the first turn of the body, from its way across the picture from the
#: second on, and from both in between.
_SHORTENING_TO_DEG, _ACROSS_FROM_DEG = 20.0, 40.0
#: The pose model's foot from heel to toe over the shank, for views in which it is not seen from the side.
_FOOT_OVER_SHANK = 0.53

SidedReader = Callable[[BodyInFrame, str], float]
Reader = Callable[[BodyInFrame], float]


def read_signals(body: BodyInFrame, names: Iterable[str]) -> dict[str, float]:
    """Signals by name; those of one side also under ``left_NAME`` and ``right_NAME``.

    Parameters
    ----------
    names : of `SIDED` and `WHOLE`.
    """
    values: dict[str, float] = {}
    for name in names:
        if name in WHOLE:
            values[name] = WHOLE[name](body)
            continue
        read, points = SIDED[name]
        sides = {side: read(body, side) for side in SIDES}
        values |= {f"{side}_{name}": value for side, value in sides.items()}
        values[name] = _mean_of_sides(sides, {side: body.weight_of(side, points) for side in SIDES})
    return values


def _mean_of_sides(values: dict[str, float], weights: dict[str, float]) -> float:
    best = max(weights.values())
    used = {
        side: weights[side]
        for side, value in values.items()
        if math.isfinite(value) and weights[side] >= _LEAST_WEIGHT_SHARE * best
    }
    total = sum(used.values())
    return sum(values[side] * weight for side, weight in used.items()) / total if total > 0 else math.nan


def _knee_flexion(body: BodyInFrame, side: str) -> float:
    angle = body.joint_deg(side, middle="knee", one="hip", other="ankle", bones=("thigh", "shank"))
    return 180.0 - angle


def _hip_flexion(body: BodyInFrame, side: str) -> float:
    flexion = 180.0 - body.joint_deg(side, middle="hip", one="shoulder", other="knee", bones=("trunk", "thigh"))
    return -flexion if body.is_lying and _is_hip_above_line(body, side) else flexion


def _is_hip_above_line(body: BodyInFrame, side: str) -> bool:
    """Whether the hip of a lying body is pushed beyond the line from shoulder to knee."""
    shoulder, hip, knee = (body.at(f"{side}_{point}") for point in ("shoulder", "hip", "knee"))
    across = knee[0] - shoulder[0]
    on_line_y = shoulder[1] + (hip[0] - shoulder[0]) / across * (knee[1] - shoulder[1]) if across else hip[1]
    return bool(hip[1] < on_line_y)


def _elbow_flexion(body: BodyInFrame, side: str) -> float:
    return 180.0 - body.flat_deg(side, middle="elbow", one="shoulder", other="wrist")


def _arm_raise(body: BodyInFrame, side: str) -> float:
    return body.flat_deg(side, middle="shoulder", one="hip", other="elbow")


def _foot_lift(body: BodyInFrame, side: str) -> float:
    """By how far the heel is above the toe: heights look the same from every side."""
    names = f"{side}_heel", f"{side}_toe"
    if not body.sees(*names, least=LEAST_TO_JUDGE):
        return math.nan
    heel, toe = (body.at(name) for name in names)
    bones = body.known.bones
    foot_px = np.nanmax([bones[f"{side}_foot"].px, _FOOT_OVER_SHANK * bones[f"{side}_shank"].px])
    if not foot_px > 0:
        return math.nan
    pitch = math.degrees(math.asin(min(max((toe[1] - heel[1]) / foot_px, -1.0), 1.0)))
    return pitch - body.known.at_start.get(f"{side}_foot_lift_deg", 0.0)


def _knee_inside(body: BodyInFrame, side: str) -> float:
    names = [f"{side}_{point}" for point in ("hip", "knee", "ankle")]
    if not body.sees(*names, least=LEAST_TO_JUDGE):
        return math.nan
    hip, knee, ankle = (body.at(name) for name in names)
    outwards = np.sign(body.at(f"{side}_hip")[0] - body.middle("hip")[0])
    line, bent = ankle - hip, knee - hip
    across = float(line[1] * bent[0] - line[0] * bent[1])
    turn = 180.0 - angle_at_deg(knee, hip, ankle)
    # The knee lies inside where it is on the other side of the line from hip to ankle than the hip is of the pelvis.
    return turn if across * outwards < 0 else -turn


def _knee_inward(body: BodyInFrame, side: str) -> float:
    names = [f"{side}_{point}" for point in ("hip", "knee", "ankle")]
    if not body.sees(*names, least=LEAST_TO_JUDGE):
        return math.nan
    thigh, shank = knee_from_hip_px(body, side), ankle_from_knee_px(body, side)
    if not (thigh[1] > 0 and shank[1] > 0):
        return math.nan
    turn = math.degrees(math.atan2(thigh[0], thigh[1]) - math.atan2(shank[0], shank[1]))
    # The left knee lies inside where the thigh runs further to the runner's right than the shank, and mirrored.
    inside = -turn if side == "left" else turn
    return inside - body.known.at_start.get(f"{side}_knee_inward_deg", 0.0)


def _thigh_above(body: BodyInFrame, side: str) -> float:
    names = f"{side}_hip", f"{side}_knee"
    if not body.sees(*names):
        return math.nan
    hip, knee = (body.at(name) for name in names)
    return math.degrees(math.atan2(hip[1] - knee[1], abs(knee[0] - hip[0])))


def _body_bend(body: BodyInFrame, side: str) -> float:
    return 180.0 - body.flat_deg(side, middle="hip", one="shoulder", other="ankle")


def _hip_height(body: BodyInFrame) -> float:
    return body.hips_over_feet_px / body.known.height.px if body.known.height.px > 0 else math.nan


def _trunk_lean(body: BodyInFrame) -> float:
    """By the trunk's way across the picture where the body is turned, by its shortening where it faces the camera."""
    if not body.has("shoulder", "hip"):
        return math.nan
    across, up = body.trunk
    facing = body.known.facing
    of_across = (facing.yaw_deg - _SHORTENING_TO_DEG) / (_ACROSS_FROM_DEG - _SHORTENING_TO_DEG)
    of_across = min(max(of_across, 0.0), 1.0) if math.isfinite(of_across) else 0.0
    lean_deg = 0.0
    if of_across > 0:
        ahead = across * facing.ahead / math.sin(math.radians(facing.yaw_deg))
        lean_deg += of_across * math.degrees(math.atan2(ahead, up))
    if of_across < 1:
        own = body.known.trunk.px
        shortened = math.degrees(math.acos(min(max(up / own, -1.0), 1.0))) if own > 0 else math.nan
        lean_deg += (1 - of_across) * shortened
    return lean_deg


def _trunk_side_lean(body: BodyInFrame) -> float:
    """The trunk's way across the picture, and how the line of the shoulders has tilted since the start.

    A trunk that leans ahead by 16 degrees goes across as far as one that leans aside by 8, where the body is turned by
    30; the shoulders' line does not tilt with it. Its own error is twice as large. The mean carries less of each.
    """
    if not body.has("shoulder", "hip", least=LEAST_TO_JUDGE):
        return math.nan
    across, up = body.trunk
    toward_right = across if body.known.facing.is_away else -across
    lean_deg = math.degrees(math.atan2(toward_right, up * _narrowed(body)))
    at_start_deg = body.known.at_start.get("trunk_side_lean_deg")
    return lean_deg if at_start_deg is None else (lean_deg + shoulder_line_deg(body) - at_start_deg) / 2


def shoulder_line_deg(body: BodyInFrame) -> float:
    """The line of the shoulders against the horizontal, + where the right one is lower; NaN where it is not seen."""
    if not body.has("shoulder", least=LEAST_TO_JUDGE):
        return math.nan
    across, down = body.at("right_shoulder") - body.at("left_shoulder")
    return math.degrees(math.atan2(float(down) * _narrowed(body), abs(float(across))))


def _narrowed(body: BodyInFrame) -> float:
    """How much narrower the turn of the body makes what lies across it; a half at most."""
    yaw_deg = body.known.facing.yaw_deg
    return max(math.cos(math.radians(yaw_deg)), 0.5) if math.isfinite(yaw_deg) else 1.0


def _trunk_rise(body: BodyInFrame) -> float:
    if not body.has("shoulder", "hip"):
        return math.nan
    across, up = body.trunk
    line = math.degrees(math.atan2(up, abs(across)))
    start = body.known.at_start.get("trunk_rise_deg")
    return line if start is None else abs(line - start)


def _chest_turn(body: BodyInFrame) -> float:
    """From the width the shoulders show against the most they showed; small turns are beyond it."""
    if not body.has("shoulder", least=LEAST_TO_JUDGE) or not body.known.shoulders.px > 0:
        return math.nan
    width = abs(body.at("left_shoulder")[0] - body.at("right_shoulder")[0])
    return math.degrees(math.acos(min(1.0, width / body.known.shoulders.px)))


def _knee_gap(body: BodyInFrame) -> float:
    ankles = _ankles_apart_px(body)
    if not body.has("knee") or math.isnan(ankles):
        return math.nan
    gap = float((body.at("left_knee")[0] - body.at("right_knee")[0]) / ankles)
    return gap - body.known.at_start.get("knee_gap", 0.0)


def straight_knee_gap(body: BodyInFrame) -> float:
    """The knee gap less the one that straight legs would have: how far off the knees are seen while standing."""
    ankles = _ankles_apart_px(body)
    if not body.has("hip", "knee") or math.isnan(ankles):
        return math.nan
    hips = float((body.at("left_hip")[0] - body.at("right_hip")[0]) / ankles)
    down = float(body.middle("ankle")[1] - body.middle("hip")[1])
    share = float(body.middle("knee")[1] - body.middle("hip")[1]) / down if down > 0 else math.nan
    knees = float((body.at("left_knee")[0] - body.at("right_knee")[0]) / ankles)
    return knees - (hips + share * (1.0 - hips))


def _ankles_apart_px(body: BodyInFrame) -> float:
    """Left from right across the picture; NaN where they are close together or one behind the other."""
    if not body.has("knee", "ankle", least=LEAST_TO_JUDGE):
        return math.nan
    apart = float(body.at("left_ankle")[0] - body.at("right_ankle")[0])
    return apart if abs(apart) >= 0.25 * body.known.trunk.px else math.nan


def _weight_shift(body: BodyInFrame) -> float:
    """Across the body, so that hips that go back are not taken for hips that go aside."""
    if not body.has("hip", "knee", "ankle", least=LEAST_TO_JUDGE) or math.isnan(_ankles_apart_px(body)):
        return math.nan
    ways = [part(body, side)[0] for part in (knee_from_hip_px, ankle_from_knee_px) for side in SIDES]
    ankles = body.at("left_ankle") - body.at("right_ankle")
    return abs(sum(ways) / 2) / abs(float(ankles[0])) * _narrowed(body)


def _hip_sag(body: BodyInFrame) -> float:
    if not body.has("shoulder", "hip", "ankle"):
        return math.nan
    shoulder, hip, ankle = (body.middle(point) for point in ("shoulder", "hip", "ankle"))
    line = ankle - shoulder
    length = math.hypot(*line)
    across = abs(line[0])
    if not across > 0:
        return math.nan
    on_line_y = shoulder[1] + (hip[0] - shoulder[0]) / line[0] * line[1]
    return float((hip[1] - on_line_y) / length)


#: Signal -> (reader of one side, the points that say how well that side is seen).
SIDED: dict[str, tuple[SidedReader, tuple[str, ...]]] = {
    "knee_flexion_deg": (_knee_flexion, ("hip", "knee", "ankle")),
    "hip_flexion_deg": (_hip_flexion, ("shoulder", "hip", "knee")),
    "elbow_flexion_deg": (_elbow_flexion, ("shoulder", "elbow", "wrist")),
    "arm_raise_deg": (_arm_raise, ("hip", "shoulder", "elbow")),
    "foot_lift_deg": (_foot_lift, ("heel", "toe")),
    "knee_inside_deg": (_knee_inside, ("hip", "knee", "ankle")),
    "knee_inward_deg": (_knee_inward, ("hip", "knee", "ankle")),
    "thigh_above_deg": (_thigh_above, ("hip", "knee")),
    "body_bend_deg": (_body_bend, ("shoulder", "hip", "ankle")),
}
WHOLE: dict[str, Reader] = {
    "hip_height": _hip_height,
    "trunk_lean_deg": _trunk_lean,
    "trunk_side_lean_deg": _trunk_side_lean,
    "trunk_rise_deg": _trunk_rise,
    "chest_turn_deg": _chest_turn,
    "knee_gap": _knee_gap,
    "weight_shift": _weight_shift,
    "hip_sag": _hip_sag,
}
#: Signals that are counted from how the body was before the first repetition, and cannot be read without.
FROM_START = ("foot_lift_deg", "trunk_rise_deg")
#: Signals that take off what is read while standing, which is build and pose error, where that was seen.
LESS_START = ("knee_inward_deg", "knee_gap", "trunk_side_lean_deg")


def read_at_start(body: BodyInFrame, names: Iterable[str]) -> dict[str, float]:
    """What `FROM_START` and `LESS_START` are to be counted from, as one picture of the start shows it."""
    wanted = tuple(name for name in names if name in (*FROM_START, *LESS_START))
    as_seen = BodyInFrame(body.frame, replace(body.known, at_start={}))
    levels = read_signals(as_seen, wanted)
    if "knee_gap" in levels:
        levels["knee_gap"] = straight_knee_gap(as_seen)
    if "trunk_side_lean_deg" in levels:
        levels["trunk_side_lean_deg"] = shoulder_line_deg(as_seen)
    return {name: value for name, value in levels.items() if math.isfinite(value)}
