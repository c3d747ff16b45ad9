"""The projection of a made-up laboratory run: geometry known by hand, noise of the size asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.lab_trial import LabTrial, detect_loaded_intervals
from benchmarks.accuracy.pose_noise import NO_NOISE, NoiseModel
from benchmarks.accuracy.side_camera import project_to_side

TIME_S = np.arange(0.0, 4.0, 0.01)
STRIDE_S = 0.7


@pytest.fixture
def trial() -> LabTrial:
    """Legs swinging as sines, right foot at z = +0.1 m, left foot half a stride later at z = -0.1 m."""
    points = {}
    for side, z, shift in (("left", -0.1, 0.5), ("right", 0.1, 0.0)):
        swing = 0.3 * np.cos(2 * np.pi * (TIME_S / STRIDE_S - shift))
        for point, height in (("hip", 0.9), ("knee", 0.5), ("ankle", 0.1), ("heel", 0.03), ("toe", 0.03)):
            x = (0.9 - height) / 0.9 * swing + (0.2 if point == "toe" else 0.0)
            points[f"{side}_{point}"] = np.stack([x, np.full_like(x, height), np.full_like(x, z)], axis=1)
    contacts = np.arange(0.1, 3.5, STRIDE_S)
    return LabTrial(
        "made up", "none", "nobody", 3.0, 1.8, TIME_S, points,
        {"right": contacts, "left": contacts + 0.35}, {"right": contacts + 0.25, "left": contacts + 0.6},
    )  # fmt: skip


def project(trial: LabTrial, noise: NoiseModel = NO_NOISE, **options: object):
    arguments = {"near_side": "right", "fps": 60.0, "noise": noise, "rng": np.random.default_rng(3)} | options
    return project_to_side(trial, **arguments)  # type: ignore[arg-type]


def test_the_runner_faces_the_side_that_the_near_leg_says(trial: LabTrial) -> None:
    for near_side, sign in (("right", 1), ("left", -1)):
        track = project(trial, near_side=near_side)
        assert np.all(sign * (track.point("right_toe") - track.point("right_heel"))[:, 0] > 0)


def test_up_in_the_room_is_up_in_the_picture(trial: LabTrial) -> None:
    track = project(trial)
    assert np.all(track.point("right_hip")[:, 1] < track.point("right_heel")[:, 1])


def test_the_near_leg_looks_larger_by_the_ratio_of_the_distances(trial: LabTrial) -> None:
    track = project(trial, height_m=0.9)
    near = (track.point("right_heel") - track.point("right_hip"))[:, 1]
    far = (track.point("left_heel") - track.point("left_hip"))[:, 1]
    assert np.allclose(near / far, 4.1 / 3.9, atol=1e-3)
    assert near.mean() == pytest.approx(0.87 * 450 * 4.0 / 3.9, rel=1e-3)


def test_yaw_of_the_camera_moves_the_far_hip_sideways(trial: LabTrial) -> None:
    track = project(trial, yaw_deg=10.0)
    apart = (track.point("right_hip") - track.point("left_hip"))[:, 0].mean()
    assert abs(apart) == pytest.approx(0.2 * np.sin(np.deg2rad(10)) * 450, rel=0.05)


def test_roll_of_the_camera_turns_the_picture(trial: LabTrial) -> None:
    level, tilted = (project(trial, roll_deg=roll) for roll in (0.0, 5.0))
    turned = [np.degrees(np.arctan2(*(t.point("right_hip") - t.point("right_heel"))[0])) for t in (level, tilted)]
    assert abs(abs(turned[1] - turned[0]) - 5.0) < 0.3


def test_noise_keeps_to_its_size_and_to_its_seed(trial: LabTrial) -> None:
    clean = project(trial)
    noisy = project(trial, NoiseModel())
    again = project(trial, NoiseModel())
    assert np.array_equal(noisy.xy_px, again.xy_px)
    error = np.linalg.norm(noisy.point("right_heel") - clean.point("right_heel"), axis=1) / (1.8 * 450)
    assert 0.004 < error.mean() < 0.03


def test_swapped_legs_are_the_other_legs_points(trial: LabTrial) -> None:
    clean = project(trial)
    swapped = project(trial, replace(NO_NOISE, swap_rate=1.0, swap_s=0.2))
    different = np.any(clean.point("left_toe") != swapped.point("left_toe"), axis=1)
    assert 0.05 < different.mean() < 0.9
    assert np.array_equal(swapped.point("left_toe")[different], clean.point("right_toe")[different])


def test_loaded_intervals_start_where_the_force_passes_fifty_newtons() -> None:
    rate_hz = 1000.0
    time_s = np.arange(0, 3, 1 / rate_hz)
    phase_s = (time_s - 0.2) % 0.7
    force_n = np.where(phase_s < 0.25, 1500 * np.sin(np.pi * phase_s / 0.25), 0.0)
    intervals = detect_loaded_intervals(force_n, rate_hz)
    delay_s = 0.25 / np.pi * np.arcsin(50 / 1500)
    assert np.allclose(intervals[:, 0], 0.2 + 0.7 * np.arange(4) + delay_s, atol=0.004)
    assert np.allclose(np.ptp(intervals, axis=1), 0.25 - 2 * delay_s, atol=0.008)
