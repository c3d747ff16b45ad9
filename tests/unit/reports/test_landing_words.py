"""What is said of the landing is no more than was read of each foot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evenstride.model import ClipAnalysis, Measure
from evenstride.reports.landing_words import Landing, landing_of, landing_sentences, landing_title

DOUBT = "Filmed at 60 pictures a second; 120 or more make this dependable."


def test_both_feet_alike_and_sure_make_a_title(analysis: ClipAnalysis, knowledge: Any) -> None:
    landing = _landing(analysis, knowledge, left="forefoot", right="forefoot")
    assert landing_title(landing) == "landing forefoot first on both feet"
    assert landing_sentences(landing) == ["You land forefoot first on both feet."]


def test_both_feet_alike_but_less_certain_are_probable(analysis: ClipAnalysis, knowledge: Any) -> None:
    landing = _landing(analysis, knowledge, left="rearfoot", right="rearfoot", doubt=DOUBT)
    assert landing_title(landing) == "probably landing heel first on both feet"
    assert landing_sentences(landing) == ["You probably land heel first on both feet."]


@pytest.mark.parametrize(("left", "right"), [("midfoot", "rearfoot"), ("midfoot", "uncertain"), ("midfoot", None)])
def test_a_half_truth_never_makes_a_title(analysis: ClipAnalysis, knowledge: Any, left: str, right: str | None) -> None:
    assert landing_title(_landing(analysis, knowledge, left=left, right=right)) == ""


def test_feet_that_land_differently_are_both_named(analysis: ClipAnalysis, knowledge: Any) -> None:
    landing = _landing(analysis, knowledge, left="midfoot", right="rearfoot")
    assert landing_sentences(landing) == ["Your left foot lands on the midfoot, your right foot heel first."]


def test_one_foot_too_close_to_call_is_said_beside_the_other(analysis: ClipAnalysis, knowledge: Any) -> None:
    landing = _landing(analysis, knowledge, left="midfoot", right="uncertain")
    assert landing_sentences(landing) == [
        "Your left foot lands on the midfoot.",
        "How your right foot lands is too close to a limit to name one way.",
    ]


def test_two_feet_too_close_to_call_are_one_sentence() -> None:
    (said,) = landing_sentences(Landing({}, ("left", "right"), ()))
    assert said.startswith("How your feet land is too close to a limit")


def test_nothing_is_said_where_nothing_was_read() -> None:
    assert landing_sentences(Landing({}, (), (DOUBT,))) == []


def _landing(
    analysis: ClipAnalysis, knowledge: Any, *, left: str | None, right: str | None, doubt: str = ""
) -> Landing:
    classes = {"left": left, "right": right}

    def changed(measure: Measure) -> Measure:
        named = classes[str(measure.side)]
        if named is None:
            return replace(measure, value=None, status="refused", reasons=("The shoe was hidden.",))
        return replace(measure, value=named, status="low_confidence" if doubt else "ok", reasons=(doubt,) * bool(doubt))

    measures = tuple(changed(m) if m.id == "foot_strike_pattern" else m for m in analysis.assessment.measures)
    return landing_of(replace(analysis.assessment, measures=measures), knowledge)
