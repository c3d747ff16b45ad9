"""What a set and a home screen before the camera share: moments that go forward, and a good place before it begins."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from evenstride.coaching.placement_check import Filmed, PlacementCheck

if TYPE_CHECKING:
    from evenstride.coaching import LandmarkFrame


class LiveTurn(ABC):
    """Takes landmarks, gives plain values for whoever watches."""

    def __init__(self, filmed: Filmed) -> None:
        self._filmed = filmed
        self._placement = PlacementCheck(filmed)
        self._now_s = -math.inf

    @property
    @abstractmethod
    def is_watching(self) -> bool:
        """Whether it has begun."""

    def is_later(self, time_s: float) -> bool:
        """Whether a moment can be the next one."""
        return time_s > self._now_s

    def take(self, frame: LandmarkFrame) -> dict[str, Any]:
        """What one picture changes: ``advice``, ``is_ready`` before; ``events``, ``count`` and last ``set`` within."""
        if not self.is_later(frame.time_s):
            raise ValueError(f"Expected a moment after {self._now_s} s, got {frame.time_s}.")
        self._now_s = frame.time_s
        if self.is_watching:
            return self._watched(frame)
        placed = self._placement.add(frame)
        return {"advice": list(placed.advice), "is_ready": placed.is_ready}

    @abstractmethod
    def _watched(self, frame: LandmarkFrame) -> dict[str, Any]:
        """What one picture changes once it has begun."""

    def _place_anew(self) -> None:
        """Look at the place again before the next one."""
        self._placement = PlacementCheck(self._filmed)
