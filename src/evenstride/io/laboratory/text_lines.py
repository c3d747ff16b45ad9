"""Lines of a laboratory's text file, and numbers in them, with the line number in every complaint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.values import MarkerFileError

#: An hour of 50 markers at 100 Hz takes about 1 GB as text; a trial is a minute at most.
MOST_BYTES = 512_000_000


def read_lines(path: Path, what: str) -> list[str]:
    """All lines without their ends; any of the line ends in use, a byte order mark taken off.

    Raises
    ------
    MarkerFileError
        The file is missing, empty, too large or holds bytes that are no text.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MarkerFileError(f"Expected {what} of at most {MOST_BYTES // 10**6} MB, {path.name} is larger.")
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise MarkerFileError(f"Expected to read {path.name}: {error.strerror or error}.") from error
    if "\0" in text:
        raise MarkerFileError(f"Expected {what}, {path.name} holds bytes that are no text.")
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise MarkerFileError(f"Expected {what}, {path.name} is empty.")
    return lines


def cells_of(line: str) -> list[str]:
    """Cells between tabs where there are tabs (empty ones are gaps), else between runs of spaces."""
    return [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split()


def read_table(lines: Sequence[str], *, first: int, width: int, name: str) -> NDArray[np.float64]:
    """(row, column) numbers of the lines from index ``first`` on; empty cells, and cells missing at the end, are NaN.

    Raises
    ------
    MarkerFileError
        A cell is no number, or a row has more numbers than there are columns; the message names the line.
    """
    rows = [_numbers(line, number, width, name) for number, line in _filled(lines, first)]
    if not rows:
        raise MarkerFileError(f"{name}, line {first + 1}: expected rows of numbers, the file ends after its head.")
    return np.array(rows)


def bad_line(name: str, at: int, message: str) -> MarkerFileError:
    """One line with the file's name and the line at index ``at``."""
    return MarkerFileError(f"{name}, line {at + 1}: {message}")


def _filled(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    return ((number, lines[number]) for number in range(first, len(lines)) if lines[number].strip())


def _numbers(line: str, number: int, width: int, name: str) -> list[float]:
    cells = cells_of(line)
    if len(cells) > width and any(cells[width:]):
        raise bad_line(name, number, f"expected at most {width} numbers, got {len(cells)}.")
    try:
        values = [float(cell) if cell else np.nan for cell in cells[:width]]
    except ValueError as error:
        wrong = next(cell for cell in cells if not _is_number(cell))
        raise bad_line(name, number, f"expected a number, got {wrong[:40]!r}.") from error
    if "\t" not in line and len(values) < width:
        raise bad_line(name, number, f"expected {width} numbers, got {len(values)}; between spaces a gap must be NaN.")
    return values + [np.nan] * (width - len(values))


def _is_number(cell: str) -> bool:
    try:
        float(cell or "nan")
    except ValueError:
        return False
    return True
