"""Home screens beside a finding: supported, not supported, unknown, and what is still to be done."""

from __future__ import annotations

from evenstride.imbalance.confirmation import Suspicion, suspicions_of
from evenstride.knowledge import load_knowledge
from evenstride.model.gait import Side
from evenstride.model.plan import ScreenOutcome, ScreenResult

KNOWLEDGE = load_knowledge()


def told(screen_id: str, side: Side | None, outcome: ScreenOutcome) -> ScreenResult:
    return ScreenResult(screen_id, side, outcome)


def glute_medius(side: Side | None, *screens: ScreenResult) -> Suspicion:
    every = suspicions_of("hip_drop", side, screens, KNOWLEDGE)
    return next(each for each in every if (each.muscle_id, each.kind) == ("gluteus_medius", "weak"))


def test_without_a_screen_every_muscle_is_unknown_and_the_screens_that_could_tell_are_named() -> None:
    suspicion = glute_medius("left")
    assert (suspicion.outcome, suspicion.told_by) == ("unknown", ())
    assert set(suspicion.to_test) == {"single_leg_squat", "step_down", "trendelenburg_30s", "side_plank"}
    named_by_the_finding = KNOWLEDGE.findings["hip_drop"].confirm_with
    assert suspicion.to_test[0] in named_by_the_finding


def test_a_result_speaks_for_its_own_side_only() -> None:
    right = told("side_plank", "right", "supported")
    assert glute_medius("left", right).outcome == "unknown"
    assert glute_medius("right", right).outcome == "supported"
    assert glute_medius(None, right).outcome == "supported"
    assert glute_medius("left", told("side_plank", None, "not_supported")).outcome == "not_supported"


def test_one_that_supports_outweighs_one_that_does_not() -> None:
    suspicion = glute_medius(
        "left", told("trendelenburg_30s", "left", "not_supported"), told("side_plank", "left", "supported")
    )
    assert suspicion.outcome == "supported"
    assert [each.outcome for each in suspicion.told_by] == ["supported", "not_supported"]
    assert set(suspicion.to_test) == {"single_leg_squat", "step_down"}


def test_a_painful_screen_tells_nothing_and_stays_to_be_done() -> None:
    suspicion = glute_medius("left", told("side_plank", "left", "unknown"))
    assert suspicion.outcome == "unknown"
    assert len(suspicion.told_by) == 1
    assert "side_plank" in suspicion.to_test


def test_a_screen_of_tightness_says_nothing_about_weakness() -> None:
    every = suspicions_of("forward_weight_shift", None, [told("knee_to_wall", None, "supported")], KNOWLEDGE)
    by_muscle = {(each.muscle_id, each.kind): each.outcome for each in every}
    assert by_muscle["soleus", "tight"] == "supported"
    assert by_muscle["soleus", "weak"] == "unknown"
