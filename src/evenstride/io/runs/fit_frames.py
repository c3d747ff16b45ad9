"""The messages of a FIT file one after another, whatever state the file is in. The only place that knows fitdecode.

A file may hold several FIT files in a row. Each is read on its own, so that damage in one leaves the others alone.
Where reading stops, the reason and the byte are said; everything before counts, and what follows where it can be found.

The reader library runs without its value processors: they make a Python date of every stamp, and without them
a 5-hour file is parsed in 0.7 of the time. Its checksum loop is replaced by `crc16`, two bytes at a time.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from evenstride.io.runs.fit_resume import find_resume, gather_announced
from evenstride.io.runs.limits import MAX_FIT_MESSAGES, MAX_FIT_SEGMENTS

_MAGIC = b".FIT"
_HEADER_SIZES = (12, 14)
_CRC_BYTES = 2
#: More damaged places than this and the file is noise.
_MOST_RESUMES = 50


@dataclass(frozen=True)
class Segment:
    """One FIT file within a file: ``data[start:end]``, its header at ``start``, its checksum in the last two bytes.

    ``body_bytes`` is what the header declares; ``is_whole`` says that the bytes are there.
    """

    start: int
    end: int
    header_bytes: int
    body_bytes: int
    is_whole: bool


def is_fit(data: bytes) -> bool:
    """A FIT header: its size, and the mark at byte 8."""
    return len(data) >= 12 and data[8:12] == _MAGIC


def find_segments(data: bytes, lost: list[str]) -> list[Segment]:
    """The FIT files in a row; what lies between or after them and is none goes into ``lost``."""
    segments: list[Segment] = []
    at = 0
    while at < len(data) and len(segments) < MAX_FIT_SEGMENTS:
        if not is_fit(data[at : at + 12]) or data[at] not in _HEADER_SIZES:
            following = data.find(_MAGIC, at + 9)
            until = following - 8 if following >= 0 else len(data)
            lost.append(f"Bytes {at} to {until} are no FIT file and are left out.")
            at = max(until, at + 1)
            continue
        segment = _segment_at(data, at)
        segments.append(segment)
        at = segment.end
    if at < len(data):
        lost.append(f"More than {MAX_FIT_SEGMENTS} FIT files in a row; those from byte {at} on are left out.")
    return segments


def _segment_at(data: bytes, at: int) -> Segment:
    header_bytes = data[at]
    body_bytes = struct.unpack_from("<I", data, at + 4)[0]
    end = at + header_bytes + body_bytes + _CRC_BYTES
    if body_bytes == 0 or end > len(data):  # recording was cut off: the header was never completed, or the file was
        return Segment(at, len(data), header_bytes, body_bytes, is_whole=False)
    return Segment(at, end, header_bytes, body_bytes, is_whole=True)


def checksum_matches(data: bytes, segment: Segment) -> bool:
    """Whether the last two bytes are the checksum of all before them."""
    written = struct.unpack_from("<H", data, segment.end - _CRC_BYTES)[0]
    return bool(crc16(data[segment.start : segment.end - _CRC_BYTES]) == written)


def crc16(data: bytes) -> int:
    """The FIT checksum: CRC-16 with the reflected polynomial 0xA001, started at 0."""
    table = _two_byte_table()
    crc = 0
    for word in np.frombuffer(data[: len(data) // 2 * 2], "<u2").tolist():
        crc = table[crc ^ word]
    if len(data) % 2:
        crc = _shifted(np.array([crc ^ data[-1]]), 8).item()
    return crc


@cache
def _two_byte_table() -> list[int]:
    return list(_shifted(np.arange(1 << 16), 16).tolist())


def _shifted(crc: Any, bits: int) -> Any:
    for _ in range(bits):
        crc = (crc >> 1) ^ np.where(crc & 1, 0xA001, 0)
    return crc


def read_messages(data: bytes, segment: Segment, lost: list[str]) -> Iterator[Any]:
    """Every data message of one segment, in order.

    At damage a sentence goes into ``lost`` and reading goes on behind it where `fit_resume` finds a place.
    """
    piece = _with_true_length(data, segment)
    fed, skipped = piece, 0  # ``skipped``: how much further on a byte stands in the piece than in what is fed
    budget = _Budget(MAX_FIT_MESSAGES)
    for _ in range(_MOST_RESUMES):
        stop = yield from _read_whole(fed, budget)
        if stop is None:
            return
        at = min(stop.at + skipped, len(piece))
        if not segment.is_whole and segment.start + at >= segment.end:
            return  # the cut itself, which is said already
        announced = gather_announced(fed, segment.header_bytes, stop.at)
        resume = None if budget.is_spent else find_resume(piece, at + 1, announced)
        if resume is None:
            lost.append(
                f"Reading stops at byte {segment.start + at} of {segment.end} ({stop.reason}); what follows is lost."
            )
            return
        lost.append(f"Bytes {segment.start + at} to {segment.start + resume} are damaged and left out ({stop.reason}).")
        fed = _with_length(piece[: segment.header_bytes] + bytes(announced.preamble) + piece[resume:], segment)
        skipped = resume - segment.header_bytes - len(announced.preamble)
    lost.append(f"Reading stops after {_MOST_RESUMES} damaged places; what follows is lost.")


@dataclass
class _Budget:
    """How many messages may still be read, over all attempts on one segment."""

    left: int

    @property
    def is_spent(self) -> bool:
        return self.left <= 0


@dataclass(frozen=True)
class _Stop:
    """Where reading stopped, in the bytes that were fed, and why."""

    at: int
    reason: str


def _read_whole(fed: bytes, budget: _Budget) -> Generator[Any, None, _Stop | None]:
    """Every data message; returns where and why it ended, None at the proper end."""
    import fitdecode

    # what the library lets through on damaged bytes, beside its own errors
    breakages = (
        fitdecode.FitError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
        struct.error,
    )
    file = io.BytesIO(fed)
    reader = fitdecode.FitReader(
        file,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    try:
        for frame in reader:
            if frame.frame_type == fitdecode.FIT_FRAME_DATA:
                budget.left -= 1
                yield frame
            elif frame.frame_type == fitdecode.FIT_FRAME_CRC:
                return None
            if budget.is_spent:
                return _Stop(file.tell(), f"more than {MAX_FIT_MESSAGES} messages")
    except breakages as error:
        return _Stop(getattr(error, "offset", None) or file.tell(), _reason(error))
    return None


def _with_true_length(data: bytes, segment: Segment) -> bytes:
    """The segment's bytes; the header of a cut one is made to say how much is there, so that all of it counts."""
    piece = data[segment.start : segment.end]
    return piece if segment.is_whole else _with_length(piece + b"\0" * _CRC_BYTES, segment)


def _with_length(piece: bytes, segment: Segment) -> bytes:
    body_bytes = max(0, len(piece) - segment.header_bytes - _CRC_BYTES)
    return piece[:4] + struct.pack("<I", body_bytes) + piece[8:]


def _reason(error: Exception) -> str:
    """A few words for the runner; the library's own are for its authors."""
    words = str(error)
    if "not defined" in words and "local message" in words:
        return "a message of a kind that was not announced"
    if "expected" in words and "got" in words:
        return "the file ends within a message"
    if "developer_data_index" in words:
        return "a developer field of an app that was not announced"
    return "a damaged message"
