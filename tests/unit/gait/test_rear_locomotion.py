"""Running, walking and neither, from behind."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.contact.rear_locomotion import classify_rear_locomotion
from evenstride.model import PoseTrack
from gait_fixtures.rear_runner import RearCamera, film_from_behind
from gait_fixtures.synthetic_runner import RUNNER, WALKER, played_slowly


def classified(track: PoseTrack):
    return classify_rear_locomotion(track, typical_leg_length_px(track))


@pytest.mark.parametrize("camera", [RearCamera(), RearCamera(height_m=0.3), RearCamera(in_front=True)])
def test_a_runner_runs_wherever_the_camera_stands(camera: RearCamera) -> None:
    found = classified(film_from_behind(camera=camera))
    assert (found.kind, found.slow_motion_factor) == ("running", 1.0)
    assert found.step_rate_spm == pytest.approx(170.0, abs=1.0)


def test_a_walker_walks() -> None:
    found = classified(film_from_behind(WALKER))
    assert found.kind == "walking"
    assert found.step_rate_spm == pytest.approx(110.0, abs=2.0)


def test_somebody_who_bobs_on_both_feet_does_neither() -> None:
    track = film_from_behind(RUNNER)
    xy = track.xy_px.copy()
    for point in ("ankle", "heel", "toe"):
        left, right = (track.keypoints.index(f"{side}_{point}") for side in ("left", "right"))
        xy[:, left, 1] = xy[:, right, 1] = xy[0, left, 1]
    noise = np.random.default_rng(4).normal(0, 1.0, xy.shape)
    assert classified(track.with_points(xy + noise)).kind == "other"


def test_a_still_figure_does_nothing() -> None:
    track = film_from_behind(RUNNER, duration_s=3.0)
    noise = np.random.default_rng(3).normal(0, 1.5, track.xy_px.shape)
    assert classified(track.with_points(track.xy_px[:1] + noise)).kind == "other"


@pytest.mark.parametrize("factor", [2.0, 4.0])
def test_slow_motion_is_noticed(factor: float) -> None:
    found = classified(played_slowly(film_from_behind(RUNNER, fps=30 * factor), factor))
    assert found.kind == "running"
    assert found.slow_motion_factor == pytest.approx(factor, rel=0.25)
