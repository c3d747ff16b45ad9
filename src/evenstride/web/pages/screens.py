"""Home tests: which the report suggests, one of them with its drawing, and its result by hand."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.errors import InputError
from evenstride.jobs.screen_clips import last_screen_clip
from evenstride.model.diary import LEVELS
from evenstride.model.job import Job
from evenstride.model.stored import StoredRunner
from evenstride.reports.figures.svg import figure_svg, moving_figure_html
from evenstride.services.runner_screening import answers_of_form, keep_answers
from evenstride.services.screens.by_form import keep_form
from evenstride.services.screens.page_view import ScreenView, list_screens, view_screen
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.live_coach.browser_model import load_browser_model
from evenstride.web.pages.library import LIBRARY
from evenstride.web.refusals import BadRequestError, NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone

router = page_router()
_INVALID = 422
_STEPS = {"s": "0.1", "cm": "0.1", "deg": "1", "reps": "1", "%": "1"}
UNIT_WORDS = {"s": "seconds", "cm": "cm", "deg": "degrees", "reps": "repetitions", "%": "%"}


@router.get("/screens")
def screens(request: Request, context: Context, runner: CurrentRunner, zone: ReaderZone) -> HTMLResponse:
    """The home tests that the runner's report suggests, and all others."""
    listed = None if runner is None else list_screens(context.store, runner.id, zone=zone)
    figures: dict[str, str] = {}
    for each in () if listed is None else (*listed.suggested, *listed.others):
        if each.movement is not None:
            figures[each.screen.id] = figure_svg(each.movement, still="work")
    return render_page(request, "app/screens/list.html.j2", listed=listed, figures=figures)


@router.get("/screens/{screen_id}")
def screen(screen_id: str, request: Request, context: Context, runner: CurrentRunner, zone: ReaderZone) -> HTMLResponse:
    """One test: how it is done, what comes before it, scoring, results."""
    if runner is None:
        return render_page(request, "app/screens/list.html.j2", listed=None, figures={})
    view = view_screen(context.store, runner.id, screen_id, zone=zone)
    return _page(request, runner, view, clip=last_screen_clip(context.store, runner.id, screen_id))


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=40) as form:
        if not all(isinstance(value, str) for value in form.values()):
            raise BadRequestError("Expected the fields of the page, got a file.")
        return {name: str(value).strip()[:40] for name, value in form.items()}


Fields = Annotated[dict[str, str], Depends(_fields)]


@router.post("/screens/{screen_id}/questions")
def answer(screen_id: str, context: Context, runner: CurrentRunner, fields: Fields) -> Response:
    """Keep answers to the questions that come before this test."""
    keep_answers(context.store, _chosen(runner).id, answers_of_form(fields))
    return RedirectResponse(f"/screens/{screen_id}#before", status_code=303)


@router.post("/screens/{screen_id}/results")
def keep(
    screen_id: str, request: Request, context: Context, runner: CurrentRunner, zone: ReaderZone, fields: Fields
) -> Response:
    """Keep a result by hand or timer."""
    chosen = _chosen(runner)
    try:
        keep_form(context.store, chosen.id, screen_id, fields)
    except InputError as error:
        view = view_screen(context.store, chosen.id, screen_id, zone=zone)
        return _page(request, chosen, view, error=error, given=fields)
    return RedirectResponse(f"/screens/{screen_id}?said=kept#result", status_code=303)


def _page(
    request: Request,
    runner: StoredRunner,
    view: ScreenView,
    *,
    clip: Job | None = None,
    error: InputError | None = None,
    given: dict[str, str] | None = None,
) -> HTMLResponse:
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.screen_words import smallest_words

    knowledge, screen, protocol, model = load_knowledge(), view.screen, view.protocol, load_browser_model()
    script = {
        "screen_id": screen.id,
        "runner_id": runner.id,
        "name": screen.name,
        "unit": screen.unit,
        "value": protocol.value,
        "by": protocol.scored_by,
        "sides": list(view.sides),
        "most_s": protocol.most_s,
        "clip": None if clip is None else {"job_id": clip.id, "upload_id": clip.payload["upload_id"]},
        "model_address": None if model is None else model.address,
        "beat_s": None if protocol.beats_per_min is None else 60.0 / protocol.beats_per_min,
        "works": None if view.movement is None or view.movement.works == "both" else view.movement.works,
    }
    return render_page(
        request,
        "app/screens/screen.html.j2",
        status=_INVALID if error else 200,
        view=view,
        figure="" if view.movement is None else moving_figure_html(view.movement),
        start_figure="" if view.movement is None else figure_svg(view.movement, still="work"),
        script=script,
        smallest=smallest_words(screen, knowledge),
        source=knowledge.short_source,
        unit_words=UNIT_WORDS[screen.unit],
        step=_STEPS[screen.unit],
        levels=[(str(level), str(level)) for level in range(int(LEVELS[0]), int(LEVELS[1]) + 1)],
        suspected=[
            (knowledge.muscles[id_].plain_name, kind)
            for kind in ("tight", "weak")
            for id_ in getattr(screen, f"suspects_{kind}")
        ],
        has_browser_model=model is not None,
        library=LIBRARY,
        error=error,
        given=given or {},
        said=request.query_params.get("said", ""),
    )


def _chosen(runner: StoredRunner | None) -> StoredRunner:
    if runner is None:
        raise NotFoundError("Nobody is set up yet.")
    return runner
