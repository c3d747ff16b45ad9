"""Only who is signed in gets past: a browser by its cookie, a program by its token.

What is open to everybody is listed here and nowhere else: the app's own assets, and the two doors.
"""

from __future__ import annotations

from typing import Literal

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from evenstride.web.error_responses import refuse
from evenstride.web.refusals import SignInError
from evenstride.web.security.sessions import BrowserSessions

OPEN_PATHS = frozenset({"/start", "/pair", "/appearance", "/favicon.ico"})
OPEN_BELOW = ("/static/",)
Access = Literal["session", "token"]


class AccessGuard:
    """ASGI middleware that notes how a request may come in, and refuses it where it may not."""

    def __init__(self, app: ASGIApp, *, sessions: BrowserSessions, cookie: str) -> None:
        self.app = app
        self.sessions = sessions
        self.cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where it is signed in or the path is open."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope["evenstride.access"] = self._access(scope)
        if scope["evenstride.access"] or _is_open(scope["path"]):
            await self.app(scope, receive, send)
        else:
            await refuse(SignInError(), scope, receive, send)

    def _access(self, scope: Scope) -> Access | None:
        return "session" if self.sessions.is_open(HTTPConnection(scope).cookies.get(self.cookie)) else None


def is_signed_in(scope: Scope) -> bool:
    """Whether the request came past the guard by a cookie or a token."""
    return bool(scope.get("evenstride.access"))


def _is_open(path: str) -> bool:
    return path in OPEN_PATHS or path.startswith(OPEN_BELOW)
