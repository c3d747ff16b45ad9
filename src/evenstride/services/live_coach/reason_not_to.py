"""Whether the runner's own answers stop an exercise: the coach does not lead through what they stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.services.runner_screening import read_screening

if TYPE_CHECKING:
    from evenstride.store import Store


def reason_not_to(store: Store, runner_id: str, exercise_id: str, part_id: str | None) -> str:
    """Why the runner's newest answers stop this form of an exercise, in sentences; empty where they do not.

    Raises
    ------
    NotStoredError : no such runner.
    """
    readiness = read_screening(store, runner_id).readiness
    if readiness.stopped_by:
        first = readiness.stopped_by[0]
        return f"See {first.whom_to_see} first. {first.why}"
    whole = readiness.stopped_exercises.get(exercise_id, "")
    return whole or readiness.stopped_parts.get(f"{exercise_id}/{part_id}", "")
