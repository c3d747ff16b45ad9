"""Single conditions, by knowledge the landing does not use yet."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from evenstride.imbalance.conditions import judge_condition
from evenstride.imbalance.running_speed import RunningSpeed
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.schema import Condition
from evenstride.model import Measure

KNOWLEDGE = load_knowledge()


def judge(value, standard_error=1.0, speed=None, **condition):
    unit = KNOWLEDGE.measures[condition["measure"]].unit
    measure = Measure(condition["measure"], None, value, unit, standard_error, 20, 1.0, "ok", "clip")
    return judge_condition(Condition(**condition), measure, KNOWLEDGE, speed=speed)


def test_a_measure_with_two_lines_is_held_against_the_named_one():
    assert judge(13.5, measure="trunk_lean", level="mild", direction="above").outcome == "holds"
    assert judge(13.5, measure="trunk_lean", level="mild", direction="below").outcome == "fails"
    assert judge(-3.0, measure="trunk_lean", level="marked", direction="below").outcome == "holds"


def test_a_line_that_holds_at_one_speed_is_never_clear_while_the_speed_is_unknown():
    judged = judge(140.0, measure="cadence", level="mild")
    assert judged.outcome == "may_hold"
    assert judged.support <= 0.5
    assert "holds at 3.3 m/s only" in judged.evidence.text


def test_a_measure_that_the_recording_did_not_give_is_not_measured():
    judged = judge_condition(Condition(measure="cadence", level="mild"), None, KNOWLEDGE)
    assert (judged.outcome, judged.support, judged.evidence.speaks) == ("not_measured", 0.0, "unclear")


def test_a_new_finding_in_the_data_needs_no_new_code():
    from evenstride.imbalance import assess_findings

    landing = KNOWLEDGE.findings["hard_heel_landing"]
    bounce = landing.model_copy(
        update={
            "id": "bounce",
            "sides": "both",
            "trigger": landing.trigger.model_copy(
                update={"all": (Condition(measure="vertical_oscillation", level="marked"),), "any": ()}
            ),
        }
    )
    knowledge = replace(KNOWLEDGE, findings=MappingProxyType({"bounce": bounce}))
    measures = [Measure("vertical_oscillation", None, 14.0, "cm", 0.4, 20, 0.5, "ok", "clip")]
    (finding,) = assess_findings(measures, knowledge=knowledge)
    assert (finding.id, finding.side, finding.status) == ("bounce", None, "present")


@pytest.mark.parametrize(
    ("speed_mps", "outcome", "line"), [(3.3, "holds", "165"), (2.3, "open", "154"), (2.6, "may_hold", "157.3")]
)
def test_a_line_that_holds_at_one_speed_moves_with_the_runners(speed_mps: float, outcome: str, line: str):
    judged = judge(156.0, measure="cadence", level="mild", speed=RunningSpeed(speed_mps, 0.1, is_sure=True))
    assert judged.outcome == outcome
    assert f"below {line} steps/min" in judged.evidence.text
    assert f"moved to a speed of about {speed_mps} m/s" in judged.evidence.text


def test_the_error_of_the_speed_counts_and_an_unsure_speed_is_never_clear():
    rough, unsure = RunningSpeed(3.3, 0.5, is_sure=True), RunningSpeed(3.3, 0.1, is_sure=False)
    assert judge(156.0, measure="cadence", level="mild", speed=rough).outcome == "may_hold"
    assert judge(156.0, measure="cadence", level="mild", speed=unsure).outcome == "may_hold"
    assert judge(185.0, measure="cadence", level="mild", speed=unsure).outcome == "fails"
