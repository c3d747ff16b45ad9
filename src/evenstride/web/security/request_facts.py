"""Reading a request before any route does: its headers, its own origin, whether it wants a page."""

from __future__ import annotations

from starlette.types import Scope

#: What a program may ask for with its token; pages and settings are for people.
FOR_TOKENS = ("/api/", "/media/")
_PAGE_SCHEMES = {"http": "http", "https": "https", "ws": "http", "wss": "https"}


def header(scope: Scope, name: str) -> str | None:
    """The value of a header that may stand once; None where it is missing, empty text where it stands twice."""
    wanted = name.encode("ascii")
    values = [value for key, value in scope["headers"] if key == wanted]
    if not values:
        return None
    return values[0].decode("latin-1") if len(values) == 1 else ""


def own_origin(scope: Scope) -> str:
    """The origin of a page that this request could have come from: scheme and the host that the request names."""
    scheme = _PAGE_SCHEMES.get(scope.get("scheme", ""), "")
    return f"{scheme}://{(header(scope, 'host') or '').lower()}"


def bearer_token(scope: Scope) -> str | None:
    """The token that a program brings; None where it brings none."""
    kind, _, token = (header(scope, "authorization") or "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def is_for_tokens(scope: Scope) -> bool:
    """Whether programs may ask there."""
    return str(scope["path"]).startswith(FOR_TOKENS)


def wants_page(scope: Scope) -> bool:
    """Whether a person reads the answer: not the API, and a browser that takes HTML."""
    return not scope["path"].startswith("/api/") and "text/html" in (header(scope, "accept") or "")
