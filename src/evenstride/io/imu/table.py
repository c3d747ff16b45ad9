"""Text to numbers: encoding, delimiter, where the header ends, and rows in blocks with what was lost."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import RunFileError

MEBIBYTE = 1 << 20
#: Bytes of one file, letters of one line, samples of one file. An hour at 500 Hz with six columns is 130 MB as text.
MAX_BYTES = 512 * MEBIBYTE
MAX_LINE = 4 * MEBIBYTE
MAX_SAMPLES = 4_000_000
_SNIFFED_LINES = 200
_SNIFFED_LETTERS = MEBIBYTE
_BLOCK_LINES = 20_000
#: Field separators; the last one is any run of spaces.
_DELIMITERS: tuple[str | None, ...] = (",", ";", "\t", None)
#: A row is numbers when this share of its fields is.
_NUMERIC_SHARE = 0.5
_MOST_COLUMNS = 400


@dataclass(frozen=True)
class TableLayout:
    """How a text file is written.

    Attributes
    ----------
    delimiter : None for any run of spaces.
    header : the rows above the numbers, cut into fields, empty where there are none.
    first_row : number (from 1) of the first line that holds numbers.
    """

    encoding: str
    delimiter: str | None
    has_decimal_comma: bool
    header: tuple[tuple[str, ...], ...]
    first_row: int
    n_columns: int


@dataclass
class Losses:
    """Rows that could not be read: how many, and the first one with its reason."""

    count: int = 0
    first: str = ""
    cut_off: str = field(default="")

    def add(self, row: int, reason: str) -> None:
        self.count += 1
        self.first = self.first or f"row {row}, {reason}"

    @property
    def sentences(self) -> tuple[str, ...]:
        said = f"{counted(self.count, 'row')} left out, the first: {self.first}."
        return (*((said,) if self.count else ()), *((self.cut_off,) if self.cut_off else ()))


def counted(number: int, noun: str) -> str:
    """A noun with its number.

    Examples
    --------
    >>> counted(1, "gap"), counted(3, "gap")
    ('1 gap', '3 gaps')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def check_readable(path: Path) -> None:
    """Raise where the file is none, is empty, too large, or holds no text."""
    if path.is_dir():
        raise RunFileError(f"Expected one sensor file, got the folder {path.name}.")
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise RunFileError(f"Expected to read {path.name}: {error.strerror or error}.") from error
    if not start.strip():
        raise RunFileError(f"Expected a table of samples in {path.name}, the file is empty.")
    if size > MAX_BYTES:
        raise RunFileError(f"Expected a sensor file of at most {MAX_BYTES // MEBIBYTE} MiB, {path.name} is larger.")
    if b"\0" in start and start[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise RunFileError(f"Expected a sensor's table as text (CSV), {path.name} is not text.")


def sniff_layout(path: Path) -> TableLayout:
    """Find encoding, delimiter, decimal sign, header and number of columns from the first lines.

    Raises
    ------
    RunFileError : no two rows of numbers with the same number of fields.
    """
    check_readable(path)
    encoding = _encoding(path)
    lines = _first_lines(path, encoding)
    best: tuple[int, int, str | None, bool, list[int]] | None = None
    for delimiter in _DELIMITERS:
        for comma in (False, True) if delimiter != "," else (False,):
            rows, columns = _numeric_rows(lines, delimiter, comma)
            score = (len(rows), columns)
            if rows and (best is None or score > best[:2]):
                best = (*score, delimiter, comma, rows)
    if best is None or best[0] < 2:
        raise RunFileError(
            f"Expected rows of numbers in {path.name}, found none in its first {len(lines)} lines. "
            "Export the sensor's samples as CSV, one row a sample."
        )
    _, columns, delimiter, comma, rows = best
    header = tuple(tuple(split(line, delimiter)) for line in lines[: rows[0]] if line.strip())
    return TableLayout(encoding, delimiter, comma, header, rows[0] + 1, columns)


def split(line: str, delimiter: str | None) -> list[str]:
    """The fields of a line without spaces and quotes around them."""
    return [each.strip().strip('"').strip() for each in line.rstrip("\r\n").split(delimiter)]


def read_columns(
    path: Path, layout: TableLayout, columns: tuple[int, ...], *, strict: bool
) -> tuple[NDArray[np.float64], Losses]:
    """(sample, column) the numbers of some columns, and what was left out.

    NaN stands for an empty field. A row with another word in one of the columns, or with too few fields, is left out
    and counted; ``strict`` raises at the first one.

    Raises
    ------
    RunFileError : in strict reading, with row and column.
    """
    blocks: list[NDArray[np.float64]] = []
    losses = Losses()
    total = 0
    for first_row, lines in _blocks(path, layout):
        block = _parse_fast(lines, layout, columns)
        if block is None:
            block = _parse_by_row(lines, first_row, layout, columns, losses, strict=strict)
        blocks.append(block)
        total += len(block)
        if total >= MAX_SAMPLES:
            losses.cut_off = f"Only the first {MAX_SAMPLES} samples are read."
            break
    data = np.concatenate(blocks) if blocks else np.empty((0, len(columns)))
    return data[:MAX_SAMPLES], losses


def lines_of(path: Path, encoding: str) -> Iterator[str]:
    """Lines one by one; raises at one that is longer than any table's."""
    with path.open(encoding=encoding, errors="replace", newline="\n") as stream:
        row = 0
        while line := stream.readline(MAX_LINE):
            row += 1
            if len(line) >= MAX_LINE:
                raise RunFileError(f"Expected lines of at most {MAX_LINE} letters, row {row} is longer.")
            yield line


def _encoding(path: Path) -> str:
    with path.open("rb") as stream:
        start = stream.read(3)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-8-sig"


def _first_lines(path: Path, encoding: str) -> list[str]:
    lines: list[str] = []
    letters = 0
    for line in lines_of(path, encoding):
        lines.append(line)
        letters += len(line)
        if len(lines) >= _SNIFFED_LINES or letters >= _SNIFFED_LETTERS:
            break
    return lines


def _numeric_rows(lines: list[str], delimiter: str | None, comma: bool) -> tuple[list[int], int]:
    """Indices of the rows of numbers that have the most common number of fields, and that number."""
    counts: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        fields = split(line.replace(",", ".") if comma else line, delimiter)
        numbers = sum(_is_number(each) for each in fields)
        known = sum(bool(each) for each in fields)
        if numbers and numbers >= _NUMERIC_SHARE * known and len(fields) <= _MOST_COLUMNS:
            counts.setdefault(len(fields), []).append(index)
    if not counts:
        return [], 0
    columns = max(counts, key=lambda n: (len(counts[n]), n))
    return counts[columns], columns


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _blocks(path: Path, layout: TableLayout) -> Iterator[tuple[int, list[str]]]:
    """(number of the first row, lines) of the part that holds numbers."""
    block: list[str] = []
    first_row = layout.first_row
    for row, line in enumerate(lines_of(path, layout.encoding), 1):
        if row < layout.first_row:
            continue
        block.append(line.replace(",", ".") if layout.has_decimal_comma else line)
        if len(block) == _BLOCK_LINES:
            yield first_row, block
            block, first_row = [], row + 1
    if block:
        yield first_row, block


def _parse_fast(lines: list[str], layout: TableLayout, columns: tuple[int, ...]) -> NDArray[np.float64] | None:
    """All rows at once; None where one of them needs a closer look."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            block = np.loadtxt(
                lines, delimiter=layout.delimiter, usecols=columns, comments=None, quotechar='"', ndmin=2
            )
    except (ValueError, IndexError, OverflowError, UserWarning):
        return None
    return block if len(block) == len(lines) else None


def _parse_by_row(
    lines: list[str],
    first_row: int,
    layout: TableLayout,
    columns: tuple[int, ...],
    losses: Losses,
    *,
    strict: bool,
) -> NDArray[np.float64]:
    rows: list[list[float]] = []
    for row, line in enumerate(lines, first_row):
        if not line.strip():
            continue
        try:
            rows.append(_numbers(split(line, layout.delimiter), columns))
        except _NotANumberError as error:
            if strict:
                raise RunFileError(f"Expected numbers throughout; row {row}, {error}.") from error
            losses.add(row, str(error))
    return np.array(rows, dtype=float).reshape(-1, len(columns))


class _NotANumberError(ValueError):
    """A field is not a number."""


def _numbers(fields: list[str], columns: tuple[int, ...]) -> list[float]:
    if len(fields) <= max(columns):
        raise _NotANumberError(f"column {len(fields) + 1}: the row ends after {len(fields)} fields")
    values = []
    for column in columns:
        try:
            values.append(float(fields[column]) if fields[column] else float("nan"))
        except ValueError as error:
            raise _NotANumberError(f"column {column + 1}: {fields[column][:20]!r} is no number") from error
    return values
