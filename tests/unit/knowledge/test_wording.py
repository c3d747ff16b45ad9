"""The word guard catches what it is there for and lets plain wording through."""

from __future__ import annotations

import pytest

from evenstride.knowledge.wording import forbidden_words


@pytest.mark.parametrize(
    "text",
    [
        "We diagnose a weak hip.",
        "The diagnosis is clear.",
        "You have runner's knee.",
        "You've overpronation.",
        "Your injury risk is raised.",
        "A risk of 30 %.",
        "30 % risk in the next year.",
        "You will get injured.",
        "You will be hurt.",
        "This will lead to pain.",
        "The probability that it hurts is high.",
        "There is a chance of injury.",
        "The exercise prevents shin pain.",
        "It cures the tendon.",
        "It is safe to run.",
        "This causes your pain.",
        "An abnormal gait.",
        "The muscles shut down.",
    ],
)
def test_forbidden_wording_is_caught(text):
    assert forbidden_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is not a diagnosis.",
        "It does not diagnose anything.",
        "Your video shows the left foot landing on the heel.",
        "In 5205 runners such runs went with 64 % more overuse injuries.",
        "If you have filmed both sides, compare them.",
        "It may feel looser for a while.",
    ],
)
def test_plain_wording_passes(text):
    assert forbidden_words(text) == ()


def test_a_denial_does_not_excuse_the_rest_of_a_text():
    assert forbidden_words("This is not a diagnosis. The diagnosis is runner's knee.")
