"""Weeks of a plan: which exercise on which day, with the dose of its week."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from evenstride.model.plan import PlannedExercise, PlanSession, PlanWeek
from evenstride.prescription.choice import Choice
from evenstride.prescription.reasons import choice_reasons, dose_reasons, part_name
from evenstride.prescription.schedule import Demand, Timetable, fill_week, training_days
from evenstride.prescription.settings import PlanSettings, highest, lowest
from evenstride.prescription.stages import WeekDose, dose_minutes

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise
    from evenstride.model.plan import RunnerProfile

#: The order inside a session.
KINDS = ("release", "activation", "strength")

_FEWEST_DAYS_A_WEEK = 2
_MOST_DAYS_A_WEEK = 7


def timetable_of(
    choices: Sequence[Choice], doses: Mapping[str, Sequence[WeekDose]], settings: PlanSettings
) -> Timetable:
    """Days of the week for the choices, in order of need; ``doses`` by exercise id."""
    demands = [_demand(choice, doses[choice.exercise.id]) for choice in choices]
    return fill_week(demands, training_days(settings.days_a_week), settings.minutes_a_day, settings.most_exercises)


def _demand(choice: Choice, doses: Sequence[WeekDose]) -> Demand:
    """The longest week counts, so that no week outgrows the session."""
    fewest, most = _days_a_week(choice.exercise)
    minutes = max(dose_minutes(dose, choice.sides_of(dose.part_id)) for dose in doses)
    return Demand(choice.exercise.id, minutes, fewest, most, choice.exercise.kind == "strength")


def _days_a_week(exercise: Exercise) -> tuple[int, int]:
    stated = exercise.dose_article.sessions_per_week or exercise.dose_ours.sessions_per_week
    if stated is None:
        return _FEWEST_DAYS_A_WEEK, _MOST_DAYS_A_WEEK
    return max(1, int(lowest(stated))), int(highest(stated) or _MOST_DAYS_A_WEEK)


def weeks_of(
    choices: Sequence[Choice],
    doses: Mapping[str, Sequence[WeekDose]],
    timetable: Timetable,
    profile: RunnerProfile,
    knowledge: Knowledge,
    begins_on: Sequence[datetime.date],
) -> tuple[PlanWeek, ...]:
    """Every week with the exercises that found room, release before activation before strength.

    Parameters
    ----------
    choices
        In order of need; within a kind that order stays.
    doses
        Exercise id to one dose a week.
    timetable
        Which exercise on which day; the same in every week.
    begins_on
        First day of each week.

    Returns
    -------
    No weeks where nothing found room.
    """
    chosen = [choice for choice in choices if choice.exercise.id in timetable.days_of]
    if not chosen:
        return ()
    in_order = sorted(chosen, key=lambda choice: KINDS.index(choice.exercise.kind))  # stable: by need within a kind
    reasons = {
        choice.exercise.id: choice_reasons(choice.exercise, choice.findings, profile, knowledge) for choice in in_order
    }
    weeks = []
    for number, first in enumerate(begins_on, start=1):
        planned = tuple(
            _planned(choice, doses[choice.exercise.id][number - 1], timetable, reasons[choice.exercise.id])
            for choice in in_order
        )
        weeks.append(PlanWeek(number, first.isoformat(), planned, _sessions(planned, timetable, first)))
    return tuple(weeks)


def _planned(choice: Choice, dose: WeekDose, timetable: Timetable, reasons: tuple[str, ...]) -> PlannedExercise:
    exercise = choice.exercise
    sides = choice.sides_of(dose.part_id)
    return PlannedExercise(
        exercise_id=exercise.id,
        part_id=dose.part_id,
        name=exercise.name if dose.part_id is None else f"{exercise.name}: {part_name(exercise, dose.part_id)}",
        kind=exercise.kind,
        sides=sides,
        sets=dose.sets,
        reps=dose.reps,
        hold_s=dose.hold_s,
        work_s=dose.work_s,
        rest_s=dose.rest_s,
        tempo=dose.tempo,
        load=dose.load,
        minutes=dose_minutes(dose, sides),
        days_a_week=len(timetable.days_of[exercise.id]),
        findings=tuple(dict.fromkeys(finding.id for finding in choice.findings)),
        reasons=(*reasons, *dose_reasons(exercise, sides, dose)),
    )


def _sessions(
    planned: Sequence[PlannedExercise], timetable: Timetable, first: datetime.date
) -> tuple[PlanSession, ...]:
    sessions = []
    for day in timetable.days:
        held = [each for each in planned if day in timetable.days_of[each.exercise_id]]
        if held:
            date = (first + datetime.timedelta(days=day)).isoformat()
            minutes = round(sum(each.minutes for each in held), 1)
            sessions.append(PlanSession(date, tuple(each.exercise_id for each in held), minutes))
    return tuple(sessions)
