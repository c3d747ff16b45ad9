"""Pain and effort by week: what was noted, no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from evenstride.model.diary import DiaryEntry, EntryKind
from evenstride.model.local_days import day_of


@dataclass(frozen=True)
class LevelWeek:
    """Pain or effort (0 to 10) noted in one week, Monday to Sunday."""

    begins_on: date
    highest: float
    mean: float
    n_entries: int


@dataclass(frozen=True)
class PainCourse:
    """Weeks in which pain was noted at one place, the earliest first; ``place`` None where none was named."""

    place: str | None
    weeks: tuple[LevelWeek, ...]


def summarise_pain(entries: Sequence[DiaryEntry], *, zone: tzinfo | None = None) -> tuple[PainCourse, ...]:
    """The course of pain at every place that was named, in alphabetical order, and last where none was.

    Weeks without a note are left out: no note is not no pain.

    Parameters
    ----------
    zone : in which a note gets its day and so its week; None is this computer's.
    """
    pains = [entry for entry in entries if entry.kind == "pain"]
    places = sorted({entry.place for entry in pains}, key=lambda place: (place is None, place or ""))
    return tuple(
        PainCourse(place, summarise_levels([entry for entry in pains if entry.place == place], "pain", zone=zone))
        for place in places
    )


def summarise_levels(
    entries: Iterable[DiaryEntry], kind: EntryKind, *, zone: tzinfo | None = None
) -> tuple[LevelWeek, ...]:
    """The weeks of one kind of entry, whatever the place."""
    levels: dict[date, list[float]] = {}
    for entry in entries:
        if entry.kind == kind:
            day = day_of(entry.noted_at, zone)
            levels.setdefault(day - timedelta(days=day.weekday()), []).append(entry.level)
    return tuple(
        LevelWeek(week, max(noted), round(sum(noted) / len(noted), 2), len(noted))
        for week, noted in sorted(levels.items())
    )
