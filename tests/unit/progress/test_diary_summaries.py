"""Pain by week and place, distance by week, the next retest."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model.diary import DiaryEntry, Retest, RunDone
from evenstride.progress import LevelWeek, PainCourse, next_retest, summarise_load, summarise_pain

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def pain(day, level, place="knee", kind="pain"):
    return DiaryEntry(f"{day} {level}", "ada", kind, level, MONDAY + timedelta(days=day), place)


def test_pain_is_summarised_by_place_and_week_and_weeks_without_a_note_are_left_out():
    found = summarise_pain(
        [pain(0, 2.0), pain(6, 5.0), pain(15, 1.0), pain(1, 9.0, kind="effort"), pain(1, 4.0, place=None)]
    )
    assert found == (
        PainCourse("knee", (LevelWeek(date(2026, 3, 2), 5.0, 3.5, 2), LevelWeek(date(2026, 3, 16), 1.0, 1.0, 1))),
        PainCourse(None, (LevelWeek(date(2026, 3, 2), 4.0, 4.0, 1),)),
    )


@pytest.mark.parametrize(("hours", "week"), [(0, date(2026, 3, 2)), (10, date(2026, 3, 9)), (-10, date(2026, 3, 2))])
def test_a_note_late_on_sunday_counts_in_the_week_of_the_runners_own_clock(hours, week):
    late = DiaryEntry("late", "ada", "pain", 3.0, datetime(2026, 3, 8, 22, tzinfo=UTC))
    (course,) = summarise_pain([late], zone=timezone(timedelta(hours=hours)))
    assert [each.begins_on for each in course.weeks] == [week]


@pytest.mark.parametrize(("hours", "week"), [(0, 2), (10, 9)])
def test_a_run_late_on_sunday_counts_in_the_week_of_the_runners_own_clock(hours, week):
    late = RunDone("late", "ada", datetime(2026, 3, 8, 22, tzinfo=UTC), 8000.0, None)
    found = summarise_load(
        [late], knowledge=load_knowledge(), today=date(2026, 3, 9), zone=timezone(timedelta(hours=hours))
    )
    assert [each.week for each in found.weeks] == [datetime(2026, 3, week, tzinfo=UTC)]
    assert found.longest_30_days_km == 8


def test_weeks_follow_each_other_over_the_change_of_the_clock():
    zone = ZoneInfo("Europe/Berlin")
    runs = [RunDone(f"{day}", "ada", datetime(2026, 3, day, 22, 30, tzinfo=UTC), 5000.0, None) for day in (22, 29)]
    found = summarise_load(runs, knowledge=load_knowledge(), zone=zone)
    assert [(each.week.day, each.distance_km) for each in found.weeks] == [(16, 5.0), (23, 0.0), (30, 5.0)]


def run(day, km, sport="running"):
    return RunDone(f"day {day}", "ada", MONDAY + timedelta(days=day), None if km is None else 1000 * km, None, sport)


def test_distance_is_summed_by_week_and_a_long_run_stands_beside_the_longest_before():
    found = summarise_load(
        [run(0, 10), run(3, 5), run(8, 12), run(9, None), run(9, 40, "cycling")], knowledge=load_knowledge()
    )
    assert [week.distance_km for week in found.weeks] == [15, 12]
    assert found.longest_30_days_km == 12
    assert found.runs[-1].ratio == pytest.approx(1.2)
    assert found.warnings == ("2 recordings without a date, a distance or not of running are left out.",)


@pytest.mark.parametrize(
    ("today", "says", "is_due"),
    [
        (date(2026, 4, 1), "in 13 days", False),
        (date(2026, 4, 13), "tomorrow", False),
        (date(2026, 4, 14), "today", True),
        (date(2026, 4, 15), "due a day ago", True),
        (date(2026, 4, 20), "due 6 days ago", True),
    ],
)
def test_the_next_retest_says_when_it_is(today, says, is_due):
    done = Retest("first", "ada", date(2026, 3, 2), done_at=MONDAY)
    found = next_retest(
        [Retest("third", "ada", date(2026, 6, 1)), done, Retest("second", "ada", date(2026, 4, 14))], today=today
    )
    assert found is not None
    assert found.retest.id == "second"
    assert says in found.says
    assert found.is_due is is_due


def test_without_an_open_retest_there_is_none():
    assert next_retest([], today=date(2026, 3, 2)) is None
