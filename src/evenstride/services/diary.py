"""Notes of pain and effort, and days on which to film again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from typing import get_args

from evenstride.errors import InputError
from evenstride.model.diary import LEVELS, DiaryEntry, EntryKind, Retest
from evenstride.model.ids import new_id
from evenstride.model.local_days import day_of
from evenstride.services.runners import check_storage_consent
from evenstride.services.training.places import PAIN_PLACES
from evenstride.store import NotStoredError, Store

LONGEST_NOTE = 400


def note_level(
    store: Store,
    runner_id: str,
    kind: EntryKind,
    level: float,
    *,
    on: date,
    zone: tzinfo | None,
    place: str | None = None,
    note: str = "",
) -> DiaryEntry:
    """Keep pain or effort, 0 to 10.

    Parameters
    ----------
    on : the day in ``zone``; today is now, an earlier day its noon.

    Raises
    ------
    InputError : a level, place or day that makes no sense.
    ConsentMissingError : the runner does not agree that notes are kept.
    NotStoredError : no such runner.
    """
    check_storage_consent(store, runner_id)
    if kind not in get_args(EntryKind):
        raise InputError("Expected pain or effort.")
    if not LEVELS[0] <= level <= LEVELS[1]:
        raise InputError(f"Expected {kind} from 0 to 10, got {level:g}.")
    if place is not None and place not in PAIN_PLACES:
        raise InputError("Expected a place of the list, got another one.")
    entry = DiaryEntry(
        id=new_id(),
        runner_id=runner_id,
        kind=kind,
        level=level,
        noted_at=_moment(on, zone),
        place=place if kind == "pain" else None,
        note=_tidy(note),
    )
    with store.write() as work:
        return work.diary.add(entry)


def remove_entry(store: Store, runner_id: str, entry_id: str) -> None:
    """Take a note away.

    Raises
    ------
    NotStoredError : the runner has no such note.
    """
    with store.write() as work:
        entry = work.diary.find(entry_id)
        if entry is None or entry.runner_id != runner_id:
            raise NotStoredError("Expected a note of this runner, got none. Load the page again.")
        work.diary.remove(entry_id)


def plan_retest(store: Store, runner_id: str, due_on: date, *, note: str = "") -> Retest:
    """Keep a day on which to film again, with what to think of then.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.write() as work:
        work.runners.get(runner_id)
        return work.retests.add(Retest(new_id(), runner_id, due_on, note=_tidy(note)))


def note_retest(store: Store, runner_id: str, retest_id: str, note: str) -> Retest:
    """Put a note to a retest, in the place of the one before.

    Raises
    ------
    NotStoredError : the runner has no such retest.
    """
    with store.write() as work:
        return work.retests.replace(replace(_own_retest(work.retests.find(retest_id), runner_id), note=_tidy(note)))


def remove_retest(store: Store, runner_id: str, retest_id: str) -> None:
    """Take an open retest away.

    Raises
    ------
    InputError : it was done; what was done stays.
    NotStoredError : the runner has no such retest.
    """
    with store.write() as work:
        if _own_retest(work.retests.find(retest_id), runner_id).done_at is not None:
            raise InputError("Expected a retest to come, got one that was done. It stays.")
        work.retests.remove(retest_id)


def _own_retest(retest: Retest | None, runner_id: str) -> Retest:
    if retest is None or retest.runner_id != runner_id:
        raise NotStoredError("Expected a retest of this runner, got none. Load the page again.")
    return retest


def _moment(on: date, zone: tzinfo | None) -> datetime:
    now = datetime.now(UTC)
    today = day_of(now, zone)
    if on > today:
        raise InputError("Expected today or an earlier day, got one to come.")
    if on == today:
        return now
    noon = datetime.combine(on, time(12))
    return noon.astimezone() if zone is None else noon.replace(tzinfo=zone)


def _tidy(note: str) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in note)
    return " ".join(printable.split())[:LONGEST_NOTE]
