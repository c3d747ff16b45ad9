"""Questions and rules on the plan page."""

from __future__ import annotations

from typing import Any

from evenstride.reports.plan.safety import check_questions, pain_ranges, rule_groups


def rules_of(knowledge: Any) -> tuple[str, ...]:
    return tuple(rule.text for rule in knowledge.plan_rules.values() if rule.kind != "setting")


def test_a_question_is_found_by_its_id_and_by_its_words(knowledge: Any) -> None:
    flag = knowledge.red_flags["calf_clot_signs"]
    by_id, by_words = check_questions((flag.id, flag.question), knowledge)
    assert by_id == by_words
    assert by_id.if_yes.startswith("If yes: no exercises for now. See ")


def test_a_question_that_stops_single_exercises_names_them(knowledge: Any) -> None:
    flag = next(one for one in knowledge.red_flags.values() if "kegel_ball_squeeze" in one.stops_exercises)
    (question,) = check_questions((flag.id,), knowledge)
    assert "leave out" in question.if_yes
    assert knowledge.exercises["kegel_ball_squeeze"].name in question.if_yes
    assert "no exercises" not in question.if_yes


def test_a_question_that_the_knowledge_does_not_have_is_asked_all_the_same(knowledge: Any) -> None:
    (question,) = check_questions(("Anything new?",), knowledge)
    assert (question.question, question.if_yes) == ("Anything new?", "")


def test_every_rule_is_printed_once_under_its_colour(knowledge: Any) -> None:
    rules = rules_of(knowledge)
    groups = rule_groups((*rules, rules[0], "A sentence of its own"), knowledge)
    assert [group.light for group in groups] == ["go_on", "step_back", "stop", None]
    assert sum(len(group.lines) for group in groups) == len(rules) + 1
    assert "A sentence of its own." in groups[-1].lines


def test_the_pain_scale_has_every_number_from_0_to_10_once(knowledge: Any) -> None:
    ranges = pain_ranges(rules_of(knowledge), knowledge)
    assert [number for one in ranges for number in range(one.low, one.high + 1)] == list(range(11))
    assert [one.light for one in ranges] == ["go_on", "step_back", "stop"]


def test_without_one_of_its_rules_there_is_no_pain_scale(knowledge: Any) -> None:
    rules = tuple(rule for rule in rules_of(knowledge) if rule != knowledge.plan_rules["pain_4_to_5"].text)
    assert pain_ranges(rules, knowledge) == ()
