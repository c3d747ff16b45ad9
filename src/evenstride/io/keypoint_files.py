"""Keypoints made by other tools, and our own saved ones, behind one function.

================== ==================================================== ===========================================
format             told by                                              traps
================== ==================================================== ===========================================
evenstride pose    ``.npz`` or Parquet with our header                  none
gaitlab.pose/v1    JSON with that ``schema``                            scores above 1; times rounded to 0.1 ms, so
                                                                        that 30 fps reads as 30.03
TRC in pixels      first line ``PathFileType``, ``Units`` px            empty cells are gaps; y must point down
CSV                first column ``time_s``, then ``<name>_x``, ``_y``,  no picture size: the points' extent stands
                   ``_visibility``                                      for it
================== ==================================================== ===========================================

Points without a canonical name are left out. A time is needed: files with frame numbers only are refused, since a frame
rate that is guessed makes every time wrong.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import KeypointFileError
from evenstride.io.laboratory.trc import is_marker_trc
from evenstride.io.pose_files import HEADER_KEY, read_pose_track
from evenstride.model import PoseTrack
from evenstride.model.skeletons import Layout, canonical_columns, canonical_name, layout_of_names

_GAITLAB_SCHEMA = "gaitlab.pose/v1"
_LOOKED_AT_BYTES = 4096
#: Where a Parquet file says what it holds.
_PARQUET_END_BYTES = 1_000_000
_ZIP_MARK, _TRC_MARK = b"PK\x03\x04", b"PathFileType"


@dataclass(frozen=True)
class KeypointReader:
    """One format: how it is told from its first bytes, and how it is read."""

    name: str
    is_format: Callable[[bytes], bool]
    read: Callable[[Path], PoseTrack]


def holds_keypoints(path: Path) -> bool:
    """Whether a file holds points of a body, by its content; what cannot be read does not.

    An archive of arrays and a JSON of the schema are taken at their word, the reader has the last one.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT_BYTES)
            if start.startswith(b"PAR1"):
                file.seek(max(path.stat().st_size - _PARQUET_END_BYTES, 0))
                return HEADER_KEY in file.read()
    except OSError:
        return False
    if start.startswith(_ZIP_MARK):
        # The name of the first member stands behind its header of 30 bytes, its length in the last of them.
        length = int.from_bytes(start[26:28], "little")
        return start[30 : 30 + length].endswith(b".npy")
    if start.startswith(_TRC_MARK):
        return not is_marker_trc(path)
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return (start.startswith(b"{") and _GAITLAB_SCHEMA.encode() in start) or _has_point_columns(start)


def _has_point_columns(start: bytes) -> bool:
    """Whether a table begins with a time and the coordinates of a known point."""
    first, *others = start.partition(b"\n")[0].decode("utf-8", "replace").strip().split(",")
    names = (name.strip().removesuffix("_x") for name in others if name.strip().endswith("_x"))
    return first == "time_s" and any(canonical_name(name) for name in names)


def read_keypoints(path: Path) -> PoseTrack:
    """Read a keypoint file of any known format; the content decides, not the name.

    Raises
    ------
    KeypointFileError
        When the file cannot be read or is of no known format.
    """
    if path.is_dir():
        raise KeypointFileError(
            f"Expected one keypoint file, got the folder {path.name}. Folders of one JSON per frame carry no times: "
            "join them into a CSV with a time_s column."
        )
    try:
        with path.open("rb") as file:
            start = file.read(_LOOKED_AT_BYTES)
    except OSError as error:
        raise KeypointFileError(f"Expected to read {path.name}: {error.strerror or error}.") from error
    reader = next((reader for reader in READERS if reader.is_format(start)), None)
    if reader is None:
        known = ", ".join(reader.name for reader in READERS)
        raise KeypointFileError(f"Expected one of {known}; {path.name} is none of them.")
    try:
        return reader.read(path)
    except (ValueError, KeyError, IndexError, TypeError, UnicodeDecodeError) as error:
        raise KeypointFileError(f"Expected {reader.name} in {path.name}, it cannot be read: {error}.") from error


def _read_gaitlab(path: Path) -> PoseTrack:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if document.get("schema") != _GAITLAB_SCHEMA:
        raise KeypointFileError(f"Expected the schema {_GAITLAB_SCHEMA} in {path.name}, got {document.get('schema')}.")
    points = np.array(document["frames"], float)
    return _pose_track(
        _unrounded(np.array(document["timestamps"], float), document.get("fps")),
        points[..., :2],
        points[..., 2],
        layout_of_names(_spelled_out(name) for name in document["keypoint_names"]),
        source=str(document["source"]),
        image_size_px=(int(document["width"]), int(document["height"])),
    )


def _read_trc(path: Path) -> PoseTrack:
    """TRC: a line of header names and one of their values, one of marker names, one of axes, then the rows."""
    lines = path.read_text("utf-8").splitlines()
    header = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    units = header.get("Units", "").strip().lower()
    if units not in ("px", "pixel", "pixels"):
        raise KeypointFileError(
            f"Expected points in pixels in {path.name}, got units {units!r}. Export the pixel version of this TRC."
        )
    names = [name for name in lines[3].split("\t")[2:] if name.strip()]
    width = 2 + 3 * len(names)
    rows = [_row_of_numbers(line.split("\t"), width) for line in lines[5:] if line.strip()]
    table = np.array(rows).reshape(-1, width)
    xy_px = table[:, 2:].reshape(len(table), -1, 3)[..., :2]
    return _pose_track(table[:, 1], xy_px, None, layout_of_names(names), source="trc")


def _read_csv(path: Path) -> PoseTrack:
    with path.open(newline="", encoding="utf-8-sig") as file:
        header, *rows = csv.reader(file)
    table = np.array([_row_of_numbers(row, len(header)) for row in rows if row]).reshape(-1, len(header))
    column_of = {name.strip(): i for i, name in enumerate(header)}
    names = [name[: -len("_x")] for name in column_of if name.endswith("_x")]
    if not any(canonical_name(name) for name in names):
        raise KeypointFileError(f"Expected columns such as left_knee_x and left_knee_y in {path.name}, got {header}.")

    def quantity(suffix: str) -> NDArray[np.float64]:
        return np.stack([table[:, column_of[f"{name}_{suffix}"]] for name in names], axis=1)

    has_visibility = f"{names[0]}_visibility" in column_of
    return _pose_track(
        table[:, column_of["time_s"]],
        np.stack([quantity("x"), quantity("y")], axis=-1),
        quantity("visibility") if has_visibility else None,
        layout_of_names(names),
        source="csv",
    )


def _pose_track(
    time_s: NDArray[np.float64],
    xy_px: NDArray[np.float64],
    visibility: NDArray[np.float64] | None,
    layout: Layout,
    *,
    source: str,
    image_size_px: tuple[int, int] | None = None,
) -> PoseTrack:
    """A pose track of the canonical points of a layout; points without a number are gaps."""
    keypoints, columns = canonical_columns(layout)
    if not keypoints or not len(time_s):
        raise KeypointFileError("Expected at least one known keypoint and one picture in the keypoint file.")
    xy_px = xy_px[:, columns]
    is_there = np.asarray(np.isfinite(xy_px).all(axis=-1))
    seen = np.where(is_there, 1.0 if visibility is None else visibility[:, columns], 0.0)
    if image_size_px is None:
        extent = np.nanmax(np.where(is_there[..., None], xy_px, 0.0), axis=(0, 1))
        image_size_px = (int(np.ceil(extent[0])), int(np.ceil(extent[1])))
    return PoseTrack(
        time_s=time_s,
        xy_px=np.where(is_there[..., None], xy_px, np.nan),
        visibility=np.nan_to_num(seen).clip(0.0, 1.0),
        keypoints=keypoints,
        image_size_px=image_size_px,
        source=source,
    )


def _unrounded(time_s: NDArray[np.float64], fps: float | None) -> NDArray[np.float64]:
    """Times of constant rate without the rounding of the file; other times as they are."""
    if not fps:
        return time_s
    exact_s = time_s[:1] + np.arange(len(time_s)) / fps
    return exact_s if np.allclose(exact_s, time_s, rtol=0, atol=1e-4) else time_s


def _row_of_numbers(cells: list[str], width: int) -> list[float]:
    """A row's numbers; empty cells, and cells missing at its end, are gaps."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise ValueError(f"a row has {len(cells)} cells under {width} columns")
    numbers = [float(cell) if cell.strip() else np.nan for cell in cells[:width]]
    return numbers + [np.nan] * (width - len(numbers))


def _spelled_out(name: str) -> str:
    """``l_big_toe`` as ``left_big_toe``."""
    sides = {"l_": "left_", "r_": "right_"}
    return sides[name[:2]] + name[2:] if name[:2] in sides else name


#: Formats in the order they are tried.
READERS: tuple[KeypointReader, ...] = (
    KeypointReader("a pose track saved by evenstride", lambda b: b[:4] in (_ZIP_MARK, b"PAR1"), read_pose_track),
    KeypointReader("gaitlab.pose/v1 JSON", lambda b: b.lstrip()[:1] == b"{", _read_gaitlab),
    KeypointReader("TRC in pixels", lambda b: b.startswith(_TRC_MARK), _read_trc),
    KeypointReader("CSV with time_s", lambda b: b.removeprefix(b"\xef\xbb\xbf").startswith(b"time_s,"), _read_csv),
)
