"""The documents as OpenAPI describes them: what every version of ``/1`` has; more may stand in them.

The whole of each stands in docs/reference. The routes send the documents as they are kept, byte for byte.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus


class _Document(BaseModel):
    """Fields of a document; others may follow within the same number of the schema."""

    model_config = ConfigDict(extra="allow")


class DocumentMeasure(_Document):
    """A measure: a number, the name of a class, or null where it is refused."""

    id: str
    side: Side | None
    value: float | str | None
    unit: str
    standard_error: float | None
    mdc: float | None
    n_steps: int
    status: MeasureStatus
    reasons: list[str]


class DocumentFinding(_Document):
    """A finding: how likely it is seen, and what it rests on."""

    id: str
    side: Side | None
    status: FindingStatus
    strength: float


class AssessmentDocument(_Document):
    """``evenstride.assessment/1``, as ``evenstride analyze --json`` writes it."""

    schema_: Literal["evenstride.assessment/1"] = Field(alias="schema")
    version: str
    created_at: str
    is_running: bool
    warnings: list[str]
    recordings: list[dict[str, Any]]
    measures: list[DocumentMeasure]
    findings: list[DocumentFinding]
    provenance: dict[str, Any]


class PlanDocument(_Document):
    """``evenstride.plan/1``, as ``evenstride plan --json`` writes it."""

    schema_: Literal["evenstride.plan/1"] = Field(alias="schema")
    start_on: str
    retest_on: str
    weeks: list[dict[str, Any]]
    stopped_by: list[dict[str, Any]]


class ProgressDocument(_Document):
    """``evenstride.progress/1``, as ``evenstride progress --json`` writes it."""

    schema_: Literal["evenstride.progress/1"] = Field(alias="schema")
    runner_id: str
    measures: list[dict[str, Any]]
    adherence: dict[str, Any] | None
    advice: dict[str, Any] | None
    pain: list[dict[str, Any]]
    effort: list[dict[str, Any]]
    load: dict[str, Any]
    retest: dict[str, Any] | None


class ComparisonDocument(_Document):
    """``evenstride.comparison/1``, as ``evenstride compare --json`` writes it."""

    schema_: Literal["evenstride.comparison/1"] = Field(alias="schema")
    measures: list[dict[str, Any]]


class KnowledgeDocument(_Document):
    """One entry of the knowledge with the chain it stands in, or a list of them, as ``evenstride explain`` has it."""

    schema_: str = Field(alias="schema")
    knowledge_version: str
