"""The home screens there are."""

from __future__ import annotations

from typing import Any

SCREEN_LIST_SCHEMA = "evenstride.screens/1"


def screen_list_document() -> dict[str, Any]:
    """Every screen with what it is about and how it is scored."""
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    return {
        "schema": SCREEN_LIST_SCHEMA,
        "knowledge_version": knowledge.version,
        "screens": [
            {
                "screen_id": screen.id,
                "name": screen.name,
                "shows": screen.plain,
                "suspects_tight": list(screen.suspects_tight),
                "suspects_weak": list(screen.suspects_weak),
                "unit": screen.unit,
                "scored_by": None if protocol is None else protocol.scored_by,
                "sides": None if protocol is None else protocol.sides,
            }
            for screen in knowledge.screens.values()
            for protocol in (knowledge.screen_protocols.get(screen.id),)
        ],
    }


def screen_list_text() -> tuple[str, ...]:
    """The same in lines for a terminal."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.screen_text import screen_list_lines

    return tuple(screen_list_lines(load_knowledge()))


def unit_of_screen(screen_id: str) -> str:
    """The unit that a screen is scored in.

    Raises
    ------
    InputError : there is no such screen with a score.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.services.screens.screen_clip import find_screen

    return find_screen(screen_id, load_knowledge())[0].unit
