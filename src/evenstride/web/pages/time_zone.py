"""Keep the browser's time zone, so that days are those of the reader's clock."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form
from fastapi.responses import Response

from evenstride.web.routers import page_router
from evenstride.web.time_zone import ZONE_COOKIE, known_zone

router = page_router()
A_YEAR_S = 365 * 24 * 3600


@router.post("/time-zone")
def keep_time_zone(zone: Annotated[str, Form(max_length=64)]) -> Response:
    """Keep it where it is known here; otherwise days stay those of this computer."""
    response = Response(status_code=204)
    if known_zone(zone) is not None:
        response.set_cookie(ZONE_COOKIE, zone, max_age=A_YEAR_S, httponly=True, samesite="strict", path="/")
    return response
