"""How findings and screens order the choices."""

from __future__ import annotations

import pytest

from evenstride.model.plan import ScreenResult
from evenstride.prescription.support import exercise_score, finding_weight, weight_of_findings


@pytest.mark.parametrize(
    ("status", "strength", "weight"),
    [("present", 0.8, 0.8), ("possible", 0.4, 0.2), ("absent", 0.9, 0.0), ("unknown", 0.9, 0.0), ("present", 7.0, 1.0)],
)
def test_a_finding_weighs_by_status_and_strength(finding, status, strength, weight):
    assert finding_weight(finding(status=status, strength=strength)) == pytest.approx(weight)


def test_a_strength_that_is_no_number_weighs_nothing(finding):
    assert finding_weight(finding(strength=float("nan"))) == 0


def test_both_sides_of_one_finding_count_once_by_the_stronger(finding):
    both = [finding(side="left", strength=0.6), finding(side="right", strength=0.9)]
    assert weight_of_findings(both) == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("outcome", "side", "score"),
    [
        ("supported", "left", 1.2),
        ("supported", None, 1.2),
        ("supported", "right", 0.8),  # the finding is on the left
        ("not_supported", "left", 0.2),
        ("unknown", "left", 0.8),
    ],
)
def test_a_screen_of_the_only_muscle_raises_or_lowers_its_exercise(finding, small, outcome, side, score):
    release = small.exercises["hip_flexor_release"]
    screens = [ScreenResult("modified_thomas", side, outcome)]
    assert exercise_score(release, [finding()], screens, small) == pytest.approx(score)


def test_a_screen_of_weakness_says_nothing_about_a_release(finding, small):
    release = small.exercises["hip_flexor_release"]
    screens = [ScreenResult("front_plank", "left", "not_supported")]
    assert exercise_score(release, [finding()], screens, small) == pytest.approx(0.8)


def test_a_screen_of_one_of_several_muscles_counts_for_its_part(finding, small):
    squeeze = small.exercises["kegel_ball_squeeze"]
    told = [m for m in squeeze.muscles.all if m in small.screens["front_plank"].suspects_weak]
    lowered = exercise_score(squeeze, [finding()], [ScreenResult("front_plank", None, "not_supported")], small)
    assert lowered == pytest.approx(0.8 * (1 - 0.75 * len(told) / len(squeeze.muscles.all)))


def test_a_screen_that_supports_outweighs_one_that_does_not(finding, small):
    release = small.exercises["vastus_lateralis_release"]
    screens = [
        ScreenResult("prone_knee_bend", "left", "not_supported"),
        ScreenResult("prone_knee_bend", None, "supported"),
    ]
    assert exercise_score(release, [finding()], screens, small) == pytest.approx(1.2)
