"""The app as one value: routes behind their guards."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware

from evenstride.services.uploads import UploadFolder
from evenstride.store import Store
from evenstride.version import __version__
from evenstride.web import api, pages
from evenstride.web.allowed_methods import AllowedMethods
from evenstride.web.assets import load_assets
from evenstride.web.context import AppContext, LanDoor
from evenstride.web.error_responses import add_error_answers
from evenstride.web.navigation import shown_places
from evenstride.web.not_modified import NotModified
from evenstride.web.routers import routers_of
from evenstride.web.security.access import AccessGuard
from evenstride.web.security.body_limit import BodyLimit
from evenstride.web.security.head_answers import HeadAnswers
from evenstride.web.security.headers import SecurityHeaders
from evenstride.web.security.last_resort import LastResort
from evenstride.web.security.origins import OriginGuard
from evenstride.web.security.sessions import BrowserSessions
from evenstride.web.settings import ServeSettings
from evenstride.web.templating import app_environment


def create_app(
    settings: ServeSettings, *, store: Store, sessions: BrowserSessions | None = None, lan: LanDoor | None = None
) -> FastAPI:
    """Make the app for one start of the server.

    Parameters
    ----------
    settings : under which addresses the app answers.
    store : the open data folder.
    sessions : who is signed in; empty where left out.
    lan : the way in for phones; None keeps them out.

    Notes
    -----
    A request passes the middleware in the order in which they stand here. What refuses a request stands inside what
    dresses the answer, so that a refusal is as tight as a page.
    """
    sessions = sessions or BrowserSessions()
    app = FastAPI(
        title="Evenstride",
        version=__version__,
        description="Measured running form on this machine. A browser signs in by its cookie, a program by a token.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        middleware=[
            Middleware(HeadAnswers),
            Middleware(NotModified),
            Middleware(SecurityHeaders),
            Middleware(LastResort),
            Middleware(OriginGuard, origins=settings.origins),
            Middleware(AccessGuard, sessions=sessions, store=store, settings=settings),
            Middleware(BodyLimit, limits=settings.body_limits),
        ],
    )
    routers = [*routers_of(pages), *routers_of(api)]
    for router in routers:
        app.include_router(router)
    routes = [route for router in routers for route in router.routes]
    app.state.context = AppContext(
        settings=settings,
        store=store,
        uploads=UploadFolder(store.home),
        sessions=sessions,
        assets=load_assets(),
        templates=app_environment(),
        places=shown_places({str(getattr(route, "name", "")) for route in routes}),
        methods=AllowedMethods.of_routes(routes),
        lan=lan,
    )
    add_error_answers(app)
    return app
