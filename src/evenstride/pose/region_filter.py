"""Where the runner will be in the next picture, by the pictures so far."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backend import RegionOfInterest


@dataclass(frozen=True)
class RegionFilterSettings:
    """Time constants of the filter, seconds.

    A landmark model's points move a little with the region it is shown, so a region that jitters makes feet that
    jitter. Size and lean of a runner change slowly and may be damped; the place changes with every step and is
    predicted.
    """

    position_s: float = 0.10
    velocity_s: float = 0.15
    size_s: float = 0.40
    rotation_s: float = 0.25


class RegionFilter:
    """Causal filter of one person's region: constant velocity for the place, damped size and rotation."""

    def __init__(self, time_s: float, region: RegionOfInterest, settings: RegionFilterSettings | None = None) -> None:
        self._settings = settings or RegionFilterSettings()
        self._time_s = time_s
        self._center_px = region.center_px
        self._velocity_px_s = np.zeros(2)
        self._log_size = math.log(region.size_px)
        self._rotation_rad = region.rotation_rad

    @property
    def speed_px_s(self) -> float:
        """How fast the person moves over the picture."""
        return float(np.hypot(*self._velocity_px_s))

    def predict(self, time_s: float) -> RegionOfInterest:
        """The region expected at a later time."""
        center_px = self._expected_center(time_s)
        return RegionOfInterest(float(center_px[0]), float(center_px[1]), math.exp(self._log_size), self._rotation_rad)

    def update(self, time_s: float, region: RegionOfInterest) -> None:
        """Take in where the person was seen."""
        interval_s = time_s - self._time_s
        if interval_s <= 0:
            return
        position, velocity, size, rotation = (self._gain(interval_s, name) for name in _TIME_CONSTANTS)
        expected_px = self._expected_center(time_s)
        surprise_px = region.center_px - expected_px
        self._center_px = expected_px + position * surprise_px
        self._velocity_px_s = self._velocity_px_s + position * velocity * surprise_px / interval_s
        self._log_size += size * (math.log(region.size_px) - self._log_size)
        turn_rad = math.remainder(region.rotation_rad - self._rotation_rad, 2 * math.pi)
        self._rotation_rad = math.remainder(self._rotation_rad + rotation * turn_rad, 2 * math.pi)
        self._time_s = time_s

    def _expected_center(self, time_s: float) -> NDArray[np.float64]:
        return self._center_px + self._velocity_px_s * (time_s - self._time_s)

    def _gain(self, interval_s: float, time_constant: str) -> float:
        return 1.0 - math.exp(-interval_s / getattr(self._settings, time_constant))


_TIME_CONSTANTS = ("position_s", "velocity_s", "size_s", "rotation_s")
