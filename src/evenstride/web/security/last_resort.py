"""An error that nobody expected becomes the same page or JSON as every other; its traceback goes to the log only."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evenstride.errors import EvenstrideError
from evenstride.web.error_responses import refuse

logger = logging.getLogger(__name__)


class LastResort:
    """ASGI middleware that catches what the routes' own error answers did not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it where it fails before it said anything."""
        has_begun = False

        async def watch(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            logger.error("A request failed", exc_info=error, extra={"kind": type(error).__name__})
            if not has_begun and scope["type"] in {"http", "websocket"}:
                ours = error if isinstance(error, EvenstrideError) else EvenstrideError(_UNEXPECTED)
                await refuse(ours, scope, receive, send)


_UNEXPECTED = "The app met an error that it did not expect."
