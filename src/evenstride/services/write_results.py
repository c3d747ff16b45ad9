"""Write an analysis where the user asked for it: page, JSON, table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.errors import OutputError
from evenstride.model import ClipAnalysis

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

TABLE_SUFFIXES = (".csv", ".parquet")


def check_outputs(*, report: Path | None, json_out: str | None, table: Path | None) -> None:
    """Refuse names that cannot be written before a minute of work is spent."""
    if table is not None and table.suffix.lower() not in TABLE_SUFFIXES:
        raise OutputError(f"Expected a table name ending in .csv or .parquet, got {table.name}.")
    named = [report, table, None if json_out in (None, "-") else Path(str(json_out))]
    for path in named:
        if path is not None and path.is_dir():
            raise OutputError(f"Expected a file name to write to, got the folder {path}.")
        if path is not None and not path.absolute().parent.is_dir():
            raise OutputError(f"Expected an existing folder for {path.name}, got {path.parent}; make the folder first.")


def write_results(analysis: ClipAnalysis, *, report: Path | None, json_out: str | None, table: Path | None) -> None:
    """Write what was asked for; every file is written whole or not at all."""
    if json_out is not None and json_out != "-":
        from evenstride.reports.files import write_json

        write_json(analysis.assessment, Path(json_out))
    if table is not None:
        from evenstride.reports.tables import write_tables

        write_tables(analysis.assessment, table)
    if report is not None:
        from evenstride.reports.build import build_report
        from evenstride.reports.files import write_html

        write_html(build_report(analysis, knowledge=shipped_knowledge()), report)


def shipped_knowledge() -> Knowledge:
    """The knowledge that came with the package."""
    from evenstride.knowledge import load_knowledge

    return load_knowledge()
