"""The report as one HTML file that opens from disk and asks the network for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evenstride.reports.body_map import PAGE_PALETTE, body_map_svg, map_key
from evenstride.reports.bundle import (
    RUN_STYLE_SHEETS,
    STYLE_SHEETS,
    content_policy,
    entries_of,
    script_text,
    style_text,
)
from evenstride.reports.clip_model import ClipSection
from evenstride.reports.drawing import draw_panels, draw_time_axis
from evenstride.reports.model import Report
from evenstride.reports.page_data import clip_base64, near_knee_curve, page_data_json, shown_duration_s
from evenstride.reports.page_templates import page_environment
from evenstride.reports.run.drawing import draw_run
from evenstride.reports.run.page_data import run_data_json


def render_html(report: Report) -> str:
    """The whole page as text; everything that came from outside is escaped.

    The content policy in the page allows exactly this style and this script, by hash, and no address at all.
    """
    from markupsafe import Markup

    has_run = report.run is not None
    style = f"{clip_style(report)}\n{style_text(RUN_STYLE_SHEETS if has_run else STYLE_SHEETS)}"
    script = script_text(entries_of(has_clips=bool(report.clips), has_run=has_run))
    return (
        page_environment()
        .get_template("report.html.j2")
        .render(
            **drawn_parts(report),
            mp4=[clip_base64(section.data) for section in report.clips],
            policy=content_policy(style=style, script=script),
            style=Markup(style),
            script=Markup(script),
        )
    )


def drawn_parts(
    report: Report, *, clip_addresses: Sequence[str | None] = (), library: str = "", tests_at: str = ""
) -> dict[str, Any]:
    """What ``_report.html.j2`` names: the report with everything that is drawn, for any page that holds it.

    Parameters
    ----------
    clip_addresses : where the moving picture of each clip is served; empty where the page brings it along.
    library : where the pages of the knowledge begin, to which findings, tests, exercises and measures then lead.
    tests_at : where home tests can be done, to which they then lead instead.
    """
    from markupsafe import Markup

    marks = report.muscles.marks
    key = map_key(marks, palette=PAGE_PALETTE, id_prefix="body-map") if marks else ()
    addresses = list(clip_addresses) or [None] * len(report.clips)
    return {
        "report": report,
        "clips": [_drawn(section, address) for section, address in zip(report.clips, addresses, strict=True)],
        "run_charts": None if report.run is None else draw_run(report.run),
        "run_data": "" if report.run is None else Markup(run_data_json(report.run)),
        "body_map": Markup(body_map_svg(marks, palette=PAGE_PALETTE)) if marks else "",
        "body_map_key": [(Markup(sample), words) for sample, words in key],
        "library": library,
        "tests_at": tests_at,
    }


def clip_style(report: Report) -> str:
    """The clips' own sizes for the style sheet, which may not stand in style attributes."""
    return "\n".join(
        f"#clip{section.suffix} {{ --clip-width: {int(section.data.size_px[0])}; "
        f"--clip-height: {int(section.data.size_px[1])}; "
        f"--clip-duration-s: {shown_duration_s(section.data):.3f}; }}"
        for section in report.clips
    )


def _drawn(section: ClipSection, address: str | None) -> dict[str, Any]:
    """A clip with its charts drawn and its data packed."""
    from markupsafe import Markup

    return {
        "section": section,
        "panels": draw_panels(section.panels, section.data),
        "time_axis": draw_time_axis(section.data),
        "has_knee": near_knee_curve(section) is not None,
        "page_data": Markup(page_data_json(section)),
        "address": address,
    }
