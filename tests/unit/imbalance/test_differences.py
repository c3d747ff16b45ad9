"""Left against right of one measure."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from evenstride.imbalance.differences import judge_difference
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema import Condition, Quantity
from evenstride.model import Measure

KNOWLEDGE = load_knowledge()


def side_values(left, right, measure_id="knee_flexion_ic", error=0.5) -> tuple[Measure, Measure]:
    unit = KNOWLEDGE.measures[measure_id].unit
    made = [
        Measure(measure_id, side, value, unit, error, 20, 1.0, "ok", "clip")
        for side, value in (("left", left), ("right", right))
    ]
    return made[0], made[1]


def judge(left: Measure | None, right: Measure | None, measure_id="knee_flexion_ic", knowledge=KNOWLEDGE):
    return judge_difference(Condition(measure=measure_id, sides="differ"), left, right, knowledge)


@pytest.mark.parametrize(
    ("left", "right", "outcome"),
    [
        (20.0, 14.0, "holds"),
        (14.0, 20.0, "holds"),
        (14.0, 15.0, "fails"),
        (18.0, 14.0, "may_hold"),
        (16.0, 14.0, "open"),
    ],
)
def test_only_the_size_of_the_difference_beyond_what_is_usual_counts(left: float, right: float, outcome: str):
    assert judge(*side_values(left, right)).outcome == outcome


def test_a_difference_in_per_cent_is_of_the_mean_of_both_sides():
    usual = Quantity(value=5.0, source="ours")
    contact = KNOWLEDGE.measures["contact_time"].model_copy(update={"usual_difference": usual})
    knowledge = replace(KNOWLEDGE, measures=MappingProxyType({**KNOWLEDGE.measures, "contact_time": contact}))
    judged = judge(*side_values(260.0, 240.0, "contact_time", 1.0), "contact_time", knowledge)
    assert "left and right differ by 8 % ± 1 % (95 %)" in judged.evidence.text
    assert judged.outcome == "holds"


def test_the_side_known_less_well_decides_the_confidence():
    left, right = side_values(30.0, 14.0)
    judged = judge(left, replace(right, status="low_confidence", reasons=("Far leg.",)))
    assert judged.outcome == "may_hold"
    assert judged.support <= 0.5
    assert judged.evidence.text.endswith("Low confidence: Far leg.")


def test_a_side_that_is_missing_or_refused_leaves_it_unmeasured():
    left, right = side_values(30.0, 14.0)
    refused = replace(right, value=None, standard_error=None, status="refused", reasons=("Hidden.",))
    for judged in (judge(left, refused), judge(left, None), judge(None, None)):
        assert (judged.outcome, judged.evidence.speaks) == ("not_measured", "unclear")


def test_the_evidence_belongs_to_neither_side_and_names_what_is_usual():
    evidence = judge(*side_values(20.0, 14.0)).evidence
    assert (evidence.side, evidence.speaks) == (None, "for")
    assert "Up to 3° is usual (Gait Posture 2023)" in evidence.text


def test_two_values_that_differ_by_less_than_their_error_speak_for_nothing():
    assert judge(*side_values(20.0, 14.0, error=1.5)).outcome == "may_hold"
    assert judge(*side_values(20.0, 14.0, error=3.0)).outcome == "open"
