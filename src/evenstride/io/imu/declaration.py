"""What the caller says about a sensor's file. What is left out is read from the file or found from its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from evenstride.errors import InputError
from evenstride.model.imu import IMU_PLACES, ImuPlace

AccelerationUnit = Literal["g", "mg", "m/s2"]
AngularVelocityUnit = Literal["deg/s", "rad/s"]
TimeUnit = Literal["s", "ms", "us", "ns"]

#: Standard gravity (3rd CGPM 1901).
STANDARD_GRAVITY_MPS2 = 9.80665
#: How many g, degrees a second or seconds one unit is.
G_PER_UNIT: dict[str, float] = {"g": 1.0, "mg": 0.001, "m/s2": 1 / STANDARD_GRAVITY_MPS2}
DEGPS_PER_UNIT: dict[str, float] = {"deg/s": 1.0, "rad/s": 57.29577951308232}
S_PER_UNIT: dict[str, float] = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9}
#: Below, no method here works; above, nothing that is worn on a body samples.
LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 20.0, 5000.0
_UP = ("+x", "-x", "+y", "-y", "+z", "-z")


@dataclass(frozen=True)
class ImuDeclaration:
    """What is known about a sensor's file before it is opened.

    Attributes
    ----------
    place : where it was worn: sacrum (the lower back, between the dimples of the pelvis) or the inside of a shin.
    rate_hz : samples a second. It comes before the file's own time column.
    acceleration_unit, angular_velocity_unit, time_unit : before what headers say or numbers suggest.
    columns : names or numbers (from 1) of the acceleration columns, one to three.
    up : the sensor axis that points up, such as ``+y``; for three columns only, in their order.
    """

    place: ImuPlace | None = None
    rate_hz: float | None = None
    acceleration_unit: AccelerationUnit | None = None
    angular_velocity_unit: AngularVelocityUnit | None = None
    time_unit: TimeUnit | None = None
    columns: tuple[str, ...] = ()
    up: str | None = None

    def __post_init__(self) -> None:
        _expect("place", self.place, IMU_PLACES)
        _expect("acceleration unit", self.acceleration_unit, get_args(AccelerationUnit))
        _expect("angular velocity unit", self.angular_velocity_unit, get_args(AngularVelocityUnit))
        _expect("time unit", self.time_unit, get_args(TimeUnit))
        _expect("axis that points up", self.up, _UP)
        if self.rate_hz is not None and not LOWEST_RATE_HZ <= self.rate_hz <= HIGHEST_RATE_HZ:
            raise InputError(
                f"Expected a sensor's rate of {LOWEST_RATE_HZ:g} to {HIGHEST_RATE_HZ:g} Hz, got {self.rate_hz:g}."
            )
        if len(self.columns) > 3:
            raise InputError(f"Expected one to three acceleration columns, got {len(self.columns)}.")
        if self.up is not None and len(self.columns) in (1, 2):
            raise InputError("Expected three acceleration columns where the axis that points up is named.")


def _expect(what: str, value: object, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        raise InputError(f"Expected as {what} one of {', '.join(known)}; got {value}.")
