"""Whose things a page shows: a clinic has several runners, and each browser has chosen one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from evenstride.model.stored import StoredRunner
from evenstride.services.runners import choose_runner, list_runners
from evenstride.web.context import AppContext, context_of

A_YEAR_S = 365 * 24 * 3600


def runners_of(request: Request) -> tuple[StoredRunner, ...]:
    """All runners, asked for once a request."""
    if not hasattr(request.state, "runners"):
        request.state.runners = list_runners(context_of(request).store)
    runners: tuple[StoredRunner, ...] = request.state.runners
    return runners


def current_runner(request: Request) -> StoredRunner | None:
    """The runner that this browser chose, else the person's first, else the sample runner, else None."""
    wanted = request.cookies.get(_cookie(context_of(request)))
    return choose_runner(runners_of(request), wanted)


def keep_choice(response: Response, context: AppContext, runner_id: str) -> None:
    """Let this browser show that runner from now on."""
    response.set_cookie(_cookie(context), runner_id, max_age=A_YEAR_S, httponly=True, samesite="strict", path="/")


def _cookie(context: AppContext) -> str:
    return f"evenstride_runner_{context.settings.port}"


#: For a route's parameter: ``runner: CurrentRunner``.
CurrentRunner = Annotated[StoredRunner | None, Depends(current_runner)]
