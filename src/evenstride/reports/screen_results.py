"""Kept results of home screens as a page shows them: the score in words, what it says, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Literal

from evenstride.model.gait import Side
from evenstride.model.plan import ScreenOutcome
from evenstride.progress.screen_change import ScreenChangeVerdict, compare_screens
from evenstride.reports.screen_words import OUTCOME_WORDS, change_words, score_words, smallest_words
from evenstride.reports.wording import side_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Screen
    from evenstride.model.stored import ScreenAnswer

Speaks = Literal["for", "against", "unclear"]
SPEAKS: dict[ScreenOutcome, Speaks] = {"supported": "for", "not_supported": "against", "unknown": "unclear"}
_BY = {"camera": "by camera", "timer": "by timer", "hand": "by hand", "told": "told"}


@dataclass(frozen=True)
class SideResult:
    """One result.

    Attributes
    ----------
    speaks : ``for`` the suspicion, ``against`` it, or ``unclear``.
    muscles : what it is about, with the outcome's words: ``Gluteus medius (muscle at the side of the hip), suspected
        weak``.
    change, change_verdict : against the result of this side before it, and against the first; empty where there is
        none with a score.
    notes : what else has to be known, as sentences.
    """

    id: str
    screen_id: str
    name: str
    side: Side | None
    side_words: str
    score: str
    outcome: ScreenOutcome
    outcome_words: str
    speaks: Speaks
    why: str
    muscles: tuple[str, ...]
    answered_at: datetime
    day: str
    by: str
    pain: str
    notes: tuple[str, ...]
    change: str = ""
    change_verdict: ScreenChangeVerdict | None = None
    value: float | None = None


def side_results(
    answers: Sequence[ScreenAnswer],
    screen: Screen,
    knowledge: Knowledge,
    *,
    zone: tzinfo | None,
    newest_only: bool = True,
) -> tuple[SideResult, ...]:
    """Results of one screen: the newest of each side, left first; or all, the newest first.

    Parameters
    ----------
    answers : of this screen, the earliest first.
    """
    made = [_result(answer, _before(answer, answers), screen, knowledge, zone) for answer in answers]
    if not newest_only:
        return tuple(reversed(made))
    newest = {each.side: each for each in made}
    return tuple(newest[side] for side in ("left", "right", None) if side in newest)


@dataclass(frozen=True)
class ScreenCourse:
    """One screen over time: its results, the newest first, and from where on a change is real."""

    screen_id: str
    name: str
    smallest: str
    results: tuple[SideResult, ...]


def screen_courses(
    answers: Sequence[ScreenAnswer], knowledge: Knowledge, *, zone: tzinfo | None
) -> tuple[ScreenCourse, ...]:
    """Every screen that was done, the one done last first.

    Parameters
    ----------
    answers : of one runner, the earliest first.
    """
    done = [each for each in answers if each.screen_id in knowledge.screens]
    return tuple(
        ScreenCourse(
            screen_id,
            knowledge.screens[screen_id].name,
            smallest_words(knowledge.screens[screen_id], knowledge),
            side_results(
                [each for each in done if each.screen_id == screen_id],
                knowledge.screens[screen_id],
                knowledge,
                zone=zone,
                newest_only=False,
            ),
        )
        for screen_id in dict.fromkeys(each.screen_id for each in reversed(done))
    )


def _before(answer: ScreenAnswer, answers: Sequence[ScreenAnswer]) -> ScreenAnswer | None:
    """The result of this side with a score before this one."""
    earlier = [
        each
        for each in answers
        if each.side == answer.side and each.value is not None and each.answered_at < answer.answered_at
    ]
    return earlier[-1] if earlier else None


def _result(
    answer: ScreenAnswer, before: ScreenAnswer | None, screen: Screen, knowledge: Knowledge, zone: tzinfo | None
) -> SideResult:
    moment = answer.answered_at.astimezone(zone)
    notes = answer.evidence.get("notes")
    change_text, verdict = "", None
    if before is not None and answer.value is not None:
        smallest = screen.smallest_real_change
        change = compare_screens(
            before,
            answer,
            smallest_change=None if smallest is None else smallest.value,
            more_is_better=screen.positive.above is None,
        )
        earlier = before.answered_at.astimezone(zone)
        since = f"Since {earlier.day} {earlier:%b %Y}"
        change_text, verdict = f"{since}: {_lowered(change_words(change, screen.unit))}", change.verdict
    return SideResult(
        id=answer.id,
        screen_id=answer.screen_id,
        name=screen.name,
        side=answer.side,
        side_words=side_words(answer.side),
        score=""
        if answer.scored_by == "told"
        else score_words(answer.value, screen.unit, answer.error, is_at_least=answer.is_at_least),
        outcome=answer.outcome,
        outcome_words=OUTCOME_WORDS[answer.outcome],
        speaks=SPEAKS[answer.outcome],
        why=answer.why,
        muscles=_muscles(screen, knowledge),
        answered_at=answer.answered_at,
        day=f"{moment.day} {moment:%b %Y}",
        by=_BY[answer.scored_by],
        pain="" if not answer.pain else f"pain {answer.pain:g} of 10",
        notes=tuple(str(each) for each in notes) if isinstance(notes, list) else (),
        change=change_text,
        change_verdict=verdict,
        value=answer.value,
    )


def _muscles(screen: Screen, knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(
        f"{knowledge.muscles[id_].name} ({knowledge.muscles[id_].plain_name}), suspected {kind}"
        for kind in ("tight", "weak")
        for id_ in getattr(screen, f"suspects_{kind}")
    )


def _lowered(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
