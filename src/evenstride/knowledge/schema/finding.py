"""What a finding is: which measures make it, what it suspects, what speaks for and against, what answers it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import (
    CueId,
    Entry,
    ExerciseId,
    Grade,
    Id,
    InjuryId,
    Listed,
    MeasureId,
    MuscleId,
    ScreenId,
    Sourced,
    Statement,
    Text,
)


class Condition(Entry):
    """One plain comparison: a measure beyond its mild or marked line, or of one class (``is``).

    ``direction`` is needed only where the measure has lines above and below.
    """

    measure: MeasureId
    level: Literal["mild", "marked"] | None = None
    direction: Literal["above", "below"] | None = None
    class_is: Id | None = Field(default=None, alias="is")

    @model_validator(mode="after")
    def _compares_one_thing(self) -> Self:
        if (self.level is None) == (self.class_is is None):
            raise ValueError("expected either level or is")
        if self.class_is is not None and self.direction is not None:
            raise ValueError("direction goes with level only")
        return self


class Trigger(Sourced):
    """All of ``all`` and, where ``any`` is given, at least one of it."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _has_conditions(self) -> Self:
        if not self.all and not self.any:
            raise ValueError("expected at least one condition in all or any")
        return self


class SuspectedMuscle(Entry):
    """A muscle with the reason it is suspected: named so by the article, or inferred by us."""

    muscle: MuscleId
    basis: Literal["as_in_article", "inferred"]


class Suspected(Entry):
    """Muscles that a finding brings into suspicion. A suspicion waits for a screen."""

    tight: tuple[SuspectedMuscle, ...]
    weak: tuple[SuspectedMuscle, ...]
    basis: Text


class FindingEvidence(Entry):
    """What speaks for and against the finding mattering."""

    speaks_for: Annotated[tuple[Statement, ...], Field(min_length=1)]
    speaks_against: Annotated[tuple[Statement, ...], Field(min_length=1)]


class InjuriesDiscussed(Entry):
    """Complaints that the article or the literature discusses around the finding."""

    article: tuple[InjuryId, ...] = ()
    literature: tuple[InjuryId, ...] = ()
    note: Text


class Says(Entry):
    """The sentence for each status. ``{side}`` becomes left or right."""

    present: Text
    possible: Text
    absent: Text
    unknown: Text


class FindingDefinition(Listed):
    """One finding with its whole chain.

    ``grade`` is of the claim that the finding matters for injury, ``muscle_link_grade`` of the claim that the
    suspected muscles have to do with it.
    """

    name: Text
    origin: Literal["article", "literature"]
    sides: Literal["per_side", "both"]
    plain: Text
    article_says: tuple[Statement, ...]
    trigger: Trigger
    suspected: Suspected
    evidence: FindingEvidence
    grade: Grade
    muscle_link_grade: Grade
    injuries: InjuriesDiscussed
    confirm_with: tuple[ScreenId, ...]
    exercises: tuple[ExerciseId, ...]
    cues: tuple[CueId, ...] = ()
    says: Says
    does_not_say: Text
    to_know: tuple[Text, ...]

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The measures the trigger rests on, in its order."""
        return tuple(condition.measure for condition in (*self.trigger.all, *self.trigger.any))
