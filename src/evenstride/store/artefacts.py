"""Files named by their content: written whole or not at all, found again by hash, kept once."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evenstride.errors import InputError
from evenstride.model.ids import new_id
from evenstride.store.errors import ArtefactError

_BLOCK_BYTES = 1 << 20
#: Left free on the disk, so that the database can always be written.
_SPARE_BYTES = 64 << 20
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class PutFile:
    """What became of content that was handed over; ``was_there`` when the same was kept already."""

    sha256: str
    size_bytes: int
    was_there: bool


class ArtefactFiles:
    """The folder ``artefacts``: ``ab/cdef...`` by SHA-256, and ``incoming`` for what is not whole yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"

    def path(self, sha256: str) -> Path:
        """Where content of that hash stands, whether or not it does.

        Raises
        ------
        ArtefactError
            Not a SHA-256 in lower-case hexadecimal.
        """
        if len(sha256) != 64 or not _HEX.issuperset(sha256):
            raise ArtefactError("Expected a SHA-256 of 64 lower-case hexadecimal digits.")
        return self.folder / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        """Whether content of that hash is kept."""
        return self.path(sha256).is_file()

    def open(self, sha256: str) -> BinaryIO:
        """The content, to be read.

        Raises
        ------
        ArtefactError
            It is not there.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise ArtefactError(f"The file {sha256[:12]} is missing in the data folder.") from error

    def read_bytes(self, sha256: str) -> bytes:
        """The whole content; for documents, not for films."""
        with self.open(sha256) as file:
            return file.read()

    def put(
        self, source: BinaryIO, *, most_bytes: int | None = None, on_bytes: Callable[[int], None] | None = None
    ) -> PutFile:
        """Keep what a stream holds, block by block.

        The content goes to a temporary name, is forced to the disk and gets its name then, so that a name never stands
        for half a file. Content that is there already is only marked as wanted again.

        Parameters
        ----------
        most_bytes : refuse what is longer.
        on_bytes : told how many bytes were read so far; what it raises ends the copy.

        Raises
        ------
        InputError
            Longer than `most_bytes`, or no room on the disk.
        """
        self._incoming.mkdir(parents=True, exist_ok=True)
        waiting = self._incoming / new_id()
        try:
            with waiting.open("xb") as file:
                sha256, size = self._copy(source, file, most_bytes, on_bytes)
                file.flush()
                os.fsync(file.fileno())
            return PutFile(sha256, size, self._settle(waiting, sha256))
        except OSError as error:
            raise InputError(f"The file cannot be kept in the data folder: {error.strerror or error}.") from error
        finally:
            waiting.unlink(missing_ok=True)

    def put_file(self, path: Path) -> PutFile:
        """Keep a whole file that lies on the data folder's disk by moving it here; nothing is copied.

        Raises
        ------
        InputError
            It cannot be read or moved; it is left where it was.
        """
        try:
            with path.open("rb") as file:
                sha256, size = hashlib.file_digest(file, "sha256").hexdigest(), file.seek(0, os.SEEK_END)
                os.fsync(file.fileno())
            was_there = self._settle(path, sha256)
            path.unlink(missing_ok=True)
            return PutFile(sha256, size, was_there)
        except OSError as error:
            raise InputError(f"The file cannot be kept in the data folder: {error.strerror or error}.") from error

    def put_bytes(self, content: bytes) -> PutFile:
        """Keep a document."""
        import io

        return self.put(io.BytesIO(content))

    def is_unused(self, sha256: str, *, since_s: float) -> bool:
        """Whether nobody handed this content over within the last seconds given; also where it is not there."""
        try:
            return time.time() - self.path(sha256).stat().st_mtime >= since_s
        except FileNotFoundError:
            return True

    def remove(self, sha256: str, *, unused_since_s: float = 0.0) -> bool:
        """Take content away unless it was handed over within the last seconds given; whether it was taken."""
        if unused_since_s > 0 and not self.is_unused(sha256, since_s=unused_since_s):
            return False
        try:
            self.path(sha256).unlink()
        except FileNotFoundError:
            return False
        return True

    def hashes(self) -> Iterator[str]:
        """The names of all content that is kept."""
        for group in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(group.iterdir()):
                name = group.name + path.name
                if len(name) == 64 and _HEX.issuperset(name):
                    yield name

    def clear_incoming(self, *, unused_since_s: float) -> int:
        """Take away what never became whole, such as after a power cut; how many there were."""
        now, count = time.time(), 0
        for path in self._incoming.glob("*"):
            if now - path.stat().st_mtime >= unused_since_s:
                path.unlink(missing_ok=True)
                count += 1
        return count

    def _copy(
        self, source: BinaryIO, target: BinaryIO, most_bytes: int | None, on_bytes: Callable[[int], None] | None
    ) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        while block := source.read(_BLOCK_BYTES):
            size += len(block)
            if most_bytes is not None and size > most_bytes:
                raise InputError(f"Expected a file of at most {most_bytes / 1e6:.0f} MB, got more. Cut the recording.")
            if shutil.disk_usage(self.folder).free < _SPARE_BYTES + len(block):
                raise InputError("Expected room on the disk of the data folder, got a full one. Make room there.")
            digest.update(block)
            target.write(block)
            if on_bytes is not None:
                on_bytes(size)
        return digest.hexdigest(), size

    def _settle(self, waiting: Path, sha256: str) -> bool:
        """Give whole content its name; whether it was there."""
        path = self.path(sha256)
        try:
            os.utime(path)
            return True
        except FileNotFoundError:
            path.parent.mkdir(exist_ok=True)
        waiting.replace(path)
        _sync_folder(path.parent)
        return False


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk, where the system can do that for folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
