"""The plan by which a form of an exercise is watched live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.services.live_coach.coached_exercise import find_watch

if TYPE_CHECKING:
    from evenstride.coaching import WatchPlan


def watched_form(exercise_id: str, part_id: str | None) -> WatchPlan:
    """What the coach watches.

    Raises
    ------
    InputError : there is no such form, or it is done by timer.
    """
    from evenstride.coaching import plan_watch
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    watch = find_watch(knowledge, exercise_id, part_id)
    if watch.by == "timer":
        raise InputError(
            f"Expected an exercise that the camera can count, got one that goes by timer. {watch.unseen[0].text}",
            next_step="Do it with the timer.",
        )
    return plan_watch(watch, knowledge)
