"""An error as an answer: one page for people, one JSON shape for programs, never a traceback.

JSON is ``{"code": ..., "message": ..., "next": ...}``: a stable code, what happened, what to do.
"""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

from evenstride.errors import EvenstrideError
from evenstride.web.context import context_of
from evenstride.web.error_table import UNEXPECTED, Outcome, outcome_of
from evenstride.web.refusals import BadRequestError, MethodError, NotFoundError, RequestError, SignInError
from evenstride.web.security.request_facts import wants_page

POLICY_VIOLATION = 1008
_BY_STATUS: dict[int, type[RequestError]] = {401: SignInError, 404: NotFoundError, 405: MethodError}


def add_error_answers(app: FastAPI) -> None:
    """Answer every error of every route in one of the two forms."""

    @app.exception_handler(EvenstrideError)
    async def _ours(request: Request, error: EvenstrideError) -> Response:
        return error_response(error, request.scope)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        if all(each["loc"][0] == "path" for each in error.errors()):
            return error_response(NotFoundError(), request.scope)
        return error_response(BadRequestError(_first_complaint(error)), request.scope, status=422)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        if isinstance(error.__cause__, EvenstrideError):
            return error_response(error.__cause__, request.scope)
        kind = _BY_STATUS.get(error.status_code, BadRequestError)
        status = error.status_code if kind is BadRequestError else None
        headers = dict(error.headers or {})
        if kind is MethodError:  # Starlette names those of one route only
            headers["Allow"] = ", ".join(context_of(request).methods.at(request.scope["path"]))
        return error_response(kind(), request.scope, status=status, headers=headers)


def error_response(
    error: EvenstrideError, scope: Scope, *, status: int | None = None, headers: dict[str, str] | None = None
) -> Response:
    """The answer to this error, as a page where a person reads it."""
    outcome = outcome_of(error)
    next_step = str(error.facts.get("next_step") or outcome.next_step)
    status = status or outcome.status
    if wants_page(scope):
        return _error_page(error, outcome, next_step, scope, status, headers)
    content = {"code": error.code, "message": str(error), "next": next_step}
    return JSONResponse(content, status_code=status, headers=headers)


async def refuse(error: EvenstrideError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer from a middleware; a WebSocket is closed before it opens."""
    if scope["type"] == "websocket":
        await WebSocketClose(code=POLICY_VIOLATION, reason=error.code)(scope, receive, send)
    else:
        await error_response(error, scope)(scope, receive, send)


def _error_page(
    error: EvenstrideError,
    outcome: Outcome,
    next_step: str,
    scope: Scope,
    status: int,
    headers: dict[str, str] | None,
) -> Response:
    from evenstride.web.templating import page_response

    return page_response(
        scope,
        "app/error.html.j2",
        {
            "title": outcome.title,
            "message": "" if outcome is UNEXPECTED and type(error) is EvenstrideError else str(error),
            "next_step": next_step,
            "code": error.code,
        },
        status=status,
        headers=headers,
    )


def _first_complaint(error: RequestValidationError) -> str:
    """What the first wrong field is and what it should be; never what was sent."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
    return f"{where or 'The request'}: {first['msg']}."
