"""The list of recordings and their reports: look, filter, stop or go on with the work, delete."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.jobs import cancel, retry, submit_analysis, submit_run
from evenstride.model.stored import RecordingKind
from evenstride.services.keeping.deleting import delete_recordings, delete_report
from evenstride.services.reading.report_list import EntryStatus, ReportFilter, list_reports
from evenstride.web.api.jobs import progress_words
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone

router = page_router()
LIST, EVERYBODY = "/reports", "everybody"
#: Kinds that a job takes without asking anything more.
RUN_KINDS: frozenset[RecordingKind] = frozenset({"run"})
CLIP_KINDS: frozenset[RecordingKind] = frozenset({"video", "keypoints", "lab"})


@router.get(LIST)
def reports(
    request: Request,
    context: Context,
    current: CurrentRunner,
    zone: ReaderZone,
    runner: str = "",
    kind: RecordingKind | Annotated[str, Query(pattern="^$")] = "",
    status: EntryStatus | Annotated[str, Query(pattern="^$")] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    said: str = "",
) -> HTMLResponse:
    """What was recorded of the runner whom this browser shows, or of another or everybody; the latest first."""
    runner_id = None if runner == EVERYBODY else runner or (current.id if current else None)
    wanted = ReportFilter(runner_id, kind or None, status or None, page)  # type: ignore[arg-type]
    return render_page(
        request,
        "app/reports.html.j2",
        listed=list_reports(context.store, wanted),
        wanted=wanted,
        said=said,
        zone=zone,
        progress_words=progress_words,
        can_measure=CLIP_KINDS | RUN_KINDS,
    )


@router.post("/reports/jobs/{job_id}/cancel")
def cancel_work(job_id: str, context: Context) -> Response:
    """Stop the work on a recording."""
    cancel(context.store, job_id)
    return RedirectResponse(LIST, status_code=303)


@router.post("/reports/jobs/{job_id}/retry")
def retry_work(job_id: str, context: Context) -> Response:
    """Let work that stopped go on."""
    retry(context.store, job_id)
    return RedirectResponse(LIST, status_code=303)


@router.post("/recordings/{recording_id}/measure")
def measure_recording(recording_id: str, context: Context, kind: Annotated[RecordingKind, Query()]) -> Response:
    """Ask for the work on a recording that nobody measured yet."""
    if kind in RUN_KINDS:
        submit_run(context.store, recording_id)
    else:
        submit_analysis(context.store, [recording_id])
    return RedirectResponse(LIST, status_code=303)


@router.post("/reports/{assessment_id}/delete")
def remove_report(assessment_id: str, context: Context) -> Response:
    """Delete a report with its recordings."""
    delete_report(context.store, assessment_id)
    return RedirectResponse(f"{LIST}?said=deleted", status_code=303)


@router.post("/recordings/{recording_id}/delete")
def remove_recording(recording_id: Annotated[str, Path()], context: Context) -> Response:
    """Delete a recording that has no report."""
    delete_recordings(context.store, (recording_id,))
    return RedirectResponse(f"{LIST}?said=deleted", status_code=303)
