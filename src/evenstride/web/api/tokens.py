"""Tokens by which programs come in. A token can be taken back by a program; only a person in the app makes one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi.responses import Response
from pydantic import Field

from evenstride.services.api_tokens import create_api_token, list_api_tokens, revoke_api_token
from evenstride.web.api_shapes import Answer, Body, IdInPath
from evenstride.web.context import Context
from evenstride.web.refusals import ForPeopleError
from evenstride.web.routers import api_router
from evenstride.web.security.access import AccessOf

router = api_router("tokens")


class NewTokenBody(Body):
    """What the token is for."""

    name: Annotated[str, Field(min_length=1, max_length=80)]


class TokenAnswer(Answer):
    """A token; its secret is shown once, when it is made."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class NewTokenAnswer(TokenAnswer):
    """A token at the only moment at which its secret is known."""

    secret: str


@router.get("")
def list_tokens(context: Context) -> list[TokenAnswer]:
    """The tokens that count, the oldest first."""
    return [TokenAnswer.model_validate(each) for each in list_api_tokens(context.store)]


@router.post("", status_code=201)
def make_token(body: NewTokenBody, context: Context, access: AccessOf) -> NewTokenAnswer:
    """Make a token. A token makes no other, so that one that was lost ends when it is taken back."""
    if access != "session":
        raise ForPeopleError()
    made = create_api_token(context.store, body.name)
    return NewTokenAnswer(**TokenAnswer.model_validate(made.token).model_dump(), secret=made.secret)


@router.delete("/{token_id}", status_code=204)
def take_back(token_id: IdInPath, context: Context) -> Response:
    """Take a token back; it opens nothing from now on."""
    revoke_api_token(context.store, token_id)
    return Response(status_code=204)
