"""A home screen done again: whether its score changed by more than two sessions can differ by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from evenstride.model.stored import ScreenAnswer

ScreenChangeVerdict = Literal["better", "worse", "no_detectable_change", "cannot_tell"]
_AT_95 = 1.96


@dataclass(frozen=True)
class ScreenChange:
    """A score beside an earlier one of the same side.

    Attributes
    ----------
    change : later less earlier, in the screen's unit; None without two scores.
    needed : how much it must be to be more than chance (95 %); None where no smallest change is known.
    why : what keeps it from being told, a sentence; empty where it can be.
    """

    verdict: ScreenChangeVerdict
    change: float | None = None
    needed: float | None = None
    why: str = ""


def compare_screens(
    earlier: ScreenAnswer, later: ScreenAnswer, *, smallest_change: float | None, more_is_better: bool
) -> ScreenChange:
    """Put a score beside an earlier one.

    Parameters
    ----------
    smallest_change : smallest detectable change between two sessions, of the knowledge; None where none is known.

    Notes
    -----
    What is needed is the larger of the knowledge's smallest change and 1.96 times the root of both squared reading
    errors: the first holds for the measurement that its source used, the second for how the two were read here. A
    score that is only at least so much tells a change only toward more.
    """
    if earlier.value is None or later.value is None:
        return ScreenChange("cannot_tell", why="One of the two has no score.")
    change = later.value - earlier.value
    if smallest_change is None:
        return ScreenChange("cannot_tell", change, why="No smallest change is known for this test.")
    reading = _AT_95 * math.hypot(earlier.error or 0.0, later.error or 0.0)
    needed = max(smallest_change, reading)
    if (later.is_at_least and change < needed) or (earlier.is_at_least and change > -needed):
        return ScreenChange("cannot_tell", change, needed, "One of the two was not over when it ended.")
    if abs(change) < needed:
        return ScreenChange("no_detectable_change", change, needed)
    return ScreenChange("better" if (change > 0) == more_is_better else "worse", change, needed)
