"""How the body stood before a repetition: what some signals are counted from."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from statistics import median

from evenstride.coaching.body import BodyInFrame
from evenstride.coaching.signals import read_at_start

#: The start is the median over so long.
_OVER_S = 1.0


class StartLevels:
    """Follows the signals while the body waits at the start."""

    def __init__(self, signals: Sequence[str]) -> None:
        self._signals = signals
        self._seen: deque[tuple[float, dict[str, float]]] = deque()

    def forget(self) -> None:
        """The body is somewhere else."""
        self._seen.clear()

    def add(self, body: BodyInFrame) -> None:
        """One picture of the start; what is known of the body is brought up to date."""
        time_s = body.frame.time_s
        self._seen.append((time_s, read_at_start(body, self._signals)))
        while time_s - self._seen[0][0] > _OVER_S:
            self._seen.popleft()
        for name in {name for _, levels in self._seen for name in levels}:
            body.known.at_start[name] = median(levels[name] for _, levels in self._seen if name in levels)
