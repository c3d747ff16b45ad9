"""Runners: who they are, what they agreed to, what they answered, what changed for them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import JSONResponse, Response
from pydantic import Field, StrictBool, StrictFloat, StrictInt

from evenstride.model.gait import Side
from evenstride.model.stored import StoredRunner, Units
from evenstride.services.keeping.deleting import delete_runner
from evenstride.services.keeping.following import follow_runner
from evenstride.services.keeping.reading import read_page
from evenstride.services.runner_screening import RunnerScreening, keep_answers, read_screening
from evenstride.services.runners import (
    ProfileEntry,
    answer_storage_consent,
    change_runner,
    create_runner,
    read_runner,
    storage_consent,
)
from evenstride.web.api_shapes import (
    After,
    Answer,
    Body,
    Day,
    DeletedAnswer,
    IdInPath,
    IdInQuery,
    Length,
    PageAnswer,
    page_answer,
)
from evenstride.web.context import Context
from evenstride.web.document_shapes import ProgressDocument
from evenstride.web.routers import api_router

router = api_router("runners")
Short = Annotated[str, Field(min_length=1, max_length=80)]


class Profile(Body):
    """What a runner says about themselves; null where they said nothing. ``equipment`` by the knowledge's names."""

    name: Short
    units: Units = "metric"
    height_m: Annotated[StrictFloat, Field(ge=0.8, le=2.5)] | None = None
    preferred_side: Side | None = None
    equipment: Annotated[list[Short], Field(max_length=50)] | None = None
    minutes_a_day: Annotated[StrictFloat, Field(ge=1, le=240)] | None = None
    days_a_week: Annotated[StrictInt, Field(ge=1, le=7)] | None = None

    def entry(self) -> ProfileEntry:
        """As the service takes it."""
        given = self.model_dump(include=set(Profile.model_fields))
        return ProfileEntry(**given | {"equipment": None if self.equipment is None else tuple(self.equipment)})


class NewRunner(Profile):
    """A profile, and whether the runner agrees that recordings and measures are kept on this computer."""

    agrees_to_storage: StrictBool = False


class RunnerAnswer(Answer):
    """A runner; ``is_sample`` marks the one that ships with the program."""

    id: str
    name: str
    created_at: datetime
    units: Units
    height_m: float | None
    preferred_side: Side | None
    equipment: list[str] | None
    minutes_a_day: float | None
    days_a_week: int | None
    is_sample: bool


class ConsentEntry(Body):
    """Whether the runner agrees that recordings and measures are kept."""

    is_given: StrictBool


class ConsentAnswer(Answer):
    """The newest answer and the wording that it was given to; everything null where nobody asked."""

    is_given: bool | None = None
    wording: str | None = None
    answered_at: datetime | None = None


class QuestionAnswer(Answer):
    """A question, its newest answer, and whether it should be asked again (``is_old``)."""

    id: str
    text: str
    group: str
    is_pain: bool
    value: bool | float | None
    answered_at: datetime | None
    is_old: bool


class ScreeningAnswer(Answer):
    """All questions. ``may_start`` is false where an answer stops every exercise; ``stopped_by`` says whom to see."""

    questions: list[QuestionAnswer]
    open_count: int
    may_start: bool
    stopped_by: list[dict[str, Any]]
    stopped_exercises: dict[str, Any]


class QuestionEntries(Body):
    """Answers by question: yes or no, or pain from 0 to 10. What is not named keeps its answer."""

    answers: Annotated[dict[str, StrictBool | StrictInt | StrictFloat], Field(min_length=1, max_length=100)]


@router.get("")
def list_runners(context: Context, after: After = None, length: Length = 50) -> PageAnswer[RunnerAnswer]:
    """All runners."""
    return page_answer(read_page(context.store, "runners", length=length, after=after), _answer)


@router.post("", status_code=201)
def add_runner(body: NewRunner, context: Context) -> RunnerAnswer:
    """Keep a new runner."""
    return _answer(create_runner(context.store, body.entry(), agrees_to_storage=body.agrees_to_storage))


@router.get("/{runner_id}")
def get_runner(runner_id: IdInPath, context: Context) -> RunnerAnswer:
    """One runner."""
    return _answer(read_runner(context.store, runner_id))


@router.put("/{runner_id}")
def put_profile(runner_id: IdInPath, body: Profile, context: Context) -> RunnerAnswer:
    """Put a new profile in the place of the old one."""
    return _answer(change_runner(context.store, runner_id, body.entry()))


@router.delete("/{runner_id}")
def remove_runner(runner_id: IdInPath, context: Context) -> DeletedAnswer:
    """Delete a runner with everything that was kept of them, films included. It cannot be undone."""
    return DeletedAnswer.model_validate(delete_runner(context.store, runner_id))


@router.get("/{runner_id}/consent")
def get_consent(runner_id: IdInPath, context: Context) -> ConsentAnswer:
    """Whether the runner agreed that recordings are kept."""
    found = storage_consent(context.store, read_runner(context.store, runner_id).id)
    return ConsentAnswer() if found is None else ConsentAnswer.model_validate(found)


@router.put("/{runner_id}/consent")
def put_consent(runner_id: IdInPath, body: ConsentEntry, context: Context) -> ConsentAnswer:
    """Keep what the runner agreed to, or took back."""
    kept = answer_storage_consent(context.store, runner_id, is_given=body.is_given)
    return ConsentAnswer.model_validate(kept)


@router.get("/{runner_id}/questions")
def get_questions(runner_id: IdInPath, context: Context) -> ScreeningAnswer:
    """The questions before a plan, with the newest answers and what they stop."""
    return _screening(read_screening(context.store, runner_id))


@router.post("/{runner_id}/questions")
def answer_questions(runner_id: IdInPath, body: QuestionEntries, context: Context) -> ScreeningAnswer:
    """Keep answers with this moment; earlier ones stay."""
    return _screening(keep_answers(context.store, runner_id, body.answers))


@router.get("/{runner_id}/progress", response_model=ProgressDocument)
def get_progress(
    runner_id: IdInPath, context: Context, today: Annotated[Day, Query()], baseline_id: IdInQuery | None = None
) -> Response:
    """What changed: the ``evenstride.progress/1`` document as of a day, against an assessment or the first sure one."""
    progress = follow_runner(context.store, runner_id, today=today, baseline_id=baseline_id)
    return JSONResponse(progress.to_dict())


def _answer(runner: StoredRunner) -> RunnerAnswer:
    return RunnerAnswer.model_validate(runner)


def _screening(found: RunnerScreening) -> ScreeningAnswer:
    from evenstride.services.screening import readiness_document

    answers = {each.id: each.value for each in found.questions if each.value is not None}
    readiness = readiness_document(found.readiness, answers)
    return ScreeningAnswer(
        questions=[QuestionAnswer.model_validate(each) for each in found.questions],
        open_count=found.open_count,
        may_start=readiness["may_start"],
        stopped_by=readiness["stopped_by"],
        stopped_exercises=readiness["stopped_exercises"],
    )
