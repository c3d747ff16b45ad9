"""Write an analysis where the user asked for it: page, PDF, JSON, table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.model import ClipAnalysis, SessionAnalysis
from evenstride.model.run_analysis import RunAnalysis
from evenstride.services.output_files import PDF_SUFFIXES, REPORT_SUFFIXES, TABLE_SUFFIXES, check_output

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

STANDARD_OUTPUT = "-"
Analysis = ClipAnalysis | SessionAnalysis | RunAnalysis


def check_outputs(
    *, sources: Sequence[Path], report: Path | None, json_out: str | None, table: Path | None, pdf: Path | None = None
) -> None:
    """Refuse names that cannot be written before a minute of work is spent; ``sources`` are the recordings."""
    for source in sources:
        if report is not None:
            check_output(report, "report", suffixes=REPORT_SUFFIXES, source=source)
        if pdf is not None:
            check_output(pdf, "PDF", suffixes=PDF_SUFFIXES, source=source)
        if table is not None:
            check_output(table, "table", suffixes=TABLE_SUFFIXES, source=source)
        if json_out not in (None, STANDARD_OUTPUT):
            check_output(Path(str(json_out)), "JSON file", source=source)


def write_results(
    analysis: Analysis,
    *,
    report: Path | None,
    json_out: str | None,
    table: Path | None,
    pdf: Path | None = None,
) -> None:
    """Write what was asked for; every file is written whole or not at all."""
    if json_out is not None and json_out != STANDARD_OUTPUT:
        from evenstride.reports.files import write_document

        write_document(analysis.to_dict(), Path(json_out))
    if table is not None:
        from evenstride.reports.tables import write_tables

        write_tables(analysis.assessment, table)
    if report is not None or pdf is not None:
        _write_report(analysis, report, pdf)


def _write_report(analysis: Analysis, html: Path | None, pdf: Path | None) -> None:
    """The page and the PDF, of one report."""
    from evenstride.reports.build import build_report
    from evenstride.reports.files import write_html, write_whole

    report = build_report(analysis, knowledge=shipped_knowledge())
    if html is not None:
        write_html(report, html)
    if pdf is not None:
        from evenstride.reports.pdf import report_pdf

        content = report_pdf(report)
        write_whole(pdf, lambda part: part.write_bytes(content))


def shipped_knowledge() -> Knowledge:
    """The knowledge that came with the package."""
    from evenstride.knowledge import load_knowledge

    return load_knowledge()
