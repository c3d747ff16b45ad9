"""Keep a session as it was done, once, however often a browser that was offline sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.model.diary import DiaryEntry, SessionDone
from evenstride.model.ids import is_id
from evenstride.services.training.followed_plan import followed
from evenstride.store import ConflictError

if TYPE_CHECKING:
    from evenstride.progress import Advice
    from evenstride.store import Store, UnitOfWork

MOST_SETS = 500
MOST_ENTRIES = 500
#: The clock of the phone that sends may go ahead of ours.
CLOCKS_DIFFER = timedelta(hours=26)
LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class KeptSession:
    """A session that is kept. ``is_new`` False where it was kept before; ``advice`` None out of a plan."""

    session: SessionDone
    is_new: bool
    advice: Advice | None


def keep_session(
    store: Store,
    session: SessionDone,
    entries: Sequence[DiaryEntry] = (),
    *,
    today: date,
    zone: tzinfo | None = None,
) -> KeptSession:
    """Keep a session with the pain and effort that were noted in it.

    Parameters
    ----------
    session : its id was made by whoever recorded it. The same id again changes nothing: what is kept is answered.
    entries : of this session; they are kept with it or not at all.

    Raises
    ------
    InputError : an id of another form, moments that cannot be, too many sets, or the id of another runner's session.
    NotStoredError : no such runner.
    """
    _check(session, entries)
    try:
        return _keep(store, session, entries, today, zone)
    except ConflictError:  # sent twice at the same moment: one of the two was kept
        return _keep(store, session, entries, today, zone)


def _keep(
    store: Store, session: SessionDone, entries: Sequence[DiaryEntry], today: date, zone: tzinfo | None
) -> KeptSession:
    with store.write() as work:
        work.runners.get(session.runner_id)
        known = work.sessions.find(session.id)
        if known is not None:
            if known.runner_id != session.runner_id:
                raise InputError("Expected a new session or one of this runner, got another's.")
            return KeptSession(known, False, _advice(work, known, today, zone))
        kept = work.sessions.add(replace(session, plan_id=_known_plan(work, session)))
        for entry in entries:
            work.diary.add(entry)
        return KeptSession(kept, True, _advice(work, kept, today, zone))


def _known_plan(work: UnitOfWork, session: SessionDone) -> str | None:
    """The plan it answers; None where that is gone by now."""
    plan = None if session.plan_id is None else work.plans.find(session.plan_id)
    return plan.id if plan is not None and plan.runner_id == session.runner_id else None


def _advice(work: UnitOfWork, session: SessionDone, today: date, zone: tzinfo | None) -> Advice | None:
    from evenstride.knowledge import load_knowledge

    plan = None if session.plan_id is None else work.plans.find(session.plan_id)
    if plan is None:
        return None
    return followed(work, plan, today=today, zone=zone, knowledge=load_knowledge()).advice


def _check(session: SessionDone, entries: Sequence[DiaryEntry]) -> None:
    if not is_id(session.id) or not all(is_id(each.id) for each in entries):
        raise InputError("Expected ids of 26 letters as the app makes them, got others.")
    if len(session.sets) > MOST_SETS or len(entries) > MOST_ENTRIES:
        raise InputError(f"Expected at most {MOST_SETS} sets and as many notes in one session.")
    if any(each.runner_id != session.runner_id or each.session_id != session.id for each in entries):
        raise InputError("Expected notes of this session, got another's.")
    end = session.ended_at or session.started_at
    moments = (session.started_at, end, *(each.noted_at for each in entries))
    if any(each.tzinfo is None for each in moments):
        raise InputError("Expected moments with their zone, such as 2026-03-02T08:00:00Z.")
    if not timedelta(0) <= end - session.started_at <= LONGEST:
        raise InputError("Expected a session that ends after it began, within a day.")
    if max(moments) > datetime.now(UTC) + CLOCKS_DIFFER:
        raise InputError("Expected a session that was done, got one in the future. Look at the clock of the phone.")
