"""Connect a phone: on the computer the address, its picture and the code; on the phone the field for the code."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from evenstride.web.context import AppContext, Context
from evenstride.web.lan.pairing import grouped
from evenstride.web.lan.qr_code import qr_code_svg
from evenstride.web.refusals import NotFoundError
from evenstride.web.routers import page_router
from evenstride.web.security.request_facts import own_origin
from evenstride.web.session_cookie import set_session_cookie
from evenstride.web.templating import render_page

router = page_router()


@router.get("/settings/phone")
def phone(request: Request, context: Context) -> HTMLResponse:
    """What the phone needs, or how to start the app so that a phone can come in."""
    lan = context.lan
    if lan is None or _is_from_phone(request, context):
        return render_page(request, "app/phone_closed.html.j2", is_phone=lan is not None)
    address = f"{context.settings.lan_origin}/pair"
    return render_page(
        request,
        "app/phone.html.j2",
        address=address,
        picture=Markup(qr_code_svg(address)),
        code=grouped(lan.pairing.code()),
        fingerprint=lan.fingerprint,
    )


@router.get("/pair")
def pair_form(request: Request, context: Context) -> HTMLResponse:
    """The field for the code, in the local network only."""
    _needs_phone(request, context)
    return render_page(request, "app/pair.html.j2", problem="")


@router.post("/pair")
def pair(request: Request, context: Context, code: Annotated[str, Form(max_length=40)]) -> Response:
    """Sign the phone in where the code is right."""
    _needs_phone(request, context)
    assert context.lan is not None
    if not context.lan.pairing.is_paired(code):
        problem = "This is not the code that the computer shows now. Look again and type all eight digits."
        return render_page(request, "app/pair.html.j2", status=403, problem=problem)
    response = RedirectResponse("/", status_code=303)
    set_session_cookie(response, request, context.settings, context.sessions.open_session())
    return response


def _is_from_phone(request: Request, context: AppContext) -> bool:
    return own_origin(request.scope) == context.settings.lan_origin


def _needs_phone(request: Request, context: AppContext) -> None:
    """On this machine there is no such page; the printed address signs in here."""
    if context.lan is None or not _is_from_phone(request, context):
        raise NotFoundError()
