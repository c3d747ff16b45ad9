"""The first page: the sample runner, and on later days what comes next."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from evenstride.services.home_summary import summarise_sample
from evenstride.services.training.today import read_today
from evenstride.web.context import Context
from evenstride.web.current_runner import CurrentRunner
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page
from evenstride.web.time_zone import ReaderZone, today_in

router = page_router()


@router.get("/")
def home(request: Request, context: Context, runner: CurrentRunner, zone: ReaderZone) -> HTMLResponse:
    """Where the reader is and what comes next."""
    from evenstride.reports.plan.dose_words import date_words, minutes_words

    has_own = runner is not None and not runner.is_sample
    return render_page(
        request,
        "app/home.html.j2",
        sample=summarise_sample(context.store),
        today=read_today(context.store, runner.id, today=today_in(zone), zone=zone) if runner and has_own else None,
        date_words=date_words,
        minutes_words=minutes_words,
    )
