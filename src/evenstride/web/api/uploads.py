"""Files on their way in: declared, sent in parts, looked at, handed in with what the runner says about them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, Field, StrictFloat, StrictInt
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from evenstride.jobs import UploadChoice, submit_uploads
from evenstride.model.imu import ImuPlace
from evenstride.services.uploads import UploadPartError, UploadSession
from evenstride.services.uploads.looking import find_known, look_at_upload
from evenstride.services.uploads.session import UploadState
from evenstride.web.context import AppContext, Context
from evenstride.web.routers import api_router

router = api_router("uploads")
#: Small enough that little is lost, large enough that a clip is not a thousand requests.
PART_BYTES = 8 * 1024 * 1024
_BLOCK_BYTES = 1024 * 1024
UploadId = Annotated[str, Path(max_length=40)]


class NewUpload(BaseModel):
    """A file that shall be sent. ``modified_ms`` is the file's own date, since 1970."""

    name: Annotated[str, Field(min_length=1, max_length=1000)]
    size_bytes: Annotated[StrictInt, Field(ge=0, lt=1 << 50)]
    modified_ms: Annotated[StrictInt, Field(ge=0, lt=1 << 50)] | None = None


class KnownAnswer(BaseModel):
    """The same content is kept already; ``assessment_id`` is None where nothing was made of it."""

    recording_id: str
    runner_id: str
    runner_name: str
    name: str
    assessment_id: str | None


class UploadAnswer(BaseModel):
    """How far a file is.

    Send the next part from ``offset``. ``part_sha256`` and ``part_bytes`` are of the last part, by which the sender
    knows that it goes on with the same file. ``kind`` and ``facts`` say what it is once it is ``whole``; ``known``
    names recordings with the same content.
    """

    id: str
    name: str
    size_bytes: int
    modified_ms: int | None
    offset: int
    part_bytes: int
    part_sha256: str
    most_part_bytes: int = PART_BYTES
    state: UploadState
    kind: str | None
    facts: dict[str, Any] | None
    warnings: tuple[str, ...]
    sha256: str | None
    problem: str | None
    known: list[KnownAnswer]


class FileChoice(BaseModel):
    """What the runner says about one file: which run it shows, from where, how it was recorded, where a sensor sat."""

    upload_id: Annotated[str, Field(max_length=40)]
    run: Annotated[StrictInt, Field(ge=1, le=100)] = 1
    view: Literal["auto", "left", "right", "rear", "front"] = "auto"
    recorded_fps: Annotated[StrictFloat, Field(gt=0, allow_inf_nan=False)] | None = None
    place: ImuPlace | None = None
    recorded_at: AwareDatetime | None = None


class HandIn(BaseModel):
    """The files to be kept and analysed, and whose they are."""

    runner_id: Annotated[str, Field(max_length=40)]
    height_m: Annotated[StrictFloat, Field(gt=0, allow_inf_nan=False)] | None = None
    files: Annotated[list[FileChoice], Field(min_length=1, max_length=200)]


class HandedInAnswer(BaseModel):
    """A job that was handed in, and the files it is about; ask /api/jobs how far it is."""

    job_id: str
    kind: str
    names: tuple[str, ...]


@router.get("")
def list_uploads(context: Context) -> list[UploadAnswer]:
    """Every file on its way, the oldest first."""
    return [_answer(context, each) for each in context.uploads.list_sessions()]


@router.post("", status_code=201)
def begin_upload(new: NewUpload, context: Context) -> UploadAnswer:
    """Declare a file; its size and the room on the disk are checked before its first byte."""
    session = context.uploads.begin(new.name, new.size_bytes, modified_ms=new.modified_ms)
    return _answer(context, session)


@router.get("/{upload_id}")
def read_upload(upload_id: UploadId, context: Context) -> UploadAnswer:
    """How far one file is."""
    return _answer(context, context.uploads.get(upload_id))


@router.put("/content/{upload_id}")
async def send_part(
    upload_id: UploadId,
    request: Request,
    context: Context,
    offset: Annotated[int, Query(ge=0, lt=1 << 50)] = 0,
    part_sha256: Annotated[str | None, Header(alias="Part-SHA256", pattern="^[0-9a-f]{64}$")] = None,
) -> UploadAnswer:
    """Send the bytes from ``offset`` on, as they are. With the hash of the part all of it counts or nothing."""
    part = context.uploads.receive(upload_id, offset=offset, part_sha256=part_sha256)
    with ExitStack() as stack:
        receiver = await run_in_threadpool(stack.enter_context, part)
        waiting = bytearray()
        try:
            async for block in request.stream():
                waiting += block
                if len(waiting) >= _BLOCK_BYTES:
                    await run_in_threadpool(receiver.take, bytes(waiting))
                    waiting.clear()
        except ClientDisconnect as error:
            await run_in_threadpool(receiver.take, bytes(waiting))
            raise UploadPartError("The sender broke off in the midst of a part.") from error
        await run_in_threadpool(receiver.take, bytes(waiting))
        await run_in_threadpool(stack.pop_all().close)
    return await run_in_threadpool(lambda: _answer(context, context.uploads.get(upload_id)))


@router.post("/hand-in", status_code=202)
def hand_in(given: HandIn, context: Context) -> list[HandedInAnswer]:
    """Keep the files as recordings of a runner and have them analysed."""
    choices = [UploadChoice(**each.model_dump()) for each in given.files]
    done = submit_uploads(context.store, context.uploads, given.runner_id, choices, height_m=given.height_m)
    return [HandedInAnswer(job_id=each.job.id, kind=each.job.kind, names=each.names) for each in done]


@router.post("/{upload_id}/look")
def look(upload_id: UploadId, context: Context) -> UploadAnswer:
    """Say what a file is that came whole, found out behind the wall."""
    return _answer(context, look_at_upload(context.uploads, upload_id))


@router.delete("/{upload_id}", status_code=204)
def remove_upload(upload_id: UploadId, context: Context) -> Response:
    """Take a file away that is on its way; one that is not there is gone already."""
    context.uploads.remove(upload_id)
    return Response(status_code=204)


def _answer(context: AppContext, session: UploadSession) -> UploadAnswer:
    known = [KnownAnswer(**vars(each)) for each in find_known(context.store, session)]
    own = {name: getattr(session, name) for name in UploadAnswer.model_fields if hasattr(session, name)}
    return UploadAnswer(**own, known=known)
