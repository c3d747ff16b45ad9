"""The cookie by which a browser stays signed in until the server stops."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from evenstride.web.settings import ServeSettings


def set_session_cookie(response: Response, request: Request, settings: ServeSettings, session: str) -> None:
    """Give the browser its session; no script reads it and no other site sends it along."""
    response.set_cookie(
        settings.session_cookie,
        session,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
