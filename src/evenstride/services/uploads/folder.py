"""The folder of files on their way: each with a note that says how many bytes are safely there.

A part counts only when it is whole, on the disk and noted. What an interruption leaves behind the noted bytes is cut
off before the next part, so that going on gives the same bytes as sending in one go.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from evenstride.errors import InputError
from evenstride.model.ids import is_id, new_id
from evenstride.services.keeping.recordings import safe_name
from evenstride.services.upload_limits import DiskFullError, FileLimits, UploadMeter, check_upload
from evenstride.services.uploads.session import (
    UploadBusyError,
    UploadGoneError,
    UploadOffsetError,
    UploadPartError,
    UploadSession,
)

FOLDER, NOTE, CONTENT = "uploads", "note.json", "content"
MOST_AT_A_TIME = 200
#: What nobody went on with for so long goes.
KEPT_FOR = timedelta(days=7)


class UploadFolder:
    """All files on their way into one data folder. Threads of one process may share it."""

    def __init__(self, home: Path, limits: FileLimits | None = None) -> None:
        self._folder = home / FOLDER
        self.limits = limits or FileLimits()
        self._lock = threading.Lock()
        self._busy: set[str] = set()

    def begin(self, name: str, size_bytes: int, *, modified_ms: int | None = None) -> UploadSession:
        """Make room for a file, before its first byte is sent.

        Raises
        ------
        UploadTooLargeError, DiskFullError : it is too large, or the disk has no room for it and for those on their way.
        InputError : an empty file, or very many on their way.
        """
        if size_bytes <= 0:
            raise InputError(f"Expected a recording; {safe_name(name)} is empty. Copy it again.")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._lock:
            open_ones = self.list_sessions()
            if len(open_ones) >= MOST_AT_A_TIME:
                raise InputError(f"Expected at most {MOST_AT_A_TIME} files on their way. Finish or remove some first.")
            check_upload(size_bytes, self._folder, self.limits)
            expected_bytes = sum(each.size_bytes - each.offset for each in open_ones if each.state == "receiving")
            check_upload(size_bytes + expected_bytes, self._folder, replace(self.limits, most_bytes=1 << 62))
            now = datetime.now(UTC).isoformat(timespec="seconds")
            session = UploadSession(new_id(), safe_name(name), size_bytes, modified_ms, now)
            (self._folder / session.id / CONTENT).mkdir(parents=True, mode=0o700)
            self.content_path(session).touch(mode=0o600)
            self.note(session)
        return session

    def get(self, upload_id: str) -> UploadSession:
        """One file on its way.

        Raises
        ------
        UploadGoneError : there is none of that id.
        """
        session = self._read(self._folder / upload_id) if is_id(upload_id) else None
        if session is None:
            raise UploadGoneError()
        return session

    def list_sessions(self) -> tuple[UploadSession, ...]:
        """All of them, the oldest first; what was forgotten for a week is taken away on the way."""
        found = []
        for folder in sorted(self._folder.glob("*")) if self._folder.is_dir() else ():
            session = self._read(folder)
            if _is_forgotten(folder):
                shutil.rmtree(folder, ignore_errors=True)
            elif session is not None:
                found.append(session)
        return tuple(found)

    @contextmanager
    def receive(self, upload_id: str, *, offset: int, part_sha256: str | None = None) -> Iterator[PartReceiver]:
        """Take one part; what `PartReceiver.take` was given counts when the block ends without an error.

        Parameters
        ----------
        offset : where the part begins; it must be where the last one ended.
        part_sha256 : of the part; without it what came before an interruption counts too.

        Raises
        ------
        UploadGoneError, UploadBusyError, UploadOffsetError
        UploadPartError : the part is not the one of that hash.
        UploadTooLargeError, DiskFullError
        """
        with self.alone(upload_id):
            session = self.get(upload_id)
            if offset != session.offset:
                raise UploadOffsetError(
                    f"Expected the part from byte {session.offset}, got one from byte {offset}.", offset=session.offset
                )
            with self.content_path(session).open("r+b") as file:
                file.truncate(session.offset)
                file.seek(session.offset)
                part = PartReceiver(file, session, UploadMeter(self._folder, self.limits))
                try:
                    yield part
                    part.check(part_sha256)
                except BaseException:
                    if part_sha256 is None:
                        self._keep_part(file, session, part)
                    raise
                self._keep_part(file, session, part)

    @contextmanager
    def alone(self, upload_id: str) -> Iterator[None]:
        """Nobody else touches this file meanwhile.

        Raises
        ------
        UploadBusyError
        """
        with self._lock:
            if upload_id in self._busy:
                raise UploadBusyError()
            self._busy.add(upload_id)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(upload_id)

    def note(self, session: UploadSession) -> None:
        """Write down how things stand, whole or not at all."""
        folder = self._folder / session.id
        part = folder / f"{NOTE}.part"
        try:
            with part.open("w", encoding="utf-8") as file:
                json.dump(asdict(session), file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(folder / NOTE)
        except OSError as error:
            raise DiskFullError(f"This cannot be noted in the data folder: {error.strerror or error}.") from error

    def content_path(self, session: UploadSession) -> Path:
        """Where the bytes lie, under the name that the sender gave them."""
        return self._folder / session.id / CONTENT / session.name

    def remove(self, upload_id: str) -> None:
        """Take a file away with what came of it; nothing happens where there is none."""
        if is_id(upload_id):
            with self.alone(upload_id):
                shutil.rmtree(self._folder / upload_id, ignore_errors=True)

    def _keep_part(self, file: BinaryIO, session: UploadSession, part: PartReceiver) -> None:
        if not part.taken_bytes:
            return
        file.flush()
        os.fsync(file.fileno())
        self.note(
            replace(
                session,
                offset=session.offset + part.taken_bytes,
                part_bytes=part.taken_bytes,
                part_sha256=part.digest.hexdigest(),
            )
        )

    def _read(self, folder: Path) -> UploadSession | None:
        """The note in a folder; None where there is none that can be read."""
        try:
            plain: dict[str, Any] = json.loads((folder / NOTE).read_text("utf-8"))
            return UploadSession(**{**plain, "warnings": tuple(plain["warnings"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None


class PartReceiver:
    """Takes the bytes of one part, block by block."""

    def __init__(self, file: BinaryIO, session: UploadSession, meter: UploadMeter) -> None:
        self._file, self._session, self._meter = file, session, meter
        self.digest = hashlib.sha256()
        self.taken_bytes = 0

    def take(self, block: bytes) -> None:
        """Write a block.

        Raises
        ------
        UploadPartError : more than the file's declared size.
        UploadTooLargeError, DiskFullError
        """
        if self._session.offset + self.taken_bytes + len(block) > self._session.size_bytes:
            raise UploadPartError(f"Expected {self._session.size_bytes} bytes as declared, got more. Send it again.")
        self._meter.take(len(block))
        try:
            self._file.write(block)
        except OSError as error:
            raise DiskFullError(f"The file cannot be written to the data folder: {error.strerror or error}.") from error
        self.digest.update(block)
        self.taken_bytes += len(block)

    def check(self, part_sha256: str | None) -> None:
        """Raise where the part is not the one that was sent."""
        if part_sha256 is not None and part_sha256 != self.digest.hexdigest():
            raise UploadPartError("Expected the part as it was sent, got other bytes. It is asked for again.")


def _is_forgotten(folder: Path) -> bool:
    """Whether nothing was noted in it for a week."""
    for place in (folder / NOTE, folder):
        with contextlib.suppress(OSError):
            return datetime.now(UTC) - datetime.fromtimestamp(place.stat().st_mtime, UTC) > KEPT_FOR
    return False
