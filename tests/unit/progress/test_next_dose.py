"""What the last sessions make of the next one: each change once, with its reason, and never more than one stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from evenstride.errors import InputError
from evenstride.knowledge import load_knowledge
from evenstride.model.diary import DiaryEntry, SessionDone, SetDone
from evenstride.progress import advise_next_session
from evenstride.progress.next_dose import next_doses
from plan_examples import BRIDGE, RELEASE, SQUAT, SQUEEZE, START, example_plan

PLAN = example_plan()
DAYS = [date.fromisoformat(each.date) for week in PLAN.weeks for each in week.sessions]
MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
KNOWLEDGE = load_knowledge()


def done(day: date, **outcomes: str) -> SessionDone:
    sets = tuple(
        SetDone(each, None, None, 1, outcomes.get(each, "done"))  # type: ignore[arg-type]
        for each in ("hip_flexor_release", "kegel_ball_squeeze", "inner_quad_squat")
    )
    started = MORNING + timedelta(days=(day - START).days)
    return SessionDone(f"s{day}", "ada", started, started + timedelta(minutes=12), "plan", day, sets)


def hurt(session: SessionDone, level: float) -> DiaryEntry:
    return DiaryEntry(f"p{session.id}", "ada", "pain", level, session.started_at, "left_hip", session.id)


def doses(day, sessions, pains=(), *, days_since_last=None, stage_began_on=None, **options):
    advice = advise_next_session(
        sessions, pains, knowledge=KNOWLEDGE, days_since_last=days_since_last, stage_began_on=stage_began_on
    )
    return {
        each.planned.exercise_id: each
        for each in next_doses(PLAN, day, sessions, advice, days_since_last=days_since_last, **options)
    }


def test_without_a_session_the_day_is_as_planned() -> None:
    found = doses(DAYS[0], [])
    assert [each.planned for each in found.values()] == [RELEASE, SQUEEZE, SQUAT]
    assert {each.change for each in found.values()} == {"as_planned"}


def test_two_good_sessions_bring_the_next_stage_and_say_why() -> None:
    found = doses(DAYS[2], [done(DAYS[0]), done(DAYS[1])])
    squeeze = found["kegel_ball_squeeze"]
    assert (squeeze.planned, squeeze.change) == (BRIDGE, "go_on")
    assert squeeze.because == "The last 2 sessions were whole, without a form fault, with pain of at most 3 of 10."


def test_an_exercise_without_a_further_stage_stays_as_planned() -> None:
    assert doses(DAYS[2], [done(DAYS[0]), done(DAYS[1])])["inner_quad_squat"].change == "as_planned"


def test_pain_of_4_takes_the_stage_before_where_there_is_one_else_a_set_less() -> None:
    last = done(DAYS[6])
    found = doses(DAYS[8], [last], [hurt(last, 4)])
    assert (found["kegel_ball_squeeze"].planned, found["kegel_ball_squeeze"].change) == (SQUEEZE, "step_back")
    squat = found["inner_quad_squat"]
    assert (squat.planned.sets, squat.planned.reps, squat.change) == (1, 10, "step_back")
    assert squat.planned.minutes < SQUAT.minutes
    assert squat.because == "Pain was 4 of 10 in the last session. One set less."


def test_an_exercise_stopped_for_pain_steps_back_alone_and_is_left_out_after_the_second_time() -> None:
    first = done(DAYS[0], hip_flexor_release="stopped_for_pain")
    once = doses(DAYS[2], [first], [hurt(first, 7)])
    assert (once["hip_flexor_release"].change, once["hip_flexor_release"].planned.sets) == ("step_back", 1)
    assert once["inner_quad_squat"].change == "as_planned"
    second = done(DAYS[1], hip_flexor_release="stopped_for_pain")
    twice = doses(DAYS[2], [first, second], [hurt(second, 7)])
    assert twice["hip_flexor_release"].change == "leave_out"
    assert "physiotherapist" in twice["hip_flexor_release"].because
    later = doses(DAYS[5], [first, second, done(DAYS[3]), done(DAYS[4])], as_planned=True)
    assert later["hip_flexor_release"].change == "leave_out"


def test_what_is_asked_as_planned_is_as_planned() -> None:
    found = doses(DAYS[2], [done(DAYS[0]), done(DAYS[1])], as_planned=True)
    assert found["kegel_ball_squeeze"].planned == SQUEEZE


def test_after_a_missed_week_the_last_stage_comes_again_and_after_two_the_one_before() -> None:
    early = [done(DAYS[4])]  # week 2, before the bridge
    assert doses(DAYS[6], early, days_since_last=8)["kegel_ball_squeeze"].planned == SQUEEZE
    late = [done(DAYS[7])]  # week 3, with the bridge
    assert doses(DAYS[10], late, days_since_last=8)["kegel_ball_squeeze"].planned == BRIDGE
    found = doses(DAYS[13], late, days_since_last=15)["kegel_ball_squeeze"]
    assert (found.planned, found.change, found.because) == (SQUEEZE, "step_back", "The last session was 15 days ago.")


def test_who_never_began_begins_with_the_first_week() -> None:
    found = doses(DAYS[9], [], days_since_last=21)["kegel_ball_squeeze"]
    assert (found.planned, found.change) == (SQUEEZE, "step_back")


def test_a_single_set_of_the_first_stage_stays_and_says_to_do_less() -> None:
    one = replace(RELEASE, sets=1)
    weeks = tuple(replace(week, exercises=(one, *week.exercises[1:])) for week in PLAN.weeks)
    last = done(DAYS[0])
    advice = advise_next_session([last], [hurt(last, 5)], knowledge=KNOWLEDGE)
    found = next_doses(replace(PLAN, weeks=weeks), DAYS[1], [last], advice)[0]
    assert (found.planned, found.change) == (one, "stay")
    assert "do less" in found.because


def test_new_strong_pain_changes_no_dose_because_the_questions_come_first() -> None:
    last = done(DAYS[0])
    elsewhere = DiaryEntry("p", "ada", "pain", 8, last.started_at + timedelta(days=1), "left_knee")
    assert {each.change for each in doses(DAYS[1], [last], [elsewhere]).values()} == {"as_planned"}


def test_a_day_without_a_session_is_refused() -> None:
    with pytest.raises(InputError, match="2026-11-24"):
        doses(date(2026, 11, 24), [])
