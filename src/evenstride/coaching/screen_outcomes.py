"""What the scores of a home screen say about the suspicion, side by side, with the reason in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.coaching.screen_scores import ScreenScore
from evenstride.model.gait import Side
from evenstride.model.plan import ScreenOutcome, ScreenResult

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Screen, ScreenProtocol

#: Of the norm for age and sex, where that is the screen's own positive result.
NORM_SHARE = 0.75
_UNIT_WORDS = {"s": "s", "reps": "repetitions", "deg": "degrees", "cm": "cm", "%": "%"}


@dataclass(frozen=True)
class Person:
    """Whose norms count, where a screen has them by age and sex; None and empty where it was not said."""

    age: int | None = None
    sex: str = ""


@dataclass(frozen=True)
class ScreenVerdict:
    """What one side's score says, and why.

    ``line`` is the value beyond which the screen is positive for this person, in its unit; None where it has none.
    """

    screen_id: str
    side: Side | None
    outcome: ScreenOutcome
    because: str
    line: float | None = None


def verdicts_of(
    screen: Screen, protocol: ScreenProtocol, scores: Sequence[ScreenScore], *, person: Person | None = None
) -> tuple[ScreenVerdict, ...]:
    """What the scores say about the suspicion.

    Parameters
    ----------
    scores : of one or both sides, done in one go.
    person : for norms by age and sex.

    Notes
    -----
    Supported where the score passes the screen's line by more than its own error, or where this side is behind the
    other by the difference that counts and by more than both errors. Not supported where it keeps clear of the line.
    Unknown where there is no score, no line for this person, or the score lies within its error of the line.
    """
    line, way = _line(screen, person or Person())
    behind = _behind(scores, protocol, way)
    return tuple(
        ScreenVerdict(screen.id, score.side, *_outcome(score, line, way, behind, screen), line) for score in scores
    )


def outcomes_of(
    screen: Screen, protocol: ScreenProtocol, scores: Sequence[ScreenScore], *, person: Person | None = None
) -> tuple[ScreenResult, ...]:
    """The same as a plan takes it."""
    verdicts = verdicts_of(screen, protocol, scores, person=person)
    return tuple(ScreenResult(each.screen_id, each.side, each.outcome) for each in verdicts)


def _outcome(
    score: ScreenScore, line: float | None, way: int, behind: Side | None, screen: Screen
) -> tuple[ScreenOutcome, str]:
    if score.value is None:
        return "unknown", score.why
    by_line = _by_line(score, line, way, screen)
    if by_line[0] != "supported" and behind is not None and score.side == behind:
        return "supported", "This side is behind the other by more than the difference that counts."
    return by_line


def _by_line(score: ScreenScore, line: float | None, way: int, screen: Screen) -> tuple[ScreenOutcome, str]:
    """What the score says beside the line alone."""
    if line is None or score.value is None:
        return "unknown", _why_no_line(screen)
    past = way * (score.value - line)
    at = f"{line:g} {_UNIT_WORDS.get(screen.unit, screen.unit)}"
    if score.is_at_least and way < 0:
        if past > 0:
            return "unknown", f"It was not over when it ended, short of {at}."
        return "not_supported", f"At least {at}."
    if past > score.error:
        return "supported", f"{'More' if way > 0 else 'Less'} than {at}{_beyond(score)}."
    if past < -score.error or (score.error == 0 and past <= 0):
        return "not_supported", f"{'Not more' if way > 0 else 'Not less'} than {at}{_beyond(score)}."
    return "unknown", f"Within its own error of {at}: it cannot be told on which side of it."


def _beyond(score: ScreenScore) -> str:
    return ", by more than the reading's error" if score.error > 0 else ""


def _why_no_line(screen: Screen) -> str:
    if screen.age_norms:
        return "The norm goes by age (from 20) and sex; without them there is no line."
    return "This screen has no line of its own; only the sides and your own earlier results can be compared."


def _line(screen: Screen, person: Person) -> tuple[float | None, int]:
    """The line, and +1 where more than it is positive, -1 where less is."""
    if screen.positive.above is not None:
        return screen.positive.above, 1
    if screen.positive.below is not None:
        return screen.positive.below, -1
    norms = [norm for norm in screen.age_norms if person.age is not None and norm.from_age <= person.age]
    if not norms or person.sex not in ("men", "women"):
        return None, -1
    return NORM_SHARE * float(getattr(norms[-1], person.sex)), -1


def _behind(scores: Sequence[ScreenScore], protocol: ScreenProtocol, way: int) -> Side | None:
    """The side that is worse by the difference that counts, and by more than the errors of both.

    A score that is only known to be at least so much tells it only where it is the better one.
    """
    by_side = {score.side: score for score in scores if score.side is not None and score.value is not None}
    if len(by_side) < 2:
        return None
    worse, better = sorted(by_side.values(), key=lambda score: way * (score.value or 0.0), reverse=True)
    if worse.is_at_least:
        return None
    difference = abs((worse.value or 0.0) - (better.value or 0.0))
    if difference <= math.hypot(worse.error, better.error):
        return None
    least, share = protocol.left_right_least, protocol.left_right_share
    counts = least is not None and difference >= (least.value or math.inf)
    counts |= share is not None and difference > (share.value or math.inf) * (better.value or 0.0)
    return worse.side if counts else None
