"""One day of a plan as a guided session needs it: everything in one value, so that it works without the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.io.value_json import value_to_plain
from evenstride.model.plan import PlanStop, Sides
from evenstride.prescription.stages import RepetitionPhase, repetition_phases
from evenstride.progress.next_dose import Change, NextDose, next_doses
from evenstride.services.live_coach.camera_address import camera_address
from evenstride.services.training.followed_plan import FollowedPlan
from evenstride.services.training.places import PAIN_PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise, ExercisePart

SHEET_SCHEMA = "evenstride.session_sheet/1"
_CALF_RULE, _PRESSING_RULE = "swollen_calf", "tingling"


@dataclass(frozen=True)
class SheetExercise:
    """One exercise of the day, with its numbers for the timer and its words for the runner.

    Attributes
    ----------
    phases : parts of one repetition in order; empty for an interval.
    change, because : how the dose differs from the plan's day, and why.
    works_side : the side that the drawing shows working; None where both do.
    was_stopped : it was stopped for pain in an earlier session of the plan.
    is_begun : at least one set of it was kept of this day.
    camera : where it is done before the camera; empty where a camera would see too little of it.
    """

    exercise_id: str
    part_id: str | None
    name: str
    form: str
    kind: str
    sides: Sides
    sets: int
    reps: int | None
    hold_s: float | None
    work_s: float | None
    rest_s: float | None
    phases: tuple[RepetitionPhase, ...]
    dose_words: str
    how_words: str
    minutes: float
    steps: tuple[str, ...]
    cautions: tuple[str, ...]
    faults: tuple[str, ...]
    easier: tuple[str, ...]
    equipment: tuple[str, ...]
    change: Change
    because: str
    works_side: str | None
    was_stopped: bool
    is_begun: bool
    camera: str


@dataclass(frozen=True)
class PainRule:
    """What pain from 0 to 10 means: fine up to ``fine_up_to``, to stop above ``stop_above``, less in between."""

    fine_up_to: float
    stop_above: float
    fine: str
    less: str
    stop: str
    pressing: str


@dataclass(frozen=True)
class SessionSheet:
    """``evenstride.session_sheet/1``: a day of the plan.

    Attributes
    ----------
    left_out : name and reason of what is not done today although the plan has it.
    before : what to look at before the first exercise.
    advice : what the last sessions ask for, as a sentence; empty where nothing does.
    asks_again : something hurt outside a session, so that the questions come first.
    stops : answers that stop every exercise; then there are none.
    """

    runner_id: str
    plan_id: str
    day: str
    day_words: str
    week_number: int
    is_today: bool
    done_before: int
    exercises: tuple[SheetExercise, ...]
    left_out: tuple[tuple[str, str], ...]
    before: tuple[str, ...]
    advice: str
    asks_again: bool
    stops: tuple[PlanStop, ...]
    pain: PainRule
    places: dict[str, str]

    @property
    def minutes(self) -> float:
        """Estimated minutes of the whole session."""
        return sum(each.minutes for each in self.exercises)

    @property
    def equipment(self) -> tuple[str, ...]:
        """What to get ready, each thing once."""
        return tuple(dict.fromkeys(item for each in self.exercises for item in each.equipment))

    def to_dict(self) -> dict[str, Any]:
        """The document: plain types only."""
        return {"schema": SHEET_SCHEMA, **value_to_plain(self)}


def session_sheet(followed: FollowedPlan, day: date, *, today: date, as_planned: bool = False) -> SessionSheet:
    """Everything that a session on this day needs.

    Parameters
    ----------
    as_planned : leave the doses as the plan has them, whatever the last sessions ask for. What was stopped for pain
        more than once, or by an answer, stays out all the same.

    Raises
    ------
    InputError : the plan has no session on that day.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.plan.dose_words import date_words

    knowledge = load_knowledge()
    if day not in followed.days:
        raise InputError("Expected a day on which the plan has a session.", next_step="Choose a day on the plan.")
    doses = next_doses(
        followed.plan,
        day,
        followed.sessions,
        followed.advice,
        days_since_last=followed.adherence.days_since_last,
        as_planned=as_planned,
    )
    left_out = _left_out(doses, followed)
    done = [each for each in doses if each.planned.exercise_id not in left_out]
    stops = followed.readiness.stopped_by
    begun = followed.begun_on(day)
    exercises = () if stops else tuple(_exercise(each, followed, begun, knowledge) for each in done)
    return SessionSheet(
        runner_id=followed.stored.runner_id,
        plan_id=followed.stored.id,
        day=day.isoformat(),
        day_words=date_words(day.isoformat()),
        week_number=next(w.number for w in followed.plan.weeks if day.isoformat() in {s.date for s in w.sessions}),
        is_today=day == today,
        done_before=len(followed.sessions_on(day)),
        exercises=exercises,
        left_out=tuple(
            (each.planned.name, left_out[each.planned.exercise_id])
            for each in doses
            if each.planned.exercise_id in left_out
        ),
        before=_before(exercises, followed, knowledge),
        advice="" if followed.advice.rule_id is None else followed.advice.says,
        asks_again=followed.advice.rule_id == "new_sign",
        stops=stops,
        pain=_pain_rule(knowledge),
        places=PAIN_PLACES,
    )


def sheet_to_do(followed: FollowedPlan, *, today: date, as_planned: bool = False) -> SessionSheet | None:
    """Today's session until every exercise of it was begun, then the next that is not done; None after the last.

    A session of which some exercises were done, before the camera or until it was ended, can so be gone on with.
    """
    if today in followed.days:
        sheet = session_sheet(followed, today, today=today, as_planned=as_planned)
        if sheet.stops or not all(each.is_begun for each in sheet.exercises):
            return sheet
    day = followed.day_to_do(today)
    return None if day is None else session_sheet(followed, day, today=today, as_planned=as_planned)


def _left_out(doses: tuple[NextDose, ...], followed: FollowedPlan) -> dict[str, str]:
    """Reasons by exercise: stopped by an answer that is newer than the plan, or for pain more than once."""
    readiness = followed.readiness
    reasons: dict[str, str] = {}
    for each in doses:
        planned = each.planned
        part = f"{planned.exercise_id}/{planned.part_id}"
        reason = readiness.stopped_exercises.get(planned.exercise_id) or readiness.stopped_parts.get(part)
        if reason or each.change == "leave_out":
            reasons[planned.exercise_id] = reason or each.because
    return reasons


def _exercise(dose: NextDose, followed: FollowedPlan, begun: frozenset[str], knowledge: Knowledge) -> SheetExercise:
    from evenstride.reports.plan.dose_words import dose_of
    from evenstride.reports.plan.schedule import form_name

    planned = dose.planned
    words = dose_of(planned)
    known = knowledge.exercises.get(planned.exercise_id)
    part = _part(known, planned.part_id)
    return SheetExercise(
        exercise_id=planned.exercise_id,
        part_id=planned.part_id,
        name=known.name if known else planned.name,
        form=form_name(planned.exercise_id, planned.part_id, knowledge),
        kind=planned.kind,
        sides=planned.sides,
        sets=planned.sets,
        reps=planned.reps,
        hold_s=planned.hold_s,
        work_s=planned.work_s if planned.work_s or planned.reps else 30.0,
        rest_s=planned.rest_s,
        phases=repetition_phases(planned),
        dose_words=", ".join(each for each in (words.words, words.sides_words, words.extra) if each),
        how_words="; ".join(each for each in (words.tempo, words.load) if each),
        minutes=planned.minutes,
        steps=part.steps if part else (),
        cautions=tuple(each.text for each in part.cautions) if part else (),
        faults=part.common_faults if part else (),
        easier=known.regress if known else (),
        equipment=tuple(each.replace("_", " ") for each in known.equipment) if known else (),
        change=dose.change,
        because=dose.because,
        works_side=_works_side(planned.exercise_id, planned.part_id, knowledge),
        was_stopped=any(
            each.exercise_id == planned.exercise_id and each.outcome == "stopped_for_pain"
            for session in followed.sessions
            for each in session.sets
        ),
        is_begun=planned.exercise_id in begun,
        camera=camera_address(planned, knowledge),
    )


def _part(exercise: Exercise | None, part_id: str | None) -> ExercisePart | None:
    if exercise is None:
        return None
    return next((each for each in exercise.parts if each.id == part_id), exercise)


def _works_side(exercise_id: str, part_id: str | None, knowledge: Knowledge) -> str | None:
    from evenstride.reports.figures import movement_of

    movement = movement_of(knowledge, exercise_id, part_id)
    return None if movement is None or movement.works == "both" else movement.works


def _before(exercises: tuple[SheetExercise, ...], followed: FollowedPlan, knowledge: Knowledge) -> tuple[str, ...]:
    """The warnings of an answer, and the look at the calves before they are rolled."""
    rules = knowledge.plan_rules
    rolls_calf = any(each.exercise_id == "calf_release" for each in exercises)
    calf = (rules[_CALF_RULE].text,) if rolls_calf and _CALF_RULE in rules else ()
    return (*calf, *followed.readiness.cautions)


def _pain_rule(knowledge: Knowledge) -> PainRule:
    rules = knowledge.plan_rules
    return PainRule(
        fine_up_to=_amount(rules, "pain_up_to_3", "high"),
        stop_above=_amount(rules, "pain_above_5", "value"),
        fine=rules["pain_up_to_3"].text,
        less=rules["pain_4_to_5"].text,
        stop=rules["pain_above_5"].text,
        pressing=rules[_PRESSING_RULE].text,
    )


def _amount(rules: Mapping[str, Any], rule_id: str, end: str) -> float:
    return float(getattr(rules[rule_id].amount, end))
