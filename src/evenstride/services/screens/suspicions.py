"""What a runner's home screens say about the findings of one of their assessments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.imbalance.confirmation import Suspicion, suspicions_of
from evenstride.model.finding import FindingStatus
from evenstride.model.plan import ScreenResult
from evenstride.model.stored import ScreenAnswer, StoredAssessment

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.store import Store

#: Findings that bring muscles into suspicion.
SUSPECTING: tuple[FindingStatus, ...] = ("present", "possible")


@dataclass(frozen=True)
class ToldSuspicion:
    """A suspicion with the kept results that speak about it, in the order of ``suspicion.told_by``."""

    suspicion: Suspicion
    finding_status: FindingStatus
    answers: tuple[ScreenAnswer, ...]


def suspicions_of_assessment(store: Store, assessment_id: str) -> tuple[ToldSuspicion, ...]:
    """The muscles under suspicion in an assessment, finding by finding.

    Raises
    ------
    NotStoredError : no such assessment.
    """
    from evenstride.knowledge import load_knowledge

    with store.read() as work:
        assessment = work.assessments.get(assessment_id)
        answers = work.screen_answers.newest(assessment.runner_id)
    return tell_suspicions(assessment, answers, load_knowledge())


def tell_suspicions(
    assessment: StoredAssessment, answers: Sequence[ScreenAnswer], knowledge: Knowledge
) -> tuple[ToldSuspicion, ...]:
    """The same from values; findings that this knowledge does not have are left out."""
    results = tuple(ScreenResult(each.screen_id, each.side, each.outcome) for each in answers)
    by_key = {(each.screen_id, each.side): each for each in answers}
    suspecting = [each for each in assessment.findings if each.status in SUSPECTING]
    return tuple(
        ToldSuspicion(suspicion, finding.status, tuple(by_key[told.screen_id, told.side] for told in suspicion.told_by))
        for finding in sorted(suspecting, key=lambda each: SUSPECTING.index(each.status))
        if finding.finding_id in knowledge.findings
        for suspicion in suspicions_of(finding.finding_id, finding.side, results, knowledge)
    )
