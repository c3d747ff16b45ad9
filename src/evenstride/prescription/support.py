"""How well a finding and the home screens support an exercise, as one number that orders the choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.imbalance.confirmation import SuspicionKind, results_about
from evenstride.model.finding import Finding
from evenstride.model.plan import ScreenOutcome, ScreenResult

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise, Screen

STATUS_WEIGHT = {"present": 1.0, "possible": 0.5, "absent": 0.0, "unknown": 0.0}
SCREEN_FACTOR: dict[ScreenOutcome, float] = {"supported": 1.5, "not_supported": 0.25, "unknown": 1.0}


def finding_weight(finding: Finding) -> float:
    """Weight of the status times strength (0..1)."""
    strength = finding.strength if 0 <= finding.strength <= 1 else float(finding.strength > 1)
    return STATUS_WEIGHT[finding.status] * strength


def is_supporting(finding: Finding) -> bool:
    """Whether a finding is a reason to train: it is present or possible."""
    return STATUS_WEIGHT[finding.status] > 0


def weight_of_findings(findings: Sequence[Finding]) -> float:
    """Findings add up; the two sides of one finding count once, by the stronger."""
    by_id: dict[str, float] = {}
    for finding in findings:
        by_id[finding.id] = max(by_id.get(finding.id, 0.0), finding_weight(finding))
    return sum(by_id.values())


def exercise_score(
    exercise: Exercise, findings: Sequence[Finding], screens: Sequence[ScreenResult], knowledge: Knowledge
) -> float:
    """Support for one exercise by the findings it answers.

    Notes
    -----
    ``score = sum over findings of weight x screen factor``, for each finding the better of its sides. The weight is 1
    (present) or 0.5 (possible) times strength. The screen factor is the mean over the exercise's muscles of 1.5
    (a screen supported the suspicion), 0.25 (it did not) or 1 (no screen told).
    """
    by_id: dict[str, float] = {}
    for finding in findings:
        support = finding_weight(finding) * _screen_factor(exercise, finding, screens, knowledge)
        by_id[finding.id] = max(by_id.get(finding.id, 0.0), support)
    return sum(by_id.values())


def muscle_outcome(
    muscle_id: str, suspicion: SuspicionKind, finding: Finding, screens: Sequence[ScreenResult], knowledge: Knowledge
) -> tuple[ScreenOutcome, Screen | None]:
    """What the screens said about a muscle on the finding's side; one that supports outweighs one that does not."""
    told_by = results_about(muscle_id, suspicion, finding.side, screens, knowledge)
    if not told_by or told_by[0].outcome == "unknown":
        return "unknown", None
    return told_by[0].outcome, knowledge.screens[told_by[0].screen_id]


def muscles_of(exercise: Exercise) -> tuple[tuple[str, SuspicionKind], ...]:
    """Each muscle of an exercise with what the exercise would answer: tight is released, weak is worked."""
    released = exercise.muscles.released
    return tuple((muscle, "tight" if muscle in released else "weak") for muscle in exercise.muscles.all)


def _screen_factor(
    exercise: Exercise, finding: Finding, screens: Sequence[ScreenResult], knowledge: Knowledge
) -> float:
    outcomes = [
        muscle_outcome(muscle, suspicion, finding, screens, knowledge)[0] for muscle, suspicion in muscles_of(exercise)
    ]
    return sum(SCREEN_FACTOR[each] for each in outcomes) / len(outcomes) if outcomes else 1.0
