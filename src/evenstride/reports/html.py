"""The report as one HTML file that opens from disk and asks the network for nothing."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.reports.bundle import content_policy, script_text, style_text
from evenstride.reports.drawing import draw_panels, draw_time_axis
from evenstride.reports.model import Report
from evenstride.reports.page_data import clip_base64, page_data_json, shown_duration_s

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


def render_html(report: Report) -> str:
    """The whole page as text; everything that came from outside is escaped.

    The content policy in the page allows exactly this style and this script, by hash, and no address at all.
    """
    from markupsafe import Markup

    style = f"{_clip_style(report)}\n{style_text()}"
    script = script_text()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            panels=draw_panels(report.panels, report.clip),
            time_axis=draw_time_axis(report.clip),
            policy=content_policy(style=style, script=script),
            style=Markup(style),
            script=Markup(script),
            page_data=Markup(page_data_json(report)),
            clip_base64=clip_base64(report.clip),
        )
    )


def _clip_style(report: Report) -> str:
    """The clip's own sizes for the style sheet, which may not stand in style attributes."""
    width, height = report.clip.size_px
    return (
        f":root {{ --clip-width: {int(width)}; --clip-height: {int(height)}; "
        f"--clip-duration-s: {shown_duration_s(report.clip):.3f}; }}"
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["doi_address"] = doi_address
    return environment


def doi_address(doi: str) -> str:
    """The address of a DOI, for readers who follow it; the page itself never does."""
    return f"https://doi.org/{doi}"
