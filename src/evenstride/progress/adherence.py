"""Sessions done beside those the plan has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from evenstride.model.diary import SessionDone
from evenstride.model.local_days import day_of


@dataclass(frozen=True)
class WeekAdherence:
    """One week of the plan up to today: its planned days so far, and on how many of them something was done."""

    number: int
    begins_on: date
    planned: int
    done: int


@dataclass(frozen=True)
class Adherence:
    """The plan up to today.

    Attributes
    ----------
    extra : sessions with something done that answer no day of the plan.
    days_since_last : since the last session with something done; since the plan's first day where there is none; None
        before that day.
    """

    weeks: tuple[WeekAdherence, ...]
    extra: int
    days_since_last: int | None

    @property
    def planned(self) -> int:
        """Days of the plan so far."""
        return sum(week.planned for week in self.weeks)

    @property
    def done(self) -> int:
        """Of those, the days on which something was done."""
        return sum(week.done for week in self.weeks)

    @property
    def done_frac(self) -> float | None:
        """Done of planned; None before the first planned day."""
        return self.done / self.planned if self.planned else None


def summarise_adherence(
    plan: Mapping[str, Any], sessions: Sequence[SessionDone], *, today: date, zone: tzinfo | None = None
) -> Adherence:
    """Count what was done of what was planned, up to and including today.

    Parameters
    ----------
    plan : ``evenstride.plan/1`` document.
    sessions : those of this plan. Half a session counts: one set done is enough. A planned day counts once.
    zone : in which ``today`` is a day, and in which sessions out of the plan get theirs; None is this computer's.

    Notes
    -----
    A planned day that is today counts only once it was done, so that the morning does not look like a day missed.
    """
    kept = [each for each in sessions if has_something_done(each)]
    days_done = {each.plan_day for each in kept}
    planned = {day for week in plan["weeks"] for day in _days(week)}
    weeks = tuple(_week(week, days_done, today) for week in plan["weeks"] if _day(week["begins_on"]) <= today)
    return Adherence(
        weeks=weeks,
        extra=sum(each.plan_day not in planned for each in kept),
        days_since_last=_days_since_last(plan, kept, today, zone),
    )


def stage_began_on(plan: Mapping[str, Any], *, today: date) -> date | None:
    """First day of the stage that today is in: of the weeks in a row with the same exercises; None before the plan."""
    weeks = [week for week in plan["weeks"] if _day(week["begins_on"]) <= today]
    began = None
    for week in reversed(weeks):
        if week["exercises"] != weeks[-1]["exercises"]:
            break
        began = _day(week["begins_on"])
    return began


def has_something_done(session: SessionDone) -> bool:
    """Whether at least one set was done."""
    return any(each.outcome == "done" for each in session.sets)


def _week(week: Mapping[str, Any], days_done: set[date | None], today: date) -> WeekAdherence:
    so_far = [day for day in _days(week) if day < today or (day == today and day in days_done)]
    return WeekAdherence(
        int(week["number"]), _day(week["begins_on"]), len(so_far), sum(day in days_done for day in so_far)
    )


def _days_since_last(
    plan: Mapping[str, Any], kept: Sequence[SessionDone], today: date, zone: tzinfo | None
) -> int | None:
    done_on = [each.plan_day or day_of(each.started_at, zone) for each in kept]
    since = max(done_on, default=_day(plan["start_on"]))
    return (today - since).days if since <= today else None


def _days(week: Mapping[str, Any]) -> list[date]:
    return [_day(session["date"]) for session in week["sessions"]]


def _day(text: str) -> date:
    return date.fromisoformat(text)
