"""Side, rear, front or between, from how far apart the shoulders look."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.camera.camera_view import recognise_camera_view
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import KEYPOINTS, LEG_M, RUNNER, WALKER, film, with_gap

LEG_PX = LEG_M * 400


def with_shoulders_apart(width_leg: float) -> PoseTrack:
    """The right shoulder at image right of the left one (+) by a share of the leg length."""
    track = film(RUNNER, fps=30, duration_s=2)
    xy = track.xy_px.copy()
    xy[:, KEYPOINTS.index("right_shoulder"), 0] = xy[:, KEYPOINTS.index("left_shoulder"), 0] + width_leg * LEG_PX
    return track.with_points(xy)


@pytest.mark.parametrize(
    ("width_leg", "view"),
    [(0.41, "rear"), (-0.41, "front"), (0.25, "oblique"), (-0.25, "oblique"), (0.1, "side"), (-0.1, "side")],
)
def test_the_shoulders_tell_the_view(width_leg: float, view: str) -> None:
    assert recognise_camera_view(with_shoulders_apart(width_leg)) == view


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_runner_and_a_walker_from_the_side_are_seen_from_the_side(facing: str) -> None:
    assert recognise_camera_view(film(RUNNER, fps=30, duration_s=2, facing=facing)) == "side"
    assert recognise_camera_view(film(WALKER, fps=30, duration_s=2, facing=facing)) == "side"


def test_shoulders_that_swing_about_each_other_are_a_side_view() -> None:
    track = film(RUNNER, fps=60, duration_s=4)
    swing_px = 0.35 * LEG_PX * np.sin(2 * np.pi * track.time_s / RUNNER.stride_s)
    xy = track.xy_px.copy()
    xy[:, KEYPOINTS.index("right_shoulder"), 0] += swing_px
    assert recognise_camera_view(track.with_points(xy)) == "side"


@pytest.mark.parametrize("missing", [("left_shoulder",), ("left_knee", "right_knee"), KEYPOINTS])
def test_without_shoulders_or_legs_the_view_is_unknown(missing: tuple[str, ...]) -> None:
    assert recognise_camera_view(with_gap(film(RUNNER, fps=30, duration_s=2), missing, 0, 9)) == "unknown"
