"""What findings, exercises and plans rest on, to be read in the app: each entry with its chain and its sources."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from evenstride.services.reading.library import library_path, read_library_figure, read_library_page
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page

router = page_router()
LIBRARY = "/library"


@router.get("/library/figures/{name}")
def library_figure(name: str) -> Response:
    """A drawing of an exercise."""
    headers = {"Cache-Control": "private, max-age=86400"}
    return Response(read_library_figure(name), media_type="image/svg+xml", headers=headers)


@router.get("/library")
def library(request: Request) -> HTMLResponse:
    """Where the library begins."""
    return _page(request, "")


@router.get("/library/{path:path}")
def library_page(request: Request, path: str) -> HTMLResponse:
    """One page of the library."""
    return _page(request, path.removesuffix("/index"))


def _page(request: Request, path: str) -> HTMLResponse:
    return render_page(
        request,
        "app/library.html.j2",
        page=read_library_page(path),
        address_of=lambda kind, identifier: f"{LIBRARY}/{library_path(kind, identifier)}".rstrip("/"),
    )
