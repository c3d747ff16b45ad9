"""Room to page: a parallel projection from a turned and slightly raised camera."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Units of the drawing per metre. Coordinates are whole numbers, so this is also its precision.
UNITS_PER_M = 500.0


@dataclass(frozen=True)
class Seen:
    """A point of the room as the camera sees it: x right and y down in drawing units, depth towards the camera."""

    x: float
    y: float
    depth: float


@dataclass(frozen=True)
class View:
    """A camera. ``turn_deg``: 0 looks from the runner's right side, 90 from the front."""

    turn_deg: float
    raise_deg: float

    def see(self, point: NDArray[np.float64]) -> Seen:
        """Where a point of the room (3,) is on the page, and how near."""
        turn, lift = np.radians(self.turn_deg), np.radians(self.raise_deg)
        right = np.array([np.cos(turn), 0.0, -np.sin(turn)])
        flat = np.array([np.sin(turn), 0.0, np.cos(turn)])
        up = np.array([0.0, np.cos(lift), 0.0]) - np.sin(lift) * flat
        towards = np.array([0.0, np.sin(lift), 0.0]) + np.cos(lift) * flat
        x, y = UNITS_PER_M * float(point @ right), -UNITS_PER_M * float(point @ up)
        return Seen(x, y, UNITS_PER_M * float(point @ towards))
