"""Home screens that would make a suspicion more or less plausible, and questions that come before everything."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import ExerciseId, Listed, MuscleId, Quantity, Statement, Text, Unit


class Positive(Statement):
    """What counts as positive, in words and, where there is one, as a number in ``unit``."""

    unit: Unit | None = None
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _has_a_unit(self) -> Self:
        if (self.unit is None) != (self.above is None and self.below is None):
            raise ValueError("a positive result with a number has a unit, one without has none")
        return self


class Screen(Listed):
    """One home screen. It supports or does not support a suspicion; it settles nothing alone."""

    name: Text
    plain: Text
    suspects_tight: tuple[MuscleId, ...] = ()
    suspects_weak: tuple[MuscleId, ...] = ()
    equipment: tuple[Text, ...]
    camera: Literal["side", "front", "rear", "none"]
    protocol: Annotated[tuple[Text, ...], Field(min_length=1)]
    protocol_source: Statement
    result: Text
    unit: Unit
    positive: Positive
    smallest_real_change: Quantity | None = None
    norms: tuple[Statement, ...] = ()
    limits: Annotated[tuple[Statement, ...], Field(min_length=1)]
    leave_out_if: tuple[Statement, ...] = ()


class RedFlag(Listed):
    """A question whose yes stops the plan (``stops_exercises`` empty) or single exercises, and says whom to see."""

    question: Text
    urgency: Literal["emergency", "same_day", "before_continuing"]
    whom_to_see: Text
    why: Statement
    stops_exercises: tuple[ExerciseId, ...] = ()
