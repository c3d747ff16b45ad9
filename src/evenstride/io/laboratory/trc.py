"""OpenSim's TRC files: markers over time as text.

Format: "Marker (.trc) Files" in the OpenSim documentation. Line 1 names the
type, 2 and 3 are keys and values, 4 is ``Frame#``, ``Time`` and the labels, 5 the axes, then rows.

=====================================  ============================================================
Trap                                   What is done
=====================================  ============================================================
Units are mm, cm or m                  ``Units`` is read; TRC in pixels holds keypoints, no markers
Gaps are blank, NaN, or three zeros    become NaN
Labels stand in every third column     labels are what is not blank; three columns each follow
NumMarkers or NumFrames is wrong       labels and rows count; said
Spaces in place of tabs                read where no cell is blank
No empty line, or no line of axes      rows begin where the first cell is a number
Time does not begin at 0               kept as ``start_s``, the clock of the force file
DataRate is missing or wrong           the times count
=====================================  ============================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.clock import even_rate_hz
from evenstride.io.laboratory.text_lines import bad_line, cells_of, read_lines, read_table
from evenstride.io.laboratory.values import MarkerFileError, MarkerRecording

METRES = {
    "mm": 0.001,
    "millimeter": 0.001,
    "millimeters": 0.001,
    "millimetres": 0.001,
    "cm": 0.01,
    "m": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "metres": 1.0,
}
PIXELS = frozenset({"px", "pixel", "pixels"})
_WHAT = "a TRC file of markers"
_HEAD_LINES = 40


def is_marker_trc(path: Path) -> bool:
    """Whether a TRC file holds markers in a unit of length; False for keypoints in pixels and what cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            head = [file.readline().rstrip("\r\n") for _ in range(3)]
    except OSError:
        return False
    return _header(head).get("units", "").lower() not in PIXELS


def read_trc(path: str | Path) -> MarkerRecording:
    """Read the markers of a TRC file.

    Raises
    ------
    MarkerFileError
        It is no TRC file, is damaged, or holds no marker; the message names the line.
    """
    path = Path(path)
    lines = read_lines(path, _WHAT)
    if not lines[0].lstrip().lower().startswith("pathfiletype"):
        raise bad_line(path.name, 0, f"expected PathFileType at the start of {_WHAT}, got {lines[0][:30]!r}.")
    header = _header(lines[:3])
    scale = _scale(header.get("units", ""), path.name)
    at = _line_of_labels(lines, path.name)
    labels = [cell for cell in cells_of(lines[at])[2:] if cell]
    if not labels:
        raise bad_line(path.name, at, "expected labels of markers after Frame# and Time, got none.")
    doubled = {label for label in labels if labels.count(label) > 1}
    if doubled:
        raise bad_line(path.name, at, f"expected every label once, got {', '.join(sorted(doubled))} more than once.")
    first = _first_row(lines, at, path.name)
    table = read_table(lines, first=first, width=2 + 3 * len(labels), name=path.name)
    rate_hz = even_rate_hz(table[:, 1], path.name, first_line=first + 1)
    xyz = table[:, 2:].reshape(len(table), len(labels), 3)
    missing = np.all(xyz == 0, axis=2) | ~np.isfinite(xyz).all(axis=2)
    xyz = np.where(missing[..., None], np.nan, xyz * scale)
    if missing.all():
        raise MarkerFileError(f"Expected markers with positions in {path.name}, all are missing.")
    return MarkerRecording(
        rate_hz=rate_hz,
        markers_m={label: xyz[:, i].copy() for i, label in enumerate(labels)},
        warnings=tuple(_contradictions(header, labels, table, rate_hz)),
        start_s=float(table[0, 1]),
    )


def _header(lines: Sequence[str]) -> dict[str, str]:
    """Keys in small letters -> values of lines 2 and 3."""
    if len(lines) < 3:
        return {}
    keys, values = (cells_of(line) for line in lines[1:3])
    return {key.lower(): value for key, value in zip(keys, values, strict=False)}


def _scale(unit: str, name: str) -> float:
    known = METRES.get(unit.strip().lower())
    if known is None:
        expected = "expected Units mm, cm or m"
        raise bad_line(name, 2, f"{expected}, got {unit!r}." if unit else f"{expected} in the head, found none.")
    return known


def _line_of_labels(lines: Sequence[str], name: str) -> int:
    for at, line in enumerate(lines[:_HEAD_LINES]):
        cells = cells_of(line)
        if len(cells) >= 2 and cells[0].lower().startswith("frame") and cells[1].lower().startswith("time"):
            return at
    raise bad_line(name, min(3, len(lines) - 1), "expected a line that begins with Frame# and Time, found none.")


def _first_row(lines: Sequence[str], labels_at: int, name: str) -> int:
    for at in range(labels_at + 1, len(lines)):
        cells = cells_of(lines[at])
        if cells and cells[0].replace(".", "", 1).isdigit():
            return at
    raise bad_line(name, labels_at, "expected rows of numbers after the labels, found none.")


def _contradictions(
    header: dict[str, str], labels: Sequence[str], table: NDArray[np.float64], rate_hz: float
) -> list[str]:
    """Where the head says something else than the rows."""
    said = []
    for key, what, got in (("nummarkers", "markers", len(labels)), ("numframes", "rows", len(table))):
        number = header.get(key, "")
        if number.isdigit() and int(number) != got:
            said.append(f"The head names {number} {what}, the file holds {got}; these were read.")
    try:
        named_hz = float(header.get("datarate", "nan"))
    except ValueError:
        named_hz = np.nan
    if np.isfinite(named_hz) and abs(named_hz - rate_hz) > 0.01 * rate_hz:
        said.append(f"The head names {named_hz:g} samples a second, the times say {rate_hz:.4g}; the times count.")
    return said
