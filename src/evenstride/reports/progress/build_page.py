"""From what was followed to the progress page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.model.diary import DiaryEntry, Retest
from evenstride.model.drift import LoadHistory
from evenstride.model.local_days import day_of
from evenstride.model.stored import Units
from evenstride.progress import Adherence, Advice, LevelWeek, NextRetest, PainCourse, summarise_levels
from evenstride.reports.distances import distance_number, distance_unit, distance_words
from evenstride.reports.progress.columns import WeekValue, draw_weeks
from evenstride.reports.progress.measure_panels import DrawnWith, FollowedSide, measure_panel
from evenstride.reports.progress.page_model import (
    ColumnChart,
    DistancePart,
    EntryLine,
    MeasureChoice,
    PlanPart,
    ProgressPage,
    RetestLine,
)
from evenstride.reports.run.build_run import left_aside, runs_words
from evenstride.reports.sources import SourceBook

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

_RULE = "single_run_spike"
_MOST_ENTRIES = 8
_HIGHEST_LEVEL = 10.0
STEP_WORDS = {"stop": "Stop here", "step_back": "Step back", "stay": "Stay", "go_on": "Go on"}


@dataclass(frozen=True)
class Followed:
    """What the page is made of.

    Attributes
    ----------
    sides : by measure, in the order of the knowledge.
    shown, shown_because : measures that are drawn, and why these.
    drawn : axis of days, zone, how each assessment was recorded; None without any assessment.
    place_names : names of places of the body, by what the diary calls them.
    """

    sides: Mapping[str, Sequence[FollowedSide]]
    shown: Collection[str]
    shown_because: str
    drawn: DrawnWith | None
    adherence: Adherence | None
    advice: Advice | None
    pain: tuple[PainCourse, ...]
    effort: tuple[DiaryEntry, ...]
    entries: Sequence[DiaryEntry]
    load: LoadHistory
    next_retest: NextRetest | None
    retests: Sequence[Retest]
    units: Units
    today: date
    zone: tzinfo | None
    place_names: Mapping[str, str] = field(default_factory=dict)


def build_progress_page(followed: Followed, *, knowledge: Knowledge) -> ProgressPage:
    """Charts, tables and words."""
    sources = SourceBook(knowledge)
    drawn = followed.drawn
    return ProgressPage(
        panels=()
        if drawn is None
        else tuple(
            measure_panel(id_, knowledge.measures[id_], sides, drawn)
            for id_, sides in followed.sides.items()
            if id_ in followed.shown
        ),
        choices=tuple(
            MeasureChoice(id_, knowledge.measures[id_].name, id_ in followed.shown) for id_ in followed.sides
        ),
        chosen_because=followed.shown_because,
        plan=_plan_part(followed.adherence, followed.advice),
        pain=tuple(_pain_chart(each, followed.place_names) for each in followed.pain),
        effort=_level_chart("Effort", summarise_levels(followed.effort, "effort", zone=followed.zone)),
        distance=_distance_part(followed, knowledge, sources),
        next_retest="" if followed.next_retest is None else followed.next_retest.says,
        is_retest_due=followed.next_retest is not None and followed.next_retest.is_due,
        retests=tuple(_retest_line(each, followed.today, followed.zone) for each in followed.retests),
        entries=tuple(_entry_lines(followed)),
        sources=sources.listed(),
    )


def _plan_part(adherence: Adherence | None, advice: Advice | None) -> PlanPart | None:
    if adherence is None:
        return None
    weeks = [
        WeekValue(
            week.begins_on,
            float(week.planned),
            float(week.done),
            f"{week.done} of {week.planned} sessions done",
            (str(week.planned), str(week.done)),
        )
        for week in adherence.weeks
    ]
    extra = f" {_sessions(adherence.extra)} beside the plan." if adherence.extra else ""
    return PlanPart(
        headline=f"{adherence.done} of {adherence.planned} planned sessions done.{extra}"
        if adherence.planned
        else f"The plan has just begun.{extra}",
        last_words=_last_words(adherence),
        chart=draw_weeks("Sessions done of those planned", weeks, heads=("Planned", "Done"), is_counted=True)
        if weeks
        else None,
        step="" if advice is None else STEP_WORDS[advice.step],
        says="" if advice is None else advice.says,
        because=() if advice is None else advice.because,
    )


def _last_words(adherence: Adherence) -> str:
    days = adherence.days_since_last
    if days is None or not (adherence.done or adherence.extra):
        return ""
    if days <= 1:
        return "The last session was today." if days == 0 else "The last session was yesterday."
    return f"The last session was {days} days ago."


def _pain_chart(course: PainCourse, names: Mapping[str, str]) -> ColumnChart:
    place = "no place named" if course.place is None else names.get(course.place, course.place.replace("_", " "))
    chart = _level_chart(f"Pain, {place}", course.weeks)
    assert chart is not None
    return chart


def _level_chart(title: str, weeks: Sequence[LevelWeek]) -> ColumnChart | None:
    values = [
        WeekValue(
            week.begins_on,
            week.highest,
            week.mean,
            f"highest {week.highest:g}, mean {week.mean:.1f} of 10 in {_notes(week.n_entries)}",
            (f"{week.highest:g}", f"{week.mean:.1f}", str(week.n_entries)),
        )
        for week in weeks
    ]
    return draw_weeks(title, values, heads=("Highest", "Mean", "Notes"), highest=_HIGHEST_LEVEL) if values else None


def _distance_part(followed: Followed, knowledge: Knowledge, sources: SourceBook) -> DistancePart:
    load, units, rule = followed.load, followed.units, knowledge.load_rules[_RULE]
    weeks = [
        WeekValue(
            week.week.date(),
            distance := distance_number(1000 * week.distance_km, units),
            distance,
            f"{distance_words(1000 * week.distance_km, units)} in {runs_words(week.n_runs)}",
            (distance_words(1000 * week.distance_km, units), str(week.n_runs)),
        )
        for week in load.weeks
    ]
    has_distance = any(week.outer for week in weeks)
    latest = load.runs[-1] if load.runs else None
    longest = load.longest_30_days_km
    heads = ("Distance", "Runs")
    return DistancePart(
        chart=draw_weeks("Distance by week", weeks, heads=heads, unit=f"\u00a0{distance_unit(units)}")
        if has_distance
        else None,
        longest="" if longest is None else distance_words(1000 * longest, units),
        spike_band="none" if latest is None or latest.label is None else latest.label,
        spike_words="" if latest is None else latest.sentence,
        spike_sources=sources.cite_all(band.source for band in rule.bands) if latest is not None else (),
        caveats=load.caveats,
        left_aside=tuple(left_aside(knowledge)),
        notes=load.warnings,
    )


def _retest_line(retest: Retest, today: date, zone: tzinfo | None) -> RetestLine:
    is_done = retest.done_at is not None
    if retest.done_at is not None:
        day = day_of(retest.done_at, zone)
        state = f"Done on {day.day} {day:%B %Y}"
    else:
        state = "Due" if retest.due_on <= today else "To come"
    return RetestLine(
        id=retest.id,
        day=f"{retest.due_on.day} {retest.due_on:%B %Y}",
        state=state,
        is_done=is_done,
        is_due=not is_done and retest.due_on <= today,
        note=retest.note,
        assessment_id=retest.assessment_id,
    )


def _entry_lines(followed: Followed) -> Iterator[EntryLine]:
    """The latest notes, the newest first."""
    for each in sorted(followed.entries, key=lambda entry: entry.noted_at, reverse=True)[:_MOST_ENTRIES]:
        moment = each.noted_at.astimezone(followed.zone)
        place = "" if each.place is None else f", {followed.place_names.get(each.place, each.place.replace('_', ' '))}"
        yield EntryLine(
            each.id, f"{moment.day} {moment:%b %Y}", f"{each.kind.capitalize()} {each.level:g} of 10{place}", each.note
        )


def _sessions(count: int) -> str:
    return "1 session" if count == 1 else f"{count} sessions"


def _notes(count: int) -> str:
    return "1 note" if count == 1 else f"{count} notes"
