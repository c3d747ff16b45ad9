"""Home screens beside a finding: which suspected muscles they support, which not, and what is still to be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evenstride.model.gait import Side
from evenstride.model.plan import ScreenOutcome, ScreenResult

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

SuspicionKind = Literal["tight", "weak"]
KINDS: tuple[SuspicionKind, ...] = ("tight", "weak")


@dataclass(frozen=True)
class Suspicion:
    """One muscle that a finding brings into suspicion on its side, and what home screens said about it.

    Attributes
    ----------
    side : the finding's; None is of both.
    outcome : ``unknown`` where no screen told, or none exists.
    told_by : every result about it, the ones that decide the outcome first; those without a clear result last.
    to_test : screens that could tell and have no clear result on this side yet.
    """

    finding_id: str
    side: Side | None
    muscle_id: str
    kind: SuspicionKind
    outcome: ScreenOutcome
    told_by: tuple[ScreenResult, ...]
    to_test: tuple[str, ...]


def suspicions_of(
    finding_id: str, side: Side | None, screens: Sequence[ScreenResult], knowledge: Knowledge
) -> tuple[Suspicion, ...]:
    """Every muscle that a finding suspects, tight ones first.

    Parameters
    ----------
    screens : the newest result of each screen and side.

    Notes
    -----
    A result of the other side says nothing. One that supports outweighs one that does not: a screen that is passed
    does not clear a muscle that another one found wanting.
    """
    suspected = knowledge.findings[finding_id].suspected
    return tuple(
        _suspicion(finding_id, side, each.muscle, kind, screens, knowledge)
        for kind in KINDS
        for each in getattr(suspected, kind)
    )


def results_about(
    muscle_id: str,
    kind: SuspicionKind,
    side: Side | None,
    screens: Iterable[ScreenResult],
    knowledge: Knowledge,
) -> tuple[ScreenResult, ...]:
    """Results that speak about a muscle on a side, the decisive ones first."""
    about = [
        result
        for result in screens
        if result.screen_id in knowledge.screens
        and is_of_side(result, side)
        and muscle_id in getattr(knowledge.screens[result.screen_id], f"suspects_{kind}")
    ]
    return tuple(sorted(about, key=lambda result: _WEIGHT.index(result.outcome)))


def is_of_side(result: ScreenResult, side: Side | None) -> bool:
    """Whether a result says something about a side; what is of both says something about each."""
    return result.side is None or side is None or result.side == side


_WEIGHT: tuple[ScreenOutcome, ...] = ("supported", "not_supported", "unknown")


def _suspicion(
    finding_id: str,
    side: Side | None,
    muscle_id: str,
    kind: SuspicionKind,
    screens: Sequence[ScreenResult],
    knowledge: Knowledge,
) -> Suspicion:
    told_by = results_about(muscle_id, kind, side, screens, knowledge)
    clear = {result.screen_id for result in told_by if result.outcome != "unknown"}
    muscle = knowledge.muscles[muscle_id]
    could_tell: tuple[str, ...] = getattr(muscle, f"tested_{kind}_by")
    named = [each for each in knowledge.findings[finding_id].confirm_with if each in could_tell]
    ordered = dict.fromkeys([*named, *could_tell])
    return Suspicion(
        finding_id=finding_id,
        side=side,
        muscle_id=muscle_id,
        kind=kind,
        outcome=told_by[0].outcome if told_by else "unknown",
        told_by=told_by,
        to_test=tuple(each for each in ordered if each not in clear),
    )
