"""Scores of home screens, what they say and how they changed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.reports.numbers import STANDARD_ERRORS_AT_95

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Screen
    from evenstride.model.plan import ScreenOutcome
    from evenstride.progress.screen_change import ScreenChange

OUTCOME_WORDS: dict[ScreenOutcome, str] = {
    "supported": "Supported",
    "not_supported": "Not supported",
    "unknown": "Unknown",
}
_UNITS = {"deg": "°", "s": " s", "cm": " cm", "%": " %"}


def in_unit(value: float, unit: str) -> str:
    """``24 s``, ``1 repetition``, ``-12°``; whole numbers but for centimetres."""
    number = f"{value:.1f}" if unit == "cm" and value % 1 else f"{value:.0f}"
    number = number.replace("-", "\u2212")
    if unit == "reps":
        return f"{number} repetition{'' if round(value) == 1 else 's'}"
    return f"{number}{_UNITS.get(unit, f' {unit}')}"


def score_words(value: float | None, unit: str, error: float | None, *, is_at_least: bool = False) -> str:
    """``24 s``, ``at least 31 s``, ``14° ± 10°`` (95 %), ``no score``."""
    if value is None:
        return "no score"
    words = f"{'at least ' if is_at_least else ''}{in_unit(value, unit)}"
    if not error:
        return words
    wide = STANDARD_ERRORS_AT_95 * error
    return f"{words} ± {in_unit(wide, unit) if wide >= 1 else f'{wide:.1f}{_UNITS.get(unit, unit)}'}"


def change_words(change: ScreenChange, unit: str) -> str:
    """What a retest says, in a sentence."""
    if change.verdict == "cannot_tell" or change.change is None or change.needed is None:
        return f"A change cannot be told. {change.why}".strip()
    moved = in_unit(abs(change.change), unit)
    way = "more" if change.change > 0 else "less"
    difference = f"{moved} {way}" if round(change.change, 1) else "The same"
    needed = in_unit(change.needed, unit)
    if change.verdict == "no_detectable_change":
        return f"No detectable change: {difference[0].lower()}{difference[1:]}; it takes {needed}."
    return f"{change.verdict.capitalize()}: {difference}, which is beyond the {needed} that chance can make."


def smallest_words(screen: Screen, knowledge: Knowledge | None = None) -> str:
    """The smallest detectable change of a screen, in a sentence; with its source where ``knowledge`` names it."""
    smallest = screen.smallest_real_change
    if smallest is None or smallest.value is None:
        return "No smallest detectable change is known: two results cannot be told apart."
    source = "" if knowledge is None else knowledge.short_source(smallest)
    about = "; ".join(part for part in (source, smallest.note) if part)
    words = f"Smallest detectable change: {in_unit(smallest.value, screen.unit)}"
    return f"{words} ({about})." if about else f"{words}."
