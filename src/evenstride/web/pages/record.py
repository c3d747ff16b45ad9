"""Record: bring files, how to film, the check before filming, and the way in for a phone."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from evenstride.jobs import ANALYSE_RECORDINGS, ANALYSE_RUN, list_jobs
from evenstride.jobs.screen_clips import SCORE_SCREEN
from evenstride.services.runners import storage_consent
from evenstride.web.context import AppContext, Context
from evenstride.web.current_runner import CurrentRunner, runners_of
from evenstride.web.lan.pairing import grouped
from evenstride.web.lan.qr_code import qr_code_svg
from evenstride.web.routers import page_router
from evenstride.web.security.request_facts import own_origin
from evenstride.web.templating import render_page

router = page_router()


@router.get("/record")
def record(request: Request, context: Context, runner: CurrentRunner) -> HTMLResponse:
    """Everything from the phone on its tripod to the job that measures."""
    own = None if runner is None or runner.is_sample else runner
    consent = storage_consent(context.store, own.id) if own else None
    waiting = list_jobs(context.store, runner_id=own.id, states=("queued", "running")) if own else ()
    is_phone = context.lan is not None and own_origin(request.scope) == context.settings.lan_origin
    return render_page(
        request,
        "app/record.html.j2",
        own=own,
        is_agreed=consent is not None and consent.is_given,
        own_runners=[each for each in runners_of(request) if not each.is_sample],
        open_jobs=[each for each in waiting if each.kind in (ANALYSE_RECORDINGS, ANALYSE_RUN)],
        used_elsewhere=[each.payload["upload_id"] for each in waiting if each.kind == SCORE_SCREEN],
        is_phone=is_phone,
        **_way_in(context),
    )


def _way_in(context: AppContext) -> dict[str, Any]:
    """What a phone needs to come in; nothing where the app answers on this machine only."""
    if context.lan is None:
        return {"phone_address": None}
    address = f"{context.settings.lan_origin}/pair"
    code = grouped(context.lan.pairing.code())
    return {"phone_address": address, "phone_picture": Markup(qr_code_svg(address)), "phone_code": code}
