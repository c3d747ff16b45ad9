"""Sessions as they were done: sent by the guided session, once or again after it was offline."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel, Field, StrictFloat, StrictInt

from evenstride.model.diary import DiaryEntry, EntryKind, SessionDone, SetDone, SetOutcome
from evenstride.model.gait import Side
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.services.training.session_record import MOST_ENTRIES, MOST_SETS, KeptSession, keep_session
from evenstride.web.api_shapes import (
    After,
    Answer,
    Day,
    IdInPath,
    IdInQuery,
    Length,
    Moment,
    PageAnswer,
    page_answer,
)
from evenstride.web.context import Context
from evenstride.web.routers import api_router
from evenstride.web.time_zone import ReaderZone, today_in

router = api_router("sessions")
Id = Annotated[str, Field(min_length=1, max_length=40)]
Short = Annotated[str, Field(max_length=80)]
Note = Annotated[str, Field(max_length=500)]


class SetRecord(BaseModel):
    """One set: of which exercise, on which side (null: both at once), and how it went."""

    exercise_id: Short
    part_id: Short | None = None
    side: Side | None = None
    set_number: Annotated[StrictInt, Field(ge=1, le=100)]
    outcome: SetOutcome = "done"
    reps: Annotated[StrictInt, Field(ge=0, le=10_000)] | None = None
    hold_s: Annotated[StrictFloat, Field(ge=0, le=86_400, allow_inf_nan=False)] | None = None


class EntryRecord(BaseModel):
    """Pain or effort, 0 to 10, that was noted in the session."""

    id: Id
    kind: EntryKind
    level: Annotated[StrictFloat, Field(ge=0, le=10, allow_inf_nan=False)]
    noted_at: Moment
    place: Short | None = None
    note: Note = ""


class SessionRecord(BaseModel):
    """A session. ``id`` is made by who sends it, 26 letters; sent again, it is kept once."""

    id: Id
    runner_id: Id
    plan_id: Id | None = None
    plan_day: Day | None = None
    started_at: Moment
    ended_at: Moment
    sets: Annotated[list[SetRecord], Field(max_length=MOST_SETS)]
    entries: Annotated[tuple[EntryRecord, ...], Field(max_length=MOST_ENTRIES)] = ()
    note: Note = ""


class KeptAnswer(BaseModel):
    """What is kept. ``is_new`` is false where it was kept before; ``says`` is how to go on, with its reasons."""

    id: str
    is_new: bool
    n_sets: int
    step: Literal["stop", "step_back", "stay", "go_on"] | None
    says: str
    because: list[str]


class SetAnswer(Answer):
    """One set as it was done."""

    exercise_id: str
    part_id: str | None
    side: Side | None
    set_number: int
    outcome: SetOutcome
    reps: int | None
    hold_s: float | None
    range_deg: float | None
    repetition_s: float | None
    faults: list[str]


class SessionAnswer(Answer):
    """A session as it was done; ``plan_day`` is the day of the plan that it answers."""

    id: str
    runner_id: str
    started_at: datetime
    ended_at: datetime | None
    plan_id: str | None
    plan_day: date | None
    sets: list[SetAnswer]
    note: str


@router.get("")
def list_sessions(
    context: Context,
    runner_id: IdInQuery | None = None,
    plan_id: IdInQuery | None = None,
    after: After = None,
    length: Length = 50,
) -> PageAnswer[SessionAnswer]:
    """Sessions: of one runner or of all, of one plan or of any."""
    found = read_page(context.store, "sessions", length=length, after=after, runner_id=runner_id, plan_id=plan_id)
    return page_answer(found, SessionAnswer.model_validate)


@router.get("/{session_id}")
def get_session(session_id: IdInPath, context: Context) -> SessionAnswer:
    """One session with its sets."""
    return SessionAnswer.model_validate(read_value(context.store, "sessions", session_id))


@router.post("", status_code=201, responses={200: {"model": KeptAnswer, "description": "It was kept before."}})
def keep(record: SessionRecord, context: Context, response: Response, zone: ReaderZone) -> KeptAnswer:
    """Keep a session with the pain and effort noted in it, all or nothing."""
    kept = keep_session(context.store, _session(record), _entries(record), today=today_in(zone), zone=zone)
    if not kept.is_new:
        response.status_code = 200
    return _answer(kept)


def _session(record: SessionRecord) -> SessionDone:
    return SessionDone(
        id=record.id,
        runner_id=record.runner_id,
        started_at=record.started_at,
        ended_at=record.ended_at,
        plan_id=record.plan_id,
        plan_day=record.plan_day,
        sets=tuple(SetDone(**each.model_dump()) for each in record.sets),
        note=record.note,
    )


def _entries(record: SessionRecord) -> tuple[DiaryEntry, ...]:
    return tuple(
        DiaryEntry(runner_id=record.runner_id, session_id=record.id, **each.model_dump()) for each in record.entries
    )


def _answer(kept: KeptSession) -> KeptAnswer:
    advice = kept.advice
    return KeptAnswer(
        id=kept.session.id,
        is_new=kept.is_new,
        n_sets=len(kept.session.sets),
        step=None if advice is None else advice.step,
        says="" if advice is None else advice.says,
        because=[] if advice is None else list(advice.because),
    )
