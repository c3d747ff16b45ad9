"""In which time zone a reader's days are: the browser says it once, a cookie keeps it."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from evenstride.model.local_days import day_of

ZONE_COOKIE = "evenstride_zone"


def reader_zone(request: Request) -> tzinfo | None:
    """The zone that the browser named; None, this computer's, where it named none that is known here."""
    return known_zone(request.cookies.get(ZONE_COOKIE, ""))


def known_zone(name: str) -> ZoneInfo | None:
    """The zone of that name, None where this computer knows none."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, KeyError, OSError):
        return None


def today_in(zone: tzinfo | None) -> date:
    """The day that it is there."""
    return day_of(datetime.now(UTC), zone)


async def _zone(request: Request) -> tzinfo | None:
    return reader_zone(request)


#: For a route's parameter: ``zone: ReaderZone``.
ReaderZone = Annotated[tzinfo | None, Depends(_zone)]
