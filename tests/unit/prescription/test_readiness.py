"""Answers to what is stopped."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from evenstride.errors import InputError
from evenstride.knowledge.schema.exercise import Contraindication
from evenstride.prescription import check_answers


def test_no_answer_stops_nothing_and_leaves_every_question_to_be_asked(small):
    readiness = check_answers({}, small)
    assert readiness.may_start
    assert readiness.not_asked == ("limp", "chest", "pain", "brittle_bones", "under_18")
    assert not readiness.stopped_exercises


def test_the_most_urgent_of_several_stops_comes_first(small):
    readiness = check_answers({"limp": True, "chest": True}, small)
    assert [stop.red_flag_id for stop in readiness.stopped_by] == ["chest", "limp"]
    assert readiness.stopped_by[0].whom_to_see == "the emergency service"


def test_a_no_stops_nothing_and_is_not_asked_again(small):
    readiness = check_answers({"limp": False, "chest": False}, small)
    assert readiness.may_start
    assert readiness.not_asked == ("pain", "brittle_bones", "under_18")


@pytest.mark.parametrize(("pain", "stops"), [(0, False), (5, False), (5.0, False), (5.1, True), (10, True)])
def test_pain_stops_only_above_its_line(small, pain, stops):
    assert check_answers({"pain": pain}, small).may_start is not stops


def test_a_partial_stop_names_exercises_parts_and_whom_to_see(small):
    readiness = check_answers({"brittle_bones": True}, small)
    assert readiness.may_start
    assert set(readiness.stopped_exercises) == {"hip_flexor_release"}
    assert set(readiness.stopped_parts) == {"kegel_ball_squeeze/bridge"}
    assert "Brittle bones?" in readiness.stopped_exercises["hip_flexor_release"]
    assert readiness.cautions == ("Brittle bones? See: a doctor.",)


def test_a_caution_stops_nothing_and_is_said(small):
    readiness = check_answers({"under_18": True}, small)
    assert readiness.may_start
    assert not readiness.stopped_exercises
    assert readiness.cautions == (
        "Younger than 18? See: a parent.",
        "Show the plan to a parent before the first session.",
    )


def test_an_exercise_that_names_a_question_is_stopped_by_it_even_where_the_question_does_not_list_it(small):
    release = small.exercises["vastus_lateralis_release"]
    reason = Contraindication(text="Under 18.", source="ours", asked_by=("under_18",))
    changed = release.model_copy(update={"not_offered_if": (reason,)})
    knowledge = replace(small, exercises=MappingProxyType({**small.exercises, changed.id: changed}))
    assert set(check_answers({"under_18": True}, knowledge).stopped_exercises) == {changed.id}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"nonsense": True}, "answers: expected the id of a question, got 'nonsense'"),
        ({"limp": "no"}, "answers.limp: expected true or false, got 'no'"),
        ({"limp": 0}, "answers.limp: expected true or false, got 0"),
        ({"pain": True}, "answers.pain: expected pain as a number from 0 to 10, got true"),
        ({"pain": -1}, "got -1"),
        ({"pain": float("nan")}, "got nan"),
        ({"pain": 10**400}, "got a very large number"),
    ],
)
def test_an_answer_of_the_wrong_kind_is_one_clear_line(small, answers, expected):
    with pytest.raises(InputError) as caught:
        check_answers(answers, small)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_shipped_question_stops_something_or_cautions_when_it_is_raised(knowledge):
    for flag in knowledge.red_flags.values():
        readiness = check_answers({flag.id: 10 if flag.answer == "pain_0_10" else True}, knowledge)
        stopped = readiness.stopped_by or readiness.stopped_exercises or readiness.stopped_parts or readiness.cautions
        assert stopped, flag.id
