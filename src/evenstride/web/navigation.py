"""The places that a reader can go to, in their order; only those whose page exists are shown."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One entry of the navigation.

    ``route`` is the name of the page's function; ``on_bar`` says whether a phone shows it in its bar at the bottom
    (five fit; the rest stand under *More*).
    """

    route: str
    label: str
    path: str
    icon: str
    on_bar: bool = True


PLACES = (
    Place("home", "Home", "/", "home"),
    Place("record", "Record", "/record", "record"),
    Place("reports", "Reports", "/reports", "report"),
    Place("plan", "Plan", "/plan", "plan"),
    Place("session", "Session", "/session", "session", on_bar=False),
    Place("screens", "Home tests", "/screens", "tests", on_bar=False),
    Place("progress", "Progress", "/progress", "progress"),
    Place("runs", "Runs", "/runs", "runs", on_bar=False),
    Place("settings", "Settings", "/settings", "settings", on_bar=False),
)


def shown_places(routes: Collection[str]) -> tuple[Place, ...]:
    """The places whose page is among the app's routes."""
    return tuple(place for place in PLACES if place.route in routes)


def is_current(place: Place, path: str) -> bool:
    """Whether the page at this path is the place or lies under it."""
    return path == place.path or (place.path != "/" and path.startswith(f"{place.path}/"))
