"""How the runner stands to the camera, for made-up runners who stand as they were put."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.camera.side_view import (
    SideView,
    estimate_side_view,
    middle_runner_frame,
    runner_frame,
    typical_leg_length_px,
)
from gait_fixtures.synthetic_runner import KEYPOINTS, LEG_M, RUNNER, film, mirrored, with_gap


@pytest.mark.parametrize(("facing", "sign", "near"), [("right", 1, "right"), ("left", -1, "left")])
def test_the_near_leg_follows_from_the_way_the_runner_faces(facing: str, sign: int, near: str) -> None:
    view = estimate_side_view(film(RUNNER, fps=30, duration_s=3, facing=facing))
    assert (view.facing_sign, view.near_side) == (sign, near)
    assert view.far_side != near
    assert view.facing_certainty > 0.8


def test_a_mirror_turns_facing_and_near_side_over() -> None:
    track = film(RUNNER, fps=30, duration_s=3, yaw_deg=10)
    view, turned = estimate_side_view(track), estimate_side_view(mirrored(track))
    assert turned.facing_sign == -view.facing_sign
    assert turned.near_side == view.far_side
    assert turned.yaw_deg == pytest.approx(view.yaw_deg)


@pytest.mark.parametrize("facing", ["right", "left"])
@pytest.mark.parametrize("yaw_deg", [-20.0, -7.0, 0.0, 7.0, 20.0])
def test_yaw_is_positive_when_the_camera_stands_further_behind(facing: str, yaw_deg: float) -> None:
    view = estimate_side_view(film(RUNNER, fps=30, duration_s=3, facing=facing, yaw_deg=yaw_deg))
    assert view.yaw_deg == pytest.approx(yaw_deg, abs=0.5)


def test_a_runner_who_crosses_the_picture_is_overground() -> None:
    assert estimate_side_view(film(RUNNER, fps=30, duration_s=3, overground=True)).overground
    assert not estimate_side_view(film(RUNNER, fps=30, duration_s=3)).overground


def test_a_runner_who_drifts_on_the_treadmill_is_not_overground() -> None:
    track = film(RUNNER, fps=30, duration_s=10)
    drift_px = 0.4 * LEG_M * 400 * np.sin(2 * np.pi * track.time_s / 7)
    drifting = track.with_points(track.xy_px + np.stack([drift_px, 0 * drift_px], axis=1)[:, None])
    assert not estimate_side_view(drifting).overground


@pytest.mark.parametrize("px_per_m", [80.0, 400.0])
def test_the_leg_length_is_thigh_and_shank(px_per_m: float) -> None:
    track = film(RUNNER, fps=30, duration_s=2, px_per_m=px_per_m)
    assert typical_leg_length_px(track) == pytest.approx(LEG_M * px_per_m, rel=1e-6)


def test_the_leg_length_comes_from_the_leg_that_is_seen() -> None:
    track = with_gap(film(RUNNER, fps=30, duration_s=2), ("left_knee", "left_ankle"), 0, 9)
    assert typical_leg_length_px(track) == pytest.approx(LEG_M * 400)
    nothing = with_gap(film(RUNNER, fps=30, duration_s=2), KEYPOINTS, 0, 9)
    assert np.isnan(typical_leg_length_px(nothing))


def test_a_view_without_one_hip_has_no_yaw() -> None:
    track = with_gap(film(RUNNER, fps=30, duration_s=2, yaw_deg=20), ("left_hip",), 0, 9)
    assert estimate_side_view(track).yaw_deg == 0.0


def test_the_runner_frame_points_forwards_and_up() -> None:
    view = SideView(-1, "left", 300.0, False, 0.0, 1.0)
    track = film(RUNNER, fps=30, duration_s=1, facing="left")
    toe_ahead = runner_frame(track, view, "left_toe") - runner_frame(track, view, "left_heel")
    assert np.median(toe_ahead[:, 0]) > 0
    above = middle_runner_frame(track, view, "shoulder") - middle_runner_frame(track, view, "hip")
    assert np.all(above[:, 1] > 0)
