"""Days on which to film again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from evenstride.model.diary import Retest
from evenstride.services.diary import LONGEST_NOTE, note_retest, plan_retest, remove_retest
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

router = api_router("retests")
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]


class RetestBody(Body):
    """A day on which to film again, and what to think of then."""

    runner_id: Id
    due_on: Day
    note: Note = ""


class RetestNote(Body):
    """What to think of then."""

    note: Note


class RetestAnswer(Answer):
    """A retest; ``assessment_id`` and ``done_at`` null while it is open."""

    id: str
    runner_id: str
    due_on: date
    plan_id: str | None
    assessment_id: str | None
    done_at: datetime | None
    note: str


@router.get("")
def list_retests(
    context: Context, runner_id: IdInQuery | None = None, after: After = None, length: Length = 50
) -> PageAnswer[RetestAnswer]:
    """Retests: of one runner or of all."""
    return page_answer(read_page(context.store, "retests", length=length, after=after, runner_id=runner_id), _answer)


@router.post("", status_code=201)
def add_retest(body: RetestBody, context: Context) -> RetestAnswer:
    """Keep a day on which to film again."""
    return _answer(plan_retest(context.store, body.runner_id, body.due_on, note=body.note))


@router.get("/{retest_id}")
def get_retest(retest_id: IdInPath, context: Context) -> RetestAnswer:
    """One retest."""
    return _answer(read_value(context.store, "retests", retest_id))


@router.put("/{retest_id}/note")
def put_note(retest_id: IdInPath, body: RetestNote, context: Context) -> RetestAnswer:
    """Put a note to it, in the place of the one before."""
    retest: Retest = read_value(context.store, "retests", retest_id)
    return _answer(note_retest(context.store, retest.runner_id, retest_id, body.note))


@router.delete("/{retest_id}", status_code=204)
def take_away(retest_id: IdInPath, context: Context) -> Response:
    """Take an open retest away."""
    retest: Retest = read_value(context.store, "retests", retest_id)
    remove_retest(context.store, retest.runner_id, retest_id)
    return Response(status_code=204)


def _answer(retest: Retest) -> RetestAnswer:
    return RetestAnswer.model_validate(retest)
