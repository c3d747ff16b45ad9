"""The plan: made from a measured run and the runner's answers, changed, taken along, closed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.errors import InputError
from evenstride.services.training.plan_files import Suffix, plan_file
from evenstride.services.training.plan_view import PlanView, view_plan
from evenstride.services.training.planning import PlanWishes, close_plan, make_plan_for
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.file_answers import content_answer
from evenstride.web.refusals import NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone, today_in

router = page_router()
_INVALID = 422


@router.get("/plan")
def plan(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    zone: ReaderZone,
    assessment: Annotated[str | None, Query(max_length=40)] = None,
) -> HTMLResponse:
    """The plan that the runner follows, or how to get one; of that report where one is named."""
    if runner is None:
        return render_page(request, "app/plan/nobody.html.j2")
    today = today_in(zone)
    view = view_plan(context.store, runner.id, today=today, zone=zone, assessment_id=assessment or None)
    return _plan_page(request, view, today)


@router.get("/plan/{plan_id}")
def kept_plan(
    plan_id: str, request: Request, context: Context, runner: CurrentRunner, zone: ReaderZone
) -> HTMLResponse:
    """A plan by its id, such as an earlier one."""
    if runner is None:
        raise NotFoundError()
    today = today_in(zone)
    view = view_plan(context.store, runner.id, today=today, zone=zone, plan_id=plan_id)
    return _plan_page(request, view, today)


@router.post("/plan")
def make(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    zone: ReaderZone,
    start_on: Annotated[date, Form()],
    minutes_a_day: Annotated[float, Form()],
    days_a_week: Annotated[int, Form()],
    asks_equipment: Annotated[str, Form(max_length=10)] = "",
    equipment: Annotated[list[str] | None, Form(max_length=50)] = None,
    assessment_id: Annotated[str | None, Form(max_length=40)] = None,
) -> Response:
    """Make a plan with these wishes; the one before is closed."""
    if runner is None:
        raise NotFoundError()
    wishes = PlanWishes(
        start_on=start_on,
        minutes_a_day=minutes_a_day,
        days_a_week=days_a_week,
        equipment=tuple(equipment or ()) if asks_equipment else None,
        assessment_id=assessment_id or None,
    )
    today = today_in(zone)
    try:
        made = make_plan_for(context.store, runner.id, wishes, today=today)
    except InputError as error:
        view = view_plan(context.store, runner.id, today=today, zone=zone, assessment_id=wishes.assessment_id)
        return _plan_page(request, view, today, error=error)
    return RedirectResponse("/plan" if made.stored else "/plan#stop", status_code=303)


@router.post("/plan/{plan_id}/close")
def close(plan_id: str, context: Context, runner: CurrentRunner) -> Response:
    """Stop following the plan; it stays to be read."""
    if runner is None:
        raise NotFoundError()
    close_plan(context.store, plan_id, runner.id)
    return RedirectResponse("/plan", status_code=303)


@router.get("/plan/{plan_id}/file.{suffix}")
def download(plan_id: str, suffix: Suffix, context: Context) -> Response:
    """The plan to take along."""
    made = plan_file(context.store, plan_id, suffix)
    return content_answer(made.content, media_type=made.media_type, name=made.name)


def _plan_page(request: Request, view: PlanView, today: date, *, error: InputError | None = None) -> HTMLResponse:
    from evenstride.knowledge import load_knowledge
    from evenstride.prescription.profile import known_equipment
    from evenstride.prescription.settings import settings_for
    from evenstride.reports.plan import html as drawings
    from evenstride.reports.plan.dose_words import date_words, minutes_words, short_date_words
    from evenstride.reports.plan.plan_wording import URGENCY_WORDS

    knowledge = load_knowledge()
    page = view.page
    settings = settings_for(view.ground.profile, knowledge)
    return render_page(
        request,
        "app/plan/plan.html.j2",
        status=_INVALID if error else 200,
        view=view,
        page=page,
        cameras={} if view.is_archived else view.cameras,
        error=error,
        today=today,
        figures=drawings.figures_of(page, knowledge) if page else {},
        body_map=drawings.body_map_of(page) if page else "",
        swatches=drawings.swatches_of(page) if page else (),
        equipment=[(each, each.replace("_", " ").capitalize()) for each in known_equipment() if each != "none"],
        settings=settings,
        urgency_words=URGENCY_WORDS,
        date_words=date_words,
        short_date_words=short_date_words,
        minutes_words=minutes_words,
    )
