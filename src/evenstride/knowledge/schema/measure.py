"""What a measure is: instant, definition, sign, unit, needs, thresholds and the values others were found with."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from evenstride.knowledge.schema.base import (
    Entry,
    Evidence,
    Grade,
    Id,
    Listed,
    MeasureId,
    Quantity,
    Sourced,
    SourceId,
    Text,
    Unit,
    View,
    require_ordered,
)

#: A 29.97 or 59.94 pictures per second recording passes as 30 or 60.
FRAME_RATE_SLACK = 0.98


class ThresholdLevel(Sourced):
    """A line that counts as crossed above and/or below a value, in the unit of the measure."""

    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _has_a_line(self) -> Self:
        if self.above is None and self.below is None:
            raise ValueError("expected above or below")
        if self.above is not None and self.below is not None:
            require_ordered(self.below, self.above)
        return self


class Thresholds(Entry):
    """Screening lines, mild and marked. ``at_speed_mps``: they hold only near that running speed.

    ``shift_per_mps`` is how far the lines move, in the unit of the measure, for each metre a second faster.
    """

    unit: Unit
    mild: ThresholdLevel
    marked: ThresholdLevel
    at_speed_mps: Quantity | None = None
    shift_per_mps: Quantity | None = None
    note: str = ""

    def shift_at(self, speed_mps: float | None) -> float | None:
        """How far the lines move at a running speed, in ``unit``: 0 where they hold at any; None where nobody knows."""
        if self.at_speed_mps is None:
            return 0.0
        at_mps = self.at_speed_mps.value
        per_mps = None if self.shift_per_mps is None else self.shift_per_mps.value
        return None if speed_mps is None or at_mps is None or per_mps is None else per_mps * (speed_mps - at_mps)

    @model_validator(mode="after")
    def _shifts_from_a_speed(self) -> Self:
        if self.shift_per_mps is not None and self.at_speed_mps is None:
            raise ValueError("shift_per_mps goes with at_speed_mps")
        return self

    @model_validator(mode="after")
    def _marked_lies_beyond_mild(self) -> Self:
        for direction, sign in (("above", 1), ("below", -1)):
            mild, marked = getattr(self.mild, direction), getattr(self.marked, direction)
            if (mild is None) != (marked is None):
                raise ValueError(f"mild and marked must both have a line {direction}, or neither")
            if mild is not None and sign * marked < sign * mild:
                raise ValueError(f"bad range: marked {direction} {marked:g} is not beyond mild {direction} {mild:g}")
        return self


class ReferenceBand(Sourced):
    """Values others were found with, to read a value beside. Not a limit between good and bad."""

    low: float
    high: float
    unit: Unit
    speed_mps: float | None = None
    population: str = ""

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        require_ordered(self.low, self.high)
        return self


class Reliability(Sourced):
    """How much the measure scatters, or how well methods agree, as somebody found."""

    what: Text
    low: float
    high: float
    unit: Text

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        require_ordered(self.low, self.high)
        return self


class ClassLimits(Sourced):
    """Where a class lies on the number it is read from: above one limit, below another, or both."""

    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Self:
        if self.above is not None and self.below is not None:
            require_ordered(self.above, self.below)
        return self


class MeasureClass(Entry):
    """One class of a measure that is a class, with its limits on ``classified_from``."""

    id: Id
    plain: Text
    limits: ClassLimits | None = None


class MeasureDefinition(Listed):
    """One measure. Signs live here and nowhere else.

    ``span``: what it is read from, a clip of steady running or a whole run with its first and last fifth.
    ``min_fps``: pictures (of a watch or sensor, values) a second below which the measure is not trusted; from
    ``low_confidence_fps`` (where given) up to it a value is shown with low confidence, below that it is refused.
    ``left_right_difference`` says how the sides are compared, ``usual_difference`` how much difference is usual: in
    per cent of the mean of both sides, or in the unit of the measure.
    ``seen_at_stance_frac``: where in stance it can be looked at (0 initial contact, 1 toe-off), None where no single
    moment shows it.
    """

    name: Text
    short_name: Text
    kind: Literal["number", "class"]
    unit: Unit
    sides: Literal["per_side", "both"]
    views: Annotated[tuple[View, ...], Field(min_length=1)]
    span: Literal["clip", "whole_run"] = "clip"
    instant: Text
    seen_at_stance_frac: float | None = Field(default=None, ge=0, le=1)
    definition: Text
    sign: Text
    source: SourceId
    min_fps: float = Field(gt=0)
    low_confidence_fps: float | None = Field(default=None, gt=0)
    fps_source: SourceId
    decimals: int = Field(ge=0, le=3)
    classified_from: MeasureId | None = None
    classes: tuple[MeasureClass, ...] = ()
    left_right_difference: Literal["percent", "absolute"] | None = None
    usual_difference: Quantity | None = None
    thresholds: Thresholds | None
    references: tuple[ReferenceBand, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    injury_evidence: tuple[Evidence, ...] = ()
    better_explained: Text
    how_to_film: Text
    caveat: Text

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        is_class = self.kind == "class"
        if is_class != (self.unit == "class") or is_class != bool(self.classes):
            raise ValueError("a measure of kind class has unit 'class' and classes; a number has neither")
        if is_class and (self.thresholds is not None or self.classified_from is None):
            raise ValueError("a class has classified_from and no thresholds")
        if self.low_confidence_fps is not None and self.low_confidence_fps > self.min_fps:
            raise ValueError(
                f"bad range: low_confidence_fps {self.low_confidence_fps:g} is above min_fps {self.min_fps:g}"
            )
        if self.usual_difference is not None and (self.left_right_difference is None or self.sides == "both"):
            raise ValueError("usual_difference goes with left_right_difference and two sides")
        return self

    @property
    def injury_grade(self) -> Grade:
        """How well a link of this measure to injury is supported, by the first evidence entry."""
        return self.injury_evidence[0].grade if self.injury_evidence else "none"

    @property
    def is_in_a_side_view(self) -> bool:
        """Whether a clip from the side can carry it."""
        return "side" in self.views and self.span == "clip"

    def standing_at_fps(self, fps: float) -> Literal["ok", "low_confidence", "refused"]:
        """What a recording of ``fps`` pictures per second allows, with 2 % slack for 29.97 and 59.94."""
        if fps >= FRAME_RATE_SLACK * self.min_fps:
            return "ok"
        if self.low_confidence_fps is not None and fps >= FRAME_RATE_SLACK * self.low_confidence_fps:
            return "low_confidence"
        return "refused"
