"""Exercises by timer."""

from __future__ import annotations

import pytest

from evenstride.coaching.timer import step_at, timer_steps, total_s
from evenstride.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()


def steps_of(exercise_id, week):
    exercise = KNOWLEDGE.exercises[exercise_id]
    stage = exercise.stage_in(week)
    watch_id = exercise_id if stage.part is None else f"{exercise_id}_{stage.part}"
    return stage, timer_steps(exercise, stage, KNOWLEDGE.form_watches[watch_id])


def test_the_outer_thigh_is_rolled_for_two_minutes_on_each_side():
    stage, steps = steps_of("vastus_lateralis_release", 1)
    for side in ("left", "right"):
        counted = [step.seconds for step in steps if step.counts and step.side == side]
        assert counted == [30.0] * 4
    assert stage.sets == 4


def test_a_tender_spot_is_half_a_minute_of_the_calf():
    _, steps = steps_of("calf_release", 3)
    assert [(step.side, step.seconds) for step in steps if step.counts] == [("left", 30.0), ("right", 30.0)]


def test_changing_sides_is_said_and_does_not_count():
    _, steps = steps_of("calf_release", 1)
    changes = [step for step in steps if step.kind == "change_sides"]
    assert [step.say for step in changes] == ["Change to the right side."]
    assert not any(step.counts for step in changes)


def test_a_ball_squeeze_holds_five_seconds_as_often_as_the_stage_says():
    stage, steps = steps_of("kegel_ball_squeeze", 1)
    holds = [step for step in steps if step.kind == "hold"]
    assert len(holds) == stage.sets * stage.reps
    assert {step.seconds for step in holds} == {5.0}
    assert {step.side for step in steps} == {None}


@pytest.mark.parametrize("exercise_id", list(KNOWLEDGE.exercises))
@pytest.mark.parametrize("week", [1, 3, 5])
def test_every_stage_of_every_exercise_can_go_by_timer(exercise_id, week):
    stage, steps = steps_of(exercise_id, week)
    sides = 2 if KNOWLEDGE.exercises[exercise_id].sides_of(stage.part) == "each_side" else 1
    counted = sum(step.counts for step in steps)
    assert counted == stage.sets * sides * (1 if stage.work_s is not None else stage.reps)
    assert all(step.say for step in steps)


def test_the_step_of_a_moment_and_what_is_left_of_it():
    _, steps = steps_of("calf_release", 1)
    first, left_s = step_at(steps, 2.0)
    assert (first.kind, left_s) == ("ready", 3.0)
    assert step_at(steps, total_s(steps)) is None
