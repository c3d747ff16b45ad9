"""All exercises as a short list for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.reports.exercise_cards import KIND_WORDS
from evenstride.reports.knowledge_pages.phrases import listed

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise

_ORIGIN_WORDS = {"article": "", "ours": " (ours, not in the article)"}
_WIDTH = 78
_ID_WIDTH = 26


def exercise_list_lines(knowledge: Knowledge) -> Iterator[str]:
    """The exercises by kind in the order they are done: id, name, variations, what is needed."""
    for kind, title in KIND_WORDS.items():
        yield title
        for exercise in knowledge.exercises.values():
            if exercise.kind == kind:
                yield from _exercise_lines(exercise)
        yield ""
    yield "One of them in full: evenstride exercises ID"


def _exercise_lines(exercise: Exercise) -> Iterator[str]:
    yield f"  {exercise.id:<{_ID_WIDTH}}{exercise.name}{_ORIGIN_WORDS[exercise.origin]}"
    parts = [part.name[:1].lower() + part.name[1:] for part in exercise.parts[1:]]
    said = [f"needs {listed(exercise.equipment)}"]
    if parts:
        said.append(f"also {', '.join(parts)}")
    indent = " " * (_ID_WIDTH + 2)
    yield from textwrap.wrap(
        "; ".join(said), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
