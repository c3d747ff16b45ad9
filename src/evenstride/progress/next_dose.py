"""What the next session asks for: the plan's day, changed as the last sessions ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from evenstride.errors import InputError
from evenstride.model.diary import SessionDone
from evenstride.model.plan import Plan, PlannedExercise, PlanWeek
from evenstride.prescription.stages import planned_minutes
from evenstride.progress.advice import Advice

Change = Literal["as_planned", "stay", "step_back", "go_on", "leave_out"]
#: After so many days without a session the stage before comes, not the same (the rule `missed_week`).
LONG_BREAK_DAYS = 14
#: An exercise that was stopped for pain in so many sessions is left out (the rule `pain_above_5`).
MOST_STOPS = 2
_STOPPED_TOO_OFTEN = "It was stopped for pain more than once. Leave it out and ask a physiotherapist."


@dataclass(frozen=True)
class NextDose:
    """One exercise of the next session. ``because`` says in a sentence why it is not as planned; empty where it is."""

    planned: PlannedExercise
    change: Change = "as_planned"
    because: str = ""


def next_doses(
    plan: Plan,
    day: date,
    sessions: Sequence[SessionDone],
    advice: Advice,
    *,
    days_since_last: int | None = None,
    as_planned: bool = False,
) -> tuple[NextDose, ...]:
    """The exercises of one day of a plan with the doses that the last sessions ask for.

    Parameters
    ----------
    day : a day of the plan on which there is a session.
    sessions : of this plan, in order of time.
    advice : what `advise_next_session` says after them.
    as_planned : change no dose; what was stopped for pain too often is left out all the same.

    Raises
    ------
    InputError : the plan has no session on that day.

    Notes
    -----
    A stage is weeks in a row with the same dose. Going on takes the dose of the stage after, stepping back that of the
    stage before, or one set less where there is none; never more than one stage from the day's own, so that two good
    sessions do not run through six weeks. What was stopped for pain twice is left out.
    """
    week = _week_of(plan, day)
    wanted = next(each.exercise_ids for each in week.sessions if each.date == day.isoformat())
    planned = [each for id_ in dict.fromkeys(wanted) for each in week.exercises if each.exercise_id == id_]
    stops = Counter(
        exercise_id
        for session in sessions
        for exercise_id in {each.exercise_id for each in session.sets if each.outcome == "stopped_for_pain"}
    )
    return tuple(
        NextDose(each, "leave_out", _STOPPED_TOO_OFTEN)
        if stops[each.exercise_id] >= MOST_STOPS
        else NextDose(each)
        if as_planned
        else _next_dose(each, plan, week, sessions, advice, days_since_last)
        for each in planned
    )


def _next_dose(
    planned: PlannedExercise,
    plan: Plan,
    week: PlanWeek,
    sessions: Sequence[SessionDone],
    advice: Advice,
    days_since_last: int | None,
) -> NextDose:
    because = " ".join(advice.because)
    if advice.rule_id == "missed_week":
        return _after_a_break(planned, plan, week, sessions, because, days_since_last)
    is_meant = not advice.exercise_ids or planned.exercise_id in advice.exercise_ids
    if advice.rule_id == "new_sign" or not is_meant:
        return NextDose(planned)
    if advice.step in ("stop", "step_back"):
        return _less(planned, plan, week.number, because)
    if advice.step == "go_on":
        later = _stage_after(planned, plan, week.number)
        return NextDose(planned) if later is None else NextDose(later, "go_on", because)
    return NextDose(planned)


def _less(planned: PlannedExercise, plan: Plan, number: int, because: str) -> NextDose:
    earlier = _stage_before(planned, plan, number)
    if earlier is not None:
        return NextDose(earlier, "step_back", because)
    if planned.sets == 1:
        return NextDose(planned, "stay", f"{because} This is the easiest stage; do less of it where it hurts.")
    fewer = replace(planned, sets=planned.sets - 1)
    return NextDose(replace(fewer, minutes=planned_minutes(fewer)), "step_back", f"{because} One set less.")


def _after_a_break(
    planned: PlannedExercise,
    plan: Plan,
    week: PlanWeek,
    sessions: Sequence[SessionDone],
    because: str,
    days_since_last: int | None,
) -> NextDose:
    """The stage of the last session again, after a long break the one before it."""
    last_day = max((each.plan_day for each in sessions if each.plan_day is not None), default=None)
    number = max((each.number for each in plan.weeks if last_day and each.begins_on <= last_day.isoformat()), default=1)
    last = _of_week(planned, plan, min(number, week.number)) or planned
    if (days_since_last or 0) >= LONG_BREAK_DAYS:
        last = _stage_before(last, plan, min(number, week.number)) or last
    return NextDose(planned) if _dose(last) == _dose(planned) else NextDose(last, "step_back", because)


def _stage_before(planned: PlannedExercise, plan: Plan, number: int) -> PlannedExercise | None:
    return next(_other_stages(planned, [each for each in reversed(plan.weeks) if each.number < number]), None)


def _stage_after(planned: PlannedExercise, plan: Plan, number: int) -> PlannedExercise | None:
    return next(_other_stages(planned, [each for each in plan.weeks if each.number > number]), None)


def _other_stages(planned: PlannedExercise, weeks: Sequence[PlanWeek]) -> Iterator[PlannedExercise]:
    own = (each for week in weeks for each in week.exercises if each.exercise_id == planned.exercise_id)
    return (each for each in own if _dose(each) != _dose(planned))


def _of_week(planned: PlannedExercise, plan: Plan, number: int) -> PlannedExercise | None:
    own = (each for week in plan.weeks if week.number == number for each in week.exercises)
    return next((each for each in own if each.exercise_id == planned.exercise_id), None)


def _dose(planned: PlannedExercise) -> tuple[object, ...]:
    return (
        planned.part_id,
        planned.sets,
        planned.reps,
        planned.hold_s,
        planned.work_s,
        planned.rest_s,
        planned.tempo,
        planned.load,
    )


def _week_of(plan: Plan, day: date) -> PlanWeek:
    for week in plan.weeks:
        if any(each.date == day.isoformat() for each in week.sessions):
            return week
    raise InputError(f"Expected a day on which the plan has a session, got {day.isoformat()}.")
