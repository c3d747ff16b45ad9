"""The first page."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse

from evenstride.web.routers import page_router
from evenstride.web.templating import render_page

router = page_router()


@router.get("/")
def home(request: Request) -> HTMLResponse:
    """Where the reader is and what comes next."""
    return render_page(request, "app/home.html.j2")
