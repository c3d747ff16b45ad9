"""The live coach: its socket, and what was done with it."""

from __future__ import annotations

import contextlib
from typing import Annotated

from fastapi import WebSocket
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt
from starlette.websockets import WebSocketDisconnect

from evenstride.model.diary import SetDone, SetOutcome
from evenstride.model.gait import Side
from evenstride.services.live_coach.coached_exercise import LONGEST_HOLD_S, MOST_SETS
from evenstride.services.live_coach.keep_coached import MOST_SETS as MOST_SETS_KEPT
from evenstride.services.live_coach.keep_coached import keep_coached
from evenstride.web.context import Context, context_of
from evenstride.web.live_coach.connection import Connection
from evenstride.web.live_coach.seats import CoachesBusyError
from evenstride.web.routers import api_router
from evenstride.web.time_zone import ReaderZone, today_in

router = api_router("coach")
TRY_AGAIN_LATER = 1013
Short = Annotated[str, Field(max_length=80)]
Level = Annotated[StrictFloat, Field(ge=0, le=10, allow_inf_nan=False)]
Seconds = Annotated[StrictFloat, Field(ge=0, le=21_600, allow_inf_nan=False)]


class SetRecord(BaseModel):
    """One set on one side (null: both at once), as the coach summed it up or as it was counted by hand."""

    model_config = ConfigDict(extra="forbid")

    exercise_id: Short
    part_id: Short | None = None
    side: Side | None = None
    set_number: Annotated[StrictInt, Field(ge=1, le=MOST_SETS)]
    outcome: SetOutcome = "done"
    reps: Annotated[StrictInt, Field(ge=0, le=1000)] | None = None
    hold_s: Annotated[StrictFloat, Field(ge=0, le=100 * LONGEST_HOLD_S, allow_inf_nan=False)] | None = None
    range_deg: Annotated[StrictFloat, Field(ge=0, le=360, allow_inf_nan=False)] | None = None
    repetition_s: Annotated[StrictFloat, Field(ge=0, le=600, allow_inf_nan=False)] | None = None
    faults: Annotated[tuple[Short, ...], Field(max_length=20)] = ()


class CoachedRecord(BaseModel):
    """Sets that were done just now. ``id`` is made by who sends it, 26 letters; sent again, it is kept once."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=40)]
    runner_id: Annotated[str, Field(min_length=1, max_length=40)]
    took_s: Seconds
    sets: Annotated[list[SetRecord], Field(min_length=1, max_length=MOST_SETS_KEPT)]
    effort: Level | None = None
    pain: Level | None = None
    pain_place: Short | None = None


class KeptAnswer(BaseModel):
    """What is kept."""

    id: str
    n_sets: int


@router.post("/sets", status_code=201)
def keep(record: CoachedRecord, context: Context, zone: ReaderZone) -> KeptAnswer:
    """Keep sets as a session in the runner's diary, with effort and pain."""
    session = keep_coached(
        context.store,
        record.runner_id,
        [SetDone(**each.model_dump()) for each in record.sets],
        session_id=record.id,
        took_s=record.took_s,
        effort=record.effort,
        pain=record.pain,
        pain_place=record.pain_place,
        today=today_in(zone),
    )
    return KeptAnswer(id=session.id, n_sets=len(session.sets))


@router.websocket("/live")
async def live(socket: WebSocket) -> None:
    """Pictures or landmarks in, skeleton, counts and cues out; nothing of them is kept."""
    await socket.accept()
    try:
        with context_of(socket).coaches.seat():
            await Connection(socket).run()
    except CoachesBusyError as error:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await socket.send_json({"type": "refused", "code": error.code, "message": str(error)})
            await socket.close(TRY_AGAIN_LATER, reason=error.code)
