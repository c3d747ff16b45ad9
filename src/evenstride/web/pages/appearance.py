"""Light, dark or as the system has it: the reader's choice, kept in a cookie."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from evenstride.web.assets import Scheme
from evenstride.web.routers import page_router
from evenstride.web.templating import SCHEME_COOKIE

router = page_router()
A_YEAR_S = 365 * 24 * 3600


@router.post("/appearance")
def choose_appearance(scheme: Annotated[Scheme, Form()], back: Annotated[str, Form()] = "/") -> Response:
    """Keep the choice and go back to the page it was made on."""
    response = RedirectResponse(local_path(back), status_code=303)
    response.set_cookie(SCHEME_COOKIE, scheme, max_age=A_YEAR_S, httponly=True, samesite="strict", path="/")
    return response


def local_path(address: str) -> str:
    """The address where it is a path of this app; the first page otherwise, so that a form leads nowhere else."""
    is_local = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if is_local else "/"
