"""The door of this machine: the start secret of the opened address becomes a cookie."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from evenstride.web.context import Context
from evenstride.web.refusals import SignInError
from evenstride.web.routers import page_router
from evenstride.web.security.request_facts import own_origin
from evenstride.web.session_cookie import set_session_cookie

router = page_router()


@router.get("/start")
def start(request: Request, context: Context, secret: str = "") -> Response:
    """Sign this browser in, and go to the first page without the secret in the address."""
    is_local = own_origin(request.scope) != context.settings.lan_origin
    session = context.sessions.redeem(secret) if is_local else None
    if session is None:
        raise SignInError("This address was used before, or the app was started anew since.")
    response = RedirectResponse("/", status_code=303)
    set_session_cookie(response, request, context.settings, session)
    return response
