"""Exercises and running cues: what to do, how much, who leaves it out."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import (
    Entry,
    Evidence,
    FindingId,
    Id,
    IdOf,
    Listed,
    MuscleId,
    Quantity,
    Sourced,
    SourceId,
    Statement,
    Text,
)

Equipment = Literal[
    "mat",
    "lacrosse_ball",
    "foam_roller",
    "small_ball",
    "resistance_band",
    "high_anchor",
    "kneeling_pad",
    "chair",
    "wall",
    "step",
    "towel",
    "cable_machine",
]
Position = Literal["prone", "supine_knees_bent", "side_lying", "long_sitting", "standing", "tall_kneeling"]
Sides = Literal["each_side", "both_at_once"]
#: Stages cover the weeks 1 to this one.
PLAN_WEEKS = 6
RedFlagId = Annotated[str, IdOf("red_flag")]


class Dose(Entry):
    """How much. Units stand in the names; a field that is absent was not stated."""

    sets: Quantity | None = None
    reps: Quantity | None = None
    hold_s: Quantity | None = None
    rest_s: Quantity | None = None
    interval_s: Quantity | None = None
    intervals: Quantity | None = None
    total_s: Quantity | None = None
    tender_spot_s: Quantity | None = None
    pass_s: Quantity | None = None
    down_s: Quantity | None = None
    up_s: Quantity | None = None
    moves_per_min: Quantity | None = None
    sessions_per_week: Quantity | None = None
    discomfort_max_nprs: Quantity | None = None

    @property
    def quantities(self) -> dict[str, Quantity]:
        """The stated quantities by field name."""
        named = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: quantity for name, quantity in named if quantity is not None}


class WorkedMuscles(Sourced):
    """Muscles an exercise is meant to release or to work.

    ``also_worked`` are further muscles, from ``also_source``, that the main source does not name.
    """

    released: tuple[MuscleId, ...] = ()
    worked: tuple[MuscleId, ...] = ()
    also_worked: tuple[MuscleId, ...] = ()
    also_source: SourceId | None = None

    @model_validator(mode="after")
    def _names_the_source_of_further_muscles(self) -> Self:
        if bool(self.also_worked) != (self.also_source is not None):
            raise ValueError("also_worked and also_source go together")
        return self

    @property
    def all_worked(self) -> tuple[str, ...]:
        return (*self.worked, *self.also_worked)

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.released, *self.all_worked)


class Angle(Entry):
    """A joint angle a position asks for, degrees."""

    what: Text
    angle_deg: Quantity


class Contraindication(Statement):
    """Who is not offered an exercise, and the red-flag questions that find it out."""

    asked_by: Annotated[tuple[RedFlagId, ...], Field(min_length=1)]


class ExercisePart(Listed):
    """A variation (done instead) or an add-on (done as well). The article's dose is kept apart from ours.

    ``sides`` is given where it is not that of the basic form.
    """

    name: Text
    sides: Sides | None = None
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    dose_article: Dose
    dose_ours: Dose
    angles: tuple[Angle, ...] = ()
    cautions: tuple[Statement, ...] = ()
    common_faults: tuple[Text, ...] = ()


class PlanStage(Sourced):
    """What one stage of a six-week plan asks for; ``part`` is the variation or add-on done then, None the basic form.

    The source is where the stage as a whole comes from; its numbers stay inside the article's dose and ours. ``rest_s``
    lies between sets; ``work_s`` is one interval, or the time on one tender spot; with ``each_side`` they are per side.
    ``tempo`` gives the seconds of one repetition beside ``hold_s``.
    """

    weeks: tuple[Annotated[int, Field(ge=1, le=PLAN_WEEKS)], ...] = Field(min_length=1)
    part: Id | None = None
    sets: int = Field(ge=1)
    reps: int | None = Field(default=None, ge=1)
    hold_s: float | None = Field(default=None, gt=0)
    work_s: float | None = Field(default=None, gt=0)
    rest_s: float | None = Field(default=None, ge=0)
    tempo: str = ""
    load: str = ""

    @model_validator(mode="after")
    def _says_how_long_or_how_often(self) -> Self:
        if (self.reps is None) == (self.work_s is None):
            raise ValueError("expected either reps or work_s")
        return self


class Exercise(ExercisePart):
    """One exercise. ``purpose`` is for the runner; ``steps`` hold what ``steps_source`` states, in our words."""

    kind: Literal["release", "activation", "strength"]
    findings: Annotated[tuple[FindingId, ...], Field(min_length=1)]
    purpose: Text
    position: Position
    sides: Sides
    equipment: tuple[Equipment, ...]
    origin: Literal["article", "ours"]
    optional_equipment: tuple[Equipment, ...] = ()
    muscles: WorkedMuscles
    steps_source: Statement
    variations: tuple[ExercisePart, ...] = ()
    add_ons: tuple[ExercisePart, ...] = ()
    not_offered_if: tuple[Contraindication, ...] = ()
    regress: tuple[Text, ...]
    progress: tuple[Text, ...]
    stages: Annotated[tuple[PlanStage, ...], Field(min_length=1)]
    evidence: Evidence

    @property
    def parts(self) -> tuple[ExercisePart, ...]:
        """The exercise itself, its variations and its add-ons."""
        whole: tuple[Self | ExercisePart, ...] = (self, *self.variations, *self.add_ons)
        return whole

    def part(self, part_id: str | None) -> ExercisePart:
        """The basic form for None, else the variation or add-on of this id; `KeyError` where there is none."""
        if part_id is None:
            return self
        return {each.id: each for each in self.parts[1:]}[part_id]

    def sides_of(self, part_id: str | None) -> Sides:
        """Whether this form is done on each side in turn or with both at once."""
        return self.part(part_id).sides or self.sides

    def stage_in(self, week: int) -> PlanStage | None:
        """What week ``week`` (1 to 6) of a plan asks for."""
        return next((stage for stage in self.stages if week in stage.weeks), None)


class Cue(Listed):
    """Something to try while running, with what it may shift elsewhere."""

    name: Text
    findings: tuple[FindingId, ...]
    how: Annotated[tuple[Text, ...], Field(min_length=1)]
    amount: Statement
    step_rate_change_pct: Quantity | None = None
    warnings: Annotated[tuple[Statement, ...], Field(min_length=1)]
    evidence: Evidence
