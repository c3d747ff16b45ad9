"""Findings in a line each: both sides together where they stand alike, and by name what the clip leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from evenstride.model import Finding
from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.reports.model import CannotTell, FindingGroup, VerdictLine
from evenstride.reports.open_findings import finding_name
from evenstride.reports.wording import FINDING_STATUS_WORDS

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

SETTLED_STATUSES: tuple[FindingStatus, ...] = ("present", "possible", "absent")


def verdict_lines(findings: Iterable[Finding], knowledge: Knowledge) -> tuple[VerdictLine, ...]:
    """What was seen, is possible, was not seen, in this order; one line for both sides that stand alike."""
    stated = list(findings)
    return tuple(
        VerdictLine(
            anchor=_anchor(finding_id, sides),
            status=status,
            status_words=FINDING_STATUS_WORDS[status],
            text=f"{finding_name(finding_id, knowledge)}{f', {said}' if (said := sides_text(sides)) else ''}",
        )
        for status in SETTLED_STATUSES
        for finding_id, sides in sides_of_status(stated, status).items()
    )


def cannot_tell(
    findings: Sequence[Finding], groups: Iterable[FindingGroup], knowledge: Knowledge
) -> tuple[CannotTell, ...]:
    """Every finding that is open on at least one side, in the order of the findings."""
    shown = {group.id for group in groups}
    return tuple(
        CannotTell(
            anchor=_anchor(finding_id, sides) if finding_id in shown else f"open-{finding_id}",
            name=_open_name(finding_id, sides, findings, knowledge),
        )
        for finding_id, sides in sides_of_status(findings, "unknown").items()
    )


def open_names(findings: Sequence[Finding], knowledge: Knowledge) -> tuple[str, ...]:
    """Names of the findings that are open, with the side where the other one is not."""
    opened = sides_of_status(findings, "unknown").items()
    return tuple(_open_name(finding_id, sides, findings, knowledge) for finding_id, sides in opened)


def sides_of_status(findings: Iterable[Finding], status: FindingStatus) -> dict[str, tuple[Side | None, ...]]:
    """Of every finding with this status: on which sides."""
    sides: dict[str, tuple[Side | None, ...]] = {}
    for finding in findings:
        if finding.status == status:
            sides[finding.id] = (*sides.get(finding.id, ()), finding.side)
    return sides


def sides_text(sides: Iterable[Side | None]) -> str:
    """``left``, ``left and right``; empty for a finding of both sides."""
    return " and ".join(sorted(side for side in sides if side is not None))


def _open_name(finding_id: str, sides: Sequence[Side | None], findings: Sequence[Finding], knowledge: Knowledge) -> str:
    name = finding_name(finding_id, knowledge)
    is_whole = len(sides) == sum(finding.id == finding_id for finding in findings)
    return name if is_whole else f"{name} ({sides_text(sides)})"


def _anchor(finding_id: str, sides: Sequence[Side | None]) -> str:
    """The card of the one side, else the group of both."""
    if len(sides) == 1:
        return f"finding-{finding_id}" if sides[0] is None else f"finding-{finding_id}-{sides[0]}"
    return f"finding-{finding_id}-group"
