"""What is read off one picture: the signals that form watches name, in their units.

Every signal is a function of a `BodyInFrame` and gives NaN where its points are not seen. Those of one leg or arm come
as ``left_`` and ``right_`` beside the mean of both, weighted by how well they are seen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from evenstride.coaching.body import SIDES, BodyInFrame
from evenstride.coaching.landmarks import LEAST_TO_JUDGE
from evenstride.coaching.lifting import angle_at_deg

#: A side that is hidden this much more than the other is left out of the mean.
_LEAST_WEIGHT_SHARE = 0.25
#: The lean is read from what the trunk moves across the picture where the body is turned at least so far.
_LEAST_YAW_FOR_LEAN_DEG = 20.0
#: From in front the foot is a few pixels long.
_LEAST_YAW_FOR_FEET_DEG = 45.0

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
    names = f"{side}_heel", f"{side}_toe"
    if not body.sees(*names, least=LEAST_TO_JUDGE):
        return math.nan
    if not body.known.facing.yaw_deg >= _LEAST_YAW_FOR_FEET_DEG:
        return math.nan
    heel, toe = (body.at(name) for name in names)
    pitch = math.degrees(math.atan2(toe[1] - heel[1], abs(toe[0] - heel[0])))
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
    yaw_deg = body.known.facing.yaw_deg
    if yaw_deg >= _LEAST_YAW_FOR_LEAN_DEG:
        ahead = across * body.known.facing.ahead / math.sin(math.radians(yaw_deg))
        return math.degrees(math.atan2(ahead, up))
    own = body.known.trunk.px
    return math.degrees(math.acos(min(max(up / own, -1.0), 1.0))) if own > 0 else math.nan


def _trunk_side_lean(body: BodyInFrame) -> float:
    if not body.has("shoulder", "hip", least=LEAST_TO_JUDGE):
        return math.nan
    across, up = body.trunk
    toward_right = across if body.known.facing.is_away else -across
    return math.degrees(math.atan2(toward_right, up))


def _trunk_rise(body: BodyInFrame) -> float:
    if not body.has("shoulder", "hip"):
        return math.nan
    across, up = body.trunk
    line = math.degrees(math.atan2(up, abs(across)))
    return abs(line - body.known.at_start.get("trunk_rise_deg", 0.0))


def _chest_turn(body: BodyInFrame) -> float:
    """From the width the shoulders show against the most they showed; small turns are beyond it."""
    if not body.has("shoulder", least=LEAST_TO_JUDGE) or not body.known.shoulders.px > 0:
        return math.nan
    width = abs(body.at("left_shoulder")[0] - body.at("right_shoulder")[0])
    return math.degrees(math.acos(min(1.0, width / body.known.shoulders.px)))


def _knee_gap(body: BodyInFrame) -> float:
    if not body.has("knee", "ankle", least=LEAST_TO_JUDGE):
        return math.nan
    ankles = body.at("left_ankle")[0] - body.at("right_ankle")[0]
    # Feet that stand close together, or one behind the other, make the ratio blow up: it says nothing then.
    if abs(ankles) < 0.25 * body.known.trunk.px:
        return math.nan
    return float((body.at("left_knee")[0] - body.at("right_knee")[0]) / ankles)


def _weight_shift(body: BodyInFrame) -> float:
    if not body.has("hip", "ankle", least=LEAST_TO_JUDGE):
        return math.nan
    ankles = abs(body.at("left_ankle")[0] - body.at("right_ankle")[0])
    if ankles < 0.25 * body.known.trunk.px:
        return math.nan
    return float(abs(body.middle("hip")[0] - body.middle("ankle")[0]) / ankles)


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
#: Signals that are counted from how the body was before the first repetition.
FROM_START = ("foot_lift_deg", "trunk_rise_deg")
