"""Results of home screens for a runner of the app: judged, kept with their evidence; a plan takes the newest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.model.diary import LEVELS
from evenstride.model.gait import Side
from evenstride.model.ids import new_id
from evenstride.model.plan import ScreenOutcome
from evenstride.model.stored import ScoredBy, ScreenAnswer
from evenstride.services.runners import check_storage_consent

if TYPE_CHECKING:
    from evenstride.coaching.screen_outcomes import Person, ScreenVerdict
    from evenstride.coaching.screen_scores import ScreenScore
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.store import Store, UnitOfWork

#: Both sides count as done in one go where no more lies between them; ours.
ONE_GO = timedelta(hours=12)
_ONE_AFTER_THE_OTHER = timedelta(milliseconds=1)
#: What a score can be, by unit. Ours: wider than anybody is.
LIMITS = {"s": (0.0, 3600.0), "reps": (0.0, 500.0), "deg": (-90.0, 180.0), "cm": (0.0, 60.0), "%": (0.0, 200.0)}
SEXES = ("men", "women")
OLDEST = 120
MOST_NOTES, LONGEST_NOTE = 20, 300


@dataclass(frozen=True)
class ScreenEntry:
    """What a home screen gave on one side; ``side`` None for a screen of both at once.

    Attributes
    ----------
    outcome : where somebody tells it without a score; None has it judged from ``value`` and ``pain``.
    value, error, is_at_least, scored_by, readings, notes : as in `evenstride.coaching.screen_scores.ScreenScore`.
    why : why there is no value.
    age, sex : for a norm that goes by them; ``men`` or ``women``.
    """

    screen_id: str
    side: Side | None
    outcome: ScreenOutcome | None = None
    value: float | None = None
    error: float = 0.0
    is_at_least: bool = False
    scored_by: ScoredBy = "hand"
    pain: float | None = None
    why: str = ""
    readings: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    age: int | None = None
    sex: str = ""


def read_screens(store: Store, runner_id: str) -> tuple[ScreenAnswer, ...]:
    """What counts now, one for each screen and side.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.read() as kept:
        kept.runners.get(runner_id)
        return kept.screen_answers.newest(runner_id)


def read_screen_history(store: Store, runner_id: str, screen_id: str | None = None) -> tuple[ScreenAnswer, ...]:
    """Every result, the earliest first; of one screen where it is named.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.read() as kept:
        kept.runners.get(runner_id)
        every = kept.screen_answers.of_runner(runner_id)
    return tuple(each for each in every if screen_id in (None, each.screen_id))


def keep_screens(
    store: Store, runner_id: str, entries: Sequence[ScreenEntry], *, now: datetime | None = None
) -> tuple[ScreenAnswer, ...]:
    """Judge and keep results with the moment they were given; what counts now.

    A side that was done within the same go is judged again beside the new one: the difference between the sides can
    change what it says.

    Raises
    ------
    InputError : a screen that the knowledge does not have, or a value that no such screen gives.
    ConsentMissingError : the runner does not agree that what was measured is kept.
    NotStoredError : no such runner.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    for entry in entries:
        check_entry(entry, knowledge)
    check_storage_consent(store, runner_id)
    moment = now or datetime.now(UTC)
    with store.write() as work:
        work.runners.get(runner_id)
        keep_in(work, runner_id, entries, knowledge, moment)
        return work.screen_answers.newest(runner_id)


def keep_in(
    work: UnitOfWork, runner_id: str, entries: Sequence[ScreenEntry], knowledge: Knowledge, moment: datetime
) -> None:
    """The same in a transaction that is under way; the entries were checked."""
    for entry in entries:
        if entry.outcome is not None:
            told = ScreenAnswer(
                new_id(), runner_id, entry.screen_id, entry.side, entry.outcome, moment, scored_by="told"
            )
            work.screen_answers.add(told)
    scored = [entry for entry in entries if entry.outcome is None]
    for screen_id in dict.fromkeys(entry.screen_id for entry in scored):
        _keep_scored(work, runner_id, [each for each in scored if each.screen_id == screen_id], knowledge, moment)


def score_of(answer: ScreenAnswer) -> ScreenScore:
    """The score of a kept result."""
    from evenstride.coaching.screen_scores import ScreenScore

    by = "hand" if answer.scored_by == "told" else answer.scored_by
    return ScreenScore(
        answer.screen_id,
        answer.side,
        answer.value,
        answer.unit,
        answer.error or 0.0,
        by,
        is_at_least=answer.is_at_least,
        why=answer.why,
        pain=answer.pain,
    )


def person_of(evidence: Mapping[str, Any]) -> Person:
    """Whose norms a kept result was judged by."""
    from evenstride.coaching.screen_outcomes import Person

    age, sex = evidence.get("age"), evidence.get("sex")
    return Person(age if isinstance(age, int) else None, sex if sex in SEXES else "")


def _keep_scored(
    work: UnitOfWork, runner_id: str, entries: Sequence[ScreenEntry], knowledge: Knowledge, moment: datetime
) -> None:
    from evenstride.coaching.screen_outcomes import Person, verdicts_of

    screen_id = entries[0].screen_id
    screen, protocol = knowledge.screens[screen_id], knowledge.screen_protocols[screen_id]
    scores = [score_of_entry(entry, knowledge) for entry in entries]
    beside = _other_side(work, runner_id, screen_id, [entry.side for entry in entries], moment)
    entries = _with_person(work, runner_id, entries)
    person = Person(entries[0].age, entries[0].sex)
    both = [*scores, *([] if beside is None else [score_of(beside)])]
    verdicts = verdicts_of(screen, protocol, both, person=person)
    # The order in which the sides were done is kept: the next time the other one comes first.
    for place, (entry, score, verdict) in enumerate(zip(entries, scores, verdicts, strict=False)):
        work.screen_answers.add(_answer(runner_id, entry, score, verdict, moment + place * _ONE_AFTER_THE_OTHER))
    if beside is not None and verdicts[-1].outcome != beside.outcome:
        work.screen_answers.replace(replace(beside, outcome=verdicts[-1].outcome, why=verdicts[-1].because))


def _with_person(work: UnitOfWork, runner_id: str, entries: Sequence[ScreenEntry]) -> list[ScreenEntry]:
    """The entries with age and sex as they were said last, where these do not say them."""
    if any(entry.age is not None for entry in entries):
        return list(entries)
    for each in reversed(work.screen_answers.of_runner(runner_id)):
        known = person_of(each.evidence)
        if known.age is not None:
            return [replace(entry, age=known.age, sex=entry.sex or known.sex) for entry in entries]
    return list(entries)


def _other_side(
    work: UnitOfWork, runner_id: str, screen_id: str, sides: Sequence[Side | None], moment: datetime
) -> ScreenAnswer | None:
    """The newest score of the side that is not among these, where it was done in the same go."""
    if len(sides) != 1 or sides[0] is None:
        return None
    for each in reversed(work.screen_answers.newest(runner_id)):
        is_other = each.screen_id == screen_id and each.side not in (None, sides[0])
        if is_other and each.scored_by != "told" and moment - each.answered_at <= ONE_GO:
            return each
    return None


def score_of_entry(entry: ScreenEntry, knowledge: Knowledge) -> ScreenScore:
    """The score of an entry, as pain leaves it."""
    from evenstride.coaching.screen_scores import ScreenScore, with_pain

    why = entry.why or ("" if entry.value is not None else "It was ended without a result.")
    by = "hand" if entry.scored_by == "told" else entry.scored_by
    score = ScreenScore(
        entry.screen_id,
        entry.side,
        entry.value,
        knowledge.screens[entry.screen_id].unit,
        entry.error,
        by,
        is_at_least=entry.is_at_least and entry.value is not None,
        why=why,
        readings=entry.readings,
        notes=entry.notes,
    )
    return with_pain(score, entry.pain)


def _answer(
    runner_id: str, entry: ScreenEntry, score: ScreenScore, verdict: ScreenVerdict, moment: datetime
) -> ScreenAnswer:
    evidence: dict[str, Any] = {
        "readings": [round(each, 2) for each in score.readings],
        "notes": list(score.notes),
        "line": verdict.line,
        "age": entry.age,
        "sex": entry.sex,
    }
    return ScreenAnswer(
        id=new_id(),
        runner_id=runner_id,
        screen_id=entry.screen_id,
        side=entry.side,
        outcome=verdict.outcome,
        answered_at=moment,
        value=score.value,
        unit=score.unit,
        error=None if score.value is None else score.error,
        is_at_least=score.is_at_least,
        scored_by=score.scored_by,
        pain=score.pain,
        why=verdict.because,
        evidence={name: value for name, value in evidence.items() if value not in (None, "", [])},
    )


def check_entry(entry: ScreenEntry, knowledge: Knowledge) -> None:
    """Refuse what no screen gives.

    Raises
    ------
    InputError
    """
    screen = knowledge.screens.get(entry.screen_id)
    if screen is None:
        raise InputError(f"Expected the id of a home screen, got {entry.screen_id[:40]}.")
    if entry.outcome is not None:
        if entry.value is not None:
            raise InputError("Expected a score or an outcome, got both. A score is judged here.")
        return
    protocol = knowledge.screen_protocols.get(entry.screen_id)
    if protocol is None:
        raise InputError(f"'{screen.name}' has no score; tell its outcome.")
    check_side(entry.side, is_sided=protocol.sides == "each_side", name=screen.name)
    if entry.value is None and entry.pain is None and not entry.why:
        raise InputError("Expected a score, or pain because of which there is none.")
    low, high = LIMITS[screen.unit]
    if entry.value is not None and not low <= entry.value <= high:
        raise InputError(f"Expected {low:g} to {high:g} {screen.unit}, got {entry.value:g}.")
    if not (math.isfinite(entry.error) and entry.error >= 0):
        raise InputError("Expected an error of 0 or more.")
    if entry.pain is not None and not LEVELS[0] <= entry.pain <= LEVELS[1]:
        raise InputError("Expected pain from 0 to 10.")
    if entry.age is not None and not 0 < entry.age <= OLDEST:
        raise InputError(f"Expected an age of 1 to {OLDEST}, got {entry.age}.")
    if entry.sex and entry.sex not in SEXES:
        raise InputError("Expected men or women, as the norms have it, or nothing.")
    if len(entry.notes) > MOST_NOTES or any(len(each) > LONGEST_NOTE for each in (*entry.notes, entry.why)):
        raise InputError("Expected few and short notes.")


def check_side(side: Side | None, *, is_sided: bool, name: str) -> None:
    """Refuse a score that does not say its side, or says one where there is none.

    Raises
    ------
    InputError
    """
    if is_sided and side is None:
        raise InputError(f"Expected which side was tested in '{name}': left or right.")
    if not is_sided and side is not None:
        raise InputError(f"'{name}' is of both sides at once; leave the side out.")
