"""A kept plan as a file to take along: PDF, Markdown, calendar, JSON, and the single page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evenstride.io.assessment_files import assessment_from_document
from evenstride.services.keeping.assessments import read_document
from evenstride.services.keeping.plans import read_plan
from evenstride.services.make_plan import PlannedRun
from evenstride.services.training.told_since import with_told_since
from evenstride.services.write_plan import PlanFormat, plan_bytes

if TYPE_CHECKING:
    from evenstride.model.finding import Finding
    from evenstride.model.stored import StoredPlan
    from evenstride.store import Store

Suffix = Literal["pdf", "md", "ics", "json", "html"]
_FORMATS: dict[Suffix, tuple[PlanFormat, str]] = {
    "pdf": ("PDF", "application/pdf"),
    "md": ("Markdown", "text/markdown; charset=utf-8"),
    "ics": ("calendar", "text/calendar; charset=utf-8"),
    "json": ("JSON", "application/json"),
    "html": ("plan page", "text/html; charset=utf-8"),
}


@dataclass(frozen=True)
class PlanFile:
    """A file of a plan."""

    content: bytes
    media_type: str
    name: str


def plan_file(store: Store, plan_id: str, suffix: Suffix) -> PlanFile:
    """The plan in one of its forms.

    Raises
    ------
    NotStoredError : no such plan.
    """
    with store.read() as work:
        stored = work.plans.get(plan_id)
    name, media_type = _FORMATS[suffix]
    if suffix == "json":
        content = (json.dumps(stored.document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
    else:
        plan = with_told_since(store, stored, read_plan(stored.document))
        content = plan_bytes(name, PlannedRun(plan, findings_behind(store, stored), True))
    return PlanFile(content, media_type, f"running_exercises_{stored.start_on.isoformat()}.{suffix}")


def findings_behind(store: Store, stored: StoredPlan) -> tuple[Finding, ...]:
    """The findings of the assessment that a plan answers; none where that is gone, or cannot be read any more."""
    from evenstride.errors import EvenstrideError

    if stored.assessment_id is None:
        return ()
    with store.read() as work:
        assessment = work.assessments.find(stored.assessment_id)
    try:
        return () if assessment is None else assessment_from_document(read_document(store, assessment)).findings
    except EvenstrideError:
        return ()
