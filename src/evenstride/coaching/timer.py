"""Exercises by timer: intervals, tender spots, sides and prompts, for what no camera sees or where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evenstride.model.gait import Side

if TYPE_CHECKING:
    from evenstride.knowledge.schema import Exercise, FormWatch, PlanStage
    from evenstride.knowledge.schema.exercise import ExercisePart

#: To lie down on a roller or a ball, and to turn over to the other side. Ours.
GET_READY_S, CHANGE_SIDES_S = 5.0, 10.0
#: Between two intervals, between two holds and between two sets, where neither the stage nor the dose says it. Ours.
_BETWEEN_INTERVALS_S, _BETWEEN_HOLDS_S, _BETWEEN_SETS_S = 5.0, 5.0, 30.0
#: A repetition by timer where nothing gives its length. Ours.
_REPETITION_S = 4.0


@dataclass(frozen=True)
class TimerStep:
    """One stretch of time and what is done in it.

    ``say`` is spoken when it begins. ``counts`` says whether it is part of the dose.
    """

    kind: Literal["ready", "work", "hold", "rest", "change_sides"]
    seconds: float
    say: str
    side: Side | None = None
    set_number: int = 1
    counts: bool = False


def timer_steps(exercise: Exercise, stage: PlanStage, watch: FormWatch) -> tuple[TimerStep, ...]:
    """What the timer does for one stage of an exercise, from getting ready to the end.

    Parameters
    ----------
    exercise, stage : the dose, the part (basic form, variation or add-on) and whether sides change.
    watch : its prompts, said in turn as intervals begin.

    Returns
    -------
    Steps in order; those that ``counts`` add up to the dose.
    """
    sides: tuple[Side | None, ...] = ("left", "right") if exercise.sides_of(stage.part) == "each_side" else (None,)
    part = exercise.part(stage.part)
    steps = [TimerStep("ready", GET_READY_S, part.steps[0], sides[0])]
    for number in range(1, stage.sets + 1):
        for side in sides:
            if len(steps) > 1:
                steps.append(_between(steps[-1], side, number, stage))
            steps += _one_set(stage, part, watch, side, number)
    return tuple(steps)


def total_s(steps: tuple[TimerStep, ...]) -> float:
    """How long it takes in all."""
    return sum(step.seconds for step in steps)


def step_at(steps: tuple[TimerStep, ...], elapsed_s: float) -> tuple[TimerStep, float] | None:
    """The step of a moment and the seconds left in it; None after the end."""
    end_s = 0.0
    for step in steps:
        end_s += step.seconds
        if elapsed_s < end_s:
            return step, end_s - elapsed_s
    return None


def _between(last: TimerStep, side: Side | None, number: int, stage: PlanStage) -> TimerStep:
    if side != last.side:
        return TimerStep("change_sides", CHANGE_SIDES_S, f"Change to the {side} side.", side, number)
    seconds = stage.rest_s if stage.rest_s is not None else _BETWEEN_SETS_S if stage.reps else _BETWEEN_INTERVALS_S
    return TimerStep("rest", seconds, "Rest.", side, number)


def _one_set(
    stage: PlanStage, part: ExercisePart, watch: FormWatch, side: Side | None, number: int
) -> Iterator[TimerStep]:
    prompts = watch.prompts or (part.name,)
    if stage.work_s is not None:
        yield TimerStep("work", stage.work_s, prompts[(number - 1) % len(prompts)], side, number, counts=True)
        return
    for repetition in range(stage.reps or 0):
        if stage.hold_s is None:
            yield TimerStep("work", _REPETITION_S, str(repetition + 1), side, number, counts=True)
            continue
        yield TimerStep("hold", stage.hold_s, prompts[0], side, number, counts=True)
        rest = part.dose_ours.rest_s
        seconds = rest.value if rest is not None and rest.value is not None else _BETWEEN_HOLDS_S
        yield TimerStep("rest", seconds, prompts[-1], side, number)
