"""What a finding is: which measures make it, what it suspects, what speaks for and against, what answers it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from evenstride.knowledge.schema.base import (
    CueId,
    Entry,
    ExerciseId,
    FindingId,
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

    ``direction`` is needed only where the measure has lines above and below. ``sides: differ`` compares left and right
    of the measure with its usual difference instead.
    """

    measure: MeasureId
    level: Literal["mild", "marked"] | None = None
    direction: Literal["above", "below"] | None = None
    class_is: Id | None = Field(default=None, alias="is")
    sides: Literal["differ"] | None = None

    @model_validator(mode="after")
    def _compares_one_thing(self) -> Self:
        if self.sides is not None and (self.level, self.class_is, self.direction) != (None, None, None):
            raise ValueError("sides goes without level, is and direction")
        if self.sides is None and (self.level is None) == (self.class_is is None):
            raise ValueError("expected either level or is")
        if self.class_is is not None and self.direction is not None:
            raise ValueError("direction goes with level only")
        return self


class ConditionGroup(Entry):
    """Conditions that count as one: all of them must hold together."""

    all_of: Annotated[tuple[Condition, ...], Field(min_length=2)]


def _read_alternative(raw: Any) -> Condition | ConditionGroup:
    """A group where the entry has ``all_of``, else one condition; so that a problem is told at its own place."""
    if isinstance(raw, dict) and isinstance(raw.get("all_of"), list):  # from JSON, which has no tuples
        raw = {**raw, "all_of": tuple(raw["all_of"])}
    is_group = isinstance(raw, ConditionGroup) or (isinstance(raw, dict) and "all_of" in raw)
    return ConditionGroup.model_validate(raw) if is_group else Condition.model_validate(raw)


Alternative = Annotated[Condition | ConditionGroup, PlainValidator(_read_alternative)]


class Trigger(Sourced):
    """All of ``all`` and, where ``any`` is given, at least one of it; an alternative may be a group of conditions."""

    all: tuple[Condition, ...] = ()
    any: tuple[Alternative, ...] = ()

    @model_validator(mode="after")
    def _has_conditions(self) -> Self:
        if not self.all and not self.any:
            raise ValueError("expected at least one condition in all or any")
        return self

    @property
    def alternatives(self) -> tuple[tuple[Condition, ...], ...]:
        """The entries of ``any``, each as the conditions that must hold together."""
        return tuple(each.all_of if isinstance(each, ConditionGroup) else (each,) for each in self.any)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, groups opened, in the order of the file."""
        return (*self.all, *(condition for alternative in self.alternatives for condition in alternative))

    def located_conditions(self) -> Iterator[tuple[tuple[str | int, ...], Condition]]:
        """Every condition with its place inside the trigger."""
        for index, condition in enumerate(self.all):
            yield ("all", index), condition
        for index, each in enumerate(self.any):
            if isinstance(each, ConditionGroup):
                yield from ((("any", index, "all_of", inner), one) for inner, one in enumerate(each.all_of))
            else:
                yield ("any", index), each


class SuspectedMuscle(Entry):
    """A muscle with the reason it is suspected: named so by the article, or inferred by us."""

    muscle: MuscleId
    basis: Literal["as_in_article", "inferred"]


class Suspected(Entry):
    """Muscles that a finding brings into suspicion. A suspicion waits for a screen."""

    tight: tuple[SuspectedMuscle, ...]
    weak: tuple[SuspectedMuscle, ...]
    basis: Text

    @property
    def muscles(self) -> tuple[str, ...]:
        """All suspected muscles, each once."""
        return tuple(dict.fromkeys(each.muscle for each in (*self.tight, *self.weak)))


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

    A finding without suspected muscles is a matter of technique: it names a cue, and its exercises are for strength in
    general. ``information_only`` leads to nothing by itself: no muscle, no exercise, no cue; ``see_also`` names the
    findings in which to look further.
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
    information_only: bool = False
    see_also: tuple[FindingId, ...] = ()

    @model_validator(mode="after")
    def _information_leads_nowhere_by_itself(self) -> Self:
        if self.information_only and (self.exercises or self.cues or self.suspected.muscles):
            raise ValueError("a finding that is information only has no suspected muscles, exercises and cues")
        return self

    @property
    def measure_ids(self) -> tuple[str, ...]:
        """The measures the trigger rests on, in its order, each once."""
        return tuple(dict.fromkeys(condition.measure for condition in self.trigger.conditions))
