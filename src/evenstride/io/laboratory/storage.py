"""OpenSim's storage files, MOT and STO: a table over time, of forces or of joint angles.

Format: "Storage (.sto) Files" and "Motion (.mot) Files" in the OpenSim documentation.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
``version=1`` and ``3``, ``nRows=``,   all are read; the labels and rows count
``datarows`` of SIMM, both heads
No ``endheader``                       the head ends before the line that begins with ``time``
``inDegrees=no``                       `StorageTable.in_degrees` says so; SIMM's own heads mean degrees
Tabs or spaces                         either
Numbers of rows or columns are wrong   labels and rows count; said
=====================================  ============================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.clock import even_rate_hz
from evenstride.io.laboratory.text_lines import bad_line, cells_of, read_lines, read_table

_WHAT = "a MOT or STO file"
_ROWS, _COLUMNS = ("nrows", "datarows"), ("ncolumns", "datacolumns")


@dataclass(frozen=True)
class StorageTable:
    """Columns over time.

    Attributes
    ----------
    time_s : (row,) the file's own clock, evenly spaced.
    columns : label -> (row,) numbers in the file's unit, NaN where a cell is blank.
    in_degrees : whether angles in it are degrees, else radians.
    """

    time_s: NDArray[np.float64]
    columns: dict[str, NDArray[np.float64]]
    name: str = ""
    in_degrees: bool = True
    warnings: tuple[str, ...] = ()


def read_storage(path: str | Path) -> StorageTable:
    """Read a MOT or STO file.

    Raises
    ------
    MarkerFileError
        It is no such file, or is damaged; the message names the line.
    """
    path = Path(path)
    lines = read_lines(path, _WHAT)
    at = _line_of_labels(lines, path.name)
    labels = cells_of(lines[at].strip())
    doubled = {label for label in labels if labels.count(label) > 1}
    if doubled:
        raise bad_line(path.name, at, f"expected every label once, got {', '.join(sorted(doubled))} more than once.")
    header = _header(lines[:at])
    table = read_table([line.strip(" ") for line in lines], first=at + 1, width=len(labels), name=path.name)
    even_rate_hz(table[:, 0], path.name, first_line=at + 2)
    return StorageTable(
        time_s=table[:, 0],
        columns={label: table[:, i].copy() for i, label in enumerate(labels) if i},
        name=lines[0].strip(),
        in_degrees=header.get("indegrees", "yes").lower() not in ("no", "false", "0"),
        warnings=tuple(_contradictions(header, table)),
    )


def _line_of_labels(lines: Sequence[str], name: str) -> int:
    for at, line in enumerate(lines):
        cells = cells_of(line.strip())
        if cells and cells[0].lower() == "time":
            if len(cells) < 2:
                raise bad_line(name, at, "expected labels of columns after time, got none.")
            return at
    raise bad_line(name, len(lines) - 1, f"expected a line of labels that begins with time in {_WHAT}, found none.")


def _header(lines: Sequence[str]) -> dict[str, str]:
    """``key=value`` and ``key value`` lines, keys in small letters."""
    header = {}
    for line in lines:
        key, _, value = line.strip().partition("=") if "=" in line else line.strip().partition(" ")
        header[key.strip().lower()] = value.strip()
    return header


def _contradictions(header: dict[str, str], table: NDArray[np.float64]) -> list[str]:
    said = []
    for keys, what, got in ((_ROWS, "rows", table.shape[0]), (_COLUMNS, "columns", table.shape[1])):
        named = next((header[key] for key in keys if header.get(key, "").isdigit()), str(got))
        if int(named) != got:
            said.append(f"The head names {named} {what}, the file holds {got}; these were read.")
    return said
