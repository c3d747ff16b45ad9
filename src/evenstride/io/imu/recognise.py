"""Whether a file is a motion sensor's table."""

from __future__ import annotations

import re
from pathlib import Path

_LOOKED_AT_BYTES, _LOOKED_AT_LINES = 4096, 40
_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
_AXES = re.compile(r"acc\w*|gyro?\w*|ang\w*vel\w*", re.IGNORECASE)
_FEWEST_AXES = 3
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff")


def is_sensor_table(path: str | Path) -> bool:
    """Whether a table begins whose columns are named as a sensor's axes, or any text under the name of a table.

    The content comes first: a table of axes is one under any name, and what is no text is none under any. Columns that
    nobody named can be declared when the table is read; its reader has the last word.
    """
    try:
        with Path(path).open("rb") as file:
            head = file.read(_LOOKED_AT_BYTES)
    except OSError:
        head = b""
    return _has_axes(head) or (Path(path).suffix.lower() in _SUFFIXES and _may_be_a_table(head))


def _has_axes(head: bytes) -> bool:
    try:
        lines = head.decode("utf-8-sig").splitlines()[:_LOOKED_AT_LINES]
    except UnicodeDecodeError as error:
        # A letter may be cut at the end of what was read; anything earlier is no text.
        if error.start < len(head) - 4:
            return False
        lines = head[: error.start].decode("utf-8-sig").splitlines()[:_LOOKED_AT_LINES]
    columns = (re.split(r"[,;\t]", line) for line in lines)
    return any(sum(bool(_AXES.search(column)) for column in row) >= _FEWEST_AXES for row in columns)


def _may_be_a_table(head: bytes) -> bool:
    """Whether it is text, and no document in angle brackets."""
    is_text = b"\0" not in head or head[:2] in _WIDE_TEXT
    return is_text and not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
