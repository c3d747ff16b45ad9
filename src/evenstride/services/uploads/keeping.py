"""Keep a file that came: moved among the kept files, noted as a recording, gone from the files on their way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from evenstride.services.keeping.recordings import KeptRecording, RecordingFacts, note_recording
from evenstride.services.uploads.folder import UploadFolder
from evenstride.services.uploads.looking import RECORDING_KINDS
from evenstride.services.uploads.session import UploadPartError, UploadSession
from evenstride.store import Store

_TYPE_BYTES = 64
_OTHER_TYPE = "application/octet-stream"


def keep_upload(
    store: Store, uploads: UploadFolder, upload_id: str, runner_id: str, *, recorded_at: datetime | None = None
) -> KeptRecording:
    """Keep a file that was looked at as a recording of this runner; the original, once.

    Parameters
    ----------
    recorded_at : when it was filmed by the runner's own word; the file's own where not given.

    Raises
    ------
    UploadGoneError, UploadBusyError
    UploadPartError : it was not looked at, or was refused.
    NotStoredError : no such runner.
    """
    with store.read() as work:
        work.runners.get(runner_id)
    with uploads.alone(upload_id):
        session = uploads.get(upload_id)
        kind = RECORDING_KINDS.get(session.kind or "")
        if session.state != "whole" or kind is None:
            raise UploadPartError(f"Expected {session.name} to be a recording that can be used. Look at it first.")
        path = uploads.content_path(session)
        media_type = media_type_of(path) if kind == "video" else _OTHER_TYPE
        put = store.artefacts.put_file(path)
        facts = RecordingFacts(
            kind=kind,
            media_type=media_type,
            recorded_at=recorded_at or _own_moment(session),
            probe={"kind": session.kind, **(session.facts or {}), "warnings": list(session.warnings)},
        )
        kept = note_recording(store, runner_id, put, facts, name=session.name)
    uploads.remove(upload_id)
    return kept


def media_type_of(path: Path) -> str:
    """The type of a clip by its first bytes, as a browser's player wants it."""
    with path.open("rb") as file:
        head = file.read(_TYPE_BYTES)
    if head[4:8] == b"ftyp":
        return "video/quicktime" if head[8:12] == b"qt  " else "video/mp4"
    return "video/webm" if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head else _OTHER_TYPE


def _own_moment(session: UploadSession) -> datetime | None:
    """When the file says it was made; a moment without a zone is taken for UTC."""
    facts = session.facts or {}
    text = facts.get("recorded_at") or facts.get("start")
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
