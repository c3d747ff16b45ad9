"""Where an exercise of a plan is done before the camera, with the plan's own dose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlencode

from evenstride.errors import InputError
from evenstride.services.live_coach.coached_exercise import LONGEST_HOLD_S, MOST_REPS, MOST_SETS, find_watch

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


class Dosed(Protocol):
    """A form of an exercise with its dose: one of a plan, or of a session's sheet."""

    @property
    def exercise_id(self) -> str: ...
    @property
    def part_id(self) -> str | None: ...
    @property
    def sets(self) -> int: ...
    @property
    def reps(self) -> int | None: ...
    @property
    def hold_s(self) -> float | None: ...


def camera_address(exercise: Dosed, knowledge: Knowledge) -> str:
    """The coach's page for it with sets, repetitions and seconds; empty where a camera would see too little of it.

    What is more than the coach takes is left to the exercise's own dose.
    """
    try:
        watch = find_watch(knowledge, exercise.exercise_id, exercise.part_id)
    except InputError:
        return ""
    if watch.by != "camera":
        return ""
    asked = (
        ("sets", exercise.sets, MOST_SETS),
        ("reps", exercise.reps, MOST_REPS),
        ("hold_s", exercise.hold_s, LONGEST_HOLD_S),
    )
    dose = {name: round(value) for name, value, most in asked if value is not None and 1 <= round(value) <= most}
    part = "" if exercise.part_id is None else f"/{exercise.part_id}"
    return f"/coach/{exercise.exercise_id}{part}?{urlencode(dose)}"


def coach_pages(knowledge: Knowledge) -> dict[str, str]:
    """Where each exercise that a camera can count is done before it, by the exercise's id, with its own dose.

    Where only a variation is counted, that is the page of the first one.
    """
    forms = [knowledge.movements[each.movement] for each in knowledge.form_watches.values() if each.by == "camera"]
    pages: dict[str, str] = {}
    for form in sorted(forms, key=lambda each: each.part is not None):
        pages.setdefault(form.exercise, f"/coach/{form.exercise}" + (f"/{form.part}" if form.part else ""))
    return pages
