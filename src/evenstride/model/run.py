"""One run as a watch or a sensor saw it: a clock, and every quantity with the device and field it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import Side

RunKind = Literal["fit", "tcx", "gpx", "imu_csv"]
Origin = Literal["native", "developer", "derived"]
Quantity = Literal[
    "distance",
    "speed",
    "altitude",
    "grade",
    "heart_rate",
    "cadence",
    "contact_time",
    "contact_balance",
    "flight_time",
    "duty_factor",
    "vertical_oscillation",
    "vertical_ratio",
    "step_length",
    "leg_stiffness",
    "leg_stiffness_balance",
    "oscillation_balance",
    "power",
    "impact",
    "impact_loading_rate",
    "impact_balance",
    "trunk_sway",
    "braking",
    "pronation",
    "footstrike",
    "form_power",
    "air_power",
    "ground_power",
    "temperature",
]

#: The unit of each quantity inside this package; readers convert at the door.
UNIT_OF: dict[str, str] = {
    "distance": "m",
    "speed": "m/s",
    "altitude": "m",
    "grade": "%",
    "heart_rate": "bpm",
    "cadence": "steps/min",
    "contact_time": "ms",
    "contact_balance": "%",
    "flight_time": "ms",
    "duty_factor": "%",
    "vertical_oscillation": "cm",
    "vertical_ratio": "%",
    "step_length": "m",
    "leg_stiffness": "kN/m",
    "leg_stiffness_balance": "%",
    "oscillation_balance": "%",
    "power": "W",
    "impact": "g",
    "impact_loading_rate": "bw/s",
    "impact_balance": "%",
    "trunk_sway": "%",
    "braking": "g",
    "pronation": "deg",
    "footstrike": "class",
    "form_power": "W",
    "air_power": "W",
    "ground_power": "W",
    "temperature": "degC",
}


@dataclass(frozen=True)
class ChannelSource:
    """Where a quantity's numbers come from.

    Attributes
    ----------
    device : maker and product as the file names them, e.g. ``garmin hrm_run`` or ``Stryd``; "" where it does not say.
    field : the file's own field name.
    origin : a field of the format itself, one that an app added, or one that we computed from others.
    """

    device: str
    field: str
    origin: Origin


@dataclass(frozen=True)
class Channel:
    """One quantity over the run, from one source. Two sources of one quantity are two channels.

    Attributes
    ----------
    quantity, unit : the unit is `UNIT_OF` of the quantity. Balances are the left leg's share in per cent.
    values : (sample,) NaN where the source gave nothing.
    side : the leg it was measured on, for sensors on each shoe; None for both legs together.
    """

    quantity: Quantity
    values: NDArray[np.float64]
    source: ChannelSource
    side: Side | None = None

    @property
    def unit(self) -> str:
        return UNIT_OF[self.quantity]

    @property
    def known_share(self) -> float:
        """Share of the samples that carry a value."""
        return float(np.isfinite(self.values).mean()) if len(self.values) else 0.0


@dataclass(frozen=True)
class Interval:
    """A stretch of the run, ``[start_s, end_s)`` on its clock."""

    start_s: float
    end_s: float


@dataclass(frozen=True)
class RunRecording:
    """One run from one file.

    Attributes
    ----------
    time_s : (sample,) seconds since ``start``, strictly increasing, by the file's own time stamps; pauses are gaps.
    channels : every quantity and source that the file has.
    start : first sample, UTC; None where the file does not say.
    pauses : stretches in which the timer stood.
    beat_intervals_s : (beat,) intervals between heart beats; empty where not recorded.
    lost : what could not be read, one sentence each (tolerant reading); empty when all was read.
    """

    id: str
    path: str
    sha256: str
    kind: RunKind
    time_s: NDArray[np.float64]
    channels: tuple[Channel, ...]
    start: datetime | None = None
    sport: str = "running"
    is_indoor: bool = False
    pauses: tuple[Interval, ...] = ()
    laps: tuple[Interval, ...] = ()
    devices: tuple[str, ...] = ()
    beat_intervals_s: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    lost: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if np.any(np.diff(self.time_s) <= 0):
            raise ValueError("Expected one strictly increasing clock for a run.")
        wrong = [c.quantity for c in self.channels if len(c.values) != len(self.time_s)]
        if wrong:
            raise ValueError(f"Expected one value a sample, got other lengths for {sorted(set(wrong))}.")

    def all_of(self, quantity: Quantity, *, side: Side | None = None) -> tuple[Channel, ...]:
        """Every source of a quantity, the file's own fields first, then the one with most values.

        Sources of one leg only come with ``side``, sources of both legs together without.
        """
        order = {"native": 0, "developer": 1, "derived": 2}
        found = [channel for channel in self.channels if channel.quantity == quantity and channel.side == side]
        return tuple(sorted(found, key=lambda c: (c.known_share < 0.5, order[c.source.origin], -c.known_share)))

    def best(self, quantity: Quantity, *, side: Side | None = None) -> Channel | None:
        """The first of `all_of`; None where the file has no such quantity."""
        found = self.all_of(quantity, side=side)
        return found[0] if found else None

    @property
    def duration_s(self) -> float:
        """From the first to the last sample, pauses included."""
        return float(self.time_s[-1] - self.time_s[0]) if len(self.time_s) else 0.0
