"""Everything that is kept, as one ZIP out and in again."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi.responses import StreamingResponse

from evenstride.services.keeping.exporting import export_data
from evenstride.services.keeping.importing_upload import import_upload
from evenstride.services.runners import read_runner
from evenstride.web.api_shapes import Answer, Body, Id, IdInQuery, file_response
from evenstride.web.context import Context
from evenstride.web.routers import api_router
from evenstride.web.written_stream import written_while_read

router = api_router("data")
ZIP = "application/zip"


class ImportOrder(Body):
    """Which file that came through /api/uploads is an export."""

    upload_id: Id


class ImportedAnswer(Answer):
    """How many values of each kind were added, were here already, or were changed here since and stay as they are."""

    added: dict[str, int]
    was_there: dict[str, int]
    kept_ours: dict[str, int]


@router.get("/export", response_class=StreamingResponse, responses=file_response(ZIP, "CSV, JSON and originals."))
def export(context: Context, runner_id: IdInQuery | None = None) -> StreamingResponse:
    """An ``evenstride.export/1`` ZIP of one runner or of all, sent while it is written."""
    if runner_id is not None:
        read_runner(context.store, runner_id)
    blocks = written_while_read(lambda target: export_data(context.store, target, runner_id=runner_id))
    name = f"evenstride_{datetime.now(UTC).astimezone():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(blocks, media_type=ZIP, headers=headers)


@router.post("/import")
def import_export(order: ImportOrder, context: Context) -> ImportedAnswer:
    """Take in an export that was sent through /api/uploads. What is here already stays; twice adds nothing."""
    return ImportedAnswer.model_validate(import_upload(context.store, context.uploads, order.upload_id))
