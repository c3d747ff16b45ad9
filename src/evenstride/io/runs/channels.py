"""From a file's columns to the channels of a run: units, impossible values, steps per minute, what can be derived.

================================ ==============================================================================
trap                             rule
================================ ==============================================================================
cadence                          FIT running cadence is strides per minute plus a fraction, TCX and GPX count one
                                 leg; some apps and one Stryd file hold steps. `steps_per_minute` decides by value
0 for contact time, oscillation, no data; no runner has it
ratio, step length, heart rate
balance                          0 means no data; the number is the left leg's share (see `fit_fields`)
values no body can have          left out, and counted in a sentence
================================ ==============================================================================
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.io.runs.ground import compute_distance_m, compute_grade_pct, compute_speed_mps
from evenstride.model.gait import Side
from evenstride.model.run import Channel, ChannelSource, Origin, Quantity

#: What a body, a road and a sensor can give, in the units of `UNIT_OF`; everything else is a damaged value.
POSSIBLE: dict[str, tuple[float, float]] = {
    "distance": (0, 1e6),
    "speed": (0, 15),
    "altitude": (-500, 9000),
    "grade": (-60, 60),
    "heart_rate": (20, 250),
    "cadence": (0, 350),
    "contact_time": (30, 2000),
    "contact_balance": (10, 90),
    "flight_time": (-1500, 1000),
    "duty_factor": (1, 100),
    "vertical_oscillation": (0.1, 40),
    "vertical_ratio": (0.1, 60),
    "step_length": (0.05, 4),
    "leg_stiffness": (0.1, 200),
    "leg_stiffness_balance": (10, 90),
    "oscillation_balance": (10, 90),
    "power": (0, 3000),
    "impact": (0.1, 100),
    "impact_loading_rate": (0.1, 500),
    "impact_balance": (10, 90),
    "trunk_sway": (0.1, 100),
    "braking": (0.1, 100),
    "pronation": (-90, 90),
    "footstrike": (0, 100),
    "form_power": (0, 1000),
    "air_power": (-500, 1500),
    "ground_power": (0, 3000),
    "temperature": (-60, 80),
}
#: Quantities whose 0 stands for "no data".
_ZERO_IS_MISSING = frozenset(
    name for name, (low, _) in POSSIBLE.items() if low > 0 or name in ("heart_rate", "form_power", "ground_power")
)
#: Nobody runs with this many strides a minute, everybody with as many steps: the border between the two units.
_STEPS_FROM_PER_MIN = 120.0
#: Two cadences of one run are the same quantity when they agree this well in the middle.
_SAME_CADENCE = 1.15


@dataclass
class Column:
    """One field of a file, sparse: only rows that carry it. 16 bytes a value whatever the file's layout."""

    rows: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))

    def add(self, row: int, value: float) -> None:
        self.rows.append(row)
        self.values.append(value)

    def on(self, sample_of_row: NDArray[np.int64], count: int) -> NDArray[np.float64]:
        """(sample,) the values on the clock's samples; the later value of two on one sample."""
        samples = sample_of_row[np.frombuffer(self.rows, np.int64)] if self.rows else np.empty(0, np.int64)
        values = np.frombuffer(self.values, np.float64) if self.values else np.empty(0)
        kept = samples >= 0
        out = np.full(count, np.nan)
        out[samples[kept]] = values[kept]
        return out


@dataclass(frozen=True)
class FieldRule:
    """How one field of a file is understood.

    ``value * scale + offset`` is in the unit of the quantity.
    """

    quantity: Quantity
    scale: float = 1.0
    offset: float = 0.0
    side: Side | None = None


def clean_channel(
    rule: FieldRule, values: NDArray[np.float64], source: ChannelSource, said: list[str]
) -> Channel | None:
    """One channel in our units, without impossible values; None where nothing is left."""
    scaled = values * rule.scale + rule.offset
    if rule.quantity in _ZERO_IS_MISSING:
        scaled = np.where(scaled == 0, np.nan, scaled)
    low, high = POSSIBLE[rule.quantity]
    with np.errstate(invalid="ignore"):
        wrong = (scaled < low) | (scaled > high)
    if wrong.any():
        said.append(
            f"Impossible values of {rule.quantity.replace('_', ' ')} ({source.field}) are left out: {int(wrong.sum())}."
        )
        scaled = np.where(wrong, np.nan, scaled)
    if not np.isfinite(scaled).any():
        return None
    return Channel(rule.quantity, scaled, source, rule.side)


def steps_per_minute(
    values: NDArray[np.float64], *, reference_spm: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], bool]:
    """Cadence in steps per minute, and whether the values were steps already.

    Notes
    -----
    The middle of the values above 0 decides: from 120 a minute they are steps. Where the file has another cadence that
    is known (``reference_spm``), the reading that agrees with it within 15 % decides instead, so that a walk's 105
    steps are not taken for strides.
    """
    moving = values[values > 0]
    middle = float(np.median(moving)) if len(moving) else 0.0
    are_steps = middle >= _STEPS_FROM_PER_MIN
    if reference_spm is not None:
        both = (values > 0) & (reference_spm > 0)
        if both.sum() >= 10:
            ratio = float(np.median(reference_spm[both] / values[both]))
            if 1 / _SAME_CADENCE < ratio < _SAME_CADENCE:
                are_steps = True
            elif 2 / _SAME_CADENCE < ratio < 2 * _SAME_CADENCE:
                are_steps = False
    return (values if are_steps else values * 2.0), are_steps


def with_derived(
    channels: list[Channel],
    time_s: NDArray[np.float64],
    positions_deg: tuple[NDArray[np.float64], NDArray[np.float64]] | None,
    *,
    is_indoor: bool,
    device: str,
) -> list[Channel]:
    """Add what the file does not have and what follows from it: distance, speed, grade, flight time, duty factor.

    Positions (latitude, longitude) are used for distance and are not kept; ``device`` is who took them.
    """
    found = list(channels)
    if _of(found, "distance") is None and positions_deg is not None:
        _add(found, "distance", compute_distance_m(time_s, *positions_deg), "positions", device)
    distance = _of(found, "distance")
    if _of(found, "speed") is None and distance is not None:
        _add(
            found,
            "speed",
            compute_speed_mps(time_s, distance.values),
            f"slope of {distance.source.field}",
            distance.source.device,
        )
    altitude = _of(found, "altitude")
    if _of(found, "grade") is None and not is_indoor and distance is not None and altitude is not None:
        fields = f"{altitude.source.field} over {distance.source.field}"
        _add(found, "grade", compute_grade_pct(distance.values, altitude.values), fields, altitude.source.device)
    _add_sides_together(found)
    _add_times(found)
    return found


def _add_times(found: list[Channel]) -> None:
    """Flight time = step time - contact time; duty factor = contact time / stride time.

    Morin et al. 2005, J Appl Biomech 21:167-180 (eq. 1-3 use both), for even legs.
    """
    contact, cadence = _of(found, "contact_time"), _of(found, "cadence")
    if contact is None or cadence is None:
        return
    step_ms = 60_000.0 / np.where(cadence.values > 0, cadence.values, np.nan)
    fields = f"{contact.source.field}, {cadence.source.field}"
    _add(found, "flight_time", step_ms - contact.values, fields, contact.source.device)
    if _of(found, "duty_factor") is None:
        _add(found, "duty_factor", 100 * contact.values / (2 * step_ms), fields, contact.source.device)


#: Quantity of each leg -> the left leg's share of it.
_SHARE_OF: dict[Quantity, Quantity] = {"contact_time": "contact_balance", "impact": "impact_balance"}


def _add_sides_together(found: list[Channel]) -> None:
    """Sensors on each shoe: the legs' mean, and for contact time and impact the left leg's share."""
    for quantity in sorted({c.quantity for c in found if c.side}):
        left = next((c for c in found if c.quantity == quantity and c.side == "left"), None)
        right = next((c for c in found if c.quantity == quantity and c.side == "right"), None)
        if left is None or right is None or quantity == "footstrike":
            continue
        fields = f"{left.source.field}, {right.source.field}"
        _add(found, quantity, (left.values + right.values) / 2, fields, left.source.device)
        if quantity in _SHARE_OF:
            share = 100 * left.values / (left.values + right.values)
            _add(found, _SHARE_OF[quantity], share, fields, left.source.device)


def _of(found: list[Channel], quantity: Quantity) -> Channel | None:
    """The first channel of both legs with values for at least half of the samples, else the fullest one."""
    fitting = [c for c in found if c.quantity == quantity and c.side is None]
    full = [c for c in fitting if c.known_share >= 0.5]
    return full[0] if full else max(fitting, key=lambda c: c.known_share, default=None)


def _add(found: list[Channel], quantity: Quantity, values: NDArray[np.float64], fields: str, device: str = "") -> None:
    origin: Origin = "derived"
    channel = clean_channel(FieldRule(quantity), values, ChannelSource(device, fields, origin), [])
    if channel is not None:
        found.append(channel)
