"""Pain and effort as they were noted, 0 to 10."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi.responses import Response
from pydantic import Field, StrictFloat

from evenstride.model.diary import DiaryEntry, EntryKind
from evenstride.services.diary import LONGEST_NOTE, note_level, remove_entry
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.web.api_shapes import (
    After,
    Answer,
    Body,
    Day,
    Id,
    IdInPath,
    IdInQuery,
    Length,
    PageAnswer,
    page_answer,
)
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("diary")


class EntryBody(Body):
    """A note of a day; ``place`` of pain by its name in the app, such as ``left_knee``."""

    runner_id: Id
    kind: EntryKind
    level: Annotated[StrictFloat, Field(ge=0, le=10)]
    on: Day
    place: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class EntryAnswer(Answer):
    """A note."""

    id: str
    runner_id: str
    kind: EntryKind
    level: float
    noted_at: datetime
    place: str | None
    session_id: str | None
    run_id: str | None
    note: str


@router.get("")
def list_entries(
    context: Context,
    runner_id: IdInQuery | None = None,
    kind: EntryKind | None = None,
    after: After = None,
    length: Length = 50,
) -> PageAnswer[EntryAnswer]:
    """Notes: of one runner or of all, of pain, effort or both."""
    found = read_page(context.store, "diary", length=length, after=after, runner_id=runner_id, kind=kind)
    return page_answer(found, _answer)


@router.post("", status_code=201)
def add_entry(body: EntryBody, context: Context) -> EntryAnswer:
    """Note pain or effort of today or an earlier day."""
    return _answer(note_level(context.store, **body.model_dump(), zone=None))


@router.delete("/{entry_id}", status_code=204)
def take_away(entry_id: IdInPath, context: Context) -> Response:
    """Take a note away."""
    entry: DiaryEntry = read_value(context.store, "diary", entry_id)
    remove_entry(context.store, entry.runner_id, entry_id)
    return Response(status_code=204)


def _answer(entry: DiaryEntry) -> EntryAnswer:
    return EntryAnswer.model_validate(entry)
