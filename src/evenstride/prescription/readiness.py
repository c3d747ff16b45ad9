"""Safety first: what the answers to the red-flag questions stop, and which of them nobody asked yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.plan import PlanStop
from evenstride.prescription.shown import shown

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import RedFlag

_URGENCIES = ("emergency", "same_day", "before_continuing")


@dataclass(frozen=True)
class Readiness:
    """What the answers allow.

    Attributes
    ----------
    stopped_by
        Red flags that stop the whole plan, the most urgent first.
    stopped_exercises
        Exercise id to the reason, as sentences for the runner.
    stopped_parts
        ``exercise/part`` to the reason.
    cautions
        Whom to see, and what to keep in mind, where an answer stops some exercises or none.
    not_asked
        Ids of the questions without an answer, in the order of the knowledge. They stop nothing.
    """

    stopped_by: tuple[PlanStop, ...]
    stopped_exercises: Mapping[str, str]
    stopped_parts: Mapping[str, str]
    cautions: tuple[str, ...]
    not_asked: tuple[str, ...]

    @property
    def may_start(self) -> bool:
        """Whether no answer stops the whole plan."""
        return not self.stopped_by


def check_answers(answers: Mapping[str, bool | float], knowledge: Knowledge) -> Readiness:
    """Hold the answers against the red flags of the knowledge.

    Parameters
    ----------
    answers
        By question id: True or False, or pain from 0 to 10. A missing id was not answered.
    knowledge
        Holds the questions and what each stops.

    Returns
    -------
    What is stopped, wholly or in part. A pain question counts as yes only above its line.

    Raises
    ------
    InputError
        For an answer to a question that does not exist, or of the wrong kind.
    """
    for problem in answer_problems(answers, knowledge):
        raise InputError(problem)
    raised = [flag for flag in knowledge.red_flags.values() if _is_raised(flag, answers.get(flag.id))]
    stopping = sorted((flag for flag in raised if flag.stops_plan), key=lambda flag: _URGENCIES.index(flag.urgency))
    partial = [flag for flag in raised if not flag.stops_plan]
    return Readiness(
        stopped_by=tuple(_stop(flag) for flag in stopping),
        stopped_exercises=_first_reasons((each, flag) for flag in partial for each in _stopped_by(flag, knowledge)),
        stopped_parts=_first_reasons((each, flag) for flag in partial for each in flag.stops_parts),
        cautions=tuple(dict.fromkeys(text for flag in partial for text in _cautions(flag))),
        not_asked=tuple(flag.id for flag in knowledge.red_flags.values() if flag.id not in answers),
    )


def answer_problems(answers: Mapping[str, bool | float], knowledge: Knowledge) -> Iterator[str]:
    """What is wrong with the answers, one line each."""
    for question_id, answer in answers.items():
        flag = knowledge.red_flags.get(question_id)
        if flag is None:
            yield (
                f"answers: expected the id of a question, got {shown(question_id)}. "
                f"Known: {', '.join(knowledge.red_flags)}."
            )
        elif flag.answer == "yes_no" and not isinstance(answer, bool):
            yield f"answers.{flag.id}: expected true or false, got {shown(answer)}."
        elif flag.answer == "pain_0_10" and not _is_pain(answer):
            yield f"answers.{flag.id}: expected pain as a number from 0 to 10, got {shown(answer)}."


def _is_pain(answer: object) -> bool:
    return isinstance(answer, int | float) and not isinstance(answer, bool) and 0 <= answer <= 10


def _is_raised(flag: RedFlag, answer: bool | float | None) -> bool:
    if answer is None:
        return False
    return bool(answer) if flag.above is None else answer > flag.above


def _stopped_by(flag: RedFlag, knowledge: Knowledge) -> tuple[str, ...]:
    """The exercises a question stops: those it lists, and those that name it as the one to ask before offering them."""
    naming = (
        exercise.id
        for exercise in knowledge.exercises.values()
        if any(flag.id in reason.asked_by for reason in exercise.not_offered_if)
    )
    return (*flag.stops_exercises, *naming)


def _first_reasons(stopped: Iterable[tuple[str, RedFlag]]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    for stopped_id, flag in stopped:
        reasons.setdefault(stopped_id, _why_stopped(flag))
    return reasons


def _stop(flag: RedFlag) -> PlanStop:
    return PlanStop(flag.id, flag.question, flag.urgency, flag.whom_to_see, flag.why.text)


def _why_stopped(flag: RedFlag) -> str:
    return f"Not offered because of an answer. The question was: {flag.question} {flag.why.text} {_see(flag)}"


def _cautions(flag: RedFlag) -> Iterator[str]:
    yield f"{flag.question} {_see(flag)}"
    if flag.caution:
        yield flag.caution


def _see(flag: RedFlag) -> str:
    return f"See: {flag.whom_to_see.rstrip('.')}."
