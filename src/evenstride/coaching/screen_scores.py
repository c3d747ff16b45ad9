"""Home screens: the score of one side, by camera, timer or hand, and what comes before a screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evenstride.model.gait import Side

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import RedFlag, Screen, ScreenProtocol

#: Pain above this ends a screen, and there is no score from the second on (silbernagel2007; screens in the knowledge).
PAIN_STOPS, PAIN_SPOILS = 5.0, 4.0
STOPPED_FOR_PAIN = "Stopped: pain above 5 of 10."
PAINFUL = "Painful, 4 to 5 of 10: no score."


@dataclass(frozen=True)
class ScreenScore:
    """The score of one side.

    Attributes
    ----------
    value : in the screen's unit; None where there is none, and ``why`` says it.
    error : standard error of the reading, same unit; 0 where it was counted or measured by hand.
    is_at_least : the hold was not over, or the count may have missed some, when the recording ended.
    pain : the worst during the screen, 0 to 10; None where nobody said.
    readings : what the score is made of, in its unit: the angle of each repetition that was read.
    notes : what else has to be known about it, as sentences.
    """

    screen_id: str
    side: Side | None
    value: float | None
    unit: str
    error: float
    scored_by: Literal["camera", "timer", "hand"]
    is_at_least: bool = False
    why: str = ""
    pain: float | None = None
    readings: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()


def stops_before(
    protocol: ScreenProtocol, answers: Mapping[str, bool | float], knowledge: Knowledge
) -> tuple[RedFlag, ...]:
    """Red-flag questions because of which a screen is not done: answered with yes, or with pain above their line.

    A question that nobody answered stops nothing; the caller asks it first.
    """
    asked = (knowledge.red_flags[flag_id] for flag_id in protocol.asked_by)
    return tuple(
        flag
        for flag in asked
        if (answer := answers.get(flag.id)) is not None
        and (bool(answer) if flag.above is None else answer > flag.above)
    )


def score_by_hand(
    screen: Screen,
    side: Side | None,
    value: float | None,
    *,
    pain: float | None = None,
    by: Literal["timer", "hand"] = "hand",
) -> ScreenScore:
    """A number that somebody counted, stopped or measured; without one the screen was ended before it."""
    why = "" if value is not None else "It was ended without a result."
    return with_pain(ScreenScore(screen.id, side, value, screen.unit, 0.0, by, why=why), pain)


def with_pain(score: ScreenScore, pain: float | None) -> ScreenScore:
    """The score as pain leaves it: none from 4 of 10 on, and above 5 the screen was to be stopped."""
    if pain is None or pain < PAIN_SPOILS:
        return replace(score, pain=pain)
    why = STOPPED_FOR_PAIN if pain > PAIN_STOPS else PAINFUL
    return replace(score, value=None, is_at_least=False, why=why, pain=pain)
