"""Each rule has one case in which it fires and one in which it must not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model.diary import DiaryEntry, SessionDone, SetDone
from evenstride.progress import advise_next_session

BEGAN = datetime(2026, 3, 2, 18, tzinfo=UTC)
KNOWLEDGE = load_knowledge()


def session(day, outcome="done", faults=()):
    started = BEGAN + timedelta(days=day)
    sets = (SetDone("plank", None, None, 1), SetDone("calf_raise", None, "left", 1, outcome, faults=faults))
    return SessionDone(f"day {day}", "ada", started, started + timedelta(minutes=15), "plan", started.date(), sets)


def during(day, level):
    return DiaryEntry(f"in {day}", "ada", "pain", level, BEGAN + timedelta(days=day), "left_knee", f"day {day}")


def noted(hours, level, place="left_knee"):
    return DiaryEntry(f"at {hours}", "ada", "pain", level, BEGAN + timedelta(hours=hours), place)


def advise(sessions, pains=(), **options):
    return advise_next_session(sessions, pains, knowledge=KNOWLEDGE, **options)


@pytest.mark.parametrize(
    ("level", "step", "rule"),
    [
        (0.0, "stay", None),
        (3.0, "stay", None),
        (3.5, "step_back", "pain_4_to_5"),
        (4.0, "step_back", "pain_4_to_5"),
        (5.0, "step_back", "pain_4_to_5"),
        (5.5, "stop", "pain_above_5"),
        (10.0, "stop", "pain_above_5"),
    ],
)
def test_pain_in_the_last_session_decides_by_its_level(level, step, rule):
    found = advise([session(0)], [during(0, level)])
    assert (found.step, found.rule_id) == (step, rule)
    if rule is not None:
        assert found.says == KNOWLEDGE.plan_rules[rule].text
        assert f"{level:g} of 10" in found.because[0]


def test_an_exercise_stopped_for_pain_stops_it_and_says_when_it_happened_before():
    first = advise([session(0, "stopped_for_pain")])
    assert (first.step, first.exercise_ids) == ("stop", ("calf_raise",))
    assert not any("before" in each for each in first.because)
    again = advise([session(0, "stopped_for_pain"), session(2, "stopped_for_pain")])
    assert any("It happened before: Calf raise" in each for each in again.because)


def test_strong_pain_outside_a_session_asks_for_the_questions_first():
    assert advise([session(0), session(2)], [noted(60, 7.0)]).rule_id == "new_sign"
    assert advise([], [noted(0, 7.0)]).rule_id == "new_sign"
    assert advise([session(0), session(2)], [noted(-60, 7.0)]).rule_id == "next_stage"


def test_a_place_that_hurts_more_the_next_morning_asks_for_less():
    assert advise([session(0)], [noted(-24, 1.0), noted(14, 2.0)]).rule_id == "next_morning"
    assert advise([session(0)], [noted(-24, 2.0), noted(14, 2.0)]).step == "stay"
    assert advise([session(0)], [noted(-24, 1.0, "hip"), noted(14, 2.0)]).step == "stay"
    assert advise([session(0)], [noted(-24, 1.0), noted(48, 2.0)]).step == "stay"


@pytest.mark.parametrize(("days", "step"), [(None, "go_on"), (6, "go_on"), (7, "step_back"), (21, "step_back")])
def test_a_week_without_sessions_steps_back(days, step):
    assert advise([session(0), session(2)], days_since_last=days).step == step


def test_two_good_sessions_in_a_row_go_on():
    found = advise([session(0), session(2)], [during(0, 3.0)])
    assert (found.step, found.rule_id) == ("go_on", "next_stage")


@pytest.mark.parametrize(
    "sessions",
    [
        [],
        [session(0)],
        [session(0), session(2, faults=("knee_caves_in",))],
        [session(0, "skipped"), session(2)],
    ],
)
def test_fewer_or_poorer_sessions_stay(sessions):
    assert advise(sessions).step == "stay"


def test_pain_before_the_last_session_keeps_from_going_on_but_not_from_staying():
    assert advise([session(0), session(2)], [during(0, 4.0)]).step == "stay"


def test_stopping_comes_before_a_missed_week():
    assert advise([session(0)], [during(0, 8.0)], days_since_last=10).step == "stop"


def test_sessions_of_the_stage_before_do_not_carry_on_to_the_next():
    sessions = [session(0), session(2)]
    assert advise(sessions, stage_began_on=sessions[0].plan_day).step == "go_on"
    assert advise(sessions, stage_began_on=sessions[1].plan_day).step == "stay"
