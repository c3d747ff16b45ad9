"""Pain by week and place: what was noted, no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evenstride.model.diary import DiaryEntry


@dataclass(frozen=True)
class PainWeek:
    """Pain (0 to 10) noted in one week, Monday to Sunday, by UTC."""

    begins_on: date
    highest: float
    mean: float
    n_entries: int


@dataclass(frozen=True)
class PainCourse:
    """Weeks in which pain was noted at one place, the earliest first; ``place`` None where none was named."""

    place: str | None
    weeks: tuple[PainWeek, ...]


def summarise_pain(entries: Sequence[DiaryEntry]) -> tuple[PainCourse, ...]:
    """The course of pain at every place that was named, in alphabetical order, and last where none was.

    Weeks without a note are left out: no note is not no pain.
    """
    pains = [entry for entry in entries if entry.kind == "pain"]
    places = sorted({entry.place for entry in pains}, key=lambda place: (place is None, place or ""))
    return tuple(PainCourse(place, _weeks(entry for entry in pains if entry.place == place)) for place in places)


def _weeks(entries: Iterable[DiaryEntry]) -> tuple[PainWeek, ...]:
    levels: dict[date, list[float]] = {}
    for entry in entries:
        day = entry.noted_at.date()
        levels.setdefault(day - timedelta(days=day.weekday()), []).append(entry.level)
    return tuple(
        PainWeek(week, max(noted), round(sum(noted) / len(noted), 2), len(noted))
        for week, noted in sorted(levels.items())
    )
