"""Small scales: a value with its error beside a reference range, or against its screening lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evenstride.model import Measure, Reference
from evenstride.model.gait import Side
from evenstride.reports.clip_model import Role
from evenstride.reports.model import EvidenceScale, MarkPoint, ScaleLine, ScaleMark
from evenstride.reports.numbers import error_95, fixed, shown_unit
from evenstride.reports.wording import side_words

if TYPE_CHECKING:
    from evenstride.knowledge.schema import MeasureDefinition
    from evenstride.knowledge.schema.measure import Thresholds

SCALE_PADDING = 0.18  # of the shown span, on both ends

Direction = Literal["above", "below"]


@dataclass(frozen=True)
class ScaleAxis:
    """The shown span of a scale."""

    low: float
    high: float

    def pct(self, value: float) -> float:
        """Place of a value in percent of the width, held inside it."""
        return min(100.0, max(0.0, round(100 * (value - self.low) / (self.high - self.low), 1)))


def axis_over(values: Iterable[float]) -> ScaleAxis:
    """An axis that shows all these values with some room on both ends."""
    shown = list(values)
    low, high = min(shown), max(shown)
    padding = SCALE_PADDING * ((high - low) or 1.0)
    return ScaleAxis(low - padding, high + padding)


def reference_scale(
    measures: Sequence[Measure], role_of: Mapping[Side | None, Role | None], reference: Reference
) -> ScaleMark | None:
    """The values of both sides with their 95 % errors against a reference range; None without a number."""
    numbers = list(_numbers(measures))
    if not numbers:
        return None
    axis = axis_over([reference.low, reference.high, *_ends(numbers)])
    points = tuple(_point(axis, number, error, role_of.get(measure.side)) for measure, number, error in numbers)
    return ScaleMark(axis.pct(reference.low), axis.pct(reference.high), points, _reference_words(numbers, reference))


def evidence_scale(
    measure: Measure, *, both_sides: Sequence[Measure], definition: MeasureDefinition, role: Role | None
) -> EvidenceScale | None:
    """A value with its 95 % error against the screening lines of its measure; None without a number or a line."""
    thresholds = definition.thresholds
    if thresholds is None or measure.number is None:
        return None
    lines = list(screening_lines(thresholds))
    axis = axis_over([*(value for _, _, value in lines), *_ends(_numbers(both_sides))])
    return EvidenceScale(
        beyond=tuple(_beyond(axis, direction, value) for level, direction, value in lines if level == "mild"),
        lines=tuple(ScaleLine(level, axis.pct(value), line_text(value, thresholds.unit)) for level, _, value in lines),
        point=_point(axis, measure.number, error_95(measure.standard_error) or 0.0, role),
        words=lines_words(definition),
    )


def screening_lines(thresholds: Thresholds) -> Iterator[tuple[Literal["mild", "marked"], Direction, float]]:
    """Every line of a measure: its level, on which side it counts as crossed, where it is."""
    directions: tuple[Direction, Direction] = ("below", "above")
    levels: tuple[Literal["mild"], Literal["marked"]] = ("mild", "marked")
    for level in levels:
        for direction in directions:
            value = getattr(getattr(thresholds, level), direction)
            if value is not None:
                yield level, direction, float(value)


def lines_words(definition: MeasureDefinition | None) -> str:
    """The screening lines of a measure in words; empty where it has none."""
    if definition is None or definition.thresholds is None:
        return ""
    thresholds = definition.thresholds
    parts = []
    for level in ("mild", "marked"):
        of_level = [(direction, value) for name, direction, value in screening_lines(thresholds) if name == level]
        parts.append(f"{level} " + " or ".join(f"{d} {line_text(v, thresholds.unit)}" for d, v in of_level))
    return f"Screening lines: {', '.join(parts)}"


def line_text(value: float, unit: str) -> str:
    """``15°`` or ``6 cm``."""
    shown = shown_unit(unit)
    gap = "" if shown in {"", "°"} else " "
    return f"{fixed(value, 0 if float(value).is_integer() else 1)}{gap}{shown}"


def _numbers(measures: Iterable[Measure]) -> Iterator[tuple[Measure, float, float]]:
    """Measures that are numbers, with the number and its 95 % error (0 where it is not known)."""
    for measure in measures:
        if measure.number is not None:
            yield measure, measure.number, error_95(measure.standard_error) or 0.0


def _ends(numbers: Iterable[tuple[Measure, float, float]]) -> Iterator[float]:
    for _, number, error in numbers:
        yield from (number - error, number + error)


def _point(axis: ScaleAxis, number: float, error: float, role: Role | None) -> MarkPoint:
    return MarkPoint(role, axis.pct(number), axis.pct(number - error), axis.pct(number + error))


def _beyond(axis: ScaleAxis, direction: Direction, value: float) -> tuple[float, float]:
    return (axis.pct(value), 100.0) if direction == "above" else (0.0, axis.pct(value))


def _reference_words(numbers: Iterable[tuple[Measure, float, float]], reference: Reference) -> str:
    """The scale in words, for those who do not see it."""
    parts = []
    for measure, number, error in numbers:
        where = "within"
        if number + error < reference.low:
            where = "below"
        elif number - error > reference.high:
            where = "above"
        elif not reference.low <= number <= reference.high:
            where = "not clearly outside"
        parts.append(f"{side_words(measure.side)}: {where} the reference range")
    return "; ".join(parts)
