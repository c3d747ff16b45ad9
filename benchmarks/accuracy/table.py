"""One table of the accuracy page: Markdown and CSV, and how its numbers are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy.score import Agreement

#: Groups of tables in the order of the page.
GROUPS = (
    "Targets",
    "Contact and toe-off",
    "Measures from the side",
    "Measures from behind",
    "Are the stated errors true?",
    "Left and right",
    "Camera and picture",
    "Drift over a run",
    "Real clips",
    "Motion sensors",
)


@dataclass(frozen=True)
class Table:
    """A heading, one line that says what is shown, column names and rows of ready text.

    ``page_rows`` are those that the page shows where all of them would be too many to read; the CSV file has all.
    """

    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    group: str = GROUPS[0]
    page_rows: tuple[tuple[str, ...], ...] | None = None

    @property
    def file_name(self) -> str:
        """Name of the CSV file."""
        return self.title.lower().replace("'", "").replace(",", "").replace("?", "").replace(" ", "_") + ".csv"

    def with_page_rows(self, is_shown: Callable[[tuple[str, ...]], bool]) -> Table:
        """The same table with only some rows on the page."""
        return replace(self, page_rows=tuple(row for row in self.rows if is_shown(row)))

    def to_markdown(self, folder: str = "accuracy") -> str:
        """A heading, the line, a pipe table, and where the rest stands."""
        rows = self.rows if self.page_rows is None else self.page_rows
        lines = [f"### {self.title}", "", self.about, ""]
        if rows:
            lines += [_pipe(self.columns), _pipe(["---"] * len(self.columns)), *(_pipe(row) for row in rows), ""]
        if len(rows) < len(self.rows):
            lines += [f"All {len(self.rows)} rows: [{self.file_name}]({folder}/{self.file_name})", ""]
        return "\n".join(lines)

    def to_csv(self) -> str:
        """All rows with a header line."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.rows)
        return stream.getvalue()


def limits(agreement: Agreement) -> str:
    """Limits of agreement, a dash for fewer than two values."""
    low, high = agreement.limits
    return "-" if agreement.n < 2 else f"{low:+.1f} to {high:+.1f}"


def signed(value: float) -> str:
    """One decimal with its sign, a dash for nothing."""
    return f"{value:+.1f}" if np.isfinite(value) else "-"


def plain(value: float) -> str:
    """One decimal, a dash for nothing."""
    return f"{value:.1f}" if np.isfinite(value) else "-"


def percent(share: float) -> str:
    """A share as a whole number of per cent, a dash for nothing."""
    return f"{100 * share:.0f}" if np.isfinite(share) else "-"


def _pipe(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
