"""The six weeks of a plan as a calendar: every day with what it has and what was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from evenstride.services.training.followed_plan import FollowedPlan

DayState = Literal["none", "done", "missed", "today", "ahead", "retest"]
WEEK_DAYS = 7


@dataclass(frozen=True)
class CalendarDay:
    """One day. ``minutes`` and ``n_exercises`` are 0 where there is no session; ``state`` is what it is today."""

    day: date
    state: DayState
    minutes: float = 0.0
    n_exercises: int = 0
    is_today: bool = False

    @property
    def has_session(self) -> bool:
        """Whether the plan has a session on it."""
        return self.n_exercises > 0


@dataclass(frozen=True)
class CalendarWeek:
    """One week of the plan, its seven days from its first on."""

    number: int
    days: tuple[CalendarDay, ...]

    @property
    def is_now(self) -> bool:
        """Whether today lies in it."""
        return any(each.is_today for each in self.days)


def calendar_of(followed: FollowedPlan, *, today: date) -> tuple[CalendarWeek, ...]:
    """All weeks of the plan; the day of the retest is the first after the last week and stands in one of its own."""
    weeks = tuple(
        CalendarWeek(
            week.number,
            tuple(
                _day(followed, date.fromisoformat(week.begins_on) + timedelta(days=day), today)
                for day in range(WEEK_DAYS)
            ),
        )
        for week in followed.plan.weeks
    )
    retest_on = followed.stored.retest_on
    if not weeks or retest_on <= weeks[-1].days[-1].day:
        return weeks
    return (*weeks, CalendarWeek(len(weeks) + 1, (CalendarDay(retest_on, "retest", is_today=retest_on == today),)))


def _day(followed: FollowedPlan, day: date, today: date) -> CalendarDay:
    session = next(
        (each for week in followed.plan.weeks for each in week.sessions if each.date == day.isoformat()), None
    )
    if session is None:
        return CalendarDay(day, "none", is_today=day == today)
    state: DayState = "ahead"
    if followed.sessions_on(day):
        state = "done"
    elif day <= today:
        state = "today" if day == today else "missed"
    return CalendarDay(day, state, session.minutes, len(set(session.exercise_ids)), day == today)
