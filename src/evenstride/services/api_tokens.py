"""Tokens by which a person's own programs may ask the API: made, listed, taken back, recognised."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from evenstride.errors import InputError
from evenstride.model.ids import new_id
from evenstride.model.job import ApiToken
from evenstride.store import Store

PREFIX = "evenstride_"
MOST_LETTERS = 80
MOST_TOKENS = 50
#: A program that asks often does not make the database write often.
NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class NewToken:
    """A token at the only moment at which its secret is known."""

    token: ApiToken
    secret: str


def create_api_token(store: Store, name: str) -> NewToken:
    """Make a token; only the digest of its secret is kept.

    Raises
    ------
    InputError
        No name, a name that is too long, or very many tokens already.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= MOST_LETTERS:
        raise InputError(
            f"Expected a name of 1 to {MOST_LETTERS} letters, got {len(name)}. Name what the token is for."
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(new_id(), name, _digest(secret), datetime.now(UTC))
    with store.write() as kept:
        if len([each for each in kept.api_tokens.all() if each.revoked_at is None]) >= MOST_TOKENS:
            raise InputError(f"Expected at most {MOST_TOKENS} tokens, got another. Take one back that is not used.")
        kept.api_tokens.add(token)
    return NewToken(token, secret)


def list_api_tokens(store: Store) -> tuple[ApiToken, ...]:
    """The tokens that count, the oldest first."""
    with store.read() as kept:
        return tuple(each for each in kept.api_tokens.all() if each.revoked_at is None)


def revoke_api_token(store: Store, token_id: str) -> None:
    """Take a token back; it opens nothing from now on.

    Raises
    ------
    NotStoredError
        There is no such token.
    """
    with store.write() as kept:
        token = kept.api_tokens.get(token_id)
        if token.revoked_at is None:
            kept.api_tokens.replace(replace(token, revoked_at=datetime.now(UTC)))


def is_api_token(store: Store, secret: str) -> bool:
    """Whether a program may come in with this secret; when it did is noted now and then."""
    if not secret.startswith(PREFIX):
        return False
    with store.read() as kept:
        token = kept.api_tokens.with_hash(_digest(secret))
    if token is None:
        return False
    now = datetime.now(UTC)
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        with store.write() as kept:
            current = kept.api_tokens.find(token.id)
            if current is None or current.revoked_at is not None:
                return False
            kept.api_tokens.replace(replace(current, last_used_at=now))
    return True


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
