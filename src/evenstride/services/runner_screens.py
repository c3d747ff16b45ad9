"""Outcomes of home screens for a runner of the app, dated; a plan takes the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.gait import Side
from evenstride.model.ids import new_id
from evenstride.model.plan import ScreenOutcome
from evenstride.model.stored import ScreenAnswer

if TYPE_CHECKING:
    from evenstride.store import Store


@dataclass(frozen=True)
class ScreenEntry:
    """What a home screen said about one side; ``side`` None for a screen of both at once."""

    screen_id: str
    side: Side | None
    outcome: ScreenOutcome


def read_screens(store: Store, runner_id: str) -> tuple[ScreenAnswer, ...]:
    """What counts now, one for each screen and side.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.read() as kept:
        kept.runners.get(runner_id)
        return kept.screen_answers.newest(runner_id)


def keep_screens(store: Store, runner_id: str, entries: Sequence[ScreenEntry]) -> tuple[ScreenAnswer, ...]:
    """Keep outcomes with the moment they were given; what counts now.

    Raises
    ------
    InputError : a screen that the knowledge does not have.
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    screens = load_knowledge().screens
    for entry in entries:
        if entry.screen_id not in screens:
            raise InputError(f"Expected the id of a home screen, got {entry.screen_id[:40]}.")
    now = datetime.now(UTC)
    with store.write() as work:
        work.runners.get(runner_id)
        for entry in entries:
            work.screen_answers.add(ScreenAnswer(new_id(), runner_id, entry.screen_id, entry.side, entry.outcome, now))
        return work.screen_answers.newest(runner_id)
