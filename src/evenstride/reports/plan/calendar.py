"""The sessions of a plan as an iCalendar file: one event per session, and one day for the new film."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

from evenstride.model.plan import Plan, PlannedExercise, PlanSession, PlanWeek
from evenstride.reports.plan.dose_words import dose_of, minutes_words, whole_minutes
from evenstride.reports.plan.plan_wording import HOW_TO_RETEST, URGENCY_WORDS
from evenstride.reports.plan.schedule import exercise_name, exercises_of, form_name

if TYPE_CHECKING:
    from icalendar import Event

    from evenstride.knowledge.knowledge import Knowledge

DEFAULT_START = datetime.time(18)
PRODUCT = "-//Evenstride//Exercise plan//EN"


def plan_calendar(plan: Plan, *, knowledge: Knowledge, starts_at: datetime.time = DEFAULT_START) -> bytes:
    """The plan as an RFC 5545 calendar that phones and desktop calendars import.

    Parameters
    ----------
    plan : a stopped plan becomes one all-day event that says whom to see.
    knowledge : for the names of exercises and their forms.
    starts_at : time of day of each session, without a time zone: 18:00 wherever the runner is.

    Returns
    -------
    bytes : UTF-8. The same plan gives the same bytes.

    Notes
    -----
    The identifier of an event is made from the plan's dates, the event's day and its kind, so that a changed plan over
    the same weeks replaces its events on import instead of adding to them.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Evenstride exercise plan")
    if plan.stopped_by:
        calendar.add_component(_stop_event(plan))
        return bytes(calendar.to_ical())
    for week in plan.weeks:
        for session in week.sessions:
            calendar.add_component(_session_event(plan, week, session, knowledge, starts_at))
    calendar.add_component(_retest_event(plan))
    return bytes(calendar.to_ical())


def _session_event(
    plan: Plan, week: PlanWeek, session: PlanSession, knowledge: Knowledge, starts_at: datetime.time
) -> Event:
    minutes = whole_minutes(session.minutes)
    begins = datetime.datetime.combine(datetime.date.fromisoformat(session.date), starts_at)
    event = _event(plan, "session", session.date)
    event.add("dtstart", begins)
    event.add("dtend", begins + datetime.timedelta(minutes=minutes))
    event.add("summary", f"Running exercises, week {week.number} ({minutes} min)")
    event.add("description", _session_words(week, session, knowledge))
    return event


def _session_words(week: PlanWeek, session: PlanSession, knowledge: Knowledge) -> str:
    """One line per exercise with its dose, in the order they are done."""
    done = exercises_of(week, session)
    lines = [f"{number}. {_line(one, week, knowledge)}" for number, one in enumerate(done, start=1)]
    return "\n".join([f"Week {week.number}, {minutes_words(session.minutes)}.", "", *lines, "", *_PAIN_WORDS])


_PAIN_WORDS = ("Stop an exercise that hurts more than 5 of 10. Your plan page shows how each one is done.",)


def _line(planned: PlannedExercise, week: PlanWeek, knowledge: Knowledge) -> str:
    """``Calf raise, bent knee: 2 sets of 10, each side, one set more on the left``."""
    name = exercise_name(planned.exercise_id, knowledge, planned=week.exercises)
    form = form_name(planned.exercise_id, planned.part_id, knowledge)
    dose = dose_of(planned)
    amounts = ", ".join(words for words in (dose.words, dose.sides_words, dose.extra, dose.load) if words)
    return f"{name}{f', {form[0].lower()}{form[1:]}' if form else ''}: {amounts}"


def _retest_event(plan: Plan) -> Event:
    event = _event(plan, "retest", plan.retest_on)
    _whole_day(event, plan.retest_on)
    event.add("summary", "Film your run again")
    event.add("description", "\n".join(HOW_TO_RETEST))
    return event


def _stop_event(plan: Plan) -> Event:
    event = _event(plan, "stop", plan.start_on)
    _whole_day(event, plan.start_on)
    event.add("summary", "Before any running exercise: see somebody first")
    event.add(
        "description", "\n".join(f"{URGENCY_WORDS[one.urgency]}: see {one.whom_to_see}" for one in plan.stopped_by)
    )
    return event


def _whole_day(event: Event, iso_date: str) -> None:
    day = datetime.date.fromisoformat(iso_date)
    event.add("dtstart", day)
    event.add("dtend", day + datetime.timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _event(plan: Plan, kind: str, iso_date: str) -> Event:
    """An event with what every event must carry; the stamp is the plan's first day, so that bytes repeat."""
    from icalendar import Event

    stamp = datetime.datetime.combine(datetime.date.fromisoformat(plan.start_on), datetime.time(), datetime.UTC)
    event = Event()
    event.add("uid", _uid(plan, kind, iso_date))
    event.add("dtstamp", stamp)
    event.add("categories", ["Running exercises"])
    return event


def _uid(plan: Plan, kind: str, iso_date: str) -> str:
    content = "|".join(("evenstride.plan/1", plan.start_on, plan.retest_on, kind, iso_date))
    return f"{hashlib.sha256(content.encode()).hexdigest()[:32]}@evenstride"
