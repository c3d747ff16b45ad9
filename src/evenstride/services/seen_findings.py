"""What was found, in a few lines: for places that show a report without opening it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.model.finding import FindingStatus
from evenstride.model.stored import StoredAssessment, StoredFinding

if TYPE_CHECKING:
    from evenstride.reports.model import Quantity

SHOWN_STATUSES: tuple[FindingStatus, ...] = ("present", "possible")


@dataclass(frozen=True)
class SeenFinding:
    """A finding in a line: ``left``, ``right``, ``left and right`` or nothing in ``sides``."""

    status: FindingStatus
    name: str
    sides: str


def summarise_findings(findings: Sequence[StoredFinding]) -> tuple[SeenFinding, ...]:
    """What was seen and what is possible, a line for each, both sides that stand alike together."""
    from evenstride.knowledge import load_knowledge

    known = load_knowledge().findings
    sides: dict[tuple[FindingStatus, str], list[str]] = {}
    for finding in findings:
        if finding.status in SHOWN_STATUSES:
            sides.setdefault((finding.status, finding.finding_id), []).extend([finding.side] if finding.side else [])
    return tuple(
        SeenFinding(status, known[finding_id].name if finding_id in known else finding_id, " and ".join(sorted(of)))
        for wanted in SHOWN_STATUSES
        for (status, finding_id), of in sides.items()
        if status == wanted
    )


def quantity_in(assessment: StoredAssessment, measure_id: str) -> Quantity | None:
    """A measure of the whole run as it may be printed, None where it has no value."""
    from evenstride.reports.numbers import to_quantity

    for each in assessment.measures:
        if each.measure_id == measure_id and each.side is None and each.value is not None:
            return to_quantity(each.value, standard_error=each.standard_error, unit=each.unit, decimals=0)
    return None
