"""One condition of a trigger against the measures of one side."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evenstride.imbalance.comparison import (
    CLEAR_STANDARD_ERRORS,
    Comparison,
    Direction,
    compare_with_threshold,
    excess_beyond,
    support_for_exceeding,
)
from evenstride.imbalance.running_speed import RunningSpeed
from evenstride.model import FindingEvidence, Measure

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Condition, MeasureDefinition, ThresholdLevel, Thresholds

Outcome = Literal["holds", "may_hold", "open", "fails", "not_measured"]

#: The most that a measure of low confidence, or one that cannot name its class, adds.
LOW_CONFIDENCE_SUPPORT = 0.5

#: Units that a sentence writes shorter than a table.
_UNIT_TEXT = {"deg": "°", "%": " %"}
_OUTCOME_OF: dict[Comparison, Outcome] = {"exceeded": "holds", "unclear": "may_hold", "not_exceeded": "fails"}


@dataclass(frozen=True)
class JudgedCondition:
    """A condition, what became of it and how strongly (0..1) its measure supports it.

    ``may_hold``: the value lies beyond the line, but not by more than its error, or the class is not sure.
    ``open``: the value lies short of the line, but its error does not rule the line out.
    ``not_measured``: refused, or absent from the measures.
    """

    definition: MeasureDefinition
    measure: Measure | None
    outcome: Outcome
    support: float
    evidence: FindingEvidence


@dataclass(frozen=True)
class ThresholdLine:
    """The line of a condition: where it is, on which side it counts as crossed, and where it comes from.

    ``standard_error`` is that of the line, from the error of the running speed that moves it; None where the line holds
    at another speed than the runner's, or the speed is not known. ``is_sure`` is False where that speed is of low
    confidence. ``speed_text`` says at which speed it holds.
    """

    level: str
    value: float
    direction: Direction
    source: ThresholdLevel
    standard_error: float | None = 0.0
    is_sure: bool = True
    speed_text: str = ""


def judge_condition(
    condition: Condition, measure: Measure | None, knowledge: Knowledge, *, speed: RunningSpeed | None = None
) -> JudgedCondition:
    """Hold one condition against its measure; ``measure`` is None where the recording gave none.

    ``speed`` moves the lines that hold at one running speed only; without it such a line is never clear.
    """
    definition = knowledge.measures[condition.measure]
    if measure is None or measure.value is None:
        return not_measured(definition, measure)
    if condition.class_is is not None:
        return _judge_class(condition.class_is, definition, measure)
    return _judge_level(_line_of(condition, definition, speed), definition, measure, knowledge)


def outcome_of(
    value: float, standard_error: float | None, line: float, direction: Direction, *, is_sure: bool
) -> tuple[Outcome, float]:
    """What becomes of a comparison, and how strongly (0..1) the value supports it; see `JudgedCondition`."""
    outcome = _OUTCOME_OF[compare_with_threshold(value, standard_error, line, direction)]
    support = support_for_exceeding(value, standard_error, line, direction)
    if outcome == "may_hold" and excess_beyond(value, line, direction) <= 0:
        outcome = "open"
    if outcome == "holds" and not is_sure:
        return "may_hold", min(support, LOW_CONFIDENCE_SUPPORT)
    return outcome, support


def value_text(value: float, standard_error: float | None, unit: str, decimals: int) -> str:
    """A value with its 95 % error."""
    shown = f"{value:.{decimals}f}{unit_text(unit)}"
    if standard_error is None:
        return f"{shown} (error not known)"
    return f"{shown} ± {CLEAR_STANDARD_ERRORS * standard_error:.{decimals}f}{unit_text(unit)} (95 %)"


def unit_text(unit: str) -> str:
    """A unit as a sentence writes it after a number."""
    return _UNIT_TEXT.get(unit, f" {unit}")


def not_measured(definition: MeasureDefinition, measure: Measure | None) -> JudgedCondition:
    """A condition whose measure is refused or missing."""
    reasons = " ".join(measure.reasons) if measure is not None else "This recording gave no value."
    side = measure.side if measure is not None else None
    text = f"{definition.name}: not measured. {reasons}"
    return JudgedCondition(
        definition, measure, "not_measured", 0.0, FindingEvidence(definition.id, side, "unclear", text)
    )


def _judge_class(wanted: str, definition: MeasureDefinition, measure: Measure) -> JudgedCondition:
    plain = {each.id: each.plain for each in definition.classes}
    named = str(measure.value)
    if named not in plain:
        raise ValueError(f"Expected one of {sorted(plain)} for {definition.id}, got {named!r}.")
    text = f"{definition.name}: {named}, {plain[named]}."
    if named not in (wanted, "uncertain"):
        return _judged(definition, measure, "fails", 0.0, text)
    if named == "uncertain" or measure.status == "low_confidence":
        return _judged(definition, measure, "may_hold", LOW_CONFIDENCE_SUPPORT, text)
    return _judged(definition, measure, "holds", 1.0, text)


def _judge_level(
    line: ThresholdLine, definition: MeasureDefinition, measure: Measure, knowledge: Knowledge
) -> JudgedCondition:
    value = measure.number
    if value is None:
        raise ValueError(f"Expected a number for {definition.id}, got {measure.value!r}.")
    error = _error_beside_line(measure, line)
    is_sure = measure.status == "ok" and line.is_sure
    outcome, support = outcome_of(value, error, line.value, line.direction, is_sure=is_sure)
    compared = compare_with_threshold(value, error, line.value, line.direction)
    if line.standard_error is None:  # the line may not apply
        beyond = excess_beyond(value, line.value, line.direction) > 0
        compared, outcome, support = "unclear", "may_hold" if beyond else "open", min(support, LOW_CONFIDENCE_SUPPORT)
    text = _level_text(line, compared, definition, measure, knowledge)
    return _judged(definition, measure, outcome, support, text)


def _error_beside_line(measure: Measure, line: ThresholdLine) -> float | None:
    """Standard error of the distance between a value and a line."""
    if measure.standard_error is None:
        return None
    return math.hypot(measure.standard_error, line.standard_error or 0.0)


def _judged(
    definition: MeasureDefinition, measure: Measure, outcome: Outcome, support: float, text: str
) -> JudgedCondition:
    speaks: dict[Outcome, Literal["for", "against", "unclear"]] = {"holds": "for", "fails": "against"}
    if measure.status == "low_confidence":
        text = f"{text} Low confidence: {' '.join(measure.reasons) or 'see the table of measures.'}"
    evidence = FindingEvidence(definition.id, measure.side, speaks.get(outcome, "unclear"), text)
    return JudgedCondition(definition, measure, outcome, support, evidence)


def _line_of(condition: Condition, definition: MeasureDefinition, speed: RunningSpeed | None) -> ThresholdLine:
    """The line a condition names. The knowledge's own checks see to it that there is exactly one."""
    if definition.thresholds is None or condition.level is None:
        raise ValueError(f"Expected thresholds for {definition.id}.")
    source: ThresholdLevel = getattr(definition.thresholds, condition.level)
    direction: Direction = condition.direction or ("above" if source.above is not None else "below")
    value = source.above if direction == "above" else source.below
    if value is None:
        raise ValueError(
            f"{definition.id} has no {condition.level} line {direction}; run `evenstride knowledge check`."
        )
    return _at_speed(ThresholdLine(condition.level, value, direction, source), definition.thresholds, speed)


def _at_speed(line: ThresholdLine, thresholds: Thresholds, speed: RunningSpeed | None) -> ThresholdLine:
    """The line moved to the runner's speed, where it holds at one speed only."""
    if thresholds.at_speed_mps is None:
        return line
    shift = thresholds.shift_at(None if speed is None else speed.value_mps)
    if speed is None or shift is None or thresholds.shift_per_mps is None:
        only = f", which holds at {thresholds.at_speed_mps.value:g} m/s only"
        return replace(line, standard_error=None, speed_text=only)
    return replace(
        line,
        value=round(line.value + shift, 1),
        standard_error=abs(thresholds.shift_per_mps.value or 0.0) * speed.standard_error_mps,
        is_sure=speed.is_sure,
        speed_text=f", moved to a speed of about {speed.value_mps:.1f} m/s",
    )


def _level_text(
    line: ThresholdLine, compared: Comparison, definition: MeasureDefinition, measure: Measure, knowledge: Knowledge
) -> str:
    """Value with its 95 % error, line with its source, and what follows."""
    shown = value_text(measure.number or 0.0, measure.standard_error, definition.unit, definition.decimals)
    found = {
        "exceeded": f"clearly {line.direction} it",
        "unclear": "not clearly on either side of it",
        "not_exceeded": f"clearly not {line.direction} it",
    }[compared]
    return (
        f"{definition.name}: {shown}. The {line.level} line is {line.direction} "
        f"{line.value:g}{unit_text(definition.unit)} ({knowledge.short_source(line.source)}){line.speed_text}; "
        f"this is {found}."
    )
