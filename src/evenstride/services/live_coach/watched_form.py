"""What is watched live: a form of an exercise, or a home screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.services.live_coach.coached_exercise import find_watch

if TYPE_CHECKING:
    from evenstride.coaching import WatchPlan
    from evenstride.services.live_coach.live_screen import LiveScreen
    from evenstride.services.live_coach.live_set import LiveSet


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


def watched(exercise_id: str | None, part_id: str | None, screen_id: str | None) -> LiveSet | LiveScreen:
    """What the page asked to have watched.

    Raises
    ------
    InputError : there is no such thing, or no camera sees it.
    """
    from evenstride.services.live_coach.live_set import LiveSet

    if screen_id is not None:
        return watched_screen(screen_id)
    return LiveSet(watched_form(exercise_id or "", part_id))


def watched_screen(screen_id: str) -> LiveScreen:
    """A home screen before the camera.

    Raises
    ------
    InputError : there is no such screen, or no camera scores it.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.services.live_coach.live_screen import LiveScreen
    from evenstride.services.screens.screen_clip import find_screen

    knowledge = load_knowledge()
    screen, protocol = find_screen(screen_id, knowledge)
    if protocol.scored_by != "camera":
        raise InputError(
            f"Expected a test that a camera scores, '{screen.name}' is scored by {protocol.scored_by}.",
            next_step="Do it by hand.",
        )
    return LiveScreen(protocol, knowledge)
