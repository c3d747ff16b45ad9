"""Sessions done are counted against planned days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from evenstride.model.diary import SessionDone, SetDone
from evenstride.progress import stage_began_on, summarise_adherence

MONDAY = date(2026, 3, 2)


def plan(weeks=2):
    """Monday, Wednesday and Friday of each week."""
    return {
        "start_on": MONDAY.isoformat(),
        "weeks": [
            {
                "number": week + 1,
                "begins_on": (MONDAY + timedelta(weeks=week)).isoformat(),
                "sessions": [{"date": (MONDAY + timedelta(weeks=week, days=day)).isoformat()} for day in (0, 2, 4)],
            }
            for week in range(weeks)
        ],
    }


def session(day, *, outcome="done", answers_plan=True):
    on = MONDAY + timedelta(days=day)
    sets = (SetDone("plank", None, None, 1, outcome), SetDone("plank", None, None, 2, "skipped"))
    started = datetime(on.year, on.month, on.day, 18, tzinfo=UTC)
    return SessionDone(f"day {day}", "ada", started, None, "plan", on if answers_plan else None, sets)


def on_day(day, *sessions):
    return summarise_adherence(plan(), sessions, today=MONDAY + timedelta(days=day))


def test_half_a_session_counts_and_a_day_counts_once():
    found = on_day(6, session(0), session(0), session(2), session(4, outcome="skipped"))
    assert (found.planned, found.done, found.done_frac, found.extra) == (3, 2, 2 / 3, 0)


def test_weeks_are_counted_on_their_own_up_to_today():
    weeks = on_day(10, session(0), session(9)).weeks
    assert [(week.number, week.planned, week.done) for week in weeks] == [(1, 3, 1), (2, 2, 1)]


def test_today_counts_only_once_it_is_done():
    assert on_day(2, session(0)).planned == 1
    assert on_day(2, session(0), session(2)).planned == 2


def test_what_answers_no_day_of_the_plan_is_extra():
    found = on_day(6, session(1), session(3, answers_plan=False))
    assert (found.done, found.extra) == (0, 2)


def test_days_since_the_last_session_start_with_the_plan():
    assert on_day(6, session(2)).days_since_last == 4
    assert on_day(6).days_since_last == 6
    assert on_day(-3).days_since_last is None


@pytest.mark.parametrize(("hours", "days"), [(0, 3), (8, 2), (-12, 3)])
def test_a_session_out_of_the_plan_counts_on_the_day_of_the_runners_own_clock(hours, days):
    late = session(3, answers_plan=False)
    assert late.started_at.hour == 18
    found = summarise_adherence(plan(), [late], today=MONDAY + timedelta(days=6), zone=timezone(timedelta(hours=hours)))
    assert found.days_since_last == days


def test_before_the_first_day_nothing_is_planned():
    found = on_day(-3)
    assert (found.weeks, found.planned, found.done_frac) == ((), 0, None)


def test_a_stopped_plan_has_no_weeks():
    found = summarise_adherence({"start_on": MONDAY.isoformat(), "weeks": []}, [], today=MONDAY)
    assert (found.planned, found.days_since_last) == (0, 0)


def test_a_stage_is_the_weeks_in_a_row_with_the_same_exercises():
    weeks = [
        {"begins_on": (MONDAY + timedelta(weeks=week)).isoformat(), "exercises": [stage]}
        for week, stage in enumerate(["a", "a", "b", "a"])
    ]
    began = {week: stage_began_on({"weeks": weeks}, today=MONDAY + timedelta(weeks=week, days=1)) for week in range(5)}
    assert [began[week] for week in range(5)] == [MONDAY + timedelta(weeks=week) for week in (0, 0, 2, 3, 3)]
    assert stage_began_on({"weeks": weeks}, today=MONDAY - timedelta(days=1)) is None
