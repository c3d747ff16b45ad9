"""What is written to a file goes out block by block, and a fault is told as early as can be."""

from __future__ import annotations

import threading
import zipfile
from io import BytesIO
from typing import BinaryIO

import pytest

from evenstride.web.written_stream import written_while_read


def test_a_zip_that_is_written_into_the_stream_is_whole() -> None:
    content = bytes(range(256)) * 5000

    def write(target: BinaryIO) -> None:
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("a", content)

    with zipfile.ZipFile(BytesIO(b"".join(written_while_read(write)))) as archive:
        assert archive.read("a") == content


def test_a_fault_before_the_first_block_is_raised_at_once() -> None:
    def write(target: BinaryIO) -> None:
        target.write(b"a little")
        raise ValueError("damaged")

    with pytest.raises(ValueError, match="damaged"):
        written_while_read(write)


def test_a_fault_later_ends_the_stream_with_it() -> None:
    def write(target: BinaryIO) -> None:
        target.write(bytes(1 << 20))
        raise ValueError("damaged")

    blocks = written_while_read(write)
    assert len(next(blocks)) == 1 << 20
    with pytest.raises(ValueError, match="damaged"):
        next(blocks)


def test_who_stops_reading_stops_the_writing() -> None:
    ended = threading.Event()

    def write(target: BinaryIO) -> None:
        try:
            while True:
                target.write(bytes(1 << 19))
        finally:
            ended.set()

    blocks = written_while_read(write)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert ended.wait(10)
