"""What comes before a home screen: answers that stop it, questions that are open, and when to leave it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.services.runner_screening import AskedQuestion, read_screening

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Screen, ScreenProtocol
    from evenstride.store import Store


@dataclass(frozen=True)
class StopReason:
    """An answer because of which a screen is not done, and whom to see."""

    question: str
    whom_to_see: str
    why: str


@dataclass(frozen=True)
class ScreenGate:
    """Whether a screen may be done.

    Attributes
    ----------
    stops : answers that stop it; none may do it then.
    open_questions : those of its questions that have no answer, or an old one; they come first.
    leave_out_if : what the runner looks at by themselves.
    """

    stops: tuple[StopReason, ...]
    open_questions: tuple[AskedQuestion, ...]
    leave_out_if: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing known stands before it."""
        return not (self.stops or self.open_questions)


def screen_gate(
    store: Store, runner_id: str, screen: Screen, protocol: ScreenProtocol, *, now: datetime | None = None
) -> ScreenGate:
    """What stands before a screen for a runner.

    Raises
    ------
    NotStoredError : no such runner.
    """
    from evenstride.coaching.screen_scores import stops_before
    from evenstride.knowledge import load_knowledge

    screening = read_screening(store, runner_id, now=now)
    answers = {each.id: each.value for each in screening.questions if each.value is not None}
    flags = {flag.id: flag for flag in stops_before(protocol, answers, load_knowledge())}
    stops = [StopReason(flag.question, flag.whom_to_see, flag.why.text) for flag in flags.values()]
    stops += [
        StopReason(stop.question, stop.whom_to_see, stop.why)
        for stop in screening.readiness.stopped_by
        if stop.red_flag_id not in flags
    ]
    asked = [each for each in screening.questions if each.id in protocol.asked_by]
    return ScreenGate(
        stops=tuple(stops),
        open_questions=tuple(each for each in asked if each.value is None or each.is_old),
        leave_out_if=tuple(each.text for each in screen.leave_out_if),
    )


def check_gate(gate: ScreenGate) -> None:
    """Refuse a screen that an answer stops, or that has open questions.

    Raises
    ------
    InputError : whom to see, or what to answer first.
    """
    if gate.stops:
        first = gate.stops[0]
        raise InputError(f"This test is not for now. {first.why}", next_step=f"See {first.whom_to_see.rstrip('.')}.")
    if gate.open_questions:
        raise InputError(
            f"Expected an answer to every question before this test, {len(gate.open_questions)} are open.",
            next_step="Answer them first; they stand above the test.",
        )
