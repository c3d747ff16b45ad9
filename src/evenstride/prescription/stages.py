"""How much in which week: the stages of an exercise, kept clear of parts that are stopped."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evenstride.prescription.settings import lowest

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Exercise, ExercisePart, PlanStage, Quantity
    from evenstride.model.plan import PlannedExercise, Sides

#: Seconds for one repetition whose tempo is not stated, and between two exercises.
REPETITION_S = 3.0
CHANGE_OVER_S = 30.0

_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)\b")
_SETS_WITHOUT_A_DOSE = 2
_REPS_WITHOUT_A_DOSE = 8


@dataclass(frozen=True)
class WeekDose:
    """What one week asks of an exercise. ``avoids`` is the id of a stopped part that would have been its turn."""

    part_id: str | None
    sets: int
    reps: int | None
    hold_s: float | None
    work_s: float | None
    rest_s: float | None
    tempo: str
    load: str
    avoids: str | None = None


@dataclass(frozen=True)
class RepetitionPhase:
    """A part of one repetition: ``down``, ``hold``, ``let go``; empty where nothing is said of it."""

    words: str
    seconds: float


def week_doses(exercise: Exercise, weeks: int, stopped_parts: Collection[str]) -> tuple[WeekDose, ...]:
    """The dose of every week from 1 on.

    Parameters
    ----------
    exercise
        Its ``stages`` say the dose; without any, the low ends of its dose are taken for all weeks.
    weeks
        Length of the plan.
    stopped_parts
        ``exercise/part`` that must not be done.

    Returns
    -------
    One dose a week. Where the week's part is stopped, the stage before stays, or, where there is none, the basic form.
    """
    return tuple(_week_dose(exercise, number, stopped_parts) for number in range(1, weeks + 1))


def dose_minutes(dose: WeekDose, sides: Sides) -> float:
    """Estimated minutes of one session's work on an exercise, to one decimal.

    Notes
    -----
    ``seconds = rounds x work + (sets - 1) x rest + 30``: a round is one set on one side, a set of an each-side exercise
    is two rounds, and one side more adds a round. Work is ``work_s``, or ``reps x (tempo + hold_s)``. One side rests
    while the other works, so that the rest is counted once a set. The 30 s are for setting up.
    """
    work_s = dose.work_s if dose.work_s is not None else (dose.reps or 0) * (_tempo_s(dose.tempo) + (dose.hold_s or 0))
    rounds = dose.sets if sides == "both_at_once" else 2 * dose.sets + (sides != "each_side")
    rests = dose.sets - 1 + (sides in ("left_more", "right_more"))
    return round((rounds * work_s + rests * (dose.rest_s or 0) + CHANGE_OVER_S) / 60, 1)


def planned_minutes(planned: PlannedExercise) -> float:
    """The same of an exercise as it stands in a plan."""
    dose = WeekDose(
        planned.part_id,
        planned.sets,
        planned.reps,
        planned.hold_s,
        planned.work_s,
        planned.rest_s,
        planned.tempo,
        planned.load,
    )
    return dose_minutes(dose, planned.sides)


def repetition_phases(planned: PlannedExercise) -> tuple[RepetitionPhase, ...]:
    """The parts of one repetition in order; none for an interval.

    Notes
    -----
    Two stated parts are the way there and back, and the hold lies between them; one stated part is the way back after
    the hold. Without stated seconds a repetition takes 3 s beside its hold, as `dose_minutes` counts it.

    Examples
    --------
    >>> from evenstride.model.plan import PlannedExercise
    >>> squeeze = PlannedExercise("kegel_ball_squeeze", None, "Squeeze", "activation", "both_at_once", 2, 8, 5.0, None,
    ...                           None, "let go for 5 s", "", 3.0, 3, (), ())
    >>> [(phase.words, phase.seconds) for phase in repetition_phases(squeeze)]
    [('hold', 5.0), ('let go', 5.0)]
    """
    if planned.reps is None:
        return ()
    stated = [
        RepetitionPhase(_way_words(part), float(found[1]))
        for part in planned.tempo.split(",")
        if (found := _SECONDS.search(part))
    ]
    hold = [RepetitionPhase("hold", planned.hold_s)] if planned.hold_s else []
    if not stated:
        return (*hold, RepetitionPhase("let go" if hold else "", REPETITION_S))
    return tuple([*hold, *stated] if len(stated) == 1 else [stated[0], *hold, *stated[1:]])


def _way_words(part: str) -> str:
    """``let go for 5 s`` -> ``let go``, ``2 s back and down`` -> ``back and down``."""
    return _SECONDS.sub("", part).strip().removesuffix(" for").strip()


def _week_dose(exercise: Exercise, week: int, stopped_parts: Collection[str]) -> WeekDose:
    due = _stage_of_week(exercise.stages, week)
    if due is None:
        return _basic_dose(exercise)
    if not _is_stopped(exercise, due.part, stopped_parts):
        return _from_stage(due)
    earlier = [
        stage
        for stage in exercise.stages
        if min(stage.weeks) < min(due.weeks) and not _is_stopped(exercise, stage.part, stopped_parts)
    ]
    if earlier:
        return _from_stage(max(earlier, key=lambda stage: min(stage.weeks)), avoids=due.part)
    return _basic_dose(exercise, avoids=due.part)


def _stage_of_week(stages: tuple[PlanStage, ...], week: int) -> PlanStage | None:
    """The stage of a week; in a gap, or after the last, the one before; before the first, the first."""
    if not stages:
        return None
    begun = [stage for stage in stages if min(stage.weeks) <= week]
    listed = [stage for stage in begun if week in stage.weeks]
    return max(listed or begun or stages[:1], key=lambda stage: min(stage.weeks))


def _is_stopped(exercise: Exercise, part_id: str | None, stopped_parts: Collection[str]) -> bool:
    return part_id is not None and f"{exercise.id}/{part_id}" in stopped_parts


def _from_stage(stage: PlanStage, avoids: str | None = None) -> WeekDose:
    return WeekDose(
        stage.part, stage.sets, stage.reps, stage.hold_s, stage.work_s, stage.rest_s, stage.tempo, stage.load, avoids
    )


def _basic_dose(exercise: Exercise, avoids: str | None = None) -> WeekDose:
    """The low ends of the basic form's dose, the article's before ours."""
    stated = _stated(exercise)
    number = {name: lowest(quantity) for name, quantity in stated.items()}
    sets = number.get("sets", number.get("intervals", _SETS_WITHOUT_A_DOSE))
    work_s = next((number[name] for name in ("interval_s", "tender_spot_s", "total_s") if name in number), None)
    reps = int(number.get("reps", _REPS_WITHOUT_A_DOSE)) if "reps" in number or work_s is None else None
    return WeekDose(
        part_id=None,
        sets=int(sets),
        reps=reps,
        hold_s=number.get("hold_s"),
        work_s=work_s if reps is None else None,
        rest_s=number.get("rest_s"),
        tempo=", ".join(
            f"{number[name]:g} s {way}" for name, way in (("down_s", "down"), ("up_s", "up")) if name in number
        ),
        load="",
        avoids=avoids,
    )


def _stated(part: ExercisePart) -> dict[str, Quantity]:
    return {**part.dose_ours.quantities, **part.dose_article.quantities}


def _tempo_s(tempo: str) -> float:
    seconds = [float(each) for each in _SECONDS.findall(tempo)]
    return sum(seconds) if seconds else REPETITION_S
