"""Recordings: what was handed in, and the originals. New ones come by ``/api/uploads``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi.responses import Response

from evenstride.model.stored import RecordingKind, StoredRecording
from evenstride.services.keeping.deleting import delete_recording
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.services.reading.report_files import find_original
from evenstride.web.api_shapes import (
    After,
    Answer,
    DeletedAnswer,
    IdInPath,
    IdInQuery,
    Length,
    PageAnswer,
    file_response,
    page_answer,
)
from evenstride.web.context import Context
from evenstride.web.file_answers import file_answer
from evenstride.web.routers import api_router

router = api_router("recordings")


class RecordingAnswer(Answer):
    """A recording. ``probe`` is what its file says without being analysed; ``recorded_at`` null where it says nothing.

    Its content lies under ``/api/recordings/ID/original``, and under ``/media/SHA256`` for a player.
    """

    id: str
    runner_id: str
    kind: RecordingKind
    name: str
    sha256: str
    size_bytes: int
    imported_at: datetime
    recorded_at: datetime | None
    probe: dict[str, Any]
    shoe_id: str | None


@router.get("")
def list_recordings(
    context: Context,
    runner_id: IdInQuery | None = None,
    kind: RecordingKind | None = None,
    after: After = None,
    length: Length = 50,
) -> PageAnswer[RecordingAnswer]:
    """Recordings: of one runner or of all, of one kind or of any."""
    found = read_page(context.store, "recordings", length=length, after=after, runner_id=runner_id, kind=kind)
    return page_answer(found, _answer)


@router.get("/{recording_id}")
def get_recording(recording_id: IdInPath, context: Context) -> RecordingAnswer:
    """One recording."""
    return _answer(read_value(context.store, "recordings", recording_id))


@router.delete("/{recording_id}")
def remove_recording(recording_id: IdInPath, context: Context) -> DeletedAnswer:
    """Delete a recording with its original and the assessments that rest on it. It cannot be undone."""
    return DeletedAnswer.model_validate(delete_recording(context.store, recording_id))


@router.get(
    "/{recording_id}/original",
    response_class=Response,
    responses=file_response("*/*", "The file as it came, whole or the range asked for."),
)
def get_original(recording_id: IdInPath, context: Context) -> Response:
    """The original."""
    file, name = find_original(context.store, recording_id)
    return file_answer(file, name=name)


def _answer(recording: StoredRecording) -> RecordingAnswer:
    return RecordingAnswer.model_validate(recording)
