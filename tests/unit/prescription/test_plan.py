"""Whole plans, known by hand."""

from __future__ import annotations

import datetime
import doctest
import time
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import pytest

from evenstride.errors import InputError, KnowledgeError
from evenstride.knowledge.wording import forbidden_words
from evenstride.model.plan import RunnerProfile, ScreenResult
from evenstride.prescription import make_plan, schedule, shown
from evenstride.prescription import plan as plan_module

MONDAY = datetime.date(2026, 3, 2)


def plan_of(findings, knowledge, **profile):
    return make_plan(findings, RunnerProfile(**profile), knowledge=knowledge, start_on=MONDAY)


def ids(week):
    return [each.exercise_id for each in week.exercises]


def test_a_finding_gives_six_weeks_on_three_days_with_release_first(finding, small):
    plan = plan_of([finding()], small)
    assert (plan.start_on, plan.retest_on) == ("2026-03-02", "2026-04-13")
    assert [week.begins_on for week in plan.weeks][:2] == ["2026-03-02", "2026-03-09"]
    assert len(plan.weeks) == 6
    assert [session.date for session in plan.weeks[0].sessions] == ["2026-03-02", "2026-03-04", "2026-03-06"]
    assert ids(plan.weeks[0]) == [
        "hip_flexor_release",
        "vastus_lateralis_release",
        "kegel_ball_squeeze",
        "inner_quad_squat",
    ]
    assert plan.weeks[0].sessions[0].exercise_ids == tuple(ids(plan.weeks[0]))
    assert plan.answers_to == (("hard_heel_landing", "left", "present"),)
    assert not plan.is_maintenance


def test_minutes_of_a_session_are_the_sum_of_its_exercises(finding, small):
    week = plan_of([finding()], small).weeks[0]
    assert [each.minutes for each in week.exercises] == [2.8, 3.0, 2.5, 2.5]
    assert week.sessions[0].minutes == 10.8


def test_later_weeks_go_on_to_the_variation(finding, small):
    squeeze = [week.exercises[2] for week in plan_of([finding()], small).weeks]
    assert [each.part_id for each in squeeze] == [None, None, "bridge", "bridge", "bridge", "bridge"]
    assert squeeze[0].name == "Pelvic floor ball squeeze"
    assert squeeze[5].name == "Pelvic floor ball squeeze: With bridge"


def test_a_stopped_variation_never_comes_and_the_week_says_why(finding, small):
    plan = plan_of([finding()], small, answers={"brittle_bones": True})
    parts = {(each.exercise_id, each.part_id) for week in plan.weeks for each in week.exercises}
    assert ("kegel_ball_squeeze", "bridge") not in parts
    assert "hip_flexor_release" not in {exercise for exercise, _ in parts}
    squeeze = next(each for each in plan.weeks[4].exercises if each.exercise_id == "kegel_ball_squeeze")
    assert any("left out because of an answer" in reason for reason in squeeze.reasons)
    assert plan.cautions == ("Brittle bones? See: a doctor.",)


def test_a_red_flag_stops_the_plan_and_says_whom_to_see(finding, small):
    plan = plan_of([finding()], small, answers={"limp": True, "chest": True})
    assert plan.weeks == plan.cues == plan.left_out == plan.answers_to == ()
    assert [stop.red_flag_id for stop in plan.stopped_by] == ["chest", "limp"]
    assert "the emergency service" in plan.summary
    assert plan.not_asked == ("How strong is the pain, 0 to 10?", "Brittle bones?", "Younger than 18?")


def test_without_a_finding_the_plan_says_that_it_answers_no_problem(small):
    plan = plan_of([], small)
    assert plan.is_maintenance
    assert plan.answers_to == ()
    assert "answers no problem" in plan.summary
    assert plan.cues == ()
    assert plan.weeks[0].exercises[0].reasons[0].startswith("Part of the balanced set")


def test_a_film_that_tells_nothing_is_not_called_a_film_of_nothing(finding, small):
    blind = plan_of([finding(side=side, status="unknown", strength=0.0) for side in ("left", "right")], small)
    assert blind.is_maintenance
    assert "could not tell" in blind.summary
    assert "shows nothing" not in blind.summary
    told = plan_of([finding(side="left", status="absent"), finding(side="right", status="unknown")], small)
    assert "shows nothing that asks" in told.summary


def test_one_side_gets_one_set_more_and_is_told_so(finding, small):
    release = plan_of([finding(side="right")], small).weeks[0].exercises[0]
    assert (release.sides, release.sets) == ("right_more", 1)
    assert any("one set more on the right" in reason for reason in release.reasons)


def test_the_reason_names_finding_muscle_and_evidence(finding, small):
    possible = plan_of([finding(status="possible", strength=0.4)], small).weeks[0].exercises[0]
    assert possible.reasons[0].startswith("Your video possibly shows: landing hard")
    assert small.muscles["iliopsoas"].plain_name in possible.reasons[0]
    assert "Evidence for this exercise: nothing tests it directly." in possible.reasons
    both = plan_of([finding(side="left"), finding(side="right")], small).weeks[0].exercises[0]
    assert "on both sides" in both.reasons[0]


def test_a_screen_is_told_in_the_reason_and_not_asked_again(finding, small):
    supported = plan_of([finding()], small, screens=(ScreenResult("modified_thomas", "left", "supported"),))
    assert any("supports the suspicion" in reason for reason in supported.weeks[0].exercises[0].reasons)
    assert "modified_thomas" not in supported.confirm_with
    other_side = plan_of([finding()], small, screens=(ScreenResult("modified_thomas", "right", "supported"),))
    assert "modified_thomas" in other_side.confirm_with


def test_optional_equipment_that_is_missing_is_done_without(finding, small):
    plan = plan_of([finding()], small, equipment=())
    squeeze = next(each for each in plan.weeks[0].exercises if each.exercise_id == "kegel_ball_squeeze")
    assert any("without mat" in reason for reason in squeeze.reasons)


def test_little_time_keeps_what_is_needed_most_and_says_what_it_drops(finding, small):
    plan = plan_of([finding()], small, minutes_a_day=5.5)
    assert all(session.minutes <= 5.5 for week in plan.weeks for session in week.sessions)
    kept = set(ids(plan.weeks[0]))
    assert kept >= {"hip_flexor_release", "kegel_ball_squeeze"}
    dropped = {each.exercise_id: each.reason for each in plan.left_out}
    assert set(dropped) == set(small.exercises) - kept
    assert all("5.5 minutes" in reason for reason in dropped.values())


def test_too_little_time_for_anything_leaves_the_shortest_alone(finding, small):
    plan = plan_of([finding()], small, minutes_a_day=1)
    assert {session.exercise_ids for week in plan.weeks for session in week.sessions} == {("kegel_ball_squeeze",)}
    assert "No exercise fits into 1 min" in plan.summary


def test_strength_is_not_done_on_days_in_a_row(finding, small):
    plan = plan_of([finding()], small, days_a_week=7)
    dates = [
        datetime.date.fromisoformat(session.date)
        for week in plan.weeks
        for session in week.sessions
        if "inner_quad_squat" in session.exercise_ids
    ]
    assert all((later - earlier).days > 1 for earlier, later in pairwise(dates))
    assert len(plan.weeks[0].sessions) == 7


def test_at_most_two_cues_come_with_their_warnings(finding, knowledge):
    every = [finding(id_, None) for id_ in knowledge.findings]
    plan = plan_of(every, knowledge)
    assert 1 <= len(plan.cues) <= 2
    assert all(cue.warnings and cue.findings for cue in plan.cues)


def test_the_rules_of_the_knowledge_are_printed_and_its_settings_are_not(finding, knowledge):
    plan = plan_of([finding()], knowledge)
    rules = knowledge.plan_rules.values()
    assert plan.rules == tuple(rule.text for rule in rules if rule.kind != "setting")


def test_an_unknown_finding_is_one_clear_line(finding, knowledge):
    with pytest.raises(InputError, match=r"got 'nonsense'\. Analyse the run again"):
        plan_of([finding("nonsense", status="absent")], knowledge)


def test_a_start_at_the_end_of_time_is_one_clear_line(finding, small):
    with pytest.raises(InputError, match="leaves room for 6 weeks"):
        make_plan([finding()], RunnerProfile(), knowledge=small, start_on=datetime.date.max)


def test_a_start_with_a_time_of_day_counts_as_its_day(finding, small):
    noon = datetime.datetime(2026, 3, 2, 12, 30)
    assert make_plan([finding()], RunnerProfile(), knowledge=small, start_on=noon).start_on == "2026-03-02"


def test_knowledge_without_a_setting_is_told(finding, small):
    with pytest.raises(KnowledgeError, match="plan_weeks"):
        plan_of([finding()], replace(small, plan_rules=MappingProxyType({})))


def test_when_every_exercise_is_stopped_the_plan_is_empty_and_says_so(small):
    flag = small.red_flags["brittle_bones"].model_copy(update={"stops_exercises": tuple(small.exercises)})
    knowledge = replace(small, red_flags=MappingProxyType({flag.id: flag}))
    plan = plan_of([], knowledge, answers={"brittle_bones": True})
    assert plan.weeks == ()
    assert "No exercise is left to offer" in plan.summary
    assert len(plan.left_out) == 4


def test_a_finding_that_no_exercise_belongs_to_says_so(finding, small):
    definition = small.findings["hard_heel_landing"].model_copy(update={"exercises": (), "cues": ()})
    plan = plan_of([finding()], replace(small, findings=MappingProxyType({definition.id: definition})))
    assert plan.is_maintenance
    assert "landing hard on the heel on the left. No exercise belongs to it." in plan.summary
    assert plan.answers_to == ()


def test_a_finding_whose_exercises_are_all_stopped_says_so(finding, small):
    definition = small.findings["hard_heel_landing"].model_copy(update={"exercises": ("hip_flexor_release",)})
    knowledge = replace(small, findings=MappingProxyType({definition.id: definition}))
    plan = plan_of([finding()], knowledge, answers={"brittle_bones": True})
    assert "cannot be offered now" in plan.summary
    assert plan.weeks


def test_every_shipped_finding_gives_a_plan_within_the_day_or_says_that_it_asks_for_none(finding, knowledge):
    for definition in knowledge.findings.values():
        side = "left" if definition.sides == "per_side" else None
        plan = plan_of([finding(definition.id, side)], knowledge)
        assert plan.is_maintenance == (not definition.exercises), definition.id
        assert plan.weeks
        assert not forbidden_words(plan.summary)


@pytest.mark.parametrize("module", [plan_module, schedule, shown])
def test_the_examples_in_the_docstrings_hold(module):
    failed, attempted = doctest.testmod(module)
    assert attempted
    assert not failed


def test_a_plan_is_made_in_well_under_a_twentieth_of_a_second(finding, knowledge):
    every = [finding(id_, side) for id_ in knowledge.findings for side in ("left", "right")]
    plan_of(every, knowledge)
    took_s = []
    for _ in range(5):
        start_s = time.perf_counter()
        plan_of(every, knowledge, days_a_week=7)
        took_s.append(time.perf_counter() - start_s)
    assert min(took_s) < 0.05
