"""The questions before a plan for a runner of the app: what was answered when, what is stopped, what to ask again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.ids import new_id
from evenstride.model.stored import Answer
from evenstride.services.screening import readiness_of
from evenstride.store import Store

if TYPE_CHECKING:
    from evenstride.prescription import Readiness

#: Questions of the group ``now`` are asked before every start of a plan; after a plan's six weeks an answer is old.
GOOD_FOR = timedelta(weeks=6)


@dataclass(frozen=True)
class AskedQuestion:
    """A question and its newest answer.

    ``is_old`` where it should be asked again; ``answered_at`` and ``value`` None where it never was answered.
    """

    id: str
    text: str
    group: str
    is_pain: bool
    value: bool | float | None
    answered_at: datetime | None
    is_old: bool


@dataclass(frozen=True)
class RunnerScreening:
    """All questions with a runner's answers, and what these stop."""

    questions: tuple[AskedQuestion, ...]
    readiness: Readiness

    @property
    def open_count(self) -> int:
        """How many have no answer or an old one."""
        return sum(each.value is None or each.is_old for each in self.questions)

    @property
    def answered_at(self) -> datetime | None:
        """When the newest answer was given."""
        return max((each.answered_at for each in self.questions if each.answered_at), default=None)


def read_screening(store: Store, runner_id: str, *, now: datetime | None = None) -> RunnerScreening:
    """The questions as they stand for a runner.

    Raises
    ------
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    with store.read() as kept:
        kept.runners.get(runner_id)
        newest = {each.question_id: each for each in kept.answers.of_runner(runner_id)}
    moment = now or datetime.now(UTC)
    flags = sorted(load_knowledge().red_flags.values(), key=lambda flag: flag.group != "now")
    known = {flag.id for flag in flags}
    questions = []
    for flag in flags:
        answer = newest.get(flag.id)
        is_old = answer is not None and flag.group == "now" and moment - answer.answered_at > GOOD_FOR
        questions.append(
            AskedQuestion(
                id=flag.id,
                text=flag.question,
                group=flag.group,
                is_pain=flag.answer == "pain_0_10",
                value=None if answer is None else answer.value,
                answered_at=None if answer is None else answer.answered_at,
                is_old=is_old,
            )
        )
    # An answer stops for as long as nobody gave another one, however old it is; of questions that are gone, none.
    values = {id_: each.value for id_, each in newest.items() if id_ in known}
    return RunnerScreening(tuple(questions), readiness_of(values))


def keep_answers(store: Store, runner_id: str, answers: Mapping[str, bool | float]) -> RunnerScreening:
    """Keep answers with the moment they were given; earlier ones stay.

    Raises
    ------
    InputError : a question that is not asked, or an answer of the wrong kind.
    NotStoredError : no such runner.
    """
    readiness_of(answers)
    now = datetime.now(UTC)
    with store.write() as work:
        work.runners.get(runner_id)
        for question_id, value in answers.items():
            work.answers.add(Answer(new_id(), runner_id, question_id, value, now))
    return read_screening(store, runner_id, now=now)


def answers_of_form(fields: Mapping[str, str]) -> dict[str, bool | float]:
    """Answers from the fields of a form: ``yes``, ``no`` or a number; an empty field is no answer.

    Raises
    ------
    InputError : something else, or a question that is not asked.
    """
    from evenstride.knowledge import load_knowledge

    flags = load_knowledge().red_flags
    answers: dict[str, bool | float] = {}
    for question_id, text in fields.items():
        if question_id not in flags:
            raise InputError("Expected answers to the questions of the page, got another one. Load it again.")
        if not text:
            continue
        if flags[question_id].answer == "pain_0_10":
            answers[question_id] = _pain(text)
        elif text in ("yes", "no"):
            answers[question_id] = text == "yes"
        else:
            raise InputError("Expected yes or no. Load the page again.")
    return answers


def _pain(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError("Expected pain as a number from 0 to 10.") from error
