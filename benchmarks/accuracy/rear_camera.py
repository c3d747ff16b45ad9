"""A camera behind laboratory runs: pinhole projection, a frame clock of its own, pose-like noise, tape if wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.camera_projection import frame_times, interpolate, middle_of_run, project, stand_camera
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.pose_noise import (
    REAR_FILE,
    NoiseModel,
    PointNoise,
    draw_clip_noise,
    draw_error,
    gait_phase,
)
from benchmarks.accuracy.side_camera import NOISY_POINTS
from evenstride.model.gait import SIDES, Side
from evenstride.model.pose_track import PoseTrack

#: Points that a strip of tape makes visible.
TAPED_POINTS = ("psis",)
VISIBILITY = 0.95


def project_to_rear(
    trial: LabTrial,
    *,
    fps: float,
    noise: NoiseModel,
    rng: np.random.Generator,
    yaw_deg: float = 0.0,
    height_m: float = 1.0,
    roll_deg: float = 0.0,
    distance_m: float = 3.0,
    px_per_m: float = 420.0,
    tape_error_px: float | None = None,
    start_s: float = 0.0,
    duration_s: float | None = None,
) -> PoseTrack:
    """What a pose model would give for a clip of this run from behind.

    Parameters
    ----------
    fps : pictures per second; the frame clock starts at a random fraction of a frame.
    yaw_deg : camera turned around the runner, + towards the runner's right. Roll turns the camera clockwise.
    height_m : of the camera, aimed at the runner's middle. px_per_m : at the runner's plane.
    tape_error_px : independent error of tape marks on the dimples of the pelvis, one standard deviation; None no tape.

    Returns
    -------
    PoseTrack on the trial's own clock. Exposure blur is not modelled.
    """
    time_s = frame_times(trial, fps, start_s, duration_s, rng)
    wanted = NOISY_POINTS if tape_error_px is None else (*NOISY_POINTS, *TAPED_POINTS)
    names = tuple(name for name in trial.points_m if name.split("_", 1)[1] in wanted)
    yaw = np.deg2rad(yaw_deg)
    camera = stand_camera(np.array([-distance_m * np.cos(yaw), height_m, distance_m * np.sin(yaw)]), roll_deg=roll_deg)
    size = (round(1.6 * px_per_m), round(2.4 * px_per_m))
    middle = middle_of_run(trial)
    world = {name: interpolate(trial.time_s, trial.points_m[name] - middle, time_s) for name in names}
    drawn = draw_clip_noise(rng, REAR_FILE)
    xy = np.empty((len(time_s), len(names), 2))
    for i, name in enumerate(names):
        xy[:, i] = project(world[name], camera, px_per_m * distance_m, size)
        if name.split("_", 1)[1] in TAPED_POINTS:
            xy[:, i] += rng.normal(0.0, tape_error_px or 0.0, (len(time_s), 2))
        else:
            error = _error(name, world, drawn, time_s, noise, rng)
            xy[:, i] += error * trial.height_m * px_per_m
    visibility = np.where(np.isnan(xy[:, :, 0]), 0.0, VISIBILITY)
    return PoseTrack(time_s, xy, visibility, names, size, f"lab:{trial.dataset}/{trial.subject}")


def _error(
    name: str,
    world: dict[str, NDArray[np.float64]],
    drawn: dict[tuple[str, str], PointNoise],
    time_s: NDArray[np.float64],
    noise: NoiseModel,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """(time, xy) image error in body heights, locked to the leg's own gait phase."""
    side: Side = "right" if name.startswith("right") else "left"
    point = name.split("_", 1)[1]
    to_image = np.array([1.0 if side == "right" else -1.0, -1.0])
    interval_s = float(time_s[1] - time_s[0])
    error = draw_error(drawn[side, point], _phase(world, time_s, side), interval_s, noise, leg="near", rng=rng)
    return np.asarray(to_image * error)


def _phase(world: dict[str, NDArray[np.float64]], time_s: NDArray[np.float64], side: Side) -> NDArray[np.float64]:
    """(time,) cycles of a leg, from its ankle's place ahead of the hips, gaps bridged."""
    hips = np.mean([world[f"{one}_hip"][:, 0] for one in SIDES], axis=0)
    reach = world[f"{side}_ankle"][:, 0] - hips
    known = np.isfinite(reach)
    return gait_phase(time_s, np.interp(np.arange(len(reach)), np.flatnonzero(known), reach[known]))
