"""The two kinds of routes, and how the app finds them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from fastapi.security import HTTPBearer

from evenstride.web.api_shapes import ERRORS

_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A token made in the app's settings.")


def page_router() -> APIRouter:
    """Routes that answer with pages; they are no part of the API's description."""
    return APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def api_router(resource: str) -> APIRouter:
    """Routes under ``/api/RESOURCE``, described in OpenAPI with the one shape that every error has.

    Who may come in is decided in front of all routes (`evenstride.web.security.access`); here it is only described.
    """
    return APIRouter(prefix=f"/api/{resource}", tags=[resource], responses=ERRORS, dependencies=[Depends(_BEARER)])


def routers_of(package: ModuleType) -> Iterator[APIRouter]:
    """The ``router`` of every module of the package, by name, so that a new screen is a new file and no list grows."""
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        router: APIRouter = importlib.import_module(f"{package.__name__}.{found.name}").router
        yield router
