"""A home screen scored by hand or timer, as the page's form sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.gait import SIDES, Side
from evenstride.services.screens.gate import check_gate, screen_gate
from evenstride.services.screens.results import ScreenEntry, keep_screens

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Screen, ScreenProtocol
    from evenstride.model.stored import ScreenAnswer
    from evenstride.store import Store


def keep_form(store: Store, runner_id: str, screen_id: str, fields: Mapping[str, str]) -> tuple[ScreenAnswer, ...]:
    """Keep what the form says: ``value_left``, ``pain_left`` and so on, ``is_clear``, and age and sex where asked.

    An empty field was not done. A side with pain and without a value was ended for it.

    Raises
    ------
    InputError : nothing was filled in, something that is no number, or a test that is not for now.
    ConsentMissingError : the runner does not agree that what was measured is kept.
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    if screen_id not in knowledge.screen_protocols:
        raise InputError("Expected a home test of the list, got another one.", next_step="Choose one of the list.")
    screen, protocol = knowledge.screens[screen_id], knowledge.screen_protocols[screen_id]
    gate = screen_gate(store, runner_id, screen, protocol)
    check_gate(gate)
    if gate.leave_out_if and not fields.get("is_clear"):
        raise InputError(
            "Expected that none of the reasons to leave this test out is true.",
            next_step="Tick it above the test, or leave the test out.",
        )
    entries = _entries(screen, protocol, fields)
    if not entries:
        raise InputError("Expected a result of at least one side, got none.", next_step="Fill in what you measured.")
    return keep_screens(store, runner_id, entries)


def _entries(screen: Screen, protocol: ScreenProtocol, fields: Mapping[str, str]) -> list[ScreenEntry]:
    sides: tuple[Side | None, ...] = (None,)
    if protocol.sides == "each_side":
        sides = SIDES if fields.get("first_side") != "right" else ("right", "left")
    age, sex = _number(fields.get("age", ""), "an age"), fields.get("sex", "")
    made = []
    for side in sides:
        name = side or "both"
        value = _number(fields.get(f"value_{name}", ""), "a number")
        pain = _number(fields.get(f"pain_{name}", ""), "pain from 0 to 10")
        if value is None and not pain:
            continue
        made.append(
            ScreenEntry(
                screen_id=screen.id,
                side=side,
                value=value,
                scored_by="timer" if screen.unit == "s" else "hand",
                pain=pain,
                age=None if age is None else round(age),
                sex=sex,
            )
        )
    return made


def _number(text: str, what: str) -> float | None:
    """A number with a point or a comma; None where the field is empty."""
    if not text.strip():
        return None
    try:
        return float(text.replace(",", ".").replace("\u2212", "-"))
    except ValueError as error:
        raise InputError(f"Expected {what}, got {text[:20]!r}.") from error
