"""A whole track in, measures or clear words out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.levelling import level_points
from evenstride.gait.track_assessment import TrackAssessment
from evenstride.model import CameraTilt, PoseTrack
from gait_fixtures.assessing import assess, every_id, measure_of, side_view_ids
from gait_fixtures.synthetic_runner import (
    KEYPOINTS,
    LEG_M,
    RUNNER,
    WALKER,
    film,
    played_slowly,
    with_gap,
    with_legs_swapped,
)

LEGS = tuple(f"{side}_{p}" for side in ("left", "right") for p in ("hip", "knee", "ankle", "heel", "toe"))


def standing() -> PoseTrack:
    rng = np.random.default_rng(61)
    track = film(RUNNER, fps=30, duration_s=5)
    return track.with_points(np.broadcast_to(track.xy_px[:1], track.xy_px.shape) + rng.normal(0, 2, track.xy_px.shape))


def without(names: tuple[str, ...], *, until_s: float = 99.0) -> PoseTrack:
    return with_gap(film(RUNNER, fps=60, duration_s=6), names, 0.0, until_s)


def assert_refused(assessment: TrackAssessment, *words: str) -> None:
    """One line says why, and it stands against every measure."""
    (line,) = assessment.warnings
    assert all(word in line for word in words), line
    assert {(m.id, m.side) for m in assessment.measures} == every_id()
    assert {(m.status, m.value, m.reasons) for m in assessment.measures} == {("refused", None, (line,))}
    assert (len(assessment.events), assessment.steps) == (0, ())
    assert not assessment.is_running


@pytest.mark.parametrize("facing", ["left", "right"])
def test_a_runner_is_measured(facing: str) -> None:
    assessment = assess(film(RUNNER, fps=120, duration_s=6, facing=facing), height_m=1.75)
    assert assessment.is_running
    assert assessment.warnings == ()
    assert (assessment.view.facing, assessment.view.near_side, assessment.view.surface) == (facing, facing, "treadmill")
    assert {(m.id, m.side) for m in assessment.measures} == every_id()
    assert {(m.id, m.side) for m in assessment.measures if m.status != "refused"} == side_view_ids()
    assert len(assessment.steps) == len(assessment.events.of("initial_contact")) >= 15
    expected = {
        ("cadence", None): (170.0, 0.5),
        ("trunk_lean", None): (5.0, 0.3),
        ("vertical_oscillation", None): (7.0 * 0.491 * 1.75 / LEG_M, 0.15),
        ("contact_time", facing): (250.0, 30.0),
        ("foot_inclination_ic", facing): (16.0, 2.0),
        ("knee_flexion_ic", facing): (14.0, 3.5),
        ("knee_flexion_peak_stance", facing): (46.5, 1.5),
        ("hip_extension_late_stance", facing): (16.5, 2.0),
        ("overstride", facing): (18.5, 3.5),
        ("step_time", facing): (353.0, 2.0),
    }
    for (measure_id, side), (value, tolerance) in expected.items():
        assert measure_of(assessment, measure_id, side).value == pytest.approx(value, abs=tolerance), measure_id
    assert measure_of(assessment, "foot_strike_pattern", facing).value == "rearfoot"


def test_a_runner_who_passes_the_camera_and_a_camera_that_pans_are_overground() -> None:
    passing = assess(film(RUNNER, fps=60, duration_s=3, overground=True))
    assert (passing.is_running, passing.view.surface) == (True, "overground")
    assert assess(film(RUNNER, fps=60, duration_s=3), panned=True).view.surface == "overground"


def test_a_walker_is_never_reported_as_running() -> None:
    assessment = assess(film(WALKER, fps=30, duration_s=6))
    assert assessment.locomotion is not None
    assert assessment.locomotion.kind == "walking"
    assert_refused(assessment, "looks like walking", "110 steps a minute")


def test_someone_standing_is_never_reported_as_running() -> None:
    assert_refused(assess(standing()), "no running rhythm")


def test_a_clip_of_a_few_pictures_is_too_short() -> None:
    assert_refused(assess(film(RUNNER, fps=60, duration_s=0.15)), "got 9 pictures", "10 seconds")
    assert_refused(assess(film(RUNNER, fps=120, duration_s=0.45)), "got 54 pictures in 0.4 s", "10 seconds")


def test_a_clip_without_shoulders_cannot_tell_its_view() -> None:
    assert_refused(assess(without(("left_shoulder", "right_shoulder"))), "shoulders")


@pytest.mark.parametrize("names", [LEGS, KEYPOINTS], ids=["legs", "everything"])
def test_legs_that_are_never_seen_are_named(names: tuple[str, ...]) -> None:
    assert_refused(assess(without(names)), "legs", "0 %", "whole body")


def test_legs_in_a_third_of_the_clip_are_too_little() -> None:
    assert_refused(assess(without(LEGS, until_s=4.2)), "legs", "30 %", "whole body")


def test_one_leg_that_is_never_seen_is_too_little() -> None:
    assert_refused(assess(without(tuple(name for name in LEGS if name.startswith("left")))), "legs", "0 %")


def test_a_camera_far_off_square_is_refused_and_one_a_little_off_warned_about() -> None:
    assert_refused(assess(film(RUNNER, fps=60, duration_s=4, yaw_deg=38)), "38 degrees off", "right angle")
    a_little = assess(film(RUNNER, fps=60, duration_s=4, yaw_deg=12))
    assert a_little.is_running
    assert "12 degrees off square" in a_little.warnings[0]
    assert a_little.view.yaw_deg == pytest.approx(12.0, abs=0.5)
    assert assess(film(RUNNER, fps=60, duration_s=4, yaw_deg=5)).warnings == ()


def test_legs_that_jump_about_cannot_be_told_apart() -> None:
    track = film(RUNNER, fps=60, duration_s=4)
    swapped = np.random.default_rng(62).random(len(track)) < 0.5
    jumpy = with_legs_swapped(track, swapped)
    noise = np.random.default_rng(63).normal(0, 130, (len(track), len(LEGS), 2))
    xy = jumpy.xy_px.copy()
    xy[:, [KEYPOINTS.index(name) for name in LEGS]] += noise
    assert_refused(assess(jumpy.with_points(xy)), "could not be told apart")


def test_swapped_legs_are_put_back_and_the_share_is_told() -> None:
    track = film(RUNNER, fps=60, duration_s=5)
    swapped = np.zeros(len(track), dtype=bool)
    swapped[[40, 41, 150, 151, 152, 230]] = True
    repaired = assess(with_legs_swapped(track, swapped))
    assert "2.0 % of the pictures" in repaired.warnings[0]
    assert repaired.events == assess(track).events


@pytest.mark.parametrize("factor", [2.0, 4.0, 8.0])
def test_slow_motion_is_flagged_and_no_time_is_given(factor: float) -> None:
    assessment = assess(played_slowly(film(RUNNER, fps=30 * factor, duration_s=5), factor))
    assert assessment.is_running
    assert assessment.locomotion is not None
    assert assessment.locomotion.slow_motion_factor == pytest.approx(factor, rel=0.25)
    assert "slow motion" in assessment.warnings[0]
    assert "--recorded-fps" in assessment.warnings[0]
    for measure_id, side in side_view_ids():
        measure = measure_of(assessment, measure_id, side)
        if measure.unit in ("ms", "steps/min", "%", "m"):
            assert measure.status == "refused", measure.id
            assert "slow motion" in measure.reasons[0]
        assert measure.status != "ok", measure.id


def test_events_of_a_slow_clip_lie_on_the_clips_own_clock() -> None:
    track = film(RUNNER, fps=120, duration_s=5)
    at_life_speed, slow = assess(track), assess(played_slowly(track, 4.0))
    instants_s = [e.time_s for e in slow.events]
    assert instants_s == pytest.approx([4 * e.time_s for e in at_life_speed.events], abs=0.05)
    assert len(slow.curves.time_s) == len(slow.track)
    assert slow.track.time_s[-1] == pytest.approx(4 * track.time_s[-1])


def test_angles_of_a_slow_clip_are_those_of_life_speed() -> None:
    track = film(RUNNER, fps=240, duration_s=5)
    at_life_speed, slow = assess(track, height_m=1.75), assess(played_slowly(track, 4.0), height_m=1.75)
    for measure_id, side in (("hip_extension_late_stance", "right"), ("vertical_oscillation", None)):
        slow_value = measure_of(slow, measure_id, side).value
        assert slow_value == pytest.approx(measure_of(at_life_speed, measure_id, side).value, abs=0.7), measure_id


def test_slow_motion_of_known_factor_is_measured_in_life_time() -> None:
    track = film(RUNNER, fps=120, duration_s=5)
    told = assess(played_slowly(track, 4.0), slow_motion_factor=4.0)
    assert told.warnings == ()
    assert told.measures == assess(track).measures
    assert measure_of(told, "cadence").value == pytest.approx(170.0, abs=0.5)


def test_a_clip_that_is_said_to_play_at_life_speed_is_believed() -> None:
    told = assess(played_slowly(film(RUNNER, fps=120, duration_s=5), 2.0), slow_motion_factor=1.0)
    assert told.warnings == ()
    assert measure_of(told, "foot_inclination_ic", "right").status != "refused"
    assert not any("slow motion" in reason for m in told.measures for reason in m.reasons)


def test_a_mirrored_clip_is_turned_over_when_the_runner_says_which_side_was_seen() -> None:
    track = film(RUNNER, fps=60, duration_s=4, facing="right")
    told, plain = assess(track, near_side="left"), assess(track)
    assert (told.view.near_side, told.view.facing) == ("left", "right")
    other = {"left": "right", "right": "left"}
    assert [(e.time_s, other[e.side], e.kind) for e in told.events] == [
        (e.time_s, e.side, e.kind) for e in plain.events
    ]
    assert assess(track, near_side="right").events == plain.events


def test_a_gap_in_the_middle_leaves_the_rest() -> None:
    track = film(RUNNER, fps=120, duration_s=6)
    assessment = assess(with_gap(track, KEYPOINTS, 2.0, 3.2))
    assert assessment.is_running
    assert not [e for e in assessment.events if 2.08 < e.time_s < 3.12]
    assert measure_of(assessment, "cadence").value == pytest.approx(170.0, abs=1.5)
    assert not [s for s in assessment.steps if s.step_time_s and s.step_time_s > 0.5]


def test_a_track_without_feet_is_refused() -> None:
    feet = ("left_heel", "left_toe", "right_heel", "right_toe")
    assert_refused(assess(without(feet)), "heel and toe", "Halpe-26")


def test_the_raw_track_is_left_alone() -> None:
    track = film(RUNNER, fps=60, duration_s=3, noise_px=2, rng=np.random.default_rng(64))
    before = replace(track, xy_px=track.xy_px.copy(), time_s=track.time_s.copy())
    assess(track, slow_motion_factor=1.0)
    assert np.array_equal(track.xy_px, before.xy_px)
    assert np.array_equal(track.time_s, before.time_s)


def test_the_tilt_that_the_scene_shows_is_taken_off_the_trunk_lean() -> None:
    level = film(RUNNER, fps=60, duration_s=4)
    turned = level.with_points(level_points(level.xy_px, -4.0, image_size_px=level.image_size_px))
    assert measure_of(assess(turned), "trunk_lean").value == pytest.approx(1.0, abs=0.3)
    known = assess(turned, tilt=CameraTilt(4.0, 0.3, source="scene"))
    assert measure_of(known, "trunk_lean").value == pytest.approx(5.0, abs=0.3)
    assert np.array_equal(known.track.xy_px, assess(turned).track.xy_px)
