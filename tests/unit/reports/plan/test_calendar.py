"""The calendar is read back by the package that others read calendars with."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from icalendar import Calendar, Event

from evenstride.model.plan import Plan
from evenstride.reports.plan import plan_calendar
from plan_examples import START


def events(content: bytes) -> list[Event]:
    return [part for part in Calendar.from_ical(content).walk("VEVENT") if isinstance(part, Event)]


def test_there_is_one_event_for_each_session_and_one_for_the_new_film(plan: Plan, knowledge: Any) -> None:
    found = events(plan_calendar(plan, knowledge=knowledge))
    sessions = [session for week in plan.weeks for session in week.sessions]
    assert len(found) == len(sessions) + 1
    assert [event.decoded("dtstart").date().isoformat() for event in found[:-1]] == [one.date for one in sessions]


def test_a_session_is_in_floating_time_and_as_long_as_its_minutes_rounded_up(plan: Plan, knowledge: Any) -> None:
    first = events(plan_calendar(plan, knowledge=knowledge, starts_at=datetime.time(6, 30)))[0]
    begins = first.decoded("dtstart")
    assert begins == datetime.datetime.combine(START, datetime.time(6, 30))
    assert begins.tzinfo is None
    assert first.decoded("dtend") - begins == datetime.timedelta(minutes=13)


def test_a_session_says_its_exercises_with_their_doses(plan: Plan, knowledge: Any) -> None:
    found = events(plan_calendar(plan, knowledge=knowledge))
    first, second, *_, seventh = (str(event["description"]) for event in found[:7])
    assert "1. Hip flexor release: 2 sets of 60 s, each side, one set more on the left" in first
    assert "Inner quad squat" not in second
    assert "Pelvic floor ball squeeze, with bridge: 2 sets of 10" in seventh


def test_the_new_film_takes_the_whole_day(plan: Plan, knowledge: Any) -> None:
    retest = events(plan_calendar(plan, knowledge=knowledge))[-1]
    assert retest.decoded("dtstart") == datetime.date(2027, 1, 4)
    assert retest.decoded("dtend") == datetime.date(2027, 1, 5)


def test_a_changed_plan_over_the_same_weeks_keeps_its_identifiers(plan: Plan, knowledge: Any) -> None:
    first = plan_calendar(plan, knowledge=knowledge)
    changed = replace(plan, weeks=tuple(replace(week, exercises=week.exercises[:1]) for week in plan.weeks))
    identifiers = [event["uid"] for event in events(first)]
    assert len(set(identifiers)) == len(identifiers)
    assert [event["uid"] for event in events(plan_calendar(changed, knowledge=knowledge))] == identifiers
    later = replace(plan, start_on="2026-11-24")
    assert not {event["uid"] for event in events(plan_calendar(later, knowledge=knowledge))} & set(identifiers)


def test_the_same_plan_gives_the_same_bytes(plan: Plan, knowledge: Any) -> None:
    assert plan_calendar(plan, knowledge=knowledge) == plan_calendar(plan, knowledge=knowledge)


def test_a_stopped_plan_has_one_event_and_no_exercise(stopped_plan: Plan, knowledge: Any) -> None:
    content = plan_calendar(stopped_plan, knowledge=knowledge)
    (event,) = events(content)
    assert event["description"] == "Today: see a doctor today"
    assert b"sets" not in content
