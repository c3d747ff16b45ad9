"""The questions before a plan: which are open, what the answers stop, and the file that keeps them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from evenstride.services.output_files import check_output

if TYPE_CHECKING:
    from evenstride.prescription import Readiness

READINESS_SCHEMA = "evenstride.readiness/1"
ANSWER_SUFFIXES = (".json",)
Answer = bool | float


@dataclass(frozen=True)
class Question:
    """One question as it is asked."""

    id: str
    text: str
    is_pain: bool


@dataclass
class Screening:
    """Answers so far, and whatever else the profile they came from held."""

    questions: tuple[Question, ...]
    answers: dict[str, Answer] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Those without an answer, in order."""
        return tuple(each for each in self.questions if each.id not in self.answers)


def questions_asked() -> tuple[Question, ...]:
    """All questions in the order in which they are asked."""
    from evenstride.knowledge import load_knowledge

    asked = sorted(load_knowledge().red_flags.values(), key=lambda flag: flag.group != "now")
    return tuple(Question(flag.id, flag.question, flag.answer == "pain_0_10") for flag in asked)


def begin_screening(profile: Path | None = None) -> Screening:
    """All questions, with the answers of a profile that was saved before.

    Raises
    ------
    InputError : the file is no profile, or answers something that is not asked.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.services.make_plan import read_profile

    knowledge, questions = load_knowledge(), questions_asked()
    if profile is None:
        return Screening(questions)
    known = asdict(read_profile(profile, knowledge=knowledge))
    answers = known.pop("answers")
    return Screening(questions, answers, {key: value for key, value in known.items() if value})


def check_answers_file(path: Path) -> None:
    """Refuse a name for the answers that cannot be written."""
    check_output(path, "answers", suffixes=ANSWER_SUFFIXES, source=path.parent)


def readiness_of(answers: Mapping[str, Answer]) -> Readiness:
    """What the answers stop."""
    from evenstride.knowledge import load_knowledge
    from evenstride.prescription import check_answers

    return check_answers(answers, load_knowledge())


def readiness_document(readiness: Readiness, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """The ``evenstride.readiness/1`` document."""
    return {
        "schema": READINESS_SCHEMA,
        "may_start": readiness.may_start,
        "answers": dict(answers),
        "stopped_by": [asdict(stop) for stop in readiness.stopped_by],
        "stopped_exercises": dict(readiness.stopped_exercises),
        "stopped_parts": dict(readiness.stopped_parts),
        "cautions": list(readiness.cautions),
        "not_asked": list(readiness.not_asked),
    }


def readiness_text(readiness: Readiness) -> tuple[str, ...]:
    """The same in lines for a terminal."""
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.readiness_text import readiness_lines

    return tuple(readiness_lines(readiness, knowledge=load_knowledge()))


def save_answers(screening: Screening, path: Path) -> None:
    """Keep the answers as a profile, whole or not at all."""
    from evenstride.io.profile_files import profile_document
    from evenstride.reports.files import write_whole

    document = profile_document({**screening.others, "answers": screening.answers})
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8"))


SaveOutcome = Literal["saved", "kept_old", "nothing"]


def save_unfinished(screening: Screening, path: Path | None, *, profile: Path | None) -> SaveOutcome:
    """Keep what was answered when the questions were broken off, unless another file would be lost for it."""
    if path is None or not screening.answers:
        return "nothing"
    is_same = profile is not None and path.exists() and profile.exists() and path.samefile(profile)
    if path.exists() and not is_same:
        return "kept_old"
    save_answers(screening, path)
    return "saved"
