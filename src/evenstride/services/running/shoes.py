"""Pairs of shoes: enter, change, retire, and which one new runs are done in."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.diary import Shoe
from evenstride.model.ids import new_id
from evenstride.model.stored import StoredRunner
from evenstride.reports.distances import distance_m, distance_number, distance_unit, distance_words
from evenstride.store import NotStoredError

if TYPE_CHECKING:
    from evenstride.store import Store, UnitOfWork

LONGEST_NAME = 60
#: More than any pair carries.
_FARTHEST = 20_000.0


@dataclass(frozen=True)
class ShoeLine:
    """A pair as the page shows it; ``start`` is what it had run before, in the runner's unit, as a field holds it."""

    id: str
    name: str
    distance: str
    start: str
    unit: str
    n_runs: int
    is_default: bool
    is_retired: bool


def shoe_lines(work: UnitOfWork, runner: StoredRunner) -> tuple[ShoeLine, ...]:
    """All pairs: those in use in the order they were entered, then those that are retired."""
    runs = work.runs.of_runner(runner.id)
    lines = [
        ShoeLine(
            id=shoe.id,
            name=shoe.name,
            distance=distance_words(work.shoes.distance_m(shoe), runner.units),
            start=f"{distance_number(shoe.start_distance_m, runner.units):.1f}",
            unit=distance_unit(runner.units),
            n_runs=sum(run.shoe_id == shoe.id for run in runs),
            is_default=shoe.is_default,
            is_retired=shoe.retired_at is not None,
        )
        for shoe in work.shoes.of_runner(runner.id)
    ]
    return tuple(sorted(lines, key=lambda line: line.is_retired))


def shoe_distance_m(store: Store, shoe_id: str) -> float:
    """What a pair has run, before it was entered and since.

    Raises
    ------
    NotStoredError : no such pair.
    """
    with store.read() as work:
        return work.shoes.distance_m(work.shoes.get(shoe_id))


def in_units_of(runner: StoredRunner, distance_m: float) -> float:
    """A distance in the unit that the runner chose."""
    return distance_number(distance_m, runner.units)


def add_shoe(store: Store, runner: StoredRunner, name: str, *, start: float = 0.0) -> Shoe:
    """Enter a pair; the first one is what new runs are done in.

    Parameters
    ----------
    start : what it had run before, in the runner's unit.

    Raises
    ------
    InputError : a name or distance that makes no sense.
    """
    start_m = _checked_start(start, runner)
    shoe = Shoe(new_id(), runner.id, _checked_name(name), datetime.now(UTC), start_m)
    with store.write() as work:
        known = work.shoes.of_runner(runner.id)
        return work.shoes.add(replace(shoe, is_default=not any(each.is_default for each in known)))


def change_shoe(store: Store, runner: StoredRunner, shoe_id: str, name: str, *, start: float) -> Shoe:
    """Put another name and start distance in the place of the old ones.

    Raises
    ------
    InputError, NotStoredError
    """
    start_m, name = _checked_start(start, runner), _checked_name(name)
    with store.write() as work:
        shoe = _own_shoe(work, runner.id, shoe_id)
        return work.shoes.replace(replace(shoe, name=name, start_distance_m=start_m))


def retire_shoe(store: Store, runner_id: str, shoe_id: str, *, is_retired: bool) -> Shoe:
    """Take a pair out of use, or back into it; a retired pair is no default.

    Raises
    ------
    NotStoredError
    """
    with store.write() as work:
        shoe = _own_shoe(work, runner_id, shoe_id)
        retired_at = datetime.now(UTC) if is_retired else None
        return work.shoes.replace(replace(shoe, retired_at=retired_at, is_default=shoe.is_default and not is_retired))


def make_default(store: Store, runner_id: str, shoe_id: str) -> Shoe:
    """Have new runs done in this pair.

    Raises
    ------
    InputError : it is retired.
    NotStoredError
    """
    with store.write() as work:
        shoe = _own_shoe(work, runner_id, shoe_id)
        if shoe.retired_at is not None:
            raise InputError(f"Expected a pair in use; {shoe.name} is retired. Take it back into use first.")
        for each in work.shoes.of_runner(runner_id):
            if each.is_default and each.id != shoe_id:
                work.shoes.replace(replace(each, is_default=False))
        return work.shoes.replace(replace(shoe, is_default=True))


def _own_shoe(work: UnitOfWork, runner_id: str, shoe_id: str) -> Shoe:
    shoe = work.shoes.find(shoe_id)
    if shoe is None or shoe.runner_id != runner_id:
        raise NotStoredError("Expected a pair of this runner's shoes, got another. Load the page again.")
    return shoe


def _checked_name(name: str) -> str:
    tidy = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
    if not 0 < len(tidy) <= LONGEST_NAME:
        raise InputError(f"Expected a name of 1 to {LONGEST_NAME} letters for the pair.")
    return tidy


def _checked_start(start: float, runner: StoredRunner) -> float:
    if not (math.isfinite(start) and 0 <= start <= _FARTHEST):
        raise InputError(f"Expected 0 to {_FARTHEST:.0f} {distance_unit(runner.units)} run before, got {start:g}.")
    return distance_m(start, runner.units)
