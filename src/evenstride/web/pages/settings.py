"""Settings: how the app looks, which programs may ask it, how a phone joins, signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from evenstride.model.job import ApiToken
from evenstride.services.api_tokens import NewToken, create_api_token, list_api_tokens, revoke_api_token
from evenstride.services.running.watched_folder import folder_state
from evenstride.web.context import Context
from evenstride.web.current_runner import runners_of
from evenstride.web.routers import page_router
from evenstride.web.security.request_facts import own_origin
from evenstride.web.templating import render_page

router = page_router()


@router.get("/settings")
def settings(request: Request, context: Context) -> HTMLResponse:
    """All settings on one page."""
    return _settings_page(request, context, list_api_tokens(context.store))


@router.post("/settings/tokens")
def create_token(request: Request, context: Context, name: Annotated[str, Form()]) -> HTMLResponse:
    """Make a token and show its secret, this once."""
    made = create_api_token(context.store, name)
    return _settings_page(request, context, (made.token,), made)


@router.post("/settings/tokens/{token_id}/revoke")
def revoke_token(token_id: str, context: Context) -> Response:
    """Take a token back."""
    revoke_api_token(context.store, token_id)
    return RedirectResponse("/settings#tokens", status_code=303)


@router.post("/settings/sign-out")
def sign_out(request: Request, context: Context) -> Response:
    """End this browser's session."""
    name = context.settings.session_cookie
    context.sessions.close(request.cookies.get(name))
    response = RedirectResponse("/", status_code=303)
    response.delete_cookie(name, path="/", httponly=True, samesite="strict")
    return response


def _settings_page(
    request: Request, context: Context, tokens: tuple[ApiToken, ...], made: NewToken | None = None
) -> HTMLResponse:
    origin = own_origin(request.scope)
    return render_page(
        request,
        "app/settings.html.j2",
        tokens=tokens,
        made=made,
        data_folder=context.store.home,
        origin=origin,
        folder=folder_state(context.store),
        own_runners=[(each.id, each.name) for each in runners_of(request) if not each.is_sample],
    )
