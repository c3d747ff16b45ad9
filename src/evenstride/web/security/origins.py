"""Requests that another page made a browser send are turned away, before a route sees them.

Three rules, each enough against its own attack:

1. The host that a request names must be one of the app's own (DNS rebinding gives an attacker's name for our address).
2. A browser says where a request comes from (Fetch Metadata). Only our own pages and the person (typed address, link
   from another program) may; another site may lead here by a plain link, and then no cookie comes with it.
3. What changes something, and every WebSocket, must name our own origin. Where a browser says nothing of itself, only
   a program with a token may; a cookie alone is not enough.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from evenstride.web.error_responses import refuse
from evenstride.web.refusals import CrossOriginError, SignInError, WrongHostError
from evenstride.web.security.request_facts import bearer_token, header, is_for_tokens, own_origin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FROM_US = frozenset({"same-origin", "none"})


class OriginGuard:
    """ASGI middleware that holds the three rules."""

    def __init__(self, app: ASGIApp, *, origins: frozenset[str]) -> None:
        self.app = app
        self.origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif own_origin(scope) not in self.origins:
            await refuse(WrongHostError(), scope, receive, send)
        elif not is_from_us(scope):
            await refuse(SignInError() if _is_plain_program(scope) else CrossOriginError(), scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_from_us(scope: Scope) -> bool:
    """Whether rules two and three hold for a request to one of our hosts."""
    site = header(scope, "sec-fetch-site")
    origin = header(scope, "origin")
    is_unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
    if is_unsafe:
        if site is not None:  # a form of ours names no origin, since our pages send no referrer; the site is enough
            return site == "same-origin" and origin in {None, "null", own_origin(scope)}
        return origin == own_origin(scope) or (origin is None and bearer_token(scope) is not None)
    return site is None or site in _FROM_US or _is_plain_link(scope)


def _is_plain_program(scope: Scope) -> bool:
    """Whether it asks where programs may and brings nothing that a browser does, so that it only lacks its token."""
    return is_for_tokens(scope) and all(header(scope, name) is None for name in ("sec-fetch-site", "origin", "cookie"))


def _is_plain_link(scope: Scope) -> bool:
    """Whether another site only leads a person here, in a window of its own."""
    return (
        scope["method"] in {"GET", "HEAD"}
        and header(scope, "sec-fetch-mode") == "navigate"
        and header(scope, "sec-fetch-dest") == "document"
    )
