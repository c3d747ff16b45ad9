"""The coach on made-up people whose repetitions are known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from evenstride.coaching import Coach, frames_of_track, plan_watch
from evenstride.coaching.events import Cue, HoldProgress, Lost, Regained, RepetitionDone, SetComplete
from evenstride.knowledge import load_knowledge
from evenstride.pipelines.coached_clip import coach_track
from evenstride.testing_exercise import CameraStand, Noise, Performance, performed

KNOWLEDGE = load_knowledge()
BY_CAMERA = [watch.id for watch in KNOWLEDGE.form_watches.values() if watch.by == "camera"]


def plan_of(watch_id):
    return plan_watch(KNOWLEDGE.form_watches[watch_id], KNOWLEDGE)


def track_of(watch_id, *, yaw_deg=None, seed=1, fps=15.0, **how):
    watch = KNOWLEDGE.form_watches[watch_id]
    if yaw_deg is None:
        yaw_deg = 5.0 if watch.camera.view == "front" else 85.0
    noise = Noise(1.0, np.random.default_rng(seed))
    return performed(
        KNOWLEDGE.movements[watch_id], Performance(**how), CameraStand(yaw_deg=yaw_deg), fps=fps, noise=noise
    )


def events_of(track, plan, **how):
    coach = Coach(plan, **how)
    return [event for frame in frames_of_track(track) for event in coach.add(frame)] + coach.finish()


@pytest.mark.parametrize("watch_id", BY_CAMERA)
def test_every_exercise_is_counted_from_where_its_camera_stands(watch_id):
    coached = coach_track(track_of(watch_id, reps=4), plan_of(watch_id)).coached
    assert len(coached.repetitions) == 4
    assert [rep.number for rep in coached.repetitions] == [1, 2, 3, 4]


@pytest.mark.parametrize("watch_id", BY_CAMERA)
def test_waiting_at_the_start_counts_nothing(watch_id):
    assert coach_track(track_of(watch_id, reps=0, before_s=12.0), plan_of(watch_id)).coached.repetitions == ()


@pytest.mark.parametrize("done", ["inner_quad_squat", "kegel_ball_squeeze_bridge", "kneeling_lat_pulldown"])
def test_one_exercise_is_not_counted_as_another(done):
    track = track_of(done, reps=4)
    for other in ("inner_quad_squat", "kegel_ball_squeeze_bridge", "glute_step_back", "kneeling_lat_pulldown"):
        if other != done:
            assert coach_track(track, plan_of(other)).coached.repetitions == (), other


def test_the_range_is_that_of_the_body():
    coached = coach_track(track_of("inner_quad_squat", reps=4, yaw_deg=30.0), plan_of("inner_quad_squat")).coached
    assert np.median([rep.peak_value for rep in coached.repetitions]) == pytest.approx(92, abs=8)


def test_the_leg_that_carries_a_step_back_is_named():
    for side in ("left", "right"):
        coached = coach_track(track_of("glute_step_back", reps=3, side=side), plan_of("glute_step_back")).coached
        assert {rep.side for rep in coached.repetitions} == {side}


def test_a_hold_counts_only_while_the_hips_are_up():
    plan = plan_of("kegel_ball_squeeze_bridge")
    long = coach_track(track_of(plan.exercise_id + "_bridge", reps=3, hold_s=5.5), plan).coached
    short = coach_track(track_of(plan.exercise_id + "_bridge", reps=3, hold_s=2.0), plan).coached
    assert all(hold.held_s >= 5.0 for hold in long.holds)
    assert all(hold.held_s <= 4.2 for hold in short.holds)
    assert {fault.check_id for fault in short.confirmed_faults} == {"hold_too_short"}
    assert long.confirmed_faults == ()


def test_seconds_of_a_hold_are_told_one_by_one():
    events = events_of(track_of("kegel_ball_squeeze_bridge", reps=1), plan_of("kegel_ball_squeeze_bridge"))
    told = [event.held_s for event in events if isinstance(event, HoldProgress)]
    assert told == sorted(told)
    assert told[:5] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert {event.target_s for event in events if isinstance(event, HoldProgress)} == {5.0}


def test_nobody_in_the_picture_is_said_once_and_counts_nothing():
    track = track_of("inner_quad_squat", reps=4)
    gone = (track.time_s > 5.0) & (track.time_s < 8.0)
    empty = track.with_points(
        np.where(gone[:, None, None], np.nan, track.xy_px), np.where(gone[:, None], 0.0, track.visibility)
    )
    events = events_of(empty, plan_of("inner_quad_squat"))
    assert [type(event) for event in events if isinstance(event, Lost | Regained)] == [Lost, Regained]
    assert next(event.what for event in events if isinstance(event, Lost)) == "I can't see you."
    during = [event for event in events if isinstance(event, RepetitionDone) and 5.0 < event.time_s < 8.0]
    assert during == []


def test_feet_outside_the_picture_are_asked_for_instead_of_counted():
    track = track_of("inner_quad_squat", reps=4)
    low = track.xy_px + np.array([0.0, 400.0])
    events = events_of(track.with_points(low), plan_of("inner_quad_squat"))
    assert any(isinstance(event, Cue) and event.text == "I can't see your feet." for event in events)
    assert not any(isinstance(event, RepetitionDone) for event in events)


def test_short_gaps_are_bridged():
    track = track_of("inner_quad_squat", reps=4)
    rng = np.random.default_rng(0)
    dropped = rng.random(len(track)) < 0.3
    holes = track.with_points(
        np.where(dropped[:, None, None], np.nan, track.xy_px), np.where(dropped[:, None], 0.0, track.visibility)
    )
    assert len(coach_track(holes, plan_of("inner_quad_squat")).coached.repetitions) == 4


def test_a_fault_is_spoken_after_it_came_back_and_then_not_every_time():
    hurried = track_of("inner_quad_squat", reps=8, out_s=0.5)
    events = events_of(hurried, plan_of("inner_quad_squat"))
    cues = [event for event in events if isinstance(event, Cue) and event.check_id == "too_fast_down"]
    first, second = (
        event.time_s for event in events if isinstance(event, RepetitionDone) if event.repetition.number <= 2
    )
    assert cues
    assert cues[0].time_s > first
    assert all(later.time_s - earlier.time_s >= 12.0 for earlier, later in pairwise(cues))
    assert second > first


def test_the_set_is_complete_after_the_repetitions_asked_for():
    events = events_of(track_of("inner_quad_squat", reps=5), plan_of("inner_quad_squat"), target_reps=3)
    complete = [event for event in events if isinstance(event, SetComplete)]
    assert len(complete) == 1
    assert len(complete[0].coached.repetitions) == 3


def test_a_side_that_the_runner_named_is_kept():
    coached = coach_track(track_of("inner_quad_squat", reps=2), plan_of("inner_quad_squat"), side="left").coached
    assert {rep.side for rep in coached.repetitions} <= {None, "left"}


def test_checks_that_the_view_does_not_carry_are_listed_with_the_reason():
    coached = coach_track(track_of("inner_quad_squat", reps=3, yaw_deg=85.0), plan_of("inner_quad_squat")).coached
    reasons = {each.what: each.why for each in coached.not_judged}
    assert "turned" in reasons["The knees drop inward."]


def test_a_watch_by_timer_has_no_plan():
    with pytest.raises(ValueError, match="timer"):
        plan_of("foot_core")


def test_the_wrong_view_is_said_while_nothing_is_under_way():
    plan = plan_of("kneeling_lat_pulldown")
    events = events_of(track_of("kneeling_lat_pulldown", reps=1, yaw_deg=0.0), plan)
    assert any(isinstance(event, Cue) and "your side" in event.text for event in events)


@pytest.mark.parametrize("yaw_deg", [85.0, -85.0])
def test_a_trunk_that_bends_forward_while_kneeling_is_not_taken_for_leaning_back(yaw_deg):
    def bent(angles, share):
        return angles | {"trunk_lean_deg": 32.0 * share}

    track = track_of("kneeling_lat_pulldown", reps=3, yaw_deg=yaw_deg, bend=bent)
    coached = coach_track(track, plan_of("kneeling_lat_pulldown")).coached
    assert {fault.check_id for fault in coached.confirmed_faults} == {"chest_down"}
