"""Only who is signed in gets past: a browser by its cookie, a program by its token.

What is open to everybody is listed here and nowhere else: the app's own assets, and the two doors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from evenstride.services.api_tokens import is_api_token
from evenstride.store import Store
from evenstride.web.error_responses import refuse
from evenstride.web.refusals import SignInError
from evenstride.web.security.request_facts import bearer_token, is_for_tokens, own_origin, wants_page
from evenstride.web.security.sessions import BrowserSessions
from evenstride.web.settings import ServeSettings

PAIRING = "/pair"
OPEN_PATHS = frozenset({"/start", PAIRING, "/appearance"})
OPEN_BELOW = ("/static/",)
Access = Literal["session", "token"]


class AccessGuard:
    """ASGI middleware that notes how a request may come in, and refuses it where it may not."""

    def __init__(self, app: ASGIApp, *, sessions: BrowserSessions, store: Store, settings: ServeSettings) -> None:
        self.app = app
        self.sessions = sessions
        self.store = store
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where it is signed in or the path is open."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope["evenstride.access"] = await self._access(scope)
        if scope["evenstride.access"] or _is_open(scope["path"]):
            await self.app(scope, receive, send)
        elif wants_page(scope) and own_origin(scope) == self.settings.lan_origin:
            await RedirectResponse(PAIRING, status_code=303)(scope, receive, send)
        else:
            await refuse(SignInError(), scope, receive, send)

    async def _access(self, scope: Scope) -> Access | None:
        """By what the request may come in; a token that is named must be good, whatever cookie comes with it."""
        token = bearer_token(scope)
        if token is None:
            return (
                "session"
                if self.sessions.is_open(HTTPConnection(scope).cookies.get(self.settings.session_cookie))
                else None
            )
        if not is_for_tokens(scope):
            return None
        return "token" if await run_in_threadpool(is_api_token, self.store, token) else None


def is_signed_in(scope: Scope) -> bool:
    """Whether the request came past the guard by a cookie or a token."""
    return bool(scope.get("evenstride.access"))


async def _access_of(request: Request) -> Access | None:
    access: Access | None = request.scope.get("evenstride.access")
    return access


#: For a route's parameter: how the request came in.
AccessOf = Annotated[Access | None, Depends(_access_of)]


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_BELOW)
