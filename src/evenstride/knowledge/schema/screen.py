"""Home screens that would make a suspicion more or less plausible, and questions that come before everything."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import (
    ExerciseId,
    Listed,
    MuscleId,
    PartRef,
    Quantity,
    Sourced,
    SourceId,
    Statement,
    Text,
    Unit,
)


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


class AgeNorm(Sourced):
    """What men and women from an age on reached on average, in the unit of the screen."""

    from_age: int = Field(ge=0)
    men: float
    women: float


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
    age_norms: tuple[AgeNorm, ...] = ()
    limits: Annotated[tuple[Statement, ...], Field(min_length=1)]
    leave_out_if: tuple[Statement, ...] = ()


class RedFlag(Listed):
    """A question that comes before a plan, what a yes (or pain ``above`` a number, 0-10) stops, and whom to see.

    A flag that stops no exercise and no part and gives no ``caution`` stops the whole plan. ``source`` is where the
    number ``above`` comes from.
    """

    question: Text
    group: Literal["now", "history"] = "now"
    answer: Literal["yes_no", "pain_0_10"] = "yes_no"
    above: float | None = Field(default=None, ge=0, le=10)
    source: SourceId | None = None
    urgency: Literal["emergency", "same_day", "before_continuing"]
    whom_to_see: Text
    why: Statement
    stops_exercises: tuple[ExerciseId, ...] = ()
    stops_parts: tuple[PartRef, ...] = ()
    caution: str = ""

    @model_validator(mode="after")
    def _has_a_line_for_pain(self) -> Self:
        if (self.answer == "pain_0_10") != (self.above is not None):
            raise ValueError("a pain question has above, a yes-or-no question has none")
        return self

    @property
    def stops_plan(self) -> bool:
        """Whether it stops everything rather than single exercises."""
        return not (self.stops_exercises or self.stops_parts or self.caution)
