"""What a file is by its content; its name is somebody's claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evenstride.errors import InputError, RunFileError
from evenstride.io.runs.registry import READERS
from evenstride.io.runs.wrapping import unwrap

ContentKind = Literal["video", "fit", "tcx", "gpx", "c3d", "trc", "imu_csv"]

_LOOKED_AT_BYTES = 4096
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")
#: Lists that name other files or addresses; what plays them would open those.
_LISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"<smil", b"<ASX", b"<asx", b"v=0\r\n", b"v=0\n")
_LIST_ROOTS = re.compile(rb"<(\w+:)?(MPD|SmoothStreamingMedia|playlist)\b")
#: C3D: the second byte, and behind the parameters' header one of three processors (the C3D format user guide).
_C3D_KEY, _C3D_BLOCK, _C3D_PROCESSORS = 0x50, 512, (84, 85, 86)
_AXES = re.compile(r"acc\w*|gyro?\w*|ang\w*vel\w*", re.IGNORECASE)
_FEWEST_AXES = 3


@dataclass(frozen=True)
class _Start:
    """The first bytes of a file and, of a C3D file, the parameters' header."""

    head: bytes
    parameters: bytes


def content_kind(path: Path) -> ContentKind:
    """Which kind of recording a file holds.

    Whatever is told by no mark of its own is called a video: the video reader has the last word on that.

    Raises
    ------
    InputError
        Empty, a list that names other files, or packed without a run inside.
    """
    start = _read_start(path)
    if not start.head.strip():
        raise InputError(f"Expected a recording; {path.name} is empty. Copy it again.")
    stripped = start.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if stripped.startswith(_LISTS) or _LIST_ROOTS.search(stripped[:1000]):
        raise InputError(f"Expected a recording; {path.name} is a list that only names others. Choose the clip itself.")
    if start.head.startswith(_PACKED):
        return _kind_inside(path)
    run = next((reader for reader in READERS if reader.is_format(start.head)), None)
    if run is not None:
        return _run_kind(run.name)
    if _is_c3d(start):
        return "c3d"
    if start.head.startswith(b"PathFileType"):
        return "trc"
    return "imu_csv" if _has_axes(start.head) else "video"


def _read_start(path: Path) -> _Start:
    if not path.is_file():
        raise InputError(f"Expected a recording, there is no file {path.name}.")
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT_BYTES)
        file.seek((max(head[0], 1) - 1) * _C3D_BLOCK if head else 0)
        return _Start(head, file.read(4))


def _kind_inside(path: Path) -> ContentKind:
    """The first run inside gzip or ZIP; unpacked with the bounds of `evenstride.io.runs.limits`."""
    from evenstride.io.runs.registry import bytes_of

    for payload in unwrap(bytes_of(path), path.name, strict=False):
        run = next((reader for reader in READERS if reader.is_format(payload.data[:_LOOKED_AT_BYTES])), None)
        if run is not None:
            return _run_kind(run.name)
    raise RunFileError(f"Expected a run (FIT, TCX or GPX) inside {path.name}, found none. Unpack it and choose one.")


def _run_kind(name: str) -> ContentKind:
    kinds: dict[str, ContentKind] = {"FIT": "fit", "TCX": "tcx", "GPX": "gpx"}
    return kinds[name]


def _is_c3d(start: _Start) -> bool:
    return (
        len(start.parameters) == 4 and start.head[1:2] == bytes([_C3D_KEY]) and start.parameters[3] in _C3D_PROCESSORS
    )


def _has_axes(head: bytes) -> bool:
    """Whether a table begins whose columns are named as the axes of an accelerometer or a gyroscope."""
    try:
        lines = head.decode("utf-8-sig").splitlines()[:40]
    except UnicodeDecodeError as error:
        # A letter may be cut at the end of what was read; anything earlier is no text.
        if error.start < len(head) - 4:
            return False
        lines = head[: error.start].decode("utf-8-sig").splitlines()[:40]
    columns = (re.split(r"[,;\t]", line) for line in lines)
    return any(sum(bool(_AXES.search(column)) for column in row) >= _FEWEST_AXES for row in columns)
