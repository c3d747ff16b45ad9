"""What the answers to the questions before a plan stop, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.reports.knowledge_pages.shared_pages import URGENCY_WORDS
from evenstride.reports.knowledge_pages.terminal import wrapped

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.prescription import Readiness

_INDENT = "  "


def readiness_lines(readiness: Readiness, *, knowledge: Knowledge) -> Iterator[str]:
    """Stops of the whole plan first, then of single exercises, then what to keep in mind, then what is open."""
    for stop in readiness.stopped_by:
        yield from wrapped(f"STOP. {URGENCY_WORDS[stop.urgency]}: see {_ended(stop.whom_to_see)}")
        yield from _item(f"The question was: {stop.question}")
        yield from _item(f"Why: {stop.why}")
    stopped = (*readiness.stopped_exercises, *readiness.stopped_parts)
    if stopped and readiness.may_start:
        yield "These stay out of a plan:"
        yield from (line for each in stopped for line in _item(_name(each, knowledge)))
    if readiness.cautions and readiness.may_start:
        yield "To keep in mind:"
        yield from (line for each in readiness.cautions for line in _item(each))
    if readiness.not_asked:
        count = len(readiness.not_asked)
        yield f"{count} of {len(knowledge.red_flags)} questions {'is' if count == 1 else 'are'} still open."
    yield from wrapped(_verdict(readiness))


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _verdict(readiness: Readiness) -> str:
    if not readiness.may_start:
        return "No plan is made until this has been looked at."
    if readiness.not_asked:
        return "No answer so far stops the plan."
    return "No answer stops the plan. This does not replace an examination; stop and see a clinician when pain grows."


def _name(reference: str, knowledge: Knowledge) -> str:
    exercise_id, _, part_id = reference.partition("/")
    exercise = knowledge.exercises[exercise_id]
    return f"{exercise.name}, {exercise.part(part_id).name.lower()}" if part_id else exercise.name


def _item(text: str) -> list[str]:
    return wrapped(text, first=f"{_INDENT}- ", rest=_INDENT * 2)
