"""The made-up runner seen from behind or in front by a camera with perspective: frontal angles known by construction.

The sagittal movement is that of `gait_fixtures.synthetic_runner`; what lies across is added here.
World frame: x forward, y up, z to the runner's right, metres, origin on the belt under the hips.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.levelling import level_points
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, Side
from gait_fixtures.leg_motion import LEG_M
from gait_fixtures.synthetic_runner import RUNNER, SHOULDER_WIDTH_M, TRUNK_M, SyntheticRunner

Array = NDArray[np.float64]

#: As in the bodies behind `evenstride.gait.frontal.rear_step_values.HIP_WIDTH_OVER_LEG`.
HIP_WIDTH_M = 0.256 * LEG_M
OUTWARD: dict[Side, float] = {"left": -1.0, "right": 1.0}
POINTS = ("shoulder", "ear", "eye", "hip", "knee", "ankle", "heel", "toe")
MARKS = ("psis", "heel_top", "heel_bottom", "calf", "achilles")


@dataclass(frozen=True)
class FrontalForm:
    """What a runner does across the running direction, the same throughout the middle of each stance.

    Attributes
    ----------
    drop_deg : swing side of the pelvis lower, by standing side; ``lean_deg`` trunk towards the standing leg;
    ``knee_in_deg`` knee inside the line from hip to ankle; ``heel_beside_m`` heel on its own side of the middle line;
    ``eversion_deg`` heel against lower leg.
    """

    drop_deg: dict[Side, float] = field(default_factory=lambda: {"left": 6.0, "right": 3.0})
    lean_deg: dict[Side, float] = field(default_factory=lambda: {"left": 1.0, "right": 4.0})
    knee_in_deg: dict[Side, float] = field(default_factory=lambda: {"left": 5.0, "right": -4.0})
    heel_beside_m: dict[Side, float] = field(default_factory=lambda: {"left": 0.03, "right": 0.03})
    eversion_deg: dict[Side, float] = field(default_factory=lambda: {"left": 8.0, "right": 12.0})


@dataclass(frozen=True)
class RearCamera:
    """A camera on a circle about the runner, at hip height, behind or in front.

    ``yaw_deg`` + turns what is ahead to image right (behind) or image left (in front).
    """

    distance_m: float = 4.0
    height_m: float = 0.9
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    focal_px: float = 1600.0
    size_px: tuple[int, int] = (720, 1280)
    in_front: bool = False


def film_from_behind(
    runner: SyntheticRunner = RUNNER,
    form: FrontalForm | None = None,
    camera: RearCamera | None = None,
    *,
    fps: float = 60.0,
    duration_s: float = 6.0,
    marks: bool = True,
    away_mps: float = 0.0,
    source: str = "markers",
) -> PoseTrack:
    """The runner as a camera behind sees them; ``away_mps`` lets them run away from it."""
    form, camera = form or FrontalForm(), camera or RearCamera()
    time_s = np.arange(round(duration_s * fps)) / fps
    points = world_points_m(runner, form, time_s)
    names = ("nose", *(f"{side}_{name}" for name in (*POINTS, *(MARKS if marks else ())) for side in SIDES))
    xyz = np.stack([points[name] for name in names], axis=1)
    xyz[..., 0] += away_mps * time_s[:, None]
    xy = project(xyz, camera)
    return PoseTrack(time_s, xy, np.full(xy.shape[:2], 0.95), names, camera.size_px, source)


def project(xyz_m: Array, camera: RearCamera) -> Array:
    """(..., xyz) to (..., xy) pixels."""
    yaw = np.radians(camera.yaw_deg)
    end = -1.0 if camera.in_front else 1.0
    forward, right = end * np.array([np.cos(yaw), 0.0, -np.sin(yaw)]), end * np.array([np.sin(yaw), 0.0, np.cos(yaw)])
    from_camera = xyz_m - (np.array([0.0, camera.height_m, 0.0]) - camera.distance_m * forward)
    depth = from_camera @ forward
    xy = np.stack([from_camera @ right / depth, -from_camera[..., 1] / depth], axis=-1) * camera.focal_px
    level = xy + np.array(camera.size_px) / 2
    return level_points(level, -camera.roll_deg, image_size_px=camera.size_px)


def world_points_m(runner: SyntheticRunner, form: FrontalForm, time_s: Array) -> dict[str, Array]:
    """Every point, each (time, xyz)."""
    standing = {side: _standing(runner, side, time_s) for side in SIDES}
    lower_right = np.radians(form.drop_deg["left"] * standing["left"] - form.drop_deg["right"] * standing["right"])
    to_right = np.radians(form.lean_deg["right"] * standing["right"] - form.lean_deg["left"] * standing["left"])
    hips = np.stack([np.zeros_like(time_s), runner.hip_height_m(time_s), np.zeros_like(time_s)], axis=1)
    ahead = np.radians(runner.trunk_lean_deg)
    shoulders = hips + TRUNK_M * np.stack(
        [np.full_like(time_s, np.sin(ahead)), np.full_like(time_s, np.cos(ahead)), np.tan(to_right)], axis=1
    )
    points = {"nose": shoulders + np.array([0.12, 0.20, 0.0])}
    for side in SIDES:
        out = OUTWARD[side]
        across = np.stack([0 * time_s, -out * np.tan(lower_right), np.full_like(time_s, out)], axis=1)
        hip = hips + 0.5 * HIP_WIDTH_M * across
        points[f"{side}_hip"] = hip
        points[f"{side}_psis"] = hips + 0.05 * across + np.array([-0.12, 0.06, 0.0])
        points |= _leg(runner, form, side, time_s, hip)
        for name, width, up, front in (("shoulder", SHOULDER_WIDTH_M, 0.0, 0.0), ("ear", 0.15, 0.22, 0.0),
                                       ("eye", 0.07, 0.24, 0.08)):  # fmt: skip
            points[f"{side}_{name}"] = shoulders + np.array([front, up, 0.5 * out * width])
    return points


def _leg(runner: SyntheticRunner, form: FrontalForm, side: Side, time_s: Array, hip: Array) -> dict[str, Array]:
    """Knee to toe: the ankle over its place beside the line, the knee beside the line from hip to ankle."""
    out = OUTWARD[side]
    flat = {name: np.column_stack([xy, np.zeros(len(time_s))]) for name, xy in runner.points_m(side, time_s).items()}
    beside = out * form.heel_beside_m[side]
    knee_height = (flat["hip"] - flat["knee"])[:, 1], (flat["knee"] - flat["ankle"])[:, 1]
    ankle_z = np.full_like(time_s, beside)
    share = knee_height[0] / (knee_height[0] + knee_height[1])
    inward = np.tan(np.radians(form.knee_in_deg[side])) / (1 / knee_height[0] + 1 / knee_height[1])
    knee_z = (1 - share) * hip[:, 2] + share * ankle_z - out * inward
    leg = {f"{side}_{name}": flat[name] + np.array([0.0, 0.0, beside]) for name in ("ankle", "heel", "toe")}
    leg[f"{side}_knee"] = np.column_stack([flat["knee"][:, :2], knee_z])
    ankle, knee = leg[f"{side}_ankle"], leg[f"{side}_knee"]
    leg[f"{side}_achilles"], leg[f"{side}_calf"] = ankle + 0.15 * (knee - ankle), ankle + 0.5 * (knee - ankle)
    leg_tilt = np.arctan2(-out * (knee - ankle)[:, 2], (knee - ankle)[:, 1])
    tilt = leg_tilt + np.radians(form.eversion_deg[side])
    heel = leg[f"{side}_heel"]
    leg[f"{side}_heel_bottom"] = heel
    leg[f"{side}_heel_top"] = heel + np.column_stack([0 * tilt, np.full_like(tilt, 0.065), -out * 0.065 * np.tan(tilt)])
    return leg


def _standing(runner: SyntheticRunner, side: Side, time_s: Array) -> Array:
    """(time,) 1 throughout the middle of a foot's stance, 0 throughout the other's, smooth between."""
    middle_s = runner.first_contact_s(side) + 0.5 * runner.form(side).contact_time_s
    wave = np.cos(2 * np.pi * (time_s - middle_s) / runner.stride_s)
    return np.clip(0.5 + 0.9 * wave, 0.0, 1.0)
