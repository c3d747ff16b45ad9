"""Home screens of a runner: scores in, what they say out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field, StrictBool, StrictFloat, StrictInt

from evenstride.jobs.screen_clips import ScreenClip, submit_screen_clip
from evenstride.model.gait import Side
from evenstride.model.plan import ScreenOutcome
from evenstride.model.stored import ScoredBy, ScreenAnswer
from evenstride.services.screens.results import ScreenEntry, keep_screens, read_screen_history, read_screens
from evenstride.web.api.jobs import JobAnswer
from evenstride.web.api_shapes import Answer, Body, IdInPath
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("runners")
Short = Annotated[str, Field(min_length=1, max_length=80)]
Number = Annotated[StrictFloat, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Note = Annotated[str, Field(max_length=300)]
Name = Annotated[str | None, Query(min_length=1, max_length=80)]


class ScreenBody(Body):
    """What a home screen gave on one side; ``side`` null for a screen of both sides at once.

    Either a score (``value`` in the screen's unit, or ``pain`` because of which there is none), which is judged here,
    or the ``outcome`` alone. ``age`` and ``sex`` are for norms that go by them.
    """

    screen_id: Short
    side: Side | None = None
    outcome: ScreenOutcome | None = None
    value: Number | None = None
    error: Annotated[StrictFloat, Field(ge=0, le=1e6, allow_inf_nan=False)] = 0.0
    is_at_least: StrictBool = False
    scored_by: Literal["camera", "timer", "hand"] = "hand"
    pain: Annotated[StrictFloat, Field(ge=0, le=10, allow_inf_nan=False)] | None = None
    why: Note = ""
    readings: Annotated[tuple[Number, ...], Field(max_length=100)] = ()
    notes: Annotated[tuple[Note, ...], Field(max_length=20)] = ()
    age: Annotated[StrictInt, Field(ge=1, le=120)] | None = None
    sex: Literal["men", "women", ""] = ""


class ScreenResultAnswer(Answer):
    """A result of a home screen: the score with its standard error, what it says and why, and its evidence."""

    id: str
    screen_id: str
    side: Side | None
    outcome: ScreenOutcome
    answered_at: datetime
    value: float | None
    unit: str
    error: float | None
    is_at_least: bool
    scored_by: ScoredBy
    pain: float | None
    why: str
    evidence: dict[str, Any]


class ScreenClipBody(Body):
    """A clip of one side that was sent to ``/api/uploads`` and looked at; it is deleted once it is scored."""

    upload_id: Annotated[str, Field(min_length=1, max_length=40)]
    screen_id: Short
    side: Side | None = None
    pain: Annotated[StrictFloat, Field(ge=0, le=10, allow_inf_nan=False)] | None = None
    age: Annotated[StrictInt, Field(ge=1, le=120)] | None = None
    sex: Literal["men", "women", ""] = ""


@router.post("/{runner_id}/screens/clips", status_code=202)
def score_clip(runner_id: IdInPath, body: ScreenClipBody, context: Context) -> JobAnswer:
    """Have a clip scored; when the job is done, the result is kept."""
    job = submit_screen_clip(context.store, context.uploads, runner_id, ScreenClip(**body.model_dump()))
    return JobAnswer.model_validate(job)


@router.get("/{runner_id}/screens")
def get_screens(runner_id: IdInPath, context: Context) -> list[ScreenResultAnswer]:
    """The newest result of each home screen and side."""
    return [_answer(each) for each in read_screens(context.store, runner_id)]


@router.get("/{runner_id}/screens/history")
def get_screen_history(runner_id: IdInPath, context: Context, screen_id: Name = None) -> list[ScreenResultAnswer]:
    """Every result, the earliest first; of one screen where it is named."""
    return [_answer(each) for each in read_screen_history(context.store, runner_id, screen_id)]


@router.post("/{runner_id}/screens")
def add_screens(
    runner_id: IdInPath, body: Annotated[list[ScreenBody], Field(min_length=1, max_length=100)], context: Context
) -> list[ScreenResultAnswer]:
    """Judge and keep results of home screens; earlier ones stay. Gives the newest of each screen and side."""
    kept = keep_screens(context.store, runner_id, [ScreenEntry(**each.model_dump()) for each in body])
    return [_answer(each) for each in kept]


def _answer(result: ScreenAnswer) -> ScreenResultAnswer:
    return ScreenResultAnswer.model_validate(result)
