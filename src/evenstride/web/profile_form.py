"""The form of a runner's profile: what was typed, read into a profile, and what to show again where it was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Form

from evenstride.errors import InputError
from evenstride.model.stored import StoredRunner
from evenstride.services.heights import height_words, parse_height_m
from evenstride.services.runners import ProfileEntry

_SHORT = Form(max_length=200)
ONLY_TICKED = "only"


@dataclass(frozen=True)
class ProfileForm:
    """What stands in the fields."""

    name: str = ""
    units: str = "metric"
    height: str = ""
    preferred_side: str = ""
    equipment_choice: str = "any"
    equipment: tuple[str, ...] = ()
    minutes_a_day: str = ""
    days_a_week: str = ""

    @classmethod
    def of_runner(cls, runner: StoredRunner) -> ProfileForm:
        """The fields as that runner filled them."""
        return cls(
            name=runner.name,
            units=runner.units,
            height=height_words(runner.height_m, runner.units),
            preferred_side=runner.preferred_side or "",
            equipment_choice="any" if runner.equipment is None else ONLY_TICKED,
            equipment=runner.equipment or (),
            minutes_a_day="" if runner.minutes_a_day is None else f"{runner.minutes_a_day:g}",
            days_a_week="" if runner.days_a_week is None else str(runner.days_a_week),
        )

    def entry(self) -> ProfileEntry:
        """The profile that the fields say.

        Raises
        ------
        InputError : with ``field`` among its facts, the one that cannot be read.
        """
        given: dict[str, Any] = {
            "name": self.name,
            "units": self.units,
            "height_m": parse_height_m(self.height),
            "preferred_side": self.preferred_side or None,
            "equipment": self.equipment if self.equipment_choice == ONLY_TICKED else None,
            "minutes_a_day": _number(self.minutes_a_day, "minutes_a_day"),
            "days_a_week": _whole(self.days_a_week),
        }
        return ProfileEntry(**given)


def _posted(
    name: Annotated[str, _SHORT] = "",
    units: Annotated[str, _SHORT] = "metric",
    height: Annotated[str, _SHORT] = "",
    preferred_side: Annotated[str, _SHORT] = "",
    equipment_choice: Annotated[str, _SHORT] = "any",
    equipment: Annotated[list[str], Form(max_length=50)] = [],  # noqa: B006
    minutes_a_day: Annotated[str, _SHORT] = "",
    days_a_week: Annotated[str, _SHORT] = "",
) -> ProfileForm:
    return ProfileForm(
        name, units, height, preferred_side, equipment_choice, tuple(equipment), minutes_a_day, days_a_week
    )


PostedProfile = Annotated[ProfileForm, Depends(_posted)]


def _number(text: str, field: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text.strip() else None
    except ValueError as error:
        raise InputError("Expected a number.", field=field) from error


def _whole(text: str) -> int | None:
    number = _number(text, "days_a_week")
    if number is not None and number != int(number):
        raise InputError("Expected a whole number of days.", field="days_a_week")
    return None if number is None else int(number)
