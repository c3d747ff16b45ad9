"""The app in this process, asked as a browser would: signed in, with the headers that browsers send."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI
from starlette.testclient import TestClient

from evenstride.web.security.sessions import BrowserSessions

PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"
PAGE = {"accept": "text/html"}
FROM_OUR_PAGE = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
MakeApp = Callable[..., FastAPI]


def stranger(app: FastAPI, *, origin: str = ORIGIN) -> TestClient:
    """A client that is not signed in; errors of the app reach it as answers, as they do over a socket."""
    return TestClient(app, base_url=origin, raise_server_exceptions=False, follow_redirects=False)


def signed_in(app: FastAPI, *, origin: str = ORIGIN) -> TestClient:
    """A client with a session's cookie."""
    client = stranger(app, origin=origin)
    context = app.state.context
    sessions: BrowserSessions = context.sessions
    client.cookies.set(context.settings.session_cookie, sessions.open_session())
    return client
