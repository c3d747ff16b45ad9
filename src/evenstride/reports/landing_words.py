"""How the feet land, in sentences that say no more than was read: both feet, one foot, or too close to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.model import Assessment
from evenstride.model.gait import SIDES, Side
from evenstride.reports.measure_rows import reasons_without_advice
from evenstride.reports.wording import STRIKE_WORDS

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

STRIKE_MEASURE = "foot_strike_pattern"


@dataclass(frozen=True)
class Landing:
    """What was read of both feet.

    ``strikes`` holds the feet whose class was named, ``unclear`` those measured but too close to a limit, ``disputed``
    those of which recordings name different classes. ``doubts`` are the reasons why it is less certain; empty where it
    is sure.
    """

    strikes: dict[Side, str]
    unclear: tuple[Side, ...]
    doubts: tuple[str, ...]
    disputed: tuple[Side, ...] = ()

    @property
    def on_both_feet(self) -> str | None:
        """The landing that both feet share; None where they differ or one is not known."""
        return self.strikes["left"] if self.is_known_alike else None

    @property
    def is_known_alike(self) -> bool:
        return len(self.strikes) == 2 and len(set(self.strikes.values())) == 1


def landing_of(assessment: Assessment, knowledge: Knowledge) -> Landing:
    """The strike patterns of both feet with the reasons for doubt."""
    strikes: dict[Side, str] = {}
    unclear: list[Side] = []
    disputed: list[Side] = []
    doubts: list[str] = []
    for side in SIDES:
        measure = assessment.measure(STRIKE_MEASURE, side)
        if measure is None or not isinstance(measure.value, str):
            continue
        if measure.value in STRIKE_WORDS:
            strikes[side] = STRIKE_WORDS[measure.value]
        elif len({part.value for part in measure.parts if part.weight and part.value in STRIKE_WORDS}) > 1:
            disputed.append(side)
        else:
            unclear.append(side)
        if measure.status == "low_confidence":
            doubts += reasons_without_advice(measure, knowledge)
    return Landing(strikes, tuple(unclear), tuple(dict.fromkeys(doubts)), tuple(disputed))


def landing_title(landing: Landing) -> str:
    """``landing heel first on both feet`` where that is known of both; empty otherwise."""
    both = landing.on_both_feet
    if both is None:
        return ""
    return f"{'probably ' if landing.doubts else ''}landing {both} on both feet"


def landing_sentences(landing: Landing) -> list[str]:
    """How each foot lands, "probably" where that is less certain."""
    probably = "probably " if landing.doubts else ""
    if landing.on_both_feet is not None:
        return [f"You {probably}land {landing.on_both_feet} on both feet."]
    if len(landing.unclear) == 2:
        return ["How your feet land is too close to a limit, or differs too much from step to step, to name one way."]
    if len(landing.strikes) == 2:
        left, right = landing.strikes["left"], landing.strikes["right"]
        return [f"Your left foot {probably}lands {left}, your right foot {right}."]
    said = [f"Your {side} foot {probably}lands {words}." for side, words in landing.strikes.items()]
    said += [f"How your {side} foot lands is too close to a limit to name one way." for side in landing.unclear]
    return said + [f"The clips disagree on how your {side} foot lands." for side in landing.disputed]
