"""The first page: the sample runner, and on later days what comes next."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from evenstride.services.home_summary import summarise_sample
from evenstride.web.context import Context
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page

router = page_router()


@router.get("/")
def home(request: Request, context: Context) -> HTMLResponse:
    """Where the reader is and what comes next."""
    return render_page(request, "app/home.html.j2", sample=summarise_sample(context.store))
