"""A whole track from behind or in front in, measures or clear words out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.track_assessment import TrackAssessment
from evenstride.model import CameraTilt, PoseTrack
from gait_fixtures.assessing import assess, every_id, measure_of, shipped_knowledge
from gait_fixtures.leg_motion import LEG_M
from gait_fixtures.rear_runner import FrontalForm, RearCamera, film_from_behind
from gait_fixtures.synthetic_runner import WALKER, played_slowly, with_gap, with_legs_swapped

HEIGHT_M = LEG_M / 0.491
NEVER = {"symmetry_index", "heel_whip"}
FORM = FrontalForm()


def value(assessment: TrackAssessment, measure_id: str, side: str | None = None) -> float:
    found = measure_of(assessment, measure_id, side).value
    assert isinstance(found, float), measure_of(assessment, measure_id, side).reasons
    return found


def test_a_runner_with_marks_is_measured_from_behind() -> None:
    found = assess(film_from_behind(fps=120, camera=RearCamera(distance_m=6.0, focal_px=2400.0)), height_m=HEIGHT_M)
    assert found.is_running
    assert found.warnings == ()
    assert (found.view.view, found.view.surface, found.view.near_side) == ("rear", "treadmill", None)
    assert {(m.id, m.side) for m in found.measures} == every_id()
    carried = {d.id for d in shipped_knowledge().measures.values() if "rear" in d.views and d.span == "clip"} - NEVER
    assert {m.id for m in found.measures if m.status != "refused"} == carried
    assert value(found, "cadence") == pytest.approx(170.0, abs=0.5)
    assert value(found, "vertical_oscillation") == pytest.approx(7.0, abs=0.4)
    for side in ("left", "right"):
        assert value(found, "step_time", side) == pytest.approx(353.0, abs=4.0)
        assert value(found, "pelvic_drop", side) == pytest.approx(FORM.drop_deg[side], abs=1.0)
        assert value(found, "lateral_trunk_lean", side) == pytest.approx(FORM.lean_deg[side], abs=1.0)
        assert value(found, "fppa_running", side) == pytest.approx(FORM.knee_in_deg[side], abs=2.0)
        assert value(found, "heel_eversion", side) == pytest.approx(FORM.eversion_deg[side], abs=1.5)
        assert value(found, "base_of_support", side) == pytest.approx(100 * FORM.heel_beside_m[side], abs=1.2)
    assert {"trunk_lateral", "pelvic_obliquity", "left_knee_frontal", "right_knee_frontal"} <= set(
        found.curves.angles_deg
    )


def test_without_marks_the_pelvis_is_refused_and_tape_is_named() -> None:
    found = assess(film_from_behind(marks=False, source="blazepose_heavy", duration_s=8.0), height_m=HEIGHT_M)
    for measure_id in ("pelvic_drop", "hip_adduction", "heel_eversion"):
        measure = measure_of(found, measure_id, "left")
        assert measure.status == "refused"
        assert "tape" in measure.reasons[0]
    assert "pelvic_obliquity" not in found.curves.angles_deg
    assert measure_of(found, "lateral_trunk_lean", "left").status == "ok"


@pytest.mark.parametrize("source", ["blazepose_heavy", "some other model"])
def test_what_a_pose_model_does_not_carry_from_behind_is_refused(source: str) -> None:
    found = assess(film_from_behind(source=source))
    for measure_id in ("fppa_running", "foot_progression"):
        assert "pose model" in measure_of(found, measure_id, "right").reasons[0]


def test_the_markers_of_a_laboratory_carry_the_knee_from_behind_and_not_the_foot() -> None:
    found = assess(film_from_behind(source="laboratory:trial.c3d"))
    assert measure_of(found, "fppa_running", "right").status == "ok"
    assert "markers" in measure_of(found, "foot_progression", "right").reasons[0]


@pytest.mark.parametrize("roll_deg", [-5.0, 5.0])
@pytest.mark.parametrize("scene_error_deg", [None, 0.3])
def test_a_turned_camera_moves_the_pelvic_drop_by_less_than_a_degree(
    roll_deg: float, scene_error_deg: float | None
) -> None:
    scene = None if scene_error_deg is None else CameraTilt(roll_deg, scene_error_deg, source="scene")
    level, turned = (
        assess(film_from_behind(camera=RearCamera(roll_deg=roll)), tilt=tilt)
        for roll, tilt in ((0.0, None), (roll_deg, scene))
    )
    for side in ("left", "right"):
        assert value(turned, "pelvic_drop", side) == pytest.approx(value(level, "pelvic_drop", side), abs=1.0)
        assert value(turned, "lateral_trunk_lean", side) == pytest.approx(
            value(level, "lateral_trunk_lean", side), abs=1.0
        )


def test_a_better_known_tilt_makes_a_smaller_error() -> None:
    track = film_from_behind()
    alone, with_scene = (assess(track, tilt=tilt) for tilt in (None, CameraTilt(0.0, 0.2, source="scene")))
    error, smaller = (measure_of(a, "pelvic_drop", "left").standard_error for a in (alone, with_scene))
    assert smaller < error
    assert (alone.tilt.source, with_scene.tilt.source) == ("symmetry", "scene")


def test_the_drawn_points_are_not_levelled() -> None:
    track = film_from_behind(camera=RearCamera(roll_deg=5.0))
    assert np.nanmax(np.abs(assess(track).track.xy_px - track.xy_px)) < 1e-6


def test_a_view_from_the_front_keeps_the_sides_and_is_of_low_confidence() -> None:
    front = assess(film_from_behind(camera=RearCamera(in_front=True, roll_deg=3.0)), height_m=HEIGHT_M)
    assert front.view.view == "front"
    assert front.tilt.roll_deg == pytest.approx(3.0, abs=1.0)
    assert {m.status for m in front.measures} == {"low_confidence", "refused"}
    for side in ("left", "right"):
        assert value(front, "pelvic_drop", side) == pytest.approx(FORM.drop_deg[side], abs=1.2)
        assert value(front, "lateral_trunk_lean", side) == pytest.approx(FORM.lean_deg[side], abs=1.2)
    assert measure_of(front, "heel_eversion", "left").status == "refused"


def test_shoulders_that_contradict_the_feet_are_told() -> None:
    track = film_from_behind()
    mirror = track.with_points(track.xy_px * [-1.0, 1.0] + [float(track.image_size_px[0]), 0.0])
    found = assess(mirror)
    assert found.view.view == "front"
    assert "--view rear" in found.warnings[0]
    told = assess(mirror, filmed_from="rear")
    assert (told.view.view, told.warnings) == ("rear", ())
    assert value(told, "pelvic_drop", "left") == pytest.approx(value(assess(track), "pelvic_drop", "right"), abs=0.3)


def test_mirroring_the_runner_exchanges_the_sides() -> None:
    def flipped(by_side: dict) -> dict:
        return {"left": by_side["right"], "right": by_side["left"]}

    mirrored = replace(FORM, drop_deg=flipped(FORM.drop_deg), lean_deg=flipped(FORM.lean_deg))
    one, two = (assess(film_from_behind(form=form)) for form in (FORM, mirrored))
    for measure_id in ("pelvic_drop", "lateral_trunk_lean"):
        for side, opposite in (("left", "right"), ("right", "left")):
            assert value(one, measure_id, side) == pytest.approx(value(two, measure_id, opposite), abs=0.6)


def test_a_runner_who_runs_away_is_of_low_confidence() -> None:
    away = assess(film_from_behind(away_mps=0.6))
    assert away.view.surface == "overground"
    assert away.view.yaw_deg is None
    assert {m.status for m in away.measures} == {"low_confidence", "refused"}


def test_a_walker_from_behind_is_refused() -> None:
    found = assess(film_from_behind(WALKER))
    assert not found.is_running
    assert "walking" in found.warnings[0]
    assert {m.status for m in found.measures} == {"refused"}


def test_a_camera_far_to_one_side_is_refused() -> None:
    found = assess(film_from_behind(camera=RearCamera(yaw_deg=33.0)), filmed_from="rear")
    assert "degrees off" in found.warnings[0]
    assert {m.status for m in found.measures} == {"refused"}


def test_feet_that_do_not_take_turns_with_the_bounce_are_refused() -> None:
    track = film_from_behind()
    half = np.zeros(len(track), dtype=bool)
    half[: len(track) // 2] = True
    legs_gone = with_gap(with_legs_swapped(track, half), ("left_ankle", "left_heel", "left_toe"), 0.0, 9.0)
    assert {m.status for m in assess(legs_gone).measures} == {"refused"}


def test_slow_motion_from_behind_gives_angles_but_no_times() -> None:
    slow = assess(played_slowly(film_from_behind(fps=120), 4.0))
    assert "slow motion" in slow.warnings[0]
    assert measure_of(slow, "cadence").status == "refused"
    assert measure_of(slow, "pelvic_drop", "left").status == "low_confidence"
    told = assess(played_slowly(film_from_behind(fps=120), 4.0), slow_motion_factor=4.0)
    assert value(told, "cadence") == pytest.approx(170.0, abs=0.5)


@pytest.mark.parametrize(("fps", "status"), [(60.0, "ok"), (30.0, "low_confidence"), (24.0, "refused")])
def test_the_frame_rate_decides_the_standing(fps: float, status: str) -> None:
    assert measure_of(assess(film_from_behind(fps=fps, duration_s=8.0)), "pelvic_drop", "left").status == status


def test_a_tilt_from_the_scene_is_mirrored_for_the_front() -> None:
    track = film_from_behind(camera=RearCamera(in_front=True, roll_deg=-4.0))
    found = assess(track, tilt=CameraTilt(-4.0, 0.01, source="scene"))
    assert found.tilt.roll_deg == pytest.approx(-4.0, abs=0.1)


def test_a_track_without_a_visible_leg_says_so() -> None:
    track: PoseTrack = film_from_behind()
    legs = tuple(name for name in track.keypoints if name.startswith("left_") and name.endswith(("knee", "ankle")))
    assert "legs" in assess(with_gap(track, legs, 0.0, 9.0)).warnings[0]
