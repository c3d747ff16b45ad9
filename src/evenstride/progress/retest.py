"""When to film again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from evenstride.model.diary import Retest


@dataclass(frozen=True)
class NextRetest:
    """The retest that comes next; ``days_left`` is negative where its day has passed."""

    retest: Retest
    days_left: int

    @property
    def is_due(self) -> bool:
        """Whether its day is today or has passed."""
        return self.days_left <= 0

    @property
    def says(self) -> str:
        """When it is, in a sentence."""
        if self.days_left > 1:
            return f"The next retest is in {self.days_left} days."
        if self.days_left == 1:
            return "The next retest is tomorrow."
        if self.days_left == 0:
            return "The retest is today."
        late = "a day" if self.days_left == -1 else f"{-self.days_left} days"
        return f"The retest was due {late} ago."


def next_retest(retests: Sequence[Retest], *, today: date) -> NextRetest | None:
    """The earliest that no assessment answered yet; None where there is none."""
    waiting = [each for each in retests if each.done_at is None]
    if not waiting:
        return None
    earliest = min(waiting, key=lambda each: each.due_on)
    return NextRetest(earliest, (earliest.due_on - today).days)
