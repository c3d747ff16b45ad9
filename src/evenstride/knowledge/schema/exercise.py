"""Exercises and running cues: what to do, how much, who leaves it out."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import (
    Entry,
    Evidence,
    FindingId,
    Id,
    Listed,
    MuscleId,
    Quantity,
    Sourced,
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
]
Position = Literal["prone", "supine_knees_bent", "side_lying", "long_sitting", "standing", "tall_kneeling"]


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
    """Muscles an exercise is meant to release or to work."""

    released: tuple[MuscleId, ...] = ()
    worked: tuple[MuscleId, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.released, *self.worked)


class Angle(Entry):
    """A joint angle a position asks for, degrees."""

    what: Text
    angle_deg: Quantity


class ExercisePart(Listed):
    """A variation (done instead) or an add-on (done as well). The article's dose is kept apart from ours."""

    name: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    dose_article: Dose
    dose_ours: Dose
    angles: tuple[Angle, ...] = ()
    cautions: tuple[Statement, ...] = ()
    common_faults: tuple[Text, ...] = ()


class PlanStage(Sourced):
    """What one stage of a six-week plan asks for; ``part`` is the variation or add-on done then, None the basic form.

    The source is where the stage as a whole comes from; its numbers stay inside the article's dose and ours.
    """

    weeks: tuple[int, ...] = Field(min_length=1)
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
    sides: Literal["each_side", "both_at_once"]
    equipment: tuple[Equipment, ...]
    origin: Literal["article", "ours"] = "article"
    optional_equipment: tuple[Equipment, ...] = ()
    muscles: WorkedMuscles
    steps_source: Statement
    variations: tuple[ExercisePart, ...] = ()
    add_ons: tuple[ExercisePart, ...] = ()
    not_offered_if: tuple[Statement, ...] = ()
    regress: tuple[Text, ...]
    progress: tuple[Text, ...]
    stages: tuple[PlanStage, ...] = ()
    evidence: Evidence

    @property
    def parts(self) -> tuple[ExercisePart, ...]:
        """The exercise itself, its variations and its add-ons."""
        whole: tuple[Self | ExercisePart, ...] = (self, *self.variations, *self.add_ons)
        return whole


class Cue(Listed):
    """Something to try while running, with what it may shift elsewhere."""

    name: Text
    findings: tuple[FindingId, ...]
    how: Annotated[tuple[Text, ...], Field(min_length=1)]
    amount: Statement
    step_rate_change_pct: Quantity | None = None
    warnings: Annotated[tuple[Statement, ...], Field(min_length=1)]
    evidence: Evidence
