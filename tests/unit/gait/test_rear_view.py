"""How the camera stood behind or in front of a runner."""

from __future__ import annotations

import pytest

from evenstride.gait.camera.rear_view import (
    as_seen_from_behind,
    combined_tilt,
    estimate_rear_view,
    tilt_as_seen_from_behind,
    tilt_from_symmetry,
    with_scene_yaw,
)
from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.contact.rear_events import TrunkBounce
from evenstride.gait.contact.steps import assemble_steps
from evenstride.model import ASSUMED_LEVEL, CameraTilt, PoseTrack
from gait_fixtures.rear_runner import FrontalForm, RearCamera, film_from_behind

EVEN = FrontalForm(
    drop_deg={"left": 4.0, "right": 4.0}, lean_deg={"left": 2.0, "right": 2.0}, knee_in_deg={"left": 0.0, "right": 0.0}
)


def looked_at(track: PoseTrack, seen_from: str = "rear"):
    behind = as_seen_from_behind(track, seen_from)
    steps = assemble_steps(TrunkBounce().detect(behind, typical_leg_length_px(behind)))
    view = estimate_rear_view(behind, steps, seen_from)
    return view, tilt_from_symmetry(behind, steps, view)


@pytest.mark.parametrize("yaw_deg", [-8.0, -3.0, 0.0, 5.0, 10.0])
def test_yaw_is_read_from_the_drift_of_the_standing_foot(yaw_deg: float) -> None:
    view, _ = looked_at(film_from_behind(form=EVEN, camera=RearCamera(yaw_deg=yaw_deg)))
    assert view.yaw_deg == pytest.approx(yaw_deg, abs=1.5)
    assert 1.0 < view.yaw_error_deg < 3.0
    assert not view.is_doubtful
    assert not view.overground


@pytest.mark.parametrize("roll_deg", [-5.0, 0.0, 3.0])
@pytest.mark.parametrize("yaw_deg", [-6.0, 0.0, 6.0])
def test_roll_is_read_from_an_even_runner(roll_deg: float, yaw_deg: float) -> None:
    _, tilt = looked_at(film_from_behind(form=EVEN, camera=RearCamera(yaw_deg=yaw_deg, roll_deg=roll_deg)))
    assert tilt.source == "symmetry"
    assert tilt.roll_deg == pytest.approx(roll_deg, abs=1.0)
    assert abs(tilt.roll_deg - roll_deg) < 2 * tilt.roll_error_deg


def test_too_few_steps_tell_nothing() -> None:
    view, tilt = looked_at(film_from_behind(duration_s=1.0))
    assert (view.yaw_deg, tilt) == (None, None)
    assert view.ahead_to_right == 0.0
    assert view.yaw_error_deg >= 5.0


def test_the_end_from_which_a_runner_is_seen_shows_in_the_standing_feet() -> None:
    front, tilt = looked_at(film_from_behind(form=EVEN, camera=RearCamera(roll_deg=4.0, in_front=True)), "front")
    assert front.approach_leg < 0
    assert not front.is_doubtful
    assert tilt_as_seen_from_behind(tilt, "front").roll_deg == pytest.approx(4.0, abs=1.0)
    taken_for_front, _ = looked_at(film_from_behind(form=EVEN), "front")
    assert taken_for_front.is_doubtful


def test_a_runner_who_runs_away_has_no_yaw() -> None:
    view, tilt = looked_at(film_from_behind(form=EVEN, away_mps=0.6))
    assert view.overground
    assert view.yaw_deg is None
    assert tilt.roll_deg == pytest.approx(0.0, abs=1.0)


def test_tilts_are_weighed_by_their_variances() -> None:
    scene = CameraTilt(2.0, 0.5, pitch_deg=3.0, source="scene")
    symmetry = CameraTilt(4.0, 1.0, source="symmetry")
    both = combined_tilt(scene, symmetry)
    assert both.roll_deg == pytest.approx((4 * 2.0 + 4.0) / 5)
    assert both.roll_error_deg == pytest.approx(5**-0.5)
    assert (both.pitch_deg, both.source) == (3.0, "scene")
    assert combined_tilt(None, None) == ASSUMED_LEVEL
    assert combined_tilt(ASSUMED_LEVEL, symmetry) == symmetry
    assert combined_tilt(scene, None) == scene


def test_the_yaw_of_the_scene_is_weighed_in() -> None:
    view, _ = looked_at(film_from_behind(form=EVEN, camera=RearCamera(yaw_deg=6.0)))
    with_scene = with_scene_yaw(view, CameraTilt(0.0, 0.5, source="scene", yaw_deg=6.0, yaw_error_deg=0.1))
    assert with_scene.yaw_deg == pytest.approx(6.0, abs=0.05)
    assert with_scene.yaw_error_deg < 0.1
    assert with_scene_yaw(view, None) == view
