"""The coach: which exercise, then its page with the camera or with the timer."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from evenstride.model.diary import LEVELS
from evenstride.model.stored import StoredRunner
from evenstride.reports.figures.svg import figure_svg, moving_figure_html
from evenstride.services.live_coach.coached_exercise import CoachedExercise, Dose, coached_exercise, list_coached
from evenstride.services.live_coach.reason_not_to import reason_not_to
from evenstride.services.training.places import PAIN_PLACES
from evenstride.web.context import AppContext, Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.live_coach.browser_model import load_browser_model
from evenstride.web.routers import page_router
from evenstride.web.security.request_facts import own_origin
from evenstride.web.templating import render_page

router = page_router()
Number = Annotated[int | None, Query()]


@router.get("/coach")
def coach(request: Request) -> HTMLResponse:
    """Every exercise that can be coached."""
    return render_page(request, "app/coaches.html.j2", choices=list_coached())


@router.get("/coach/{exercise_id}")
def coach_exercise(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    exercise_id: str,
    sets: Number = None,
    reps: Number = None,
    hold_s: Number = None,
) -> HTMLResponse:
    """The basic form of an exercise, with another dose where the address names one."""
    exercise = coached_exercise(exercise_id, dose=Dose(sets, reps, hold_s))
    return _page(request, context, runner, exercise)


@router.get("/coach/{exercise_id}/{part_id}")
def coach_part(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    exercise_id: str,
    part_id: str,
    sets: Number = None,
    reps: Number = None,
    hold_s: Number = None,
) -> HTMLResponse:
    """A variation or an add-on."""
    exercise = coached_exercise(exercise_id, part_id, dose=Dose(sets, reps, hold_s))
    return _page(request, context, runner, exercise)


def _page(
    request: Request, context: AppContext, runner: StoredRunner | None, exercise: CoachedExercise
) -> HTMLResponse:
    ids = (exercise.exercise_id, exercise.part_id)
    model = load_browser_model()
    is_phone = context.lan is not None and own_origin(request.scope) == context.settings.lan_origin
    script = {
        "model_address": None if model is None else model.address,
        "exercise_id": exercise.exercise_id,
        "part_id": exercise.part_id,
        "name": exercise.name,
        "by": exercise.by,
        "rest_s": exercise.rest_s,
        "sets": exercise.turns[-1].set_number,
        "works": None if exercise.movement.works == "both" else exercise.movement.works,
        "turns": [asdict(turn) for turn in exercise.turns],
        "timer": [asdict(step) for step in exercise.timer],
    }
    return render_page(
        request,
        "app/coach.html.j2",
        exercise=exercise,
        figure=moving_figure_html(exercise.movement),
        start_figure=figure_svg(exercise.movement, still="start"),
        script=script,
        looks_in_browser=None if model is None else is_phone,
        stopped="" if runner is None else reason_not_to(context.store, runner.id, *ids),
        places_of_body={place: words.capitalize() for place, words in PAIN_PLACES.items()},
        levels=[(str(level), str(level)) for level in range(int(LEVELS[0]), int(LEVELS[1]) + 1)],
    )
