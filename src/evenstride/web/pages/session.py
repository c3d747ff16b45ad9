"""The guided session: one day of the plan, done exercise by exercise; it works on when the app cannot be reached."""

from __future__ import annotations

from datetime import date

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from evenstride.services.training.session_view import SessionView, view_session
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.offline_session import worker_script
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone, today_in

router = page_router()


@router.get("/session")
def session(
    request: Request,
    context: Context,
    runner: CurrentRunner,
    zone: ReaderZone,
    day: date | None = None,
    as_planned: bool = False,
) -> HTMLResponse:
    """The session of a day, else of the next one that is not done."""
    from evenstride.reports.plan.dose_words import minutes_words
    from evenstride.reports.plan.plan_wording import URGENCY_WORDS

    view = (
        SessionView(None, None)
        if runner is None
        else view_session(context.store, runner.id, today=today_in(zone), zone=zone, day=day, as_planned=as_planned)
    )
    return render_page(
        request,
        "app/session/session.html.j2",
        view=view,
        sheet=view.sheet,
        figures=_figures(view),
        minutes_words=minutes_words,
        urgency_words=URGENCY_WORDS,
    )


@router.get("/session_worker.js")
def session_worker(context: Context) -> Response:
    """The service worker of the session; its text changes with everything that it keeps."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/session"}
    return Response(worker_script(context.assets), media_type="text/javascript", headers=headers)


def _figures(view: SessionView) -> list[str | None]:
    from markupsafe import Markup

    from evenstride.knowledge import load_knowledge
    from evenstride.reports.figures import figure_html

    knowledge = load_knowledge()
    drawn = [
        figure_html(knowledge, each.exercise_id, each.part_id) for each in (view.sheet.exercises if view.sheet else ())
    ]
    return [None if html is None else Markup(html) for html in drawn]
