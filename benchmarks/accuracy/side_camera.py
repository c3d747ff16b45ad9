"""A side camera for laboratory runs: pinhole projection, a frame clock of its own, pose-like noise."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.camera_projection import frame_times, interpolate, middle_of_run, project, stand_camera
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.pose_noise import NoiseModel, draw_clip_noise, draw_error, gait_phase
from evenstride.model.gait import SIDES, Side
from evenstride.model.pose_track import PoseTrack

DISTANCE_M = 4.0
LEG_POINTS = ("hip", "knee", "ankle", "heel", "toe")
#: Points that the measured error knows; marks on the skin are not among them.
NOISY_POINTS = (*LEG_POINTS, "shoulder", "elbow", "wrist")
SWAPPED_POINTS = LEG_POINTS[1:]
NEAR_VISIBILITY, FAR_VISIBILITY = 0.95, 0.75


def project_to_side(
    trial: LabTrial,
    *,
    near_side: Side,
    fps: float,
    noise: NoiseModel,
    rng: np.random.Generator,
    yaw_deg: float = 0.0,
    height_m: float = 1.0,
    roll_deg: float = 0.0,
    px_per_m: float = 450.0,
    start_s: float = 0.0,
    duration_s: float | None = None,
) -> PoseTrack:
    """What a pose model would give for a clip of this run.

    Parameters
    ----------
    near_side : the runner's side the camera sees; from the left, the runner faces the left edge of the image.
    fps : pictures per second; the frame clock starts at a random fraction of a frame. Above the markers' own rate the
        positions are interpolated (cubic), so no detail is added.
    yaw_deg : camera turned around the runner, + towards the runner's front. Roll tilts the camera, + clockwise image.
    height_m : of the camera, aimed at the runner's middle. px_per_m : at the runner's plane.
    start_s, duration_s : stretch of the trial to film, from its start.

    Returns
    -------
    PoseTrack on the trial's own clock, so true events need no shift. Exposure blur is not modelled. Far-leg points
    have visibility 0.75, near ones 0.95; points that the laboratory did not measure are absent.
    """
    time_s = frame_times(trial, fps, start_s, duration_s, rng)
    names = tuple(name for name in trial.points_m if name.split("_", 1)[1] in NOISY_POINTS)
    outward, yaw = (1.0 if near_side == "right" else -1.0), np.deg2rad(yaw_deg)
    place_m = np.array([DISTANCE_M * np.sin(yaw), height_m, outward * DISTANCE_M * np.cos(yaw)])
    camera = stand_camera(place_m, roll_deg=roll_deg)
    size = (round(1.6 * px_per_m), round(2.4 * px_per_m))
    xy = np.empty((len(time_s), len(names), 2))
    middle = middle_of_run(trial)
    for i, name in enumerate(names):
        world = interpolate(trial.time_s, trial.points_m[name] - middle, time_s)
        xy[:, i] = project(world, camera, px_per_m * DISTANCE_M, size)
    xy += _errors(xy, names, time_s, near_side, noise, rng) * trial.height_m * px_per_m
    _swap_legs(xy, names, time_s, noise, rng)
    visibility = np.where(np.isnan(xy[:, :, 0]), 0.0, [_visibility(name, near_side) for name in names])
    return PoseTrack(time_s, xy, visibility, names, size, f"lab:{trial.dataset}/{trial.subject}")


def true_events(
    trial: LabTrial, track: PoseTrack, *, margin_s: float = 0.0
) -> Mapping[tuple[str, Side], NDArray[np.float64]]:
    """(kind, side) -> instants within the clip and up to ``margin_s`` outside it, kind as in `GaitEvent`."""
    first, last = track.time_s[0] - margin_s, track.time_s[-1] + margin_s
    both = {"initial_contact": trial.initial_contact_s, "toe_off": trial.toe_off_s}
    return {
        (kind, side): instants[side][(instants[side] > first) & (instants[side] < last)]
        for kind, instants in both.items()
        for side in SIDES
    }


def _errors(
    clean: NDArray[np.float64],
    names: tuple[str, ...],
    time_s: NDArray[np.float64],
    near_side: Side,
    noise: NoiseModel,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """(time, keypoint, xy) image error in body heights: one clip's habits, locked to each leg's own gait phase."""
    drawn = draw_clip_noise(rng)
    interval_s = float(time_s[1] - time_s[0])
    to_image = np.array([1.0 if near_side == "right" else -1.0, -1.0])
    phase = {s: gait_phase(time_s, _reach(clean, names, s, to_image[0])) for s in SIDES}
    errors = np.empty((len(time_s), len(names), 2))
    for i, name in enumerate(names):
        side, point = name.split("_", 1)
        leg = "near" if side == near_side else "far"
        own_phase = phase["left" if side == "left" else "right"]
        errors[:, i] = to_image * draw_error(drawn[leg, point], own_phase, interval_s, noise, leg=leg, rng=rng)
    return errors


def _reach(xy: NDArray[np.float64], names: tuple[str, ...], side: Side, forward: float) -> NDArray[np.float64]:
    """(time,) exact place of the ankle ahead of the hips in pixels, gaps bridged."""
    hips = 0.5 * (xy[:, names.index("left_hip"), 0] + xy[:, names.index("right_hip"), 0])
    reach = forward * (xy[:, names.index(f"{side}_ankle"), 0] - hips)
    known = np.isfinite(reach)
    return np.asarray(np.interp(np.arange(len(reach)), np.flatnonzero(known), reach[known]))


def _swap_legs(
    xy: NDArray[np.float64],
    names: tuple[str, ...],
    time_s: NDArray[np.float64],
    noise: NoiseModel,
    rng: np.random.Generator,
) -> None:
    """Exchange the lower legs in place around some of the instants at which the ankles pass each other."""
    left = [names.index(f"left_{point}") for point in SWAPPED_POINTS]
    right = [names.index(f"right_{point}") for point in SWAPPED_POINTS]
    apart = xy[:, names.index("left_ankle"), 0] - xy[:, names.index("right_ankle"), 0]
    for crossing in np.flatnonzero(np.diff(np.sign(apart)) != 0):
        if rng.random() < noise.swap_rate:
            half_s = 0.5 * rng.exponential(noise.swap_s)
            swapped = np.abs(time_s - time_s[crossing]) <= half_s
            xy[np.ix_(swapped, left + right)] = xy[np.ix_(swapped, right + left)]


def _visibility(name: str, near_side: Side) -> float:
    side, point = name.split("_", 1)
    return FAR_VISIBILITY if side != near_side and point in LEG_POINTS else NEAR_VISIBILITY
