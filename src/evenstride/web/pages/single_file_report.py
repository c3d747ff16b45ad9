"""The single-file report as it is, to be looked at or saved.

The file brings its own style and script. It is shown in a sandbox: what runs in it has no origin, so that even a report
that somebody else made and that was imported reaches neither the app nor its cookie nor the network.
"""

from __future__ import annotations

from fastapi.responses import Response

from evenstride.services.kept_report import find_kept_report
from evenstride.services.reading.report_files import make_single_file
from evenstride.web.context import Context
from evenstride.web.file_answers import content_answer, file_answer
from evenstride.web.routers import page_router

router = page_router()
SANDBOX = "; ".join(
    (
        "sandbox allow-scripts",
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "media-src blob:",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)


@router.get("/reports/{assessment_id}/page")
def report_page(assessment_id: str, context: Context) -> Response:
    """The report on the screen; the page's own, tighter policy holds beside this one."""
    report = find_kept_report(context.store, assessment_id)
    response = file_answer(report, shown_as="text/html")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"  # browsers refuse a sandbox that names an opener
    return response


@router.get("/reports/{assessment_id}/report.html")
def saved_report(assessment_id: str, context: Context) -> Response:
    """The report to be saved and sent on, with what the runner's home tests say by now."""
    page = make_single_file(context.store, assessment_id)
    return content_answer(page, media_type="text/html", name="running_form_report.html")
