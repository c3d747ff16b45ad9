"""The weeks of a plan as a reader wants them: the first session, the grid, and the stages of one exercise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from evenstride.model.plan import Plan, PlannedExercise, PlanSession, PlanWeek
from evenstride.reports.plan.dose_words import (
    date_words,
    dose_of,
    minutes_words,
    short_date_words,
    weekday,
    weeks_words,
)
from evenstride.reports.plan.plan_model import (
    Dose,
    Grid,
    GridCell,
    GridRow,
    GridWeek,
    SessionPlan,
    StageDose,
    TodayLine,
)

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


def exercise_order(plan: Plan) -> tuple[str, ...]:
    """Ids of all exercises of a plan in the order in which they are done."""
    kinds = ("release", "activation", "strength")
    found = dict.fromkeys(planned.exercise_id for week in plan.weeks for planned in week.exercises)
    kind_of = {planned.exercise_id: planned.kind for week in plan.weeks for planned in week.exercises}
    return tuple(sorted(found, key=lambda exercise_id: kinds.index(kind_of[exercise_id])))


def exercise_name(exercise_id: str, knowledge: Knowledge, *, planned: Iterable[PlannedExercise] = ()) -> str:
    """The name in the knowledge, the plan's own where the knowledge does not have the id, else the id as words."""
    if exercise_id in knowledge.exercises:
        return knowledge.exercises[exercise_id].name
    names = (one.name for one in planned if one.exercise_id == exercise_id)
    return next(names, exercise_id.replace("_", " ").capitalize())


def form_name(exercise_id: str, part_id: str | None, knowledge: Knowledge) -> str:
    """The name of a variation or add-on; empty for the basic form."""
    if part_id is None:
        return ""
    exercise = knowledge.exercises.get(exercise_id)
    parts = exercise.parts if exercise else ()
    return next((part.name for part in parts if part.id == part_id), part_id.replace("_", " ").capitalize())


def first_session(plan: Plan, knowledge: Knowledge) -> tuple[TodayLine, ...]:
    """What is done in the first session; empty for a plan without sessions."""
    week = _first_week_with_sessions(plan)
    return _session_lines(plan, week, week.sessions[0], knowledge) if week else ()


def first_week(plan: Plan, knowledge: Knowledge) -> tuple[SessionPlan, ...]:
    """The sessions of the first week, days with the same exercises taken together."""
    week = _first_week_with_sessions(plan)
    alike: dict[tuple[str, ...], list[PlanSession]] = {}
    for session in week.sessions if week else ():
        alike.setdefault(session.exercise_ids, []).append(session)
    return tuple(
        SessionPlan(
            days=tuple(short_date_words(session.date) for session in sessions),
            minutes_words=minutes_words(max(session.minutes for session in sessions)),
            lines=_session_lines(plan, week, sessions[0], knowledge) if week else (),
        )
        for sessions in alike.values()
    )


def first_session_words(plan: Plan) -> str:
    """``Monday 23 November 2026, about 14 min``; empty for a plan without sessions."""
    session = next((session for week in plan.weeks for session in week.sessions), None)
    return f"{date_words(session.date)}, {minutes_words(session.minutes)}" if session else ""


def exercises_of(week: PlanWeek, session: PlanSession) -> tuple[PlannedExercise, ...]:
    """The planned exercises of one session, with all their forms, in the session's order."""
    return tuple(
        planned
        for exercise_id in dict.fromkeys(session.exercise_ids)
        for planned in week.exercises
        if planned.exercise_id == exercise_id
    )


def grid_of(plan: Plan, knowledge: Knowledge) -> Grid | None:
    """Weeks by exercises with the dose of each; None for a plan without weeks."""
    if not plan.weeks:
        return None
    everything = [planned for week in plan.weeks for planned in week.exercises]
    return Grid(
        weeks=tuple(_grid_week(week) for week in plan.weeks),
        rows=tuple(
            GridRow(
                exercise_id=exercise_id,
                name=exercise_name(exercise_id, knowledge, planned=everything),
                kind=next(planned.kind for planned in everything if planned.exercise_id == exercise_id),
                cells=_cells(plan.weeks, exercise_id, knowledge),
            )
            for exercise_id in exercise_order(plan)
        ),
    )


def stages_of(plan: Plan, exercise_id: str, knowledge: Knowledge) -> tuple[StageDose, ...]:
    """What one exercise asks for, weeks in a row with the same dose taken together."""
    asked = [
        (week.number, planned.part_id, dose_of(planned))
        for week in plan.weeks
        for planned in week.exercises
        if planned.exercise_id == exercise_id
    ]
    weeks_of: dict[tuple[str | None, Dose], list[int]] = {}
    for number, part_id, dose in asked:
        weeks_of.setdefault((part_id, dose), []).append(number)
    return tuple(
        StageDose(weeks_words(run), form_name(exercise_id, part_id, knowledge), dose)
        for (part_id, dose), numbers in weeks_of.items()
        for run in _runs(numbers)
    )


def _first_week_with_sessions(plan: Plan) -> PlanWeek | None:
    return next((week for week in plan.weeks if week.sessions), None)


def _session_lines(plan: Plan, week: PlanWeek, session: PlanSession, knowledge: Knowledge) -> tuple[TodayLine, ...]:
    """A session's exercises, numbered as the exercise cards are."""
    number_of = {exercise_id: number for number, exercise_id in enumerate(exercise_order(plan), start=1)}
    return tuple(
        TodayLine(
            number=number_of[planned.exercise_id],
            exercise_id=planned.exercise_id,
            name=exercise_name(planned.exercise_id, knowledge, planned=week.exercises),
            form=form_name(planned.exercise_id, planned.part_id, knowledge),
            kind=planned.kind,
            dose=dose_of(planned),
            minutes_words=minutes_words(planned.minutes),
        )
        for planned in exercises_of(week, session)
    )


def _grid_week(week: PlanWeek) -> GridWeek:
    minutes = max((session.minutes for session in week.sessions), default=0.0)
    return GridWeek(
        number=week.number,
        begins=short_date_words(week.begins_on),
        days=tuple(short_date_words(session.date) for session in week.sessions),
        minutes_words=minutes_words(minutes) if week.sessions else "",
    )


def _cells(weeks: Sequence[PlanWeek], exercise_id: str, knowledge: Knowledge) -> tuple[GridCell | None, ...]:
    """One cell per week; a dose that differs from the week before is marked new, in the first week nothing is."""
    cells: list[GridCell | None] = []
    for week in weeks:
        forms = [planned for planned in week.exercises if planned.exercise_id == exercise_id]
        entries = tuple((form_name(exercise_id, one.part_id, knowledge), dose_of(one)) for one in forms)
        before = cells[-1].entries if cells and cells[-1] else ()
        days = tuple(weekday(session.date) for session in week.sessions if exercise_id in session.exercise_ids)
        cell = GridCell(entries, len(days), days, is_new=bool(cells) and entries != before)
        cells.append(cell if entries else None)
    return tuple(cells)


def _runs(numbers: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """Week numbers split where they do not follow each other."""
    keyed = groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    return tuple(tuple(number for _, number in run) for _, run in keyed)
