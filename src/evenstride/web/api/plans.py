"""Plans: made from an assessment and a runner's answers, followed, closed, and as files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi.responses import JSONResponse, Response
from pydantic import Field, StrictFloat, StrictInt

from evenstride.model.stored import PlanStatus, StoredPlan
from evenstride.services.keeping.reading import read_page, read_value
from evenstride.services.training.plan_files import Suffix, plan_file
from evenstride.services.training.planning import PlanWishes, close_plan, make_plan_for
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
    file_response,
    page_answer,
)
from evenstride.web.context import Context
from evenstride.web.document_shapes import PlanDocument
from evenstride.web.routers import api_router

router = api_router("plans")
Short = Annotated[str, Field(min_length=1, max_length=80)]


class PlanAnswer(Answer):
    """A plan in short; a runner follows at most one (``active``)."""

    id: str
    runner_id: str
    status: PlanStatus
    start_on: date
    retest_on: date
    created_at: datetime
    assessment_id: str | None
    archived_at: datetime | None


class PlanRequest(Body):
    """What a plan shall fit; null leaves what the profile says. Without an assessment the newest is taken."""

    runner_id: Id
    start_on: Day
    minutes_a_day: Annotated[StrictFloat, Field(ge=1, le=240)] | None = None
    days_a_week: Annotated[StrictInt, Field(ge=1, le=7)] | None = None
    equipment: Annotated[list[Short], Field(max_length=50)] | None = None
    assessment_id: Id | None = None


class MadePlanAnswer(Answer):
    """The document, and the plan as it is kept; null where an answer stops it: then the document says whom to see."""

    plan: PlanAnswer | None
    document: PlanDocument


@router.get("")
def list_plans(
    context: Context,
    runner_id: IdInQuery | None = None,
    status: PlanStatus | None = None,
    after: After = None,
    length: Length = 50,
) -> PageAnswer[PlanAnswer]:
    """Plans: of one runner or of all, followed, archived or both."""
    return page_answer(
        read_page(context.store, "plans", length=length, after=after, runner_id=runner_id, status=status), _answer
    )


@router.post("", status_code=201, response_model=MadePlanAnswer)
def make_plan(body: PlanRequest, context: Context) -> Response:
    """Make a plan and let the runner follow it; the one before is archived."""
    equipment = None if body.equipment is None else tuple(body.equipment)
    given = body.model_dump(exclude={"runner_id", "equipment"})
    wishes = PlanWishes(**given, equipment=equipment)
    today = datetime.now(UTC).astimezone().date()
    made = make_plan_for(context.store, body.runner_id, wishes, today=today)
    plan = None if made.stored is None else _answer(made.stored).model_dump(mode="json")
    return JSONResponse({"plan": plan, "document": made.plan.to_dict()}, status_code=201)


@router.get("/{plan_id}")
def get_plan(plan_id: IdInPath, context: Context) -> PlanAnswer:
    """One plan in short."""
    return _answer(read_value(context.store, "plans", plan_id))


@router.get("/{plan_id}/document", response_model=PlanDocument)
def get_document(plan_id: IdInPath, context: Context) -> Response:
    """The ``evenstride.plan/1`` document."""
    plan: StoredPlan = read_value(context.store, "plans", plan_id)
    return JSONResponse(plan.document)


@router.get(
    "/{plan_id}/files/{suffix}",
    response_class=Response,
    responses=file_response("*/*", "PDF, Markdown, calendar, JSON or one HTML page."),
)
def get_file(plan_id: IdInPath, suffix: Suffix, context: Context) -> Response:
    """The plan as a file."""
    file = plan_file(context.store, plan_id, suffix)
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)


@router.post("/{plan_id}/close")
def stop_following(plan_id: IdInPath, context: Context) -> PlanAnswer:
    """Stop following a plan; it stays to be read."""
    plan: StoredPlan = read_value(context.store, "plans", plan_id)
    close_plan(context.store, plan_id, plan.runner_id)
    return _answer(read_value(context.store, "plans", plan_id))


def _answer(plan: StoredPlan) -> PlanAnswer:
    return PlanAnswer.model_validate(plan)
