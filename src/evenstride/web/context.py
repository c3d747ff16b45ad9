"""What a running app holds, and how a route asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, Request

from evenstride.services.framing import FramingChecker
from evenstride.services.uploads import UploadFolder
from evenstride.store import Store
from evenstride.web.allowed_methods import AllowedMethods
from evenstride.web.assets import Assets
from evenstride.web.lan.pairing import Pairing
from evenstride.web.live_coach.seats import CoachSeats
from evenstride.web.navigation import Place
from evenstride.web.security.sessions import BrowserSessions
from evenstride.web.settings import ServeSettings

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class LanDoor:
    """The way in for phones: the certificate's fingerprint, and the code of the moment."""

    fingerprint: str
    pairing: Pairing = field(default_factory=Pairing)


@dataclass(frozen=True)
class AppContext:
    """Everything that is made once per start."""

    settings: ServeSettings
    store: Store
    uploads: UploadFolder
    sessions: BrowserSessions
    assets: Assets
    templates: Environment
    places: tuple[Place, ...]
    methods: AllowedMethods
    lan: LanDoor | None = None
    framing: FramingChecker = field(default_factory=FramingChecker)
    coaches: CoachSeats = field(default_factory=CoachSeats)


def context_of(scope_or_request: Any) -> AppContext:
    """The context of the app that this request or connection came to."""
    app = scope_or_request["app"] if isinstance(scope_or_request, dict) else scope_or_request.app
    context: AppContext = app.state.context
    return context


async def _context(request: Request) -> AppContext:
    # Async, as whatever only looks something up: else it waits for a thread, and the route then for another.
    return context_of(request)


Context = Annotated[AppContext, Depends(_context)]
