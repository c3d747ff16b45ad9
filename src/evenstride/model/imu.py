"""What a motion sensor on the body recorded: a clock, acceleration, and where it was worn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import Side

ImuPlace = Literal["sacrum", "shank_left", "shank_right"]
IMU_PLACES: tuple[ImuPlace, ...] = ("sacrum", "shank_left", "shank_right")


@dataclass(frozen=True)
class ImuRecording:
    """One sensor's recording from one file.

    Attributes
    ----------
    time_s : (sample,) seconds since the first sample, strictly increasing; gaps stay gaps.
    rate_hz : samples a second between the gaps.
    acceleration_g : (sample, axis) specific force in units of standard gravity, in the sensor's own axes, gravity
        included: a sensor at rest shows 1 g upwards. NaN where a value was missing.
    axes : name of each axis as the file or the caller has it.
    up : (axis,) unit vector of the sensor's axes that points up; None where it is to be found from gravity.
    angular_velocity_degps : (sample, 3) None where the file has none.
    place : where it was worn; None where nobody said.
    saturated_frac : (axis,) share of the samples that stand at the end of the axis's range.
    start : first sample, UTC; None where the file has no date.
    lost : what could not be read, one sentence each; empty when all was read.
    warnings : what was noticed about clock and values, one sentence each.
    """

    id: str
    path: str
    sha256: str
    time_s: NDArray[np.float64]
    rate_hz: float
    acceleration_g: NDArray[np.float64]
    axes: tuple[str, ...]
    saturated_frac: tuple[float, ...]
    up: NDArray[np.float64] | None = None
    angular_velocity_degps: NDArray[np.float64] | None = None
    place: ImuPlace | None = None
    start: datetime | None = None
    lost: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.time_s.ndim != 1 or np.any(np.diff(self.time_s) <= 0):
            raise ValueError("Expected one strictly increasing clock for a sensor.")
        if self.acceleration_g.shape != (len(self.time_s), len(self.axes)):
            raise ValueError("Expected one acceleration a sample and axis.")

    @property
    def side(self) -> Side | None:
        """The leg a shank sensor was worn on; None for one on the trunk."""
        return {"shank_left": "left", "shank_right": "right"}.get(self.place or "")  # type: ignore[return-value]

    @property
    def duration_s(self) -> float:
        return float(self.time_s[-1] - self.time_s[0]) if len(self.time_s) else 0.0
