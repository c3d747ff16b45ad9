"""What every knowledge entry shares: strictness, ids that must lead somewhere, numbers that name their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator


@dataclass(frozen=True)
class IdOf:
    """Marks a text that must be the id of an entry of this kind; the loader follows it."""

    kind: str


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1)]

MeasureId = Annotated[str, IdOf("measure")]
FindingId = Annotated[str, IdOf("finding")]
MuscleId = Annotated[str, IdOf("muscle")]
InjuryId = Annotated[str, IdOf("injury")]
ExerciseId = Annotated[str, IdOf("exercise")]
ScreenId = Annotated[str, IdOf("screen")]
#: ``exercise`` or ``exercise/variation``.
PartRef = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")]
CueId = Annotated[str, IdOf("cue")]
SourceId = Annotated[str, IdOf("reference")]

#: How well a claim is supported: several good studies agree | one good study or a consistent mechanism | small or
#: retrospective studies | studies disagree | nothing that tests it.
Grade = Literal["strong", "moderate", "limited", "conflicting", "none"]
#: published: we read it there | to_be_checked: cited from a title or from memory | internal: the article, our own
#: default, or a calculation of ours.
Status = Literal["published", "to_be_checked", "internal"]
View = Literal["side", "rear", "front", "watch", "imu", "force"]
Unit = Literal["deg", "cm", "m", "ms", "s", "steps/min", "%", "% leg length", "SD", "BW", "BW/s", "g", "reps", "class"]


class Entry(BaseModel):
    """A frozen part of the knowledge that accepts no key it does not know and converts nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Listed(Entry):
    """An entry of its own that others can name by its id."""

    id: Id


class Sourced(Entry):
    """Something that names where it comes from.

    ``status`` is set only where one number is less sure than the rest of its source.
    """

    source: SourceId
    status: Status | None = None
    note: str = ""


class Statement(Sourced):
    """A sentence in our own words and where its content comes from."""

    text: Text


class Evidence(Entry):
    """How well something is supported, and by what."""

    grade: Grade
    statements: Annotated[tuple[Statement, ...], Field(min_length=1)]


class Quantity(Sourced):
    """One number (``value``) or a range (``low`` to ``high``), in the unit that the holding field's name says."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _is_value_or_range(self) -> Self:
        is_range = self.low is not None and self.high is not None
        if (self.value is None) != is_range or (self.low is None) != (self.high is None):
            raise ValueError("expected either value, or low and high")
        if self.low is not None and self.high is not None:
            require_ordered(self.low, self.high)
        return self


def require_ordered(low: float, high: float) -> None:
    """Raise where a range is upside down."""
    if low > high:
        raise ValueError(f"bad range: low {low:g} is above high {high:g}")
