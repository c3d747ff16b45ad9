"""The pages of the home screens: which a runner's report suggests and why, and everything about one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.gait import SIDES, Side
from evenstride.model.stored import ScreenAnswer, StoredAssessment, StoredPlan
from evenstride.reports.screen_results import SideResult, side_results
from evenstride.services.screens.gate import ScreenGate, screen_gate
from evenstride.services.screens.results import person_of
from evenstride.services.screens.suspicions import ToldSuspicion, tell_suspicions

if TYPE_CHECKING:
    from evenstride.coaching.screen_outcomes import Person
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Screen, ScreenMovement, ScreenProtocol
    from evenstride.store import Store

STAGES = ("mobility", "control", "endurance", "hop")


@dataclass(frozen=True)
class ListedScreen:
    """A screen in the list.

    Attributes
    ----------
    because : which suspected muscles it tells about, as sentences; empty where the report does not suggest it.
    results : the newest of each side.
    is_told : every side that is asked for has a clear result.
    """

    screen: Screen
    protocol: ScreenProtocol
    movement: ScreenMovement | None
    because: tuple[str, ...]
    results: tuple[SideResult, ...]
    is_told: bool


@dataclass(frozen=True)
class ScreenList:
    """The list: what the newest report with something to confirm suggests, and all others.

    ``assessment`` is that report; None where there is none.
    """

    suggested: tuple[ListedScreen, ...]
    others: tuple[ListedScreen, ...]
    assessment: StoredAssessment | None


@dataclass(frozen=True)
class ScreenView:
    """One screen.

    Attributes
    ----------
    because : as in `ListedScreen`.
    first_side : where to begin this time: the side that was second last time; None for both at once.
    results : the newest of each side, with what changed since the one before.
    history : every result, the newest first.
    person : age and sex as they were said last, for norms that go by them.
    plan_before : the plan that is followed, where it was made before the newest clear result.
    """

    screen: Screen
    protocol: ScreenProtocol
    movement: ScreenMovement | None
    gate: ScreenGate
    because: tuple[str, ...]
    first_side: Side | None
    results: tuple[SideResult, ...]
    history: tuple[SideResult, ...]
    person: Person
    assessment: StoredAssessment | None
    plan_before: StoredPlan | None

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides in the order in which they are done."""
        if self.first_side is None:
            return (None,)
        return (self.first_side, *(side for side in SIDES if side != self.first_side))


def list_screens(store: Store, runner_id: str, *, zone: tzinfo | None) -> ScreenList:
    """The screens for a runner.

    Raises
    ------
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    with store.read() as work:
        work.runners.get(runner_id)
        assessments = work.assessments.of_runner(runner_id)
        answers = work.screen_answers.of_runner(runner_id)
    assessment, suspicions = _newest_suspicions(assessments, answers, knowledge)
    listed = [
        _listed(screen_id, suspicions, [each for each in answers if each.screen_id == screen_id], knowledge, zone)
        for screen_id in sorted(knowledge.screen_protocols, key=lambda each: _stage(each, knowledge))
    ]
    return ScreenList(
        suggested=tuple(each for each in listed if each.because),
        others=tuple(each for each in listed if not each.because),
        assessment=assessment,
    )


def view_screen(
    store: Store, runner_id: str, screen_id: str, *, zone: tzinfo | None, now: datetime | None = None
) -> ScreenView:
    """Everything about one screen for a runner.

    Raises
    ------
    NotStoredError : no such runner.
    InputError : no such screen, or one without a score.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    if screen_id not in knowledge.screen_protocols:
        raise InputError("Expected a home test of the list, got another one.", next_step="Choose one of the list.")
    screen, protocol = knowledge.screens[screen_id], knowledge.screen_protocols[screen_id]
    with store.read() as work:
        runner = work.runners.get(runner_id)
        assessments = work.assessments.of_runner(runner_id)
        every = work.screen_answers.of_runner(runner_id)
        plan = work.plans.active(runner_id)
    own = [each for each in every if each.screen_id == screen_id]
    assessment, suspicions = _newest_suspicions(assessments, every, knowledge)
    clear = [each.answered_at for each in own if each.outcome != "unknown"]
    return ScreenView(
        screen=screen,
        protocol=protocol,
        movement=knowledge.screen_movements.get(screen_id),
        gate=screen_gate(store, runner_id, screen, protocol, now=now),
        because=_because(screen_id, suspicions, knowledge),
        first_side=None if protocol.sides == "both_at_once" else first_side(own, runner.preferred_side),
        results=side_results(own, screen, knowledge, zone=zone)[: 1 if protocol.sides == "both_at_once" else 2],
        history=side_results(own, screen, knowledge, zone=zone, newest_only=False),
        person=next((person_of(each.evidence) for each in reversed(every) if "age" in each.evidence), person_of({})),
        assessment=assessment,
        plan_before=plan if plan is not None and clear and max(clear) > plan.created_at else None,
    )


def first_side(answers: Sequence[ScreenAnswer], preferred: Side | None) -> Side:
    """Which side to begin on: not the one of last time; the preferred one the first time, else left."""
    sided = [each for each in answers if each.side is not None]
    if not sided:
        return preferred or "left"
    last_day = sided[-1].answered_at.date()
    began = next(each.side for each in sided if each.answered_at.date() == last_day)
    return "right" if began == "left" else "left"


def _newest_suspicions(
    assessments: Sequence[StoredAssessment], answers: Sequence[ScreenAnswer], knowledge: Knowledge
) -> tuple[StoredAssessment | None, tuple[ToldSuspicion, ...]]:
    """Of the newest assessment that suspects a muscle."""
    newest = tuple({(each.screen_id, each.side): each for each in answers}.values())
    for assessment in sorted(assessments, key=lambda each: each.measured_at, reverse=True):
        told = tell_suspicions(assessment, newest, knowledge)
        if told:
            return assessment, told
    return None, ()


def _listed(
    screen_id: str,
    suspicions: Sequence[ToldSuspicion],
    answers: Sequence[ScreenAnswer],
    knowledge: Knowledge,
    zone: tzinfo | None,
) -> ListedScreen:
    screen = knowledge.screens[screen_id]
    about = _about(screen_id, suspicions, knowledge)
    return ListedScreen(
        screen=screen,
        protocol=knowledge.screen_protocols[screen_id],
        movement=knowledge.screen_movements.get(screen_id),
        because=_because(screen_id, suspicions, knowledge),
        results=side_results(answers, screen, knowledge, zone=zone),
        is_told=bool(about) and not any(screen_id in each.suspicion.to_test for each in about),
    )


def _about(screen_id: str, suspicions: Iterable[ToldSuspicion], knowledge: Knowledge) -> list[ToldSuspicion]:
    """Suspicions that a screen is suggested for, whether it was done or not.

    A finding names its screens; a muscle that none of them tells about gets the first one of its own.
    """
    about = []
    for each in suspicions:
        could_tell = dict.fromkeys([*(told.screen_id for told in each.suspicion.told_by), *each.suspicion.to_test])
        named = [id_ for id_ in could_tell if id_ in knowledge.findings[each.suspicion.finding_id].confirm_with]
        if screen_id in (named or each.suspicion.to_test[:1]):
            about.append(each)
    return about


def _because(screen_id: str, suspicions: Sequence[ToldSuspicion], knowledge: Knowledge) -> tuple[str, ...]:
    """``Hip drop, left (possible): gluteus medius, suspected weak.``; one sentence for each finding and side."""
    muscles: dict[tuple[str, Side | None, str], list[str]] = {}
    for each in _about(screen_id, suspicions, knowledge):
        one = each.suspicion
        named = f"{knowledge.muscles[one.muscle_id].plain_name} suspected {one.kind}"
        muscles.setdefault((one.finding_id, one.side, each.finding_status), []).append(named)
    return tuple(
        f"{knowledge.findings[finding_id].name}{f', {side}' if side else ''} ({status}): {', '.join(names)}."
        for (finding_id, side, status), names in muscles.items()
    )


def _stage(screen_id: str, knowledge: Knowledge) -> int:
    return STAGES.index(knowledge.screen_protocols[screen_id].stage)
