"""Which exercises, in which order of need."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from evenstride.model.plan import RunnerProfile, ScreenResult
from evenstride.prescription import check_answers
from evenstride.prescription.choice import rank_exercises


def rank(findings, knowledge, *, answers=None, **profile):
    answers = answers or {}
    wanted = RunnerProfile(answers=answers, **profile)
    readiness = check_answers(answers, knowledge)
    return rank_exercises(findings, wanted, readiness, knowledge=knowledge, most_exercises=6)


def ids(ranking):
    return [choice.exercise.id for choice in ranking.choices]


def test_a_present_finding_first_gets_one_release_and_one_that_works(finding, small):
    ranking = rank([finding()], small)
    assert not ranking.is_maintenance
    assert ids(ranking) == ["hip_flexor_release", "kegel_ball_squeeze", "vastus_lateralis_release", "inner_quad_squat"]


def test_a_screen_that_does_not_support_puts_its_exercise_last(finding, small):
    ranking = rank([finding()], small, screens=(ScreenResult("modified_thomas", None, "not_supported"),))
    assert ids(ranking)[-1] == "hip_flexor_release"


def test_equal_support_keeps_the_order_of_the_knowledge_within_releases_and_the_rest(finding, small):
    ordered = ids(rank([finding(status="possible", strength=0.0)], small))
    assert ordered == ["hip_flexor_release", "kegel_ball_squeeze", "vastus_lateralis_release", "inner_quad_squat"]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [(["left"], "left_more"), (["right"], "right_more"), (["left", "right"], "each_side"), ([None], "each_side")],
)
def test_the_side_that_alone_shows_it_gets_more(finding, small, sides, expected):
    ranking = rank([finding(side=side) for side in sides], small)
    by_id = {choice.exercise.id: choice for choice in ranking.choices}
    assert by_id["hip_flexor_release"].sides_of(None) == expected
    assert by_id["inner_quad_squat"].sides_of(None) == "both_at_once"


def test_an_absent_finding_on_the_other_side_does_not_even_it_out(finding, small):
    ranking = rank([finding(side="left"), finding(side="right", status="absent")], small)
    assert ranking.choices[0].sides_of(None) == "left_more"


def test_a_form_with_sides_of_its_own_is_done_so(finding, small):
    squeeze = small.exercises["kegel_ball_squeeze"]
    bridge = squeeze.variations[0].model_copy(update={"sides": "each_side"})
    changed = squeeze.model_copy(update={"variations": (bridge,)})
    knowledge = replace(small, exercises=MappingProxyType({**small.exercises, changed.id: changed}))
    choice = next(each for each in rank([finding()], knowledge).choices if each.exercise.id == changed.id)
    assert (choice.sides_of(None), choice.sides_of("bridge")) == ("both_at_once", "left_more")


def test_a_stopped_exercise_is_left_out_with_its_reason(finding, small):
    ranking = rank([finding()], small, answers={"brittle_bones": True})
    assert "hip_flexor_release" not in ids(ranking)
    (left_out,) = ranking.left_out
    assert left_out.is_contraindicated
    assert "Brittle bones?" in left_out.reason


def test_missing_equipment_is_named_with_the_ways_around_it(finding, small):
    ranking = rank([finding()], small, equipment=("mat",))
    (left_out,) = ranking.left_out
    assert not left_out.is_contraindicated
    assert "lacrosse ball" in left_out.reason
    assert "mat" not in left_out.reason.split(".")[0]
    assert all(way in left_out.reason for way in small.exercises["hip_flexor_release"].regress)


def test_equipment_nobody_asked_about_is_assumed_there(finding, small):
    assert not rank([finding()], small, equipment=None).left_out


@pytest.mark.parametrize("status", ["absent", "unknown"])
def test_without_a_supporting_finding_the_balanced_set_has_one_release(finding, small, status):
    ranking = rank([finding(status=status)], small)
    assert ranking.is_maintenance
    assert ids(ranking) == ["hip_flexor_release", "kegel_ball_squeeze", "inner_quad_squat"]
    assert [each.exercise_id for each in ranking.left_out] == ["vastus_lateralis_release"]


def test_the_balanced_set_takes_turns_over_the_articles_findings(knowledge):
    ranking = rank([], knowledge)
    assert [choice.exercise.kind for choice in ranking.choices].count("release") == 1
    article = [each for each in knowledge.findings.values() if each.origin == "article" and each.exercises]
    assert article
    assert all(set(each.exercises) & set(ids(ranking)) for each in article)


def test_when_nothing_that_answers_may_be_done_the_balanced_set_steps_in(finding, small):
    only_hip = small.findings["hard_heel_landing"].model_copy(update={"exercises": ("hip_flexor_release",)})
    knowledge = replace(small, findings=MappingProxyType({only_hip.id: only_hip}))
    ranking = rank([finding()], knowledge, answers={"brittle_bones": True})
    assert ranking.is_maintenance
    assert "hip_flexor_release" not in ids(ranking)
    assert any(each.is_contraindicated for each in ranking.left_out)
