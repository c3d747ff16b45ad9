"""What to try while running: the best supported cues of the findings, with their warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenstride.model.finding import Finding
from evenstride.model.plan import PlanCue
from evenstride.prescription.support import is_supporting, weight_of_findings

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Cue

#: More than two things to think of while running are none.
MOST_CUES = 2


def select_cues(findings: Sequence[Finding], knowledge: Knowledge) -> tuple[PlanCue, ...]:
    """At most two cues, the best supported by present and possible findings first; ties in the knowledge's order."""
    supporting = [finding for finding in findings if is_supporting(finding)]
    wanted = [(cue, found) for cue in knowledge.cues.values() if (found := _naming(cue, supporting, knowledge))]
    best = sorted(wanted, key=lambda each: -weight_of_findings(each[1]))[:MOST_CUES]
    return tuple(_plan_cue(cue, found) for cue, found in best)


def _naming(cue: Cue, supporting: Sequence[Finding], knowledge: Knowledge) -> list[Finding]:
    return [finding for finding in supporting if cue.id in knowledge.findings[finding.id].cues]


def _plan_cue(cue: Cue, found: Sequence[Finding]) -> PlanCue:
    return PlanCue(
        cue_id=cue.id,
        name=cue.name,
        how=cue.how,
        amount=cue.amount.text,
        warnings=tuple(warning.text for warning in cue.warnings),
        findings=tuple(dict.fromkeys(finding.id for finding in found)),
    )
