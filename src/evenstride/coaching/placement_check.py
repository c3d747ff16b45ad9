"""Before a set: whether the camera stands well now, in words that help whoever is setting it up."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from evenstride.coaching.body import KnownBody
from evenstride.coaching.placement import lost_words, placement_advice, unseen_parts

if TYPE_CHECKING:
    from evenstride.coaching.landmarks import LandmarkFrame
    from evenstride.knowledge.schema.form_watch import CameraAdvice

#: So long everything has to be right before a set begins: somebody who walks past is not ready. Ours.
STANDS_FOR_S = 1.5
#: Added where feet, the part most often missing, are not seen.
_STEP_BACK = "Step back, or tilt the phone down."


class Filmed(Protocol):
    """What is watched, as far as the camera's place goes."""

    @property
    def camera(self) -> CameraAdvice:
        """Where the camera stands and what it must see."""


@dataclass(frozen=True)
class Placed:
    """What one picture says about where the camera stands.

    Attributes
    ----------
    advice : what to change, the most urgent first; empty where it stands well.
    is_ready : it has stood well for long enough to begin.
    """

    advice: tuple[str, ...]
    is_ready: bool


@dataclass
class PlacementCheck:
    """Follows the pictures before a set; nothing is counted."""

    plan: Filmed
    _known: KnownBody = field(default_factory=KnownBody)
    _well_since_s: float = math.nan

    def add(self, frame: LandmarkFrame) -> Placed:
        """Take the next picture in."""
        advice = self._advice(frame)
        if advice:
            self._well_since_s = math.nan
            return Placed(advice, is_ready=False)
        if math.isnan(self._well_since_s):
            self._well_since_s = frame.time_s
        return Placed((), is_ready=frame.time_s - self._well_since_s >= STANDS_FOR_S)

    def _advice(self, frame: LandmarkFrame) -> tuple[str, ...]:
        missing = unseen_parts(frame, self.plan.camera.must_see)
        if missing:
            words = lost_words(missing)
            return (f"{words} {_STEP_BACK}" if missing == ("feet",) else words,)
        self._known.see(frame)
        return placement_advice(frame, self.plan.camera, self._known.facing.yaw_deg)
