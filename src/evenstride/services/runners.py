"""Runners' profiles and consents: make one, change one, choose whose things are shown."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from evenstride.errors import InputError
from evenstride.model.gait import SIDES, Side
from evenstride.model.ids import new_id
from evenstride.model.stored import Consent, StoredRunner, Units
from evenstride.store import Store

LONGEST_NAME = 80
STORAGE_CONSENT = "storage"
#: Which wording was shown; a new wording is a new name here, so that it can be asked again.
STORAGE_WORDING = "storage/1"
UNIT_SYSTEMS: tuple[Units, ...] = ("metric", "imperial")


@dataclass(frozen=True)
class ProfileEntry:
    """What a runner says about themselves; None where they said nothing.

    Attributes
    ----------
    height_m : between 0.8 and 2.5.
    preferred_side : which side they would film first.
    equipment : by the names of the knowledge; None when it was not asked.
    minutes_a_day, days_a_week : for exercises.
    """

    name: str
    units: Units = "metric"
    height_m: float | None = None
    preferred_side: Side | None = None
    equipment: tuple[str, ...] | None = None
    minutes_a_day: float | None = None
    days_a_week: int | None = None


class ConsentMissingError(InputError):
    """This runner has not agreed that recordings are kept on this computer."""

    code = "consent_missing"


def create_runner(store: Store, entry: ProfileEntry, *, agrees_to_storage: bool = False) -> StoredRunner:
    """Keep a new runner, and what they agreed to.

    Raises
    ------
    InputError : a value that makes no sense, or a name that another runner has.
    """
    entry = _checked(entry)
    runner = StoredRunner(id=new_id(), created_at=datetime.now(UTC), **_columns(entry))
    with store.write() as work:
        _check_name_is_free(entry.name, work.runners.all())
        work.runners.add(runner)
        if agrees_to_storage:
            work.consents.add(_storage_consent(runner.id, is_given=True))
    return runner


def change_runner(store: Store, runner_id: str, entry: ProfileEntry) -> StoredRunner:
    """Put a new profile in the place of the old one.

    Raises
    ------
    InputError : a value that makes no sense, or a name that another runner has.
    NotStoredError : no such runner.
    """
    entry = _checked(entry)
    with store.write() as work:
        known = work.runners.get(runner_id)
        _check_name_is_free(entry.name, [each for each in work.runners.all() if each.id != runner_id])
        return work.runners.replace(replace(known, **_columns(entry)))


def read_runner(store: Store, runner_id: str) -> StoredRunner:
    """One runner.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.read() as kept:
        return kept.runners.get(runner_id)


def list_runners(store: Store) -> tuple[StoredRunner, ...]:
    """All runners: the person's own in the order they were made, the sample runner last."""
    with store.read() as kept:
        return tuple(sorted(kept.runners.all(), key=lambda runner: runner.is_sample))


def choose_runner(runners: Collection[StoredRunner], wanted_id: str | None) -> StoredRunner | None:
    """Whose things are shown: the one that was chosen, else the first; None where there is none."""
    chosen = (runner for runner in runners if runner.id == wanted_id)
    return next(chosen, next(iter(runners), None))


def answer_storage_consent(store: Store, runner_id: str, *, is_given: bool) -> Consent:
    """Keep whether the runner agrees that recordings and measures are kept; earlier answers stay.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.write() as work:
        work.runners.get(runner_id)
        return work.consents.add(_storage_consent(runner_id, is_given=is_given))


def storage_consent(store: Store, runner_id: str) -> Consent | None:
    """What counts now; None where nobody asked."""
    with store.read() as kept:
        return kept.consents.newest(runner_id, STORAGE_CONSENT)


def check_storage_consent(store: Store, runner_id: str) -> None:
    """Refuse to keep more of somebody who did not agree to it.

    Raises
    ------
    ConsentMissingError
    """
    consent = storage_consent(store, runner_id)
    if consent is None or not consent.is_given:
        raise ConsentMissingError()


def _storage_consent(runner_id: str, *, is_given: bool) -> Consent:
    return Consent(new_id(), runner_id, STORAGE_CONSENT, STORAGE_WORDING, is_given, datetime.now(UTC))


def _columns(entry: ProfileEntry) -> dict[str, Any]:
    return {each.name: getattr(entry, each.name) for each in fields(entry)}


def _check_name_is_free(name: str, others: Collection[StoredRunner]) -> None:
    if any(other.name.casefold() == name.casefold() for other in others):
        raise InputError(
            f"Expected a name of its own, got {name}, which another runner has. Add a letter to it.", field="name"
        )


def _checked(entry: ProfileEntry) -> ProfileEntry:
    """The profile with a tidy name; raises `InputError` for the first value that makes no sense."""
    from evenstride.prescription.profile import DAYS_A_WEEK, MINUTES_A_DAY, known_equipment
    from evenstride.services.analyze_clip import HEIGHTS_M

    name = " ".join(letter for letter in entry.name.split() if letter.isprintable())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError(f"Expected a name of 1 to {LONGEST_NAME} letters.", field="name")
    if entry.units not in UNIT_SYSTEMS:
        raise InputError("Expected metric or imperial units.")
    if entry.preferred_side is not None and entry.preferred_side not in SIDES:
        raise InputError("Expected the left or the right side, or none.")
    _check_number("height", entry.height_m, HEIGHTS_M, "metres")
    _check_number("minutes_a_day", entry.minutes_a_day, MINUTES_A_DAY, "minutes a day")
    _check_number("days_a_week", entry.days_a_week, DAYS_A_WEEK, "days a week")
    unknown = set(entry.equipment or ()) - set(known_equipment())
    if unknown:
        raise InputError(f"Expected equipment out of {', '.join(known_equipment())}.", field="equipment")
    return replace(entry, name=name)


def _check_number(field: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise InputError(f"Expected {low:g} to {high:g} {unit}, got {value:g}.", field=field.removesuffix("_m"))
