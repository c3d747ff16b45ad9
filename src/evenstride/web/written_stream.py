"""An answer that is sent while it is written: what a service writes to a file goes to the browser block by block."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

_BLOCK_BYTES = 1 << 18
_WAITING_BLOCKS = 8
_LOOK_EVERY_S = 0.5


class _ReaderGoneError(OSError):
    """Nobody reads what is written any more."""


class _Target(io.RawIOBase):
    """The writing end: gathers blocks, and waits while the reader is behind."""

    def __init__(self) -> None:
        self.blocks: queue.Queue[bytes | Exception | None] = queue.Queue(_WAITING_BLOCKS)
        self.is_read = True
        self._position = 0
        self._gathered = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """How many bytes were written."""
        return self._position

    def write(self, content: object) -> int:
        """Gather the bytes; full blocks go to the reader."""
        block = bytes(cast("bytes", content))
        self._gathered += block
        self._position += len(block)
        if len(self._gathered) >= _BLOCK_BYTES:
            self.hand_over(bytes(self._gathered))
            self._gathered.clear()
        return len(block)

    def end(self) -> None:
        """Hand over the rest, and that this was all."""
        if self._gathered:
            self.hand_over(bytes(self._gathered))
        self.hand_over(None)

    def hand_over(self, item: bytes | Exception | None) -> None:
        """Put it to the reader, unless the reader has gone."""
        while self.is_read:
            try:
                self.blocks.put(item, timeout=_LOOK_EVERY_S)
                return
            except queue.Full:
                continue
        raise _ReaderGoneError("The reader has gone.")


def written_while_read(write: Callable[[BinaryIO], object]) -> Iterator[bytes]:
    """The blocks that ``write`` writes, as they come.

    What it raises before its first block is raised here at once, so that it can still be answered; what it raises
    later ends the stream, which a reader of a ZIP notices.
    """
    target = _Target()

    def work() -> None:
        try:
            write(cast("BinaryIO", target))
            target.end()
        except _ReaderGoneError:
            return
        except Exception as error:  # noqa: BLE001 - told to the reader, whose it is
            _tell(target, error)

    threading.Thread(target=work, daemon=True).start()
    first = target.blocks.get()
    if isinstance(first, Exception):
        raise first
    return _blocks(target, first)


def _blocks(target: _Target, first: bytes | None) -> Iterator[bytes]:
    try:
        item: bytes | Exception | None = first
        while item is not None:
            if isinstance(item, Exception):
                raise item
            yield item
            item = target.blocks.get()
    finally:
        target.is_read = False


def _tell(target: _Target, error: Exception) -> None:
    try:
        target.hand_over(error)
    except _ReaderGoneError:
        return
