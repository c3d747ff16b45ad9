"""Assessments: measures, findings and the document whole; new ones come by ``/api/jobs``."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fastapi.responses import Response

from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus
from evenstride.model.plan import ScreenOutcome
from evenstride.model.stored import StoredAssessment
from evenstride.services.keeping.deleting import delete_report
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.services.reading.report_files import find_document, make_report_file, make_single_file
from evenstride.services.screens.suspicions import ToldSuspicion, suspicions_of_assessment
from evenstride.web.api.runner_screens import ScreenResultAnswer
from evenstride.web.api_shapes import (
    After,
    Answer,
    DeletedAnswer,
    IdInPath,
    IdInQuery,
    Length,
    PageAnswer,
    file_response,
    page_answer,
)
from evenstride.web.context import Context
from evenstride.web.document_shapes import AssessmentDocument
from evenstride.web.file_answers import file_answer
from evenstride.web.routers import api_router

router = api_router("assessments")
NAME = "running_form"


class MeasureAnswer(Answer):
    """A measure: a number (``value``), a class (``class_name``), or neither where it is refused; the errors with it."""

    measure_id: str
    side: Side | None
    value: float | None
    class_name: str | None
    unit: str
    standard_error: float | None
    mdc: float | None
    n_steps: int
    status: MeasureStatus


class FindingAnswer(Answer):
    """A finding: a likelihood and never a diagnosis. ``strength`` is 0 to 1."""

    finding_id: str
    side: Side | None
    status: FindingStatus
    strength: float


class SuspicionAnswer(Answer):
    """A muscle that a finding suspects, what home screens said about it, and which could still tell."""

    finding_id: str
    side: Side | None
    finding_status: str
    muscle_id: str
    kind: Literal["tight", "weak"]
    outcome: ScreenOutcome
    told_by: list[ScreenResultAnswer]
    to_test: list[str]


class AssessmentAnswer(Answer):
    """An assessment in short; ``measured_at`` is when the run was as far as known, else when it came in."""

    id: str
    runner_id: str
    created_at: datetime
    measured_at: datetime
    package_version: str
    configuration_hash: str
    is_running: bool
    recording_ids: list[str]
    document_sha256: str
    has_report: bool


@router.get("")
def list_assessments(
    context: Context, runner_id: IdInQuery | None = None, after: After = None, length: Length = 50
) -> PageAnswer[AssessmentAnswer]:
    """Assessments: of one runner or of all."""
    return page_answer(
        read_page(context.store, "assessments", length=length, after=after, runner_id=runner_id), _answer
    )


@router.get("/{assessment_id}")
def get_assessment(assessment_id: IdInPath, context: Context) -> AssessmentAnswer:
    """One assessment in short."""
    return _answer(read_value(context.store, "assessments", assessment_id))


@router.get("/{assessment_id}/measures")
def get_measures(assessment_id: IdInPath, context: Context) -> list[MeasureAnswer]:
    """Its measures, unrounded, with their errors."""
    found: StoredAssessment = read_value(context.store, "assessments", assessment_id)
    return [MeasureAnswer.model_validate(each) for each in found.measures]


@router.get("/{assessment_id}/findings")
def get_findings(assessment_id: IdInPath, context: Context) -> list[FindingAnswer]:
    """Its findings."""
    found: StoredAssessment = read_value(context.store, "assessments", assessment_id)
    return [FindingAnswer.model_validate(each) for each in found.findings]


@router.get("/{assessment_id}/suspicions")
def get_suspicions(assessment_id: IdInPath, context: Context) -> list[SuspicionAnswer]:
    """The muscles that its present and possible findings suspect: supported, not supported or unknown by screens."""
    return [_suspicion(each) for each in suspicions_of_assessment(context.store, assessment_id)]


@router.delete("/{assessment_id}")
def remove_assessment(assessment_id: IdInPath, context: Context) -> DeletedAnswer:
    """Delete an assessment with the recordings that it rests on. It cannot be undone."""
    return DeletedAnswer.model_validate(delete_report(context.store, assessment_id))


@router.get("/{assessment_id}/document", response_model=AssessmentDocument)
def get_document(assessment_id: IdInPath, context: Context) -> Response:
    """The ``evenstride.assessment/1`` document, byte for byte as it is kept."""
    return file_answer(find_document(context.store, assessment_id), shown_as="application/json")


@router.get(
    "/{assessment_id}/report.html", response_class=Response, responses=file_response("text/html", "One HTML file.")
)
def get_report_page(assessment_id: IdInPath, context: Context) -> Response:
    """The report as one file that needs nothing else."""
    return _saved(make_single_file(context.store, assessment_id), "text/html", "html")


@router.get(
    "/{assessment_id}/report.pdf", response_class=Response, responses=file_response("application/pdf", "The report.")
)
def get_report_pdf(assessment_id: IdInPath, context: Context) -> Response:
    """The report on paper."""
    return _saved(make_report_file(context.store, assessment_id, "pdf"), "application/pdf", "pdf")


@router.get(
    "/{assessment_id}/measures.csv", response_class=Response, responses=file_response("text/csv", "One row a measure.")
)
def get_measures_table(assessment_id: IdInPath, context: Context) -> Response:
    """The measures as a table, unrounded."""
    return _saved(make_report_file(context.store, assessment_id, "csv"), "text/csv", "csv")


def _saved(content: bytes, media_type: str, suffix: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{NAME}.{suffix}"'}
    return Response(content, media_type=media_type, headers=headers)


def _answer(assessment: StoredAssessment) -> AssessmentAnswer:
    own = {name: getattr(assessment, name) for name in AssessmentAnswer.model_fields if hasattr(assessment, name)}
    return AssessmentAnswer(**own, has_report=any(use.role == "report" for use in assessment.files))


def _suspicion(told: ToldSuspicion) -> SuspicionAnswer:
    suspicion = told.suspicion
    return SuspicionAnswer(
        finding_id=suspicion.finding_id,
        side=suspicion.side,
        finding_status=told.finding_status,
        muscle_id=suspicion.muscle_id,
        kind=suspicion.kind,
        outcome=suspicion.outcome,
        told_by=[ScreenResultAnswer.model_validate(each) for each in told.answers],
        to_test=list(suspicion.to_test),
    )
