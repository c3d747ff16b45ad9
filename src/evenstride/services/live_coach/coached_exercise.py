"""One exercise as the coach's page needs it: what to do, where the camera stands, the sets, the timer's steps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evenstride.coaching.timer import TimerStep, timer_steps
from evenstride.errors import InputError
from evenstride.model.gait import Side

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Exercise, FormWatch, Movement, PlanStage

MOST_SETS, MOST_REPS, LONGEST_HOLD_S = 10, 50, 180.0


@dataclass(frozen=True)
class Dose:
    """How much, where somebody (a plan) has said so; None leaves it at the exercise's own first stage."""

    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None


@dataclass(frozen=True)
class Turn:
    """One set on one side (None: both at once)."""

    set_number: int
    side: Side | None
    reps: int | None
    hold_s: float | None
    work_s: float | None


@dataclass(frozen=True)
class CoachedExercise:
    """What the page says and does.

    Attributes
    ----------
    by : ``camera`` where it counts, ``timer`` where it would see too little.
    place_words : where the phone stands; empty by timer.
    faults : what the coach looks for, in words.
    unseen : what no camera sees here.
    rest_s : between two sets.
    timer : what is done by hand, or where no camera helps, from getting ready to the end.
    """

    exercise_id: str
    part_id: str | None
    name: str
    purpose: str
    steps: tuple[str, ...]
    cautions: tuple[str, ...]
    movement: Movement
    by: Literal["camera", "timer"]
    place_words: str
    faults: tuple[str, ...]
    unseen: tuple[str, ...]
    turns: tuple[Turn, ...]
    rest_s: float
    timer: tuple[TimerStep, ...]
    pain_words: str

    @property
    def path(self) -> str:
        """Below ``/coach/``."""
        return self.exercise_id if self.part_id is None else f"{self.exercise_id}/{self.part_id}"


@dataclass(frozen=True)
class CoachChoice:
    """A form of an exercise in the list of those that can be coached."""

    path: str
    name: str
    by: Literal["camera", "timer"]


def list_coached() -> tuple[CoachChoice, ...]:
    """Every form of every exercise, in the knowledge's order."""
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    choices = []
    for watch in knowledge.form_watches.values():
        movement = knowledge.movements[watch.movement]
        path = movement.exercise if movement.part is None else f"{movement.exercise}/{movement.part}"
        choices.append(CoachChoice(path, movement.name, watch.by))
    return tuple(choices)


def coached_exercise(exercise_id: str, part_id: str | None = None, *, dose: Dose | None = None) -> CoachedExercise:
    """Everything about one form of an exercise.

    Raises
    ------
    InputError : there is no such form, or a dose that makes no sense.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    watch = find_watch(knowledge, exercise_id, part_id)
    movement = knowledge.movements[watch.movement]
    exercise = knowledge.exercises[movement.exercise]
    part = exercise.part(movement.part)
    stage = _with_dose(_first_stage(exercise, movement.part), dose or Dose())
    return CoachedExercise(
        exercise_id=exercise.id,
        part_id=movement.part,
        name=movement.name,
        purpose=exercise.purpose,
        steps=part.steps,
        cautions=tuple(each.text for each in part.cautions),
        movement=movement,
        by=watch.by,
        place_words="" if watch.camera is None else watch.camera.text,
        faults=tuple(check.fault for check in watch.checks),
        unseen=tuple(each.text for each in watch.unseen),
        turns=_turns(exercise, stage),
        rest_s=60.0 if stage.rest_s is None else stage.rest_s,
        timer=timer_steps(exercise, stage, watch),
        pain_words=knowledge.plan_rules["pain_above_5"].text,
    )


def find_watch(knowledge: Knowledge, exercise_id: str, part_id: str | None) -> FormWatch:
    """How a form of an exercise is watched.

    Raises
    ------
    InputError : there is no such form.
    """
    for watch in knowledge.form_watches.values():
        movement = knowledge.movements[watch.movement]
        if (movement.exercise, movement.part) == (exercise_id, part_id):
            return watch
    raise InputError("Expected an exercise of the list, got another one.", next_step="Choose one of the list.")


def _first_stage(exercise: Exercise, part_id: str | None) -> PlanStage:
    """The first stage of this form; the exercise's first one where a plan never asks for this form."""
    own = next((stage for stage in exercise.stages if stage.part == part_id), None)
    return own or exercise.stages[0].model_copy(update={"part": part_id})


def _with_dose(stage: PlanStage, dose: Dose) -> PlanStage:
    for value, most, what in (
        (dose.sets, MOST_SETS, "sets"),
        (dose.reps, MOST_REPS, "repetitions"),
        (dose.hold_s, LONGEST_HOLD_S, "seconds"),
    ):
        if value is not None and not 1 <= value <= most:
            raise InputError(f"Expected 1 to {most:g} {what}, got {value:g}.")
    changes = {
        "sets": dose.sets,
        "reps": dose.reps if stage.reps is not None else None,
        "hold_s": dose.hold_s if stage.hold_s is not None else None,
    }
    return stage.model_copy(update={name: value for name, value in changes.items() if value is not None})


def _turns(exercise: Exercise, stage: PlanStage) -> tuple[Turn, ...]:
    sides: tuple[Side | None, ...] = ("left", "right") if exercise.sides_of(stage.part) == "each_side" else (None,)
    first = Turn(1, None, stage.reps, stage.hold_s, stage.work_s)
    return tuple(replace(first, set_number=number, side=side) for number in range(1, stage.sets + 1) for side in sides)
