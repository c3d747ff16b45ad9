"""What is said aloud: one thing at a time, the worst first, and not again before it can have been acted on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evenstride.coaching.events import Cue
from evenstride.model.coached import Fault

#: Between two cues, and before the same one comes again. A repetition takes three to five seconds: the runner has one
#: repetition to react in before another cue, and three before the same one. Ours.
BETWEEN_S, SAME_AGAIN_S = 5.0, 12.0


@dataclass
class Speaker:
    """Chooses among confirmed faults.

    Attributes
    ----------
    ranks : check id to its rank, 1 the worst.
    """

    ranks: Mapping[str, int]
    _last_s: float = -math.inf
    _said_s: dict[str, float] = field(default_factory=dict)

    def cue(self, time_s: float, faults: Sequence[Fault]) -> Cue | None:
        """The cue for the faults of one repetition, None where nothing is due."""
        if time_s - self._last_s < BETWEEN_S:
            return None
        due = [
            fault
            for fault in faults
            if fault.is_confirmed and time_s - self._said_s.get(fault.check_id, -math.inf) >= SAME_AGAIN_S
        ]
        if not due:
            return None
        worst = min(due, key=lambda fault: self.ranks[fault.check_id])
        self._last_s = self._said_s[worst.check_id] = time_s
        return Cue(time_s, worst.cue, worst.check_id)
