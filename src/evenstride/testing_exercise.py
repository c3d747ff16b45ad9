"""Made-up people who do an exercise: landmark sequences from the key poses, with true angles and measured pose noise.

The body is the drawings' (`evenstride.reports.figures.kinematics`), seen by a camera at a known place. Noise has the
sizes measured on rendered runs (`benchmarks/accuracy/pose_noise.json`): each point is off by a lasting 1 % of body
height, and scatters by 0.4 % from picture to picture with a memory of a few pictures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.knowledge.schema import PosedMovement
from evenstride.knowledge.schema.movement import mirrored_deg
from evenstride.model import CANONICAL_KEYPOINTS, PoseTrack
from evenstride.reports.figures.body import Body
from evenstride.reports.figures.kinematics import Points, pose_points, set_down

Angles = dict[str, float]
#: Changes the angles of a pose; gets the share of the way out (0 at the start, 1 at the end).
Bend = Callable[[Angles, float], Angles]
#: Moves points of the body in the room; gets the same share.
Move = Callable[[Points, float], Points]

LASTING_ERROR, SCATTER = 0.010, 0.004
_SCATTER_MEMORY_S = 0.05
#: The pose model's breadth of shoulders and hips over the drawings'.
_BREADTHS = {"shoulder": 0.92, "hip": 1.20}


@dataclass(frozen=True)
class Performance:
    """How somebody does an exercise.

    Attributes
    ----------
    reps : whole repetitions; each goes start, work (and end), start.
    before_s, after_s : standing, kneeling or lying at the start.
    depth : share of the way to the work pose.
    out_s, hold_s, back_s : seconds of the parts; None takes the movement's own.
    side : the side that works; the movement's own where None.
    bend, move : faults put in on purpose.
    """

    reps: int = 4
    before_s: float = 1.5
    after_s: float = 1.0
    depth: float = 1.0
    out_s: float | None = None
    hold_s: float | None = None
    back_s: float | None = None
    side: str | None = None
    bend: Bend = lambda angles, _share: angles
    move: Move = lambda points, _share: points


@dataclass(frozen=True)
class CameraStand:
    """Where the phone stands: ``yaw_deg`` 0 in front of the body, 90 at its right side, negative at its left."""

    yaw_deg: float = 0.0
    distance_m: float = 3.2
    height_m: float = 0.9
    size_px: tuple[int, int] = (1280, 1280)
    body_share: float = 0.6


@dataclass(frozen=True)
class Noise:
    """Errors of the points, as shares of body height; ``scale`` 1 is as measured, 0 none."""

    scale: float = 1.0
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(0))


def performed(
    movement: PosedMovement,
    performance: Performance,
    camera: CameraStand,
    *,
    fps: float = 30.0,
    noise: Noise | None = None,
    body: Body | None = None,
) -> PoseTrack:
    """The pose track of somebody who does an exercise in front of a camera."""
    body = body or Body()
    time_s, shares = _shares(movement, performance, fps)
    xy_px = np.stack([_seen(_points(movement, performance, *each, body), camera, body) for each in shares])
    if noise is not None and noise.scale > 0:
        height_px = camera.body_share * camera.size_px[1]
        xy_px = xy_px + noise.scale * height_px * point_errors(time_s, xy_px.shape, noise.rng)
    visibility = np.tile(_visibility(camera), (len(time_s), 1))
    return PoseTrack(time_s, xy_px, visibility, CANONICAL_KEYPOINTS, camera.size_px, "made_up")


def changed_over(
    before: Angles,
    movement: PosedMovement,
    camera: CameraStand,
    *,
    seconds: float,
    fps: float,
    body: Body | None = None,
) -> PoseTrack:
    """The pose track of somebody who gets from another posture to the start of an exercise; no noise.

    Parameters
    ----------
    before : joint angles of the posture they come from, on their feet.
    """
    body = body or Body()
    start = movement.angles_deg("start")
    arrived = _points(movement, Performance(), 0.0, 0.0, body)
    time_s = np.arange(0.0, seconds, 1.0 / fps)
    shares = 0.5 - 0.5 * np.cos(np.pi * time_s / seconds)
    on_feet = [
        set_down(
            pose_points({name: before[name] + share * (start[name] - before[name]) for name in start}, body),
            rests_on=["feet"],
            stays="feet",
            body=body,
        )
        for share in shares
    ]
    # The feet stay where the exercise has them at first, and all of the body comes to where it starts.
    to_there = arrived["mid_hip"] - on_feet[-1]["mid_hip"]
    ways = [np.array([to_there[0], share * to_there[1], to_there[2]]) for share in shares]
    moved = [{name: at + way for name, at in points.items()} for points, way in zip(on_feet, ways, strict=True)]
    xy_px = np.stack([_seen(points, camera, body) for points in moved])
    visibility = np.tile(_visibility(camera), (len(time_s), 1))
    return PoseTrack(time_s, xy_px, visibility, CANONICAL_KEYPOINTS, camera.size_px, "made_up")


def _shares(
    movement: PosedMovement, performance: Performance, fps: float
) -> tuple[NDArray[np.float64], list[tuple[float, float]]]:
    """Times, and for each how far the body is to the work pose and from there to the end pose, where that differs."""
    has_third = movement.angles_deg("end") != movement.angles_deg("start")
    out_s = performance.out_s or movement.pose("work").reach_s
    third = movement.pose("end")
    hold_s = movement.pose("work").hold_s if performance.hold_s is None else performance.hold_s
    back_s = performance.back_s or (movement.pose("start").reach_s if has_third else third.reach_s)
    knots: list[tuple[float, float, float]] = [(0.0, 0.0, 0.0), (performance.before_s, 0.0, 0.0)]
    for _ in range(performance.reps):
        knots.append((knots[-1][0] + out_s, 1.0, 0.0))
        knots.append((knots[-1][0] + max(hold_s, 0.05), 1.0, 0.0))
        if has_third:
            knots.append((knots[-1][0] + third.reach_s, 1.0, 1.0))
            knots.append((knots[-1][0] + max(third.hold_s, 0.05), 1.0, 1.0))
            knots.append((knots[-1][0] + third.reach_s, 1.0, 0.0))
        knots.append((knots[-1][0] + back_s, 0.0, 0.0))
        knots.append((knots[-1][0] + max(movement.pose("start").hold_s, 0.3), 0.0, 0.0))
    knots.append((knots[-1][0] + performance.after_s, 0.0, 0.0))
    time_s = np.arange(0.0, knots[-1][0], 1.0 / fps)
    return time_s, [(_eased(t, knots, 1), _eased(t, knots, 2)) for t in time_s]


def _eased(time_s: float, knots: list[tuple[float, float, float]], column: int) -> float:
    """Between two knots along half a cosine, as a limb that starts and stops."""
    after = next((i for i, knot in enumerate(knots) if knot[0] > time_s), len(knots) - 1)
    (from_s, *_), (to_s, *_) = knots[after - 1], knots[after]
    share = 0.5 - 0.5 * math.cos(math.pi * (time_s - from_s) / (to_s - from_s))
    return knots[after - 1][column] + share * (knots[after][column] - knots[after - 1][column])


def _points(movement: PosedMovement, performance: Performance, out: float, third: float, body: Body) -> Points:
    start, work, end = (movement.angles_deg(name) for name in ("start", "work", "end"))
    share = out * performance.depth
    angles = {
        name: start[name] + share * (work[name] - start[name]) + third * (end[name] - work[name]) for name in start
    }
    for lift in (movement.pose("work").lift,):
        if lift is not None:
            half_way = math.sin(math.pi * out)
            angles[f"{lift.leg}_hip_flexion_deg"] += half_way * lift.hip_flexion_deg
            angles[f"{lift.leg}_knee_flexion_deg"] += half_way * lift.knee_flexion_deg
    angles = performance.bend(angles, share)
    stays: str = movement.stays
    if performance.side is not None and movement.works not in ("both", performance.side):
        angles, stays = mirrored_deg(angles), _other_side(stays)
    points = set_down(pose_points(angles, body), rests_on=[stays], stays=stays, body=body)
    return performance.move(points, share)


def _other_side(contact: str) -> str:
    side, _, rest = contact.partition("_")
    return {"left": f"right_{rest}", "right": f"left_{rest}"}.get(side, contact)


def _seen(points: Mapping[str, NDArray[np.float64]], camera: CameraStand, body: Body) -> NDArray[np.float64]:
    """(keypoint, xy) px of the canonical keypoints."""
    yaw = math.radians(camera.yaw_deg)
    toward_camera = np.array([math.cos(yaw), 0.0, math.sin(yaw)])
    right = np.array([math.sin(yaw), 0.0, -math.cos(yaw)])
    middle = np.array([0.0, camera.height_m, 0.0])
    focal_px = camera.body_share * camera.size_px[1] * camera.distance_m / body.stature_m
    width, height = camera.size_px
    rows = []
    for name in CANONICAL_KEYPOINTS:
        offset = _where_models_see(name, points) - middle
        depth_m = camera.distance_m - float(offset @ toward_camera)
        rows.append(
            (width / 2 + focal_px * float(offset @ right) / depth_m, height / 2 - focal_px * float(offset[1]) / depth_m)
        )
    return np.array(rows)


def _where_models_see(keypoint: str, points: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Pose models set hips wider and shoulders narrower than the drawings' joints; see `coaching.facing`."""
    at = points[_joint_of(keypoint)]
    for point, breadth in _BREADTHS.items():
        if keypoint.endswith(point):
            middle = points[f"mid_{point}"]
            return middle + breadth * (at - middle)
    return at


def _joint_of(keypoint: str) -> str:
    side, _, point = keypoint.rpartition("_")
    if point in ("eye", "ear"):
        return "head"
    return f"{side}_{point}" if side else point


def _visibility(camera: CameraStand) -> NDArray[np.float64]:
    """The side away from the camera is hidden in a view from the side."""
    hidden = {True: "left", False: "right"}[camera.yaw_deg > 0] if abs(camera.yaw_deg) > 60 else ""
    limbs = ("elbow", "wrist", "knee", "ankle", "heel", "toe")
    return np.array(
        [0.4 if hidden and name.startswith(hidden) and name.endswith(limbs) else 0.95 for name in CANONICAL_KEYPOINTS]
    )


def point_errors(time_s: NDArray[np.float64], shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    """(time, keypoint, xy) in body heights: a lasting part and one that forgets itself."""
    lasting = rng.normal(0.0, LASTING_ERROR, shape[1:])
    scatter = np.empty(shape)
    scatter[0] = rng.normal(0.0, SCATTER, shape[1:])
    for i in range(1, shape[0]):
        keeps = math.exp(-(time_s[i] - time_s[i - 1]) / _SCATTER_MEMORY_S)
        scatter[i] = keeps * scatter[i - 1] + math.sqrt(1 - keeps**2) * rng.normal(0.0, SCATTER, shape[1:])
    return lasting + scatter
