"""Reports: one typed model of what is said, rendered as a page, and tables for other programs.

`build_report` makes the model from an analysis; `render_html` and `write_html` make the self-contained page;
`write_json` and `write_tables` write the values.
"""

from __future__ import annotations

from evenstride.reports.build import build_report
from evenstride.reports.files import write_html, write_json
from evenstride.reports.html import render_html
from evenstride.reports.model import Report
from evenstride.reports.tables import measure_table, write_tables

__all__ = ["Report", "build_report", "measure_table", "render_html", "write_html", "write_json", "write_tables"]
