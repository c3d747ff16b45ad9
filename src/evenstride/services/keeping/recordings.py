"""Keep a recording: its original as it came, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evenstride.model.ids import new_id
from evenstride.model.stored import RecordingKind, StoredRecording

if TYPE_CHECKING:
    from evenstride.store import PutFile, Store

#: As UTF-8; systems take 255 for a name.
_LONGEST_NAME_BYTES = 200
_UNNAMED = "recording"


@dataclass(frozen=True)
class KeptRecording:
    """A recording in the store; ``was_there`` where the runner had the same content before."""

    recording: StoredRecording
    was_there: bool


@dataclass(frozen=True)
class RecordingFacts:
    """What is known of a recording before it is analysed."""

    kind: RecordingKind
    media_type: str = "application/octet-stream"
    recorded_at: datetime | None = None
    probe: dict[str, Any] | None = None
    shoe_id: str | None = None


def keep_recording(
    store: Store,
    runner_id: str,
    source: BinaryIO | Path,
    facts: RecordingFacts,
    *,
    name: str | None = None,
    most_bytes: int | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> KeptRecording:
    """Keep the original of a recording, streamed and hashed on the way.

    Parameters
    ----------
    source : an open file, or the path of one.
    name : as the runner knows the file; the path's where not given. Only the last part of it is kept.
    most_bytes, on_bytes : see `evenstride.store.ArtefactFiles.put`.

    Returns
    -------
    KeptRecording : the one that was there where the runner has the same content; nothing is changed then.

    Raises
    ------
    InputError : longer than `most_bytes`, no room on the disk, or no such file.
    NotStoredError : no such runner.
    """
    if isinstance(source, Path):
        with _opened(source) as file:
            return keep_recording(
                store, runner_id, file, facts, name=name or source.name, most_bytes=most_bytes, on_bytes=on_bytes
            )
    with store.read() as work:
        work.runners.get(runner_id)
    put = store.artefacts.put(source, most_bytes=most_bytes, on_bytes=on_bytes)
    return note_recording(store, runner_id, put, facts, name=name or _UNNAMED)


def note_recording(store: Store, runner_id: str, put: PutFile, facts: RecordingFacts, *, name: str) -> KeptRecording:
    """The same for content that was put into the data folder already, such as an upload that was looked at there."""
    from evenstride.store import ConflictError

    recording = StoredRecording(
        id=new_id(),
        runner_id=runner_id,
        kind=facts.kind,
        name=safe_name(name),
        sha256=put.sha256,
        size_bytes=put.size_bytes,
        imported_at=datetime.now(UTC),
        recorded_at=facts.recorded_at,
        probe=facts.probe or {},
        shoe_id=facts.shoe_id,
    )
    try:
        with store.write() as work:
            work.artefacts.add(put, facts.media_type)
            found = work.recordings.with_content(runner_id, put.sha256)
            if found is None:
                return KeptRecording(work.recordings.add(recording), was_there=False)
            return KeptRecording(found, was_there=True)
    except ConflictError:
        # Somebody kept the same at the same time, which PostgreSQL finds out only now.
        with store.read() as work:
            found = work.recordings.with_content(runner_id, put.sha256)
        if found is None:
            raise
        return KeptRecording(found, was_there=True)


def safe_name(name: str) -> str:
    """The last part of a file name, printable and short; it is shown and offered again, never opened."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()).strip(". ")
    return printable.encode("utf-8", "ignore")[-_LONGEST_NAME_BYTES:].decode("utf-8", "ignore").strip() or _UNNAMED


def _opened(path: Path) -> BinaryIO:
    from evenstride.errors import InputError

    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(f"Expected a recording in {path.name}: {error.strerror or error}.") from error
