"""What a command says about a motion sensor's CSV file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from evenstride.io.imu import ImuDeclaration

_Command = TypeVar("_Command", bound=Callable[..., object])


def sensor_options(command: _Command) -> _Command:
    """Options for a sensor's file; what is left out is read from it."""
    for option in reversed(
        (
            click.option(
                "--imu-place",
                type=click.Choice(["sacrum", "shank-left", "shank-right"]),
                help="Where the sensor was worn (CSV files only).",
            ),
            click.option("--imu-rate", type=float, metavar="HZ", help="Its samples a second, before its own clock."),
            click.option("--imu-unit", type=click.Choice(["g", "mg", "m/s2"]), help="Unit of its acceleration."),
            click.option(
                "--imu-columns", metavar="NAME,...", help="Its acceleration columns, by name or number from 1."
            ),
            click.option(
                "--imu-up", metavar="AXIS", help="Its axis that points up, such as +y; else found by gravity."
            ),
        )
    ):
        command = option(command)
    return command


def declared_sensor(options: Mapping[str, str | float | None]) -> ImuDeclaration | None:
    """The declaration that the options of `sensor_options` make; None where none of them was used."""
    if all(value is None for value in options.values()):
        return None
    from evenstride.io.imu import ImuDeclaration

    place, columns = options["imu_place"], options["imu_columns"]
    return ImuDeclaration(
        place=None if place is None else str(place).replace("-", "_"),  # type: ignore[arg-type]
        rate_hz=options["imu_rate"],  # type: ignore[arg-type]
        acceleration_unit=options["imu_unit"],  # type: ignore[arg-type]
        columns=() if columns is None else tuple(each.strip() for each in str(columns).split(",")),
        up=options["imu_up"],  # type: ignore[arg-type]
    )
