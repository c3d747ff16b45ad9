"""What a file is by its content; its name is somebody's claim."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from evenstride.errors import InputError, RunFileError
from evenstride.io.imu.recognise import is_sensor_table
from evenstride.io.keypoint_files import holds_keypoints
from evenstride.io.laboratory.registry import has_c3d_mark, is_laboratory_file
from evenstride.io.runs.registry import READERS
from evenstride.io.runs.wrapping import unwrap

ContentKind = Literal["video", "fit", "tcx", "gpx", "c3d", "trc", "keypoints", "imu_csv"]

_LOOKED_AT_BYTES = 4096
_PACKED = (b"\x1f\x8b", b"PK\x03\x04")
#: Lists that name other files or addresses; what plays them would open those.
_LISTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"<smil", b"<ASX", b"<asx", b"v=0\r\n", b"v=0\n")
_LIST_ROOTS = re.compile(rb"<(\w+:)?(MPD|SmoothStreamingMedia|playlist)\b")


def content_kind(path: Path) -> ContentKind:
    """Which kind of recording a file holds.

    What no mark tells is a sensor's table where it is a text under such a name, else a video: their readers have the
    last word on that.

    Raises
    ------
    InputError
        Empty, a list that names other files, or packed without a run inside.
    """
    if not path.is_file():
        raise InputError(f"Expected a recording, there is no file {path.name}.")
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT_BYTES)
    if not head.strip():
        raise InputError(f"Expected a recording; {path.name} is empty. Copy it again.")
    stripped = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if stripped.startswith(_LISTS) or _LIST_ROOTS.search(stripped[:1000]):
        raise InputError(f"Expected a recording; {path.name} is a list that only names others. Choose the clip itself.")
    if holds_keypoints(path):
        return "keypoints"
    if head.startswith(_PACKED):
        return _kind_inside(path)
    run = next((reader for reader in READERS if reader.is_format(head)), None)
    if run is not None:
        return _run_kind(run.name)
    if is_laboratory_file(path):
        return "c3d" if has_c3d_mark(path) else "trc"
    return "imu_csv" if is_sensor_table(path) else "video"


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
