"""Small scales: a value with its error beside a reference range, or against its screening lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from evenstride.model import Measure, Reference
from evenstride.model.gait import Side
from evenstride.reports.clip_model import Role
from evenstride.reports.model import EvidenceScale, MarkPoint, ScaleLine, ScaleMark
from evenstride.reports.numbers import error_95, fixed, shown_unit
from evenstride.reports.wording import side_words

if TYPE_CHECKING:
    from evenstride.imbalance.running_speed import RunningSpeed
    from evenstride.knowledge.schema import MeasureDefinition
    from evenstride.knowledge.schema.measure import Thresholds

SCALE_PADDING = 0.18  # of the shown span, on both ends

#: Width of a character of a label, and room between two labels, on the narrowest scale that is drawn.
LABEL_CHARACTER_PCT = 3.0
LABEL_GAP_PCT = 2.0

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
    measure: Measure,
    *,
    both_sides: Sequence[Measure],
    definition: MeasureDefinition,
    role: Role | None,
    speed: RunningSpeed | None = None,
) -> EvidenceScale | None:
    """A value with its 95 % error against the screening lines of its measure; None without a number or a line.

    ``speed`` moves the lines that hold at one running speed only, as the findings move them.
    """
    thresholds = definition.thresholds
    if thresholds is None or measure.number is None:
        return None
    lines = list(screening_lines(thresholds, speed))
    axis = axis_over([*(value for _, _, value in lines), *_ends(_numbers(both_sides))])
    return EvidenceScale(
        beyond=tuple(_beyond(axis, direction, value) for level, direction, value in lines if level == "mild"),
        lines=_apart(ScaleLine(n, axis.pct(value), _label(value, thresholds.unit)) for n, _, value in lines),
        point=_point(axis, measure.number, error_95(measure.standard_error) or 0.0, role),
        words=lines_words(definition, speed),
    )


def screening_lines(
    thresholds: Thresholds, speed: RunningSpeed | None = None
) -> Iterator[tuple[Literal["mild", "marked"], Direction, float]]:
    """Every line of a measure: its level, on which side it counts as crossed, where it is at the runner's speed."""
    shift = _shift_at(thresholds, speed) or 0.0
    directions: tuple[Direction, Direction] = ("below", "above")
    levels: tuple[Literal["mild"], Literal["marked"]] = ("mild", "marked")
    for level in levels:
        for direction in directions:
            value = getattr(getattr(thresholds, level), direction)
            if value is not None:
                yield level, direction, round(value + shift, 1) if shift else float(value)


def speed_words(thresholds: Thresholds, speed: RunningSpeed | None) -> str:
    """At which speed the lines stand, to follow a list of them; empty where they hold at any."""
    if thresholds.at_speed_mps is None:
        return ""
    if speed is None or _shift_at(thresholds, speed) is None:
        return f", which hold at {thresholds.at_speed_mps.value:g} m/s only"
    return f", moved to a speed of about {speed.value_mps:.1f} m/s"


def lines_words(definition: MeasureDefinition | None, speed: RunningSpeed | None = None) -> str:
    """The screening lines of a measure in words; empty where it has none."""
    if definition is None or definition.thresholds is None:
        return ""
    thresholds = definition.thresholds
    parts = []
    for level in ("mild", "marked"):
        of_level = [
            (direction, value) for name, direction, value in screening_lines(thresholds, speed) if name == level
        ]
        parts.append(f"{level} " + " or ".join(f"{d} {line_text(v, thresholds.unit)}" for d, v in of_level))
    return f"Screening lines: {', '.join(parts)}{speed_words(thresholds, speed)}"


def line_text(value: float, unit: str) -> str:
    """``15°`` or ``6 cm``."""
    shown = shown_unit(unit)
    gap = "" if shown in {"", "°"} else " "
    return f"{fixed(value, 0 if float(value).is_integer() else 1)}{gap}{shown}"


def _shift_at(thresholds: Thresholds, speed: RunningSpeed | None) -> float | None:
    return thresholds.shift_at(None if speed is None else speed.value_mps)


def _apart(lines: Iterable[ScaleLine]) -> tuple[ScaleLine, ...]:
    """The lines with the labels of two close ones on either side of the pair, where they would run together."""
    placed = list(lines)
    in_order = sorted(range(len(placed)), key=lambda index: placed[index].at_pct)
    for first, second in pairwise(in_order):
        one, other = placed[first], placed[second]
        if other.at_pct - one.at_pct < _label_room_pct(one, other):
            placed[first] = replace(one, label_at="before")
            placed[second] = replace(other, label_at="after")
    return tuple(placed)


def _label_room_pct(one: ScaleLine, other: ScaleLine) -> float:
    return LABEL_GAP_PCT + LABEL_CHARACTER_PCT * (len(one.label) + len(other.label)) / 2


def _label(value: float, unit: str) -> str:
    """``15°`` or ``160``: a unit in letters stands beside the value already."""
    shown = line_text(value, unit)
    return shown if shown_unit(unit) == "°" else shown.split(" ")[0]


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
