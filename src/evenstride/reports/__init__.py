"""Reports: one typed model of what is said, rendered as a page, and tables for other programs.

`build_report` makes the model from an analysis; `render_html` and `write_html` make the self-contained page;
`write_json` and `write_tables` write the values.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.reports.build import build_report as build_report
    from evenstride.reports.files import write_html as write_html
    from evenstride.reports.files import write_json as write_json
    from evenstride.reports.html import render_html as render_html
    from evenstride.reports.model import Report as Report
    from evenstride.reports.tables import measure_table as measure_table
    from evenstride.reports.tables import write_tables as write_tables

__all__ = ["Report", "build_report", "measure_table", "render_html", "write_html", "write_json", "write_tables"]

_HOMES = {
    "Report": "model",
    "build_report": "build",
    "measure_table": "tables",
    "render_html": "html",
    "write_html": "files",
    "write_json": "files",
    "write_tables": "tables",
}


def __getattr__(name: str) -> object:
    """Load a name on first use, so that whoever needs a style sheet only does not load the science."""
    if name not in _HOMES:
        raise AttributeError(f"module 'evenstride.reports' has no attribute {name!r}")
    return getattr(importlib.import_module(f"evenstride.reports.{_HOMES[name]}"), name)
