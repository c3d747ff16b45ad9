"""What a client has already is not sent again: 304 where the answer has the ``ETag`` that the request names."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evenstride.web.security.request_facts import header

#: Headers that speak of a content; an answer without one does not have them.
_OF_CONTENT = ("content-length", "content-type", "content-disposition", "content-range")


class NotModified:
    """ASGI middleware for every route that sets an ``ETag``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the content only where it is another one."""
        known = header(scope, "if-none-match") if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else ""
        if not known:
            await self.app(scope, receive, send)
            return
        is_known = False

        async def send_if_new(message: Message) -> None:
            nonlocal is_known
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                is_known = message["status"] == 200 and _names(known, headers.get("etag"))
                if is_known:
                    message = {**message, "status": 304}
                    for name in _OF_CONTENT:
                        del headers[name]
                    message["headers"] = headers.raw
            elif is_known and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, send_if_new)


def _names(known: str, etag: str | None) -> bool:
    """Whether a list of tags, or the star, names this one; a weak tag counts as the strong one."""
    tags = {tag.strip().removeprefix("W/") for tag in known.split(",")}
    return etag is not None and bool(tags & {etag.removeprefix("W/"), "*"})
