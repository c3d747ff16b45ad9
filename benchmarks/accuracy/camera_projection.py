"""What every made-up camera for laboratory runs shares: its place and turn, the projection, its own frame clock."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.lab_trial import LabTrial
from evenstride.model.gait import SIDES

AIM_HEIGHT_M = 0.9
LONGEST_FILLED_GAP_S = 0.07


def frame_times(
    trial: LabTrial, fps: float, start_s: float, duration_s: float | None, rng: np.random.Generator
) -> NDArray[np.float64]:
    """(time,) a frame clock that starts at a random fraction of a frame, on the trial's own clock."""
    first = trial.time_s[0] + start_s + rng.random() / fps
    last = trial.time_s[-1] if duration_s is None else min(trial.time_s[-1], first + duration_s)
    return first + np.arange(int((last - first) * fps)) / fps


def middle_of_run(trial: LabTrial) -> NDArray[np.float64]:
    """(xyz) ground under the runner: a belt need not lie at the laboratory's origin (RBDS: a metre beside it)."""
    hips = np.mean([np.nanmean(trial.points_m[f"{side}_hip"], axis=0) for side in SIDES], axis=0)
    return np.asarray(hips * [1.0, 0.0, 1.0])


def stand_camera(place_m: NDArray[np.float64], *, roll_deg: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rows right, down, ahead of a camera aimed at the runner's middle, in world axes, and its place.

    + roll turns the camera clockwise as seen from behind it, so that upright things lean to image left.
    """
    roll = np.deg2rad(roll_deg)
    ahead = np.array([0.0, AIM_HEIGHT_M, 0.0]) - place_m
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, [0.0, 1.0, 0.0])
    right /= np.linalg.norm(right)
    down = np.cross(ahead, right)
    turned = np.cos(roll) * right + np.sin(roll) * down, np.cos(roll) * down - np.sin(roll) * right
    return np.stack([*turned, ahead]), place_m


def project(
    world_m: NDArray[np.float64],
    camera: tuple[NDArray[np.float64], NDArray[np.float64]],
    focal_px: float,
    size_px: tuple[int, int],
) -> NDArray[np.float64]:
    """(time, xy) image points of (time, xyz) world points: a pinhole in the middle of the picture, no distortion."""
    rows, place_m = camera
    seen = (world_m - place_m) @ rows.T
    return np.asarray(focal_px * seen[:, :2] / seen[:, 2:] + 0.5 * np.array(size_px))


def interpolate(
    time_s: NDArray[np.float64], xyz: NDArray[np.float64], wanted_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(time, xyz) by cubic spline through the measured samples, NaN inside gaps longer than 70 ms."""
    from scipy.interpolate import CubicSpline

    finite = np.isfinite(xyz).all(axis=1)
    known_s = time_s[finite]
    values = CubicSpline(known_s, xyz[finite])(wanted_s)
    after = np.clip(np.searchsorted(known_s, wanted_s), 1, len(known_s) - 1)
    gap_s = known_s[after] - known_s[after - 1]
    outside = (wanted_s < known_s[0]) | (wanted_s > known_s[-1])
    values[(gap_s > LONGEST_FILLED_GAP_S) | outside] = np.nan
    return np.asarray(values)
