"""The sentences beside a choice say who links muscle and finding."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema.finding import SuspectedMuscle
from evenstride.model.plan import RunnerProfile, ScreenResult
from evenstride.prescription.reasons import alike, choice_reasons, finding_words, listed


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_as_one_says_them(words, text):
    assert listed(words) == text


def test_the_sides_of_one_finding_are_said_together(finding, small):
    left, right = finding(side="left"), finding(side="right")
    assert [finding_words(group, small) for group in alike([left, right])] == ["landing hard on the heel on both sides"]
    assert finding_words([left], small) == "landing hard on the heel on the left"
    assert finding_words([finding(side=None)], small) == "landing hard on the heel"


def test_sides_of_different_status_are_told_apart(finding):
    assert len(alike([finding(side="left"), finding(side="right", status="possible")])) == 2


def first_reason(exercise, found, knowledge):
    return choice_reasons(exercise, [found], RunnerProfile(), knowledge)[0]


def test_what_the_article_says_is_told_as_the_articles(finding, small):
    assert first_reason(small.exercises["hip_flexor_release"], finding(), small) == (
        "Your video shows: landing hard on the heel on the left. "
        "This exercise releases the hip flexor, as the article suggests for it."
    )


def test_an_exercise_of_ours_for_a_muscle_of_the_article_says_so(finding, small):
    release = small.exercises["hip_flexor_release"]
    ours = release.model_copy(update={"muscles": release.muscles.model_copy(update={"source": "ours"})})
    assert "the exercise is our addition" in first_reason(ours, finding(), small)


def test_a_muscle_that_we_infer_is_not_put_into_the_articles_mouth(finding, small):
    definition = small.findings["hard_heel_landing"]
    inferred = definition.suspected.model_copy(
        update={"tight": (SuspectedMuscle(muscle="iliopsoas", basis="inferred"),), "weak": ()}
    )
    knowledge = replace(small, findings={definition.id: definition.model_copy(update={"suspected": inferred})})
    reason = first_reason(small.exercises["hip_flexor_release"], finding(), knowledge)
    assert "which we, not the article, link with it" in reason


def test_a_finding_without_suspected_muscles_still_has_a_reason(finding, small):
    definition = small.findings["hard_heel_landing"]
    nothing = definition.suspected.model_copy(update={"tight": (), "weak": ()})
    knowledge = replace(small, findings={definition.id: definition.model_copy(update={"suspected": nothing})})
    reason = first_reason(small.exercises["hip_flexor_release"], finding(), knowledge)
    assert reason.endswith("This exercise releases the hip flexor.")


def screen_reasons(knowledge, found, *results):
    profile = RunnerProfile(screens=tuple(ScreenResult("modified_thomas", side, said) for side, said in results))
    reasons = choice_reasons(knowledge.exercises["hip_flexor_release"], found, profile, knowledge)
    return [each for each in reasons if each.startswith("Your result")]


def test_what_a_home_test_said_is_told_by_side(finding):
    knowledge = load_knowledge()
    both = [finding(side="left"), finding(side="right")]
    assert screen_reasons(knowledge, both, ("left", "not_supported"), ("right", "supported")) == [
        "Your result in 'Modified Thomas test' does not support the suspicion on the left.",
        "Your result in 'Modified Thomas test' supports the suspicion on the right.",
    ]


def test_an_exercise_stands_back_where_no_side_supports_it(finding):
    knowledge = load_knowledge()
    words = "Your result in 'Modified Thomas test' does not support the suspicion on the left, so other exercises"
    assert screen_reasons(knowledge, [finding(side="left")], ("left", "not_supported")) == [f"{words} come first."]
    assert screen_reasons(knowledge, [finding(side="left")], ("right", "supported")) == []
