"""The questions before a plan: asked, dated, asked again, and what an answer stops."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.services.runner_screening import answers_of_form, keep_answers, read_screening
from evenstride.services.runners import read_runner
from evenstride.web.context import Context
from evenstride.web.refusals import BadRequestError
from evenstride.web.routers import page_router
from evenstride.web.templating import render_page

router = page_router()


@router.get("/runners/{runner_id}/questions")
def questions(runner_id: str, request: Request, context: Context) -> HTMLResponse:
    """All questions with the newest answers and their dates, and above them what these stop."""
    from evenstride.reports.knowledge_pages.shared_pages import URGENCY_WORDS

    return render_page(
        request,
        "app/questions.html.j2",
        shown=read_runner(context.store, runner_id),
        screening=read_screening(context.store, runner_id),
        urgency_words=URGENCY_WORDS,
        is_first="first" in request.query_params,
        is_answered="answered" in request.query_params,
    )


async def _fields(request: Request) -> dict[str, str]:
    async with request.form(max_files=0, max_fields=100) as form:
        if not all(isinstance(value, str) for value in form.values()):
            raise BadRequestError("Expected the fields of the page, got a file.")
        return {name: str(value).strip() for name, value in form.items()}


@router.post("/runners/{runner_id}/questions")
def answer(runner_id: str, context: Context, fields: Annotated[dict[str, str], Depends(_fields)]) -> Response:
    """Keep the answers with today's date, and show what they stop."""
    keep_answers(context.store, runner_id, answers_of_form(fields))
    return RedirectResponse(f"/runners/{runner_id}/questions?answered=yes", status_code=303)
