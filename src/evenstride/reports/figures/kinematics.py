"""Joint angles to joint positions: forward kinematics in the room, and setting the body down on the floor.

Room frame: x forwards (where an upright runner looks), y up, z to the runner's right, metres, floor at y = 0.
Signs and zeros of the angles are those of `evenstride.knowledge.schema.movement`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from evenstride.reports.figures import body as proportions
from evenstride.reports.figures.body import Body

Vector = NDArray[np.float64]
Points = dict[str, Vector]

_SIDES = (("left", -1.0), ("right", 1.0))
#: The points a contact rests on; the plural of a name is both sides.
_CONTACT_POINTS: Mapping[str, tuple[str, ...]] = {
    "foot": ("heel", "ball"),
    "heel": ("heel",),
    "toes": ("ball",),
    "knee": ("knee",),
    "instep": ("toe",),
    "hip": ("hip",),
    "forearm": ("elbow", "wrist"),
    "hand": ("hand",),
}
_BOTH = {
    **{"feet": "foot", "heels": "heel", "knees": "knee", "insteps": "instep"},
    **{"forearms": "forearm", "hands": "hand", "seat": "hip", "toes": "toes"},
}
_WHOLE = {
    "back": ("left_chest", "right_chest", "left_pelvis", "right_pelvis"),
    "upper_back": ("left_chest", "right_chest", "left_shoulder", "right_shoulder"),
    "front": ("left_chest", "right_chest", "left_pelvis", "right_pelvis"),
    "head": ("head",),
}


def pose_points(angles_deg: Mapping[str, float], body: Body) -> Points:
    """Where every joint is, by name, with the middle of the hips at the origin.

    Parameters
    ----------
    angles_deg : every joint angle of a pose by full name, as `Movement.angles_deg` gives it.
    body : whose segment lengths to use.

    Returns
    -------
    dict
        (3,) positions in metres, room frame, of hips, knees, ankles, heels, balls and toes of the feet, shoulders,
        elbows, wrists, hands, chest, pelvis, neck, head and the middles between left and right.
    """
    pelvis = _turn("y", angles_deg["trunk_turn_deg"]) @ _turn("z", -angles_deg["trunk_lean_deg"])
    pelvis = pelvis @ _turn("x", angles_deg["trunk_side_lean_deg"])
    points: Points = {"mid_hip": np.zeros(3)}
    _add_trunk(points, pelvis, angles_deg, body)
    for side, outwards in _SIDES:
        _add_leg(points, pelvis, side, outwards, angles_deg, body)
    for middle in ("knee", "ankle", "hand"):
        points[f"mid_{middle}"] = (points[f"left_{middle}"] + points[f"right_{middle}"]) / 2
    return points


def contact_points(contacts: Iterable[str]) -> tuple[str, ...]:
    """The points of the body that a list of contacts rests on."""
    return tuple(point for contact in contacts for point in _points_of(contact))


def gap_to_floor_m(points: Points, point: str, body: Body) -> float:
    """How far the body's surface below a point is above the floor; negative is inside it."""
    return float(points[point][1]) - body.radius_m(point)


def set_down(points: Points, *, rests_on: Iterable[str], stays: str, body: Body) -> Points:
    """The body moved so that what it rests on touches the floor and what stays is over the origin."""
    lowest_m = min(gap_to_floor_m(points, point, body) for point in contact_points(rests_on))
    still = np.mean([points[point] for point in contact_points([stays])], axis=0)
    shift = np.array([still[0], lowest_m, still[2]])
    return {name: point - shift for name, point in points.items()}


def _points_of(contact: str) -> tuple[str, ...]:
    if contact in _WHOLE:
        return _WHOLE[contact]
    if contact in _BOTH:
        return tuple(f"{side}_{point}" for side, _ in _SIDES for point in _CONTACT_POINTS[_BOTH[contact]])
    side, _, name = contact.partition("_")
    return tuple(f"{side}_{point}" for point in _CONTACT_POINTS[name])


def _add_trunk(points: Points, pelvis: Vector, angles_deg: Mapping[str, float], body: Body) -> None:
    column = pelvis @ _turn("x", angles_deg["trunk_side_bend_deg"])
    chest = column @ _turn("y", angles_deg["trunk_rotation_deg"])
    head = chest @ _turn("z", -angles_deg["trunk_neck_flexion_deg"])
    at = body.length_m
    points["mid_shoulder"] = shoulder = column @ _up(at(proportions.TRUNK))
    points["neck"] = neck = shoulder + chest @ _up(at(0.3 * proportions.NECK))
    points["head"] = neck + head @ _up(at(proportions.HEAD_ABOVE_NECK - 0.3 * proportions.NECK))
    points["nose"] = points["head"] + head @ np.array([at(0.062), -at(0.008), 0.0])
    points["hair"] = points["head"] + head @ np.array([-at(0.013), at(0.012), 0.0])
    for side, outwards in _SIDES:
        points[f"{side}_pelvis"] = pelvis @ np.array([0.0, at(0.012), outwards * at(0.036)])
        points[f"{side}_chest"] = 0.8 * shoulder + chest @ _right(outwards * at(0.042))
        points[f"{side}_waist"] = 0.25 * points[f"{side}_chest"] + 0.75 * points[f"{side}_pelvis"]
        _add_arm(points, chest, side, outwards, angles_deg, body)


def _add_arm(
    points: Points, chest: Vector, side: str, outwards: float, angles_deg: Mapping[str, float], body: Body
) -> None:
    def of(name: str) -> float:
        return angles_deg[f"{side}_{name}_deg"]

    upper = chest @ _ball_joint(of("shoulder_flexion"), of("shoulder_abduction"), of("shoulder_rotation"), outwards)
    fore = upper @ _turn("z", of("elbow_flexion"))
    shoulder = points["mid_shoulder"] + chest @ np.array(
        [0.0, -body.length_m(0.010), outwards * body.length_m(proportions.HALF_SHOULDERS)]
    )
    points[f"{side}_shoulder"] = shoulder
    points[f"{side}_elbow"] = elbow = shoulder - upper @ _up(body.length_m(proportions.UPPER_ARM))
    points[f"{side}_wrist"] = wrist = elbow - fore @ _up(body.length_m(proportions.FOREARM))
    points[f"{side}_hand"] = wrist - fore @ _up(body.length_m(proportions.HAND))


def _add_leg(
    points: Points, pelvis: Vector, side: str, outwards: float, angles_deg: Mapping[str, float], body: Body
) -> None:
    def of(name: str) -> float:
        return angles_deg[f"{side}_{name}_deg"]

    thigh = pelvis @ _ball_joint(of("hip_flexion"), of("hip_abduction"), of("hip_rotation"), outwards)
    shank = thigh @ _turn("z", -of("knee_flexion"))
    points[f"{side}_hip"] = hip = pelvis @ _right(outwards * body.length_m(proportions.HALF_HIPS))
    points[f"{side}_knee"] = knee = hip - thigh @ _up(body.length_m(proportions.THIGH))
    points[f"{side}_ankle"] = ankle = knee - shank @ _up(body.length_m(proportions.SHANK))
    rearfoot = shank @ _turn("z", of("ankle_dorsiflexion"))
    _add_foot(points, rearfoot, side, ankle, of("arch"), of("toe_extension"), body)


def _add_foot(
    points: Points, rearfoot: Vector, side: str, ankle: Vector, arch_deg: float, toes_deg: float, body: Body
) -> None:
    """Heel and the middle of the foot belong to the rearfoot; the arch bends between it and the ball."""
    at, height = body.length_m, proportions.ANKLE_HEIGHT
    heel_radius, ball_radius = proportions.RADII["heel"], proportions.RADII["ball"]
    middle = np.array([at(0.022), -at(height - ball_radius - 0.006), 0.0])
    forefoot = rearfoot @ _turn("z", -arch_deg)
    toes = forefoot @ _turn("z", toes_deg)
    points[f"{side}_heel"] = ankle + rearfoot @ np.array([-at(proportions.HEEL_BACK), -at(height - heel_radius), 0.0])
    points[f"{side}_arch"] = arch = ankle + rearfoot @ middle
    to_ball = np.array([at(proportions.BALL_FORWARD) - middle[0], -at(0.006), 0.0])
    points[f"{side}_ball"] = ball = arch + forefoot @ to_ball
    drop = at(ball_radius - proportions.RADII["toe"])
    points[f"{side}_toe"] = ball + toes @ np.array([at(proportions.TOE), -drop, 0.0])


def _ball_joint(flexion_deg: float, abduction_deg: float, rotation_deg: float, outwards: float) -> Vector:
    turned = _turn("z", flexion_deg) @ _turn("x", -outwards * abduction_deg)
    return turned @ _turn("y", -outwards * rotation_deg)


def _turn(axis: str, angle_deg: float) -> Vector:
    """The right-handed turn about one axis of the room."""
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    if axis == "x":
        return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    if axis == "y":
        return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def _up(length_m: float) -> Vector:
    return np.array([0.0, length_m, 0.0])


def _right(length_m: float) -> Vector:
    return np.array([0.0, 0.0, length_m])
