"""Keep what was done with the coach as a session in the diary, with effort and pain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.diary import LEVELS, DiaryEntry, EntryKind, SessionDone, SetDone
from evenstride.model.ids import new_id
from evenstride.model.local_days import day_of
from evenstride.services.keeping.plans import read_plan
from evenstride.services.live_coach.coached_exercise import find_watch
from evenstride.services.runners import check_storage_consent
from evenstride.services.training.places import PAIN_PLACES
from evenstride.services.training.session_record import keep_session

if TYPE_CHECKING:
    from evenstride.store import Store

MOST_SETS = 40
_LONGEST = timedelta(hours=6)


def keep_coached(
    store: Store,
    runner_id: str,
    sets: Sequence[SetDone],
    *,
    session_id: str,
    took_s: float,
    effort: float | None = None,
    pain: float | None = None,
    pain_place: str | None = None,
    today: date | None = None,
) -> SessionDone:
    """Keep sets as one session that ends now; it belongs to the plan that is followed, where there is one.

    It answers today's session of the plan where that asks for one of the exercises; else it is one beside the plan.

    Parameters
    ----------
    session_id : made by whoever sends it, so that the same sent twice is kept once.
    took_s : seconds from the first set's begin.
    effort, pain : 0 to 10; None where it was not said.
    today : the runner's day; None is that of this computer.

    Raises
    ------
    InputError : no sets, too many, an exercise that is not there, a level or a place that makes no sense.
    ConsentMissingError : the runner does not agree that what was done is kept.
    NotStoredError : no such runner.
    """
    check_storage_consent(store, runner_id)
    _check(sets, took_s, (effort, pain), pain_place)
    now = datetime.now(UTC)
    day = today or day_of(now, None)
    plan_id, plan_day = _answered(store, runner_id, sets, day)
    session = SessionDone(
        session_id, runner_id, now - timedelta(seconds=took_s), now, plan_id, plan_day, sets=tuple(sets)
    )
    entries = [
        DiaryEntry(new_id(), runner_id, kind, level, now, place=place, session_id=session_id)
        for kind, level, place in _levels(effort, pain, pain_place)
    ]
    return keep_session(store, session, entries, today=day).session


def _answered(store: Store, runner_id: str, sets: Sequence[SetDone], day: date) -> tuple[str | None, date | None]:
    """The plan that is followed, and the day of it that the sets belong to."""
    with store.read() as work:
        stored = work.plans.active(runner_id)
    if stored is None:
        return None, None
    asked = {
        exercise_id
        for week in read_plan(stored.document).weeks
        for session in week.sessions
        if session.date == day.isoformat()
        for exercise_id in session.exercise_ids
    }
    return stored.id, day if asked & {each.exercise_id for each in sets} else None


def _levels(
    effort: float | None, pain: float | None, pain_place: str | None
) -> tuple[tuple[EntryKind, float, str | None], ...]:
    efforts: tuple[tuple[EntryKind, float, str | None], ...] = () if effort is None else (("effort", effort, None),)
    return efforts if pain is None else (*efforts, ("pain", pain, pain_place))


def _check(
    sets: Sequence[SetDone],
    took_s: float,
    levels: tuple[float | None, ...],
    pain_place: str | None,
) -> None:
    from evenstride.knowledge import load_knowledge

    if not 1 <= len(sets) <= MOST_SETS:
        raise InputError(f"Expected 1 to {MOST_SETS} sets, got {len(sets)}.")
    if not 0 <= took_s <= _LONGEST.total_seconds():
        raise InputError("Expected a session of at most six hours.")
    if any(level is not None and not LEVELS[0] <= level <= LEVELS[1] for level in levels):
        raise InputError("Expected effort and pain from 0 to 10.")
    if pain_place is not None and pain_place not in PAIN_PLACES:
        raise InputError("Expected a place of the list, got another one.")
    knowledge = load_knowledge()
    for each in sets:
        checks = {check.id for check in find_watch(knowledge, each.exercise_id, each.part_id).checks}
        if not checks.issuperset(each.faults):
            raise InputError("Expected faults that the coach knows for this exercise, got others.")
