"""Which methods an address takes, over all routes that share it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.routing import Route


@dataclass(frozen=True)
class AllowedMethods:
    """Every route's address as an expression, how many of its parts are open, and its methods."""

    routes: tuple[tuple[re.Pattern[str], int, frozenset[str]], ...]

    @classmethod
    def of_routes(cls, routes: Iterable[Any]) -> AllowedMethods:
        """Read from the routes."""
        known = (each for each in routes if isinstance(each, Route))
        return cls(
            tuple((each.path_regex, len(each.param_convertors), frozenset(each.methods or ())) for each in known)
        )

    def at(self, path: str) -> tuple[str, ...]:
        """The methods at a path; of several addresses that fit, those of the one that says most."""
        fitting = [(n_open, methods) for regex, n_open, methods in self.routes if regex.match(path)]
        least = min((n_open for n_open, _ in fitting), default=0)
        found = {method for n_open, methods in fitting if n_open == least for method in methods}
        return tuple(sorted(found | ({"HEAD"} if "GET" in found else set())))
