"""A report and its recordings as files: to be saved, and the small drawing of the list."""

from __future__ import annotations

from fastapi.responses import Response

from evenstride.services.reading.report_files import (
    draw_figure,
    find_document,
    find_original,
    make_report_file,
)
from evenstride.web.context import Context
from evenstride.web.file_answers import file_answer
from evenstride.web.routers import page_router

router = page_router()
NAME = "running_form_report"


@router.get("/reports/{assessment_id}/report.pdf")
def report_pdf(assessment_id: str, context: Context) -> Response:
    """The report on paper."""
    return _saved(make_report_file(context.store, assessment_id, "pdf"), "application/pdf", f"{NAME}.pdf")


@router.get("/reports/{assessment_id}/measures.csv")
def measures_csv(assessment_id: str, context: Context) -> Response:
    """Every measure, unrounded."""
    return _saved(make_report_file(context.store, assessment_id, "csv"), "text/csv", "measures.csv")


@router.get("/reports/{assessment_id}/assessment.json")
def document(assessment_id: str, context: Context) -> Response:
    """The whole result as a document."""
    return file_answer(find_document(context.store, assessment_id), name="assessment.json")


@router.get("/recordings/{recording_id}/original")
def original(recording_id: str, context: Context) -> Response:
    """The recording as it came."""
    file, name = find_original(context.store, recording_id)
    return file_answer(file, name=name)


@router.get("/reports/{assessment_id}/figure.svg")
def figure(assessment_id: str, context: Context) -> Response:
    """The runner of one picture as lines."""
    headers = {"Cache-Control": "private, max-age=86400"}
    return Response(draw_figure(context.store, assessment_id), media_type="image/svg+xml", headers=headers)


def _saved(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
