"""How many coaches work at once: each looks at pictures in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from evenstride.web.refusals import RequestError

#: Two on any machine, one a core on larger ones, and no more than a small group.
MOST_COACHES = min(6, max(2, os.cpu_count() or 2))


class CoachesBusyError(RequestError):
    """As many coaches as this machine carries are at work."""

    code = "coaches_busy"


class CoachSeats:
    """Counts the coaches at work; used in the server's own loop only."""

    def __init__(self, most: int = MOST_COACHES) -> None:
        self.most = most
        self.taken = 0

    @contextmanager
    def seat(self) -> Iterator[None]:
        """One of the places while this lasts.

        Raises
        ------
        CoachesBusyError : none is left.
        """
        if self.taken >= self.most:
            raise CoachesBusyError(
                f"{self.most} people are being coached by this computer already. "
                "Go on by hand, with the timer, or try again when one of them is done."
            )
        self.taken += 1
        try:
            yield
        finally:
            self.taken -= 1
