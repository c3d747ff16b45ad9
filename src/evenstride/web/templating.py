"""Pages: one environment for the app's templates and the report's, and the values that every page has."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Scope

from evenstride.reports.page_templates import TEMPLATES as REPORT_TEMPLATES
from evenstride.reports.page_templates import page_environment
from evenstride.version import __version__
from evenstride.web.assets import SCHEMES, Scheme
from evenstride.web.context import context_of
from evenstride.web.current_runner import current_runner, runners_of
from evenstride.web.navigation import is_current
from evenstride.web.security.access import is_signed_in
from evenstride.web.time_zone import reader_zone

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
SCHEME_COOKIE = "evenstride_scheme"


@lru_cache(maxsize=1)
def app_environment() -> Environment:
    """The report's environment with the app's templates (``app/...``) beside its own."""
    from jinja2 import ChoiceLoader, FileSystemLoader

    return page_environment().overlay(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), FileSystemLoader(REPORT_TEMPLATES)])
    )


def render_page(request: Request, template: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the app as an answer; ``values`` are what its template names beside those of every page.

    Every page of somebody who is signed in says whose it is: ``runner``, and ``runners`` to choose from.
    """
    if is_signed_in(request.scope):
        values = {"runner": current_runner(request), "runners": runners_of(request), **values}
    return page_response(request.scope, template, values, status=status)


def page_response(
    scope: Scope, template: str, values: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
) -> HTMLResponse:
    """As `render_page`, for those who stand in front of the routes."""
    text = context_of(scope).templates.get_template(template).render({**_shared_values(scope), **values})
    return HTMLResponse(text, status_code=status, headers=headers)


def chosen_scheme(request: Request) -> Scheme:
    """The colour scheme that the reader chose; the system's where nothing known was chosen."""
    chosen = request.cookies.get(SCHEME_COOKIE, "system")
    return chosen if chosen in SCHEMES else "system"


def _shared_values(scope: Scope) -> dict[str, Any]:
    """What the base template names: addresses of assets in the chosen scheme, the navigation, the version."""
    request = Request(scope)
    context = context_of(scope)
    scheme = chosen_scheme(request)
    places = context.places if is_signed_in(scope) else ()
    return {
        "asset": lambda name: context.assets.address(name, scheme),
        "scheme": scheme,
        "places": [(place, is_current(place, scope["path"])) for place in places],
        "here": scope["path"],
        "zone": str(reader_zone(request) or ""),
        "version": __version__,
        "runner": None,
        "runners": (),
    }
