"""No request may bring more than its path allows, whatever it says of its own length, and none a form with files.

Files come as plain bodies; no page sends ``multipart/form-data``. Its reader would open a temporary file for each part,
and leave open that of a part which breaks off.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evenstride.web.error_responses import refuse
from evenstride.web.refusals import BadRequestError, BodyTooLargeError, FormKindError
from evenstride.web.security.request_facts import header
from evenstride.web.settings import BodyLimits

_PARTED = "multipart/"


class BodyLimit:
    """ASGI middleware that refuses by kind and stated length, and cuts off what turns out longer."""

    def __init__(self, app: ASGIApp, *, limits: BodyLimits) -> None:
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its body counted."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit_bytes = self.limits.limit_bytes(scope["path"])
        stated = header(scope, "content-length")
        if (header(scope, "content-type") or "").strip().lower().startswith(_PARTED):
            await refuse(FormKindError(), scope, receive, send)
        elif stated is not None and not stated.isdecimal():
            await refuse(BadRequestError("Expected a length in bytes, got something else."), scope, receive, send)
        elif stated is not None and int(stated) > limit_bytes:
            await refuse(BodyTooLargeError(limit_bytes), scope, receive, send)
        else:
            await self.app(scope, _counted(receive, limit_bytes), send)


def _counted(receive: Receive, limit_bytes: int) -> Receive:
    taken_bytes = 0

    async def take() -> Message:
        nonlocal taken_bytes
        message = await receive()
        taken_bytes += len(message.get("body", b""))
        if taken_bytes > limit_bytes:
            raise BodyTooLargeError(limit_bytes)
        return message

    return take
