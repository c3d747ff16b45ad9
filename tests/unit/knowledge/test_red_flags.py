"""The questions before a plan: what each stops, and that nothing is withheld which no question asks for."""

from __future__ import annotations

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.checks import texts_of
from evenstride.knowledge.wording import forbidden_words

RELEASES = {"hip_flexor_release", "vastus_lateralis_release", "calf_release"}


@pytest.fixture(scope="module")
def content():
    return load_knowledge()


@pytest.fixture(scope="module")
def flags(content):
    return content.red_flags


def stops(flag, exercise_id: str) -> bool:
    return flag.stops_plan or exercise_id in flag.stops_exercises


def test_the_questionnaire_is_short_and_asks_what_is_urgent_first(flags):
    assert len(flags) <= 19
    order = ("emergency", "same_day", "before_continuing")
    now = [order.index(flag.urgency) for flag in flags.values() if flag.group == "now"]
    assert now == sorted(now)
    assert [flag.group for flag in flags.values()] == sorted((f.group for f in flags.values()), reverse=True)


def test_every_question_says_whom_to_see_and_why(flags):
    for flag in flags.values():
        assert flag.question.rstrip().endswith("?"), flag.id
        assert flag.whom_to_see
        assert flag.why.source


def test_a_suspected_clot_stops_the_plan_the_same_day_and_the_calf_rolling_with_it(flags):
    flag = flags["calf_clot_signs"]
    assert (flag.urgency, flag.stops_plan) == ("same_day", True)
    assert stops(flag, "calf_release")


@pytest.mark.parametrize("flag_id", ["chest_signs", "saddle_numbness"])
def test_an_emergency_stops_everything(flags, flag_id):
    assert flags[flag_id].urgency == "emergency"
    assert flags[flag_id].stops_plan


def test_groin_or_night_pain_keeps_the_ball_off_the_hip_flexor(flags):
    assert stops(flags["groin_bone_signs"], "hip_flexor_release")


def test_pregnancy_stops_lying_on_the_belly(content, flags):
    prone = [each.id for each in content.exercises.values() if each.position == "prone"]
    assert prone == ["hip_flexor_release"]
    assert all(stops(flags["pregnancy_or_birth"], each) for each in prone)


def test_osteoporosis_stops_twisting_bending_and_rounding_under_load(flags):
    flag = flags["osteoporosis"]
    step_back = {"glute_step_back/twisting", "glute_step_back/side_bending"}
    assert set(flag.stops_parts) == {*step_back, "kegel_ball_squeeze/knees_to_chest"}
    assert not stops(flag, "glute_step_back")


@pytest.mark.parametrize("flag_id", ["blood_thinners", "calf_clot_signs", "pressure_unsafe", "surgery"])
def test_bleeding_clots_wounds_and_operations_stop_every_release(content, flags, flag_id):
    assert {each.id for each in content.exercises.values() if each.kind == "release"} == RELEASES
    assert all(stops(flags[flag_id], each) for each in RELEASES)


def test_pain_stops_the_plan_above_5_of_10(flags):
    pain = [flag for flag in flags.values() if flag.answer == "pain_0_10"]
    assert [(flag.id, flag.above, flag.stops_plan) for flag in pain] == [("strong_pain", 5, True)]


def test_being_young_stops_nothing_but_gives_a_caution(flags):
    flag = flags["under_18"]
    assert (flag.stops_plan, flag.stops_exercises, flag.stops_parts) == (False, (), ())
    assert "parent" in flag.caution


def test_whoever_is_not_offered_an_exercise_is_found_by_a_question_that_stops_it(content, flags):
    reasons = [(each.id, reason) for each in content.exercises.values() for reason in each.not_offered_if]
    assert len(reasons) > 20
    for exercise_id, reason in reasons:
        assert all(stops(flags[flag_id], exercise_id) for flag_id in reason.asked_by), (exercise_id, reason.text)


def test_whatever_a_question_stops_says_so_itself(content, flags):
    for flag in flags.values():
        for exercise_id in flag.stops_exercises:
            named = {asked for reason in content.exercises[exercise_id].not_offered_if for asked in reason.asked_by}
            assert flag.id in named


def test_a_question_that_does_not_stop_the_plan_leaves_something_to_do(content, flags):
    """Where everything is out, stopping the plan is the honest answer."""
    for flag in flags.values():
        if not flag.stops_plan:
            left = set(content.exercises) - set(flag.stops_exercises)
            assert any(content.exercises[each].kind != "release" for each in left), flag.id
    left_after_surgery = set(content.exercises) - set(flags["surgery"].stops_exercises)
    assert left_after_surgery == {"kegel_ball_squeeze", "foot_core"}


def test_the_rules_keep_the_pain_lines_of_their_source(content):
    rules = content.plan_rules
    assert (rules["pain_up_to_3"].kind, rules["pain_up_to_3"].amount.high) == ("progress", 3)
    assert (rules["pain_4_to_5"].kind, rules["pain_4_to_5"].amount.low) == ("step_back", 4)
    assert (rules["pain_above_5"].kind, rules["pain_above_5"].amount.value) == ("stop", 5)
    assert {rules[each].amount.source for each in ("pain_up_to_3", "pain_4_to_5", "pain_above_5")} == {
        "silbernagel2007"
    }


def test_the_settings_of_the_planner_are_there(content):
    settings = {rule.id: rule.amount.value for rule in content.plan_rules.values() if rule.kind == "setting"}
    assert settings == {"plan_weeks": 6, "minutes_a_day": 15, "days_a_week": 3, "most_exercises": 6}
    assert {rule.kind for rule in content.plan_rules.values()} == {"setting", "progress", "step_back", "stop", "habit"}


def test_the_texts_are_fit_to_print(content):
    entries = (*content.red_flags.values(), *content.plan_rules.values())
    assert [text for entry in entries for text in texts_of(entry) if forbidden_words(text)] == []
