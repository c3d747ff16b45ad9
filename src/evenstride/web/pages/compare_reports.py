"""A report beside an earlier one of the same runner: what changed beyond error, both clips in the phase of a stride."""

from __future__ import annotations

from typing import Any

from fastapi import Query, Request
from fastapi.responses import Response

from evenstride.services.reading.report_comparison import OpenedComparison, compare_reports
from evenstride.web.context import Context
from evenstride.web.pages.report import compressed
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone

router = page_router()


@router.get("/reports/{assessment_id}/compare")
def compare(
    request: Request,
    assessment_id: str,
    context: Context,
    zone: ReaderZone,
    other: str | None = Query(default=None, alias="with"),
) -> Response:
    """Both beside each other; without ``with`` the latest that was measured before."""
    opened = compare_reports(context.store, assessment_id, other or None)
    if opened is None:
        return render_page(request, "app/compare_alone.html.j2", assessment_id=assessment_id)
    return compressed(
        request, render_page(request, "app/compare.html.j2", compared=opened, zone=zone, **_drawn(opened))
    )


@router.get("/reports/{assessment_id}/compare.css")
def compare_sizes(assessment_id: str, context: Context, other: str = Query(alias="with")) -> Response:
    """The sizes of both clips, which may not stand in style attributes."""
    opened = compare_reports(context.store, assessment_id, other)
    pair = None if opened is None else opened.comparison.pair
    rules = [] if pair is None else [("earlier", pair.earlier), ("later", pair.later)]
    sheet = "\n".join(
        f".compare-stage.is-{which} {{ --clip-width: {int(section.data.size_px[0])}; "
        f"--clip-height: {int(section.data.size_px[1])}; }}"
        for which, section in rules
    )
    return Response(sheet, media_type="text/css")


def _drawn(opened: OpenedComparison) -> dict[str, Any]:
    """The curves drawn, and what the page's script reads."""
    from markupsafe import Markup

    from evenstride.reports.comparison.drawing import draw_phase_panels, phase_data_json
    from evenstride.reports.page_data import page_data_json

    pair = opened.comparison.pair
    if pair is None:
        return {"panels": (), "films": {}, "data": {}, "phase_data": ""}
    sections = {"earlier": (opened.earlier, pair.earlier), "later": (opened.later, pair.later)}
    hashes = {which: report.clip_hashes[section.number - 1] for which, (report, section) in sections.items()}
    return {
        "panels": draw_phase_panels(pair.panels),
        "films": {which: f"/media/{sha256}" if sha256 else "" for which, sha256 in hashes.items()},
        "data": {which: Markup(page_data_json(section)) for which, (_, section) in sections.items()},
        "phase_data": Markup(phase_data_json(pair.panels)),
    }
