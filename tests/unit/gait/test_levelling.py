from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.gait.camera.levelling import level_points, level_track
from evenstride.model import ASSUMED_LEVEL, CameraTilt, PoseTrack

SIZE_PX = (720, 1280)


def track_of(xy_px: NDArray[np.float64]) -> PoseTrack:
    return PoseTrack(np.arange(1.0), xy_px[None], np.ones((1, 2)), ("left_hip", "right_hip"), SIZE_PX, "test")


def test_the_top_of_a_post_that_leans_left_comes_to_stand_above_its_foot() -> None:
    lean_rad = np.radians(4.0)
    post = np.array([[300.0, 900.0], [300.0 - 400 * np.sin(lean_rad), 900.0 - 400 * np.cos(lean_rad)]])
    foot, top = level_points(post, 4.0, image_size_px=SIZE_PX)
    assert top[0] == pytest.approx(foot[0])
    assert foot[1] - top[1] == pytest.approx(400.0)


def test_a_camera_turned_clockwise_shows_the_left_hip_lower_than_it_is() -> None:
    """Seen from behind, roll r turns the line of the hips by -r (left hip higher is +); levelling takes it back."""
    seen = np.array([[310.0, 700.0 + 100 * np.tan(np.radians(3.0))], [410.0, 700.0]])
    levelled = level_track(track_of(seen), CameraTilt(roll_deg=3.0, roll_error_deg=0.3))
    (left,), (right,) = levelled.point("left_hip"), levelled.point("right_hip")
    assert left[1] == pytest.approx(right[1])


def test_the_centre_stays_and_going_back_gives_the_points_again() -> None:
    points = np.random.default_rng(3).uniform(0, 1280, (5, 4, 2))
    points[0, 1] = np.nan
    back = level_points(level_points(points, 7.0, image_size_px=SIZE_PX), -7.0, image_size_px=SIZE_PX)
    np.testing.assert_allclose(back, points)
    np.testing.assert_allclose(level_points(np.array([360.0, 640.0]), 9.0, image_size_px=SIZE_PX), [360.0, 640.0])


def test_a_level_camera_changes_nothing() -> None:
    track = track_of(np.array([[310.0, 700.0], [410.0, 705.0]]))
    assert level_track(track, ASSUMED_LEVEL) is track


def test_upright_lines_of_the_rendered_cameras_are_upright_after_levelling_by_their_true_roll(
    shared_data: Path,
) -> None:
    rolls = []
    for path in sorted((shared_data / "rendered").glob("*.truth.json")):
        truth = json.loads(path.read_text())
        camera = truth["camera"]
        size_px = (truth["width"], truth["height"])
        turn = np.array(camera["R_world_to_cam"])
        # A plumb line through the point two metres ahead of the lens, which is seen in the middle of the picture.
        middle = np.array(camera["position_m"]) + 2.0 * turn[2]
        plumb = np.array([middle, middle + np.array([0.0, 0.0, 0.4])])
        seen = (np.array(camera["K"]) @ (turn @ plumb.T + np.array(camera["t_world_to_cam"])[:, None])).T
        foot, top = level_points(seen[:, :2] / seen[:, 2:], camera["roll_deg"], image_size_px=size_px)
        assert top[0] == pytest.approx(foot[0], abs=0.02), path.name
        assert top[1] < foot[1]
        rolls.append(camera["roll_deg"])
    assert max(rolls) > 3
    assert min(rolls) < -2
