"""One report inside the app: the same parts and modules as the single file, its clips served beside it."""

from __future__ import annotations

import gzip
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from evenstride.services.reading.opened_report import OpenedReport, open_report
from evenstride.web.context import Context
from evenstride.web.pages.library import LIBRARY
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page

router = page_router()
_GZIP_LEVEL = 5


@router.get("/reports/{assessment_id}")
def report(request: Request, assessment_id: str, context: Context) -> Response:
    """The report; or, where another version made it, the way to the page of that time."""
    opened = open_report(context.store, assessment_id)
    if opened.report is None:
        return render_page(request, "app/report_of_then.html.j2", opened=opened)
    return compressed(request, render_page(request, "app/report.html.j2", opened=opened, **_parts(opened)))


@router.get("/reports/{assessment_id}/clips.css")
def clip_sizes(assessment_id: str, context: Context) -> Response:
    """The sizes of the report's clips, which may not stand in style attributes."""
    from evenstride.reports.html import clip_style

    opened = open_report(context.store, assessment_id)
    return Response(clip_style(opened.report) if opened.report else "", media_type="text/css")


def compressed(request: Request, response: HTMLResponse) -> Response:
    """The page in a quarter of its bytes, where the browser takes it so; it holds no secret of a session."""
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return response
    headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(gzip.compress(response.body, _GZIP_LEVEL), media_type=response.media_type, headers=headers)


def _parts(opened: OpenedReport) -> dict[str, Any]:
    """What the report's own templates name, and the modules and sheets that go with them."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.bundle import RUN_STYLE_SHEETS, STYLE_SHEETS, entries_of
    from evenstride.reports.html import drawn_parts
    from evenstride.services.live_coach.camera_address import coach_pages

    assert opened.report is not None
    has_run = opened.report.run is not None
    addresses = [None if sha256 is None else f"/media/{sha256}" for sha256 in opened.clip_hashes]
    return {
        **drawn_parts(opened.report, clip_addresses=addresses, library=LIBRARY, tests_at="/screens"),
        "coach_pages": coach_pages(load_knowledge()),
        "sheets": [name for name in (RUN_STYLE_SHEETS if has_run else STYLE_SHEETS) if name != "theme.css"],
        "entries": entries_of(has_clips=bool(opened.report.clips), has_run=has_run),
    }
