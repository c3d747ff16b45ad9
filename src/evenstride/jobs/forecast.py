"""How far a job is and how long it will take, from what stages usually take and what this one took so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

#: Before a stage has shown this share of itself, its own pace says little.
_LEAST_SEEN_FRAC = 0.05


@dataclass
class Forecast:
    """Progress and time left of a row of stages.

    Parameters
    ----------
    expected_s : (name, seconds) of every stage, finished ones included.
    """

    expected_s: Sequence[tuple[str, float]]
    now_s: Callable[[], float] = time.monotonic
    _pace: float = field(default=1.0, init=False)
    _stage: str = field(default="", init=False)
    _began_s: float = field(default=0.0, init=False)

    def begin(self, stage: str) -> None:
        """A stage begins; those before it are done."""
        self._stage, self._began_s = stage, self.now_s()

    def at(self, done_frac: float) -> tuple[float, float]:
        """(progress of the job from 0 to 1, seconds left) where the stage that began has done this share of itself."""
        names = [name for name, _ in self.expected_s]
        place = names.index(self._stage)
        seconds = [expected for _, expected in self.expected_s]
        whole_s, before_s, own_s = sum(seconds), sum(seconds[:place]), seconds[place]
        if done_frac >= _LEAST_SEEN_FRAC and own_s > 0:
            self._pace = (self.now_s() - self._began_s) / (done_frac * own_s)
        left_s = self._pace * ((1.0 - done_frac) * own_s + sum(seconds[place + 1 :]))
        return min(0.999, (before_s + done_frac * own_s) / whole_s), left_s
