"""One condition of a trigger against the measures of one side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evenstride.imbalance.comparison import (
    CLEAR_STANDARD_ERRORS,
    Comparison,
    Direction,
    compare_with_threshold,
    excess_beyond,
    support_for_exceeding,
)
from evenstride.model import FindingEvidence, Measure

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Condition, MeasureDefinition, ThresholdLevel

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
    """The line of a condition: where it is, on which side it counts as crossed, and where it comes from."""

    level: str
    value: float
    direction: Direction
    source: ThresholdLevel
    at_speed_mps: float | None


def judge_condition(condition: Condition, measure: Measure | None, knowledge: Knowledge) -> JudgedCondition:
    """Hold one condition against its measure; ``measure`` is None where the recording gave none."""
    definition = knowledge.measures[condition.measure]
    if measure is None or measure.value is None:
        return _not_measured(definition, measure)
    if condition.class_is is not None:
        return _judge_class(condition.class_is, definition, measure)
    return _judge_level(_line_of(condition, definition), definition, measure, knowledge)


def _not_measured(definition: MeasureDefinition, measure: Measure | None) -> JudgedCondition:
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
    compared = compare_with_threshold(value, measure.standard_error, line.value, line.direction)
    support = support_for_exceeding(value, measure.standard_error, line.value, line.direction)
    if line.at_speed_mps is not None:  # the running speed is not known, so the line may not apply
        compared, support = "unclear", min(support, LOW_CONFIDENCE_SUPPORT)
    outcome = _OUTCOME_OF[compared]
    if outcome == "may_hold" and excess_beyond(value, line.value, line.direction) <= 0:
        outcome = "open"
    if measure.status == "low_confidence" and outcome == "holds":
        outcome, support = "may_hold", min(support, LOW_CONFIDENCE_SUPPORT)
    text = _level_text(line, compared, definition, measure, knowledge)
    return _judged(definition, measure, outcome, support, text)


def _judged(
    definition: MeasureDefinition, measure: Measure, outcome: Outcome, support: float, text: str
) -> JudgedCondition:
    speaks: dict[Outcome, Literal["for", "against", "unclear"]] = {"holds": "for", "fails": "against"}
    if measure.status == "low_confidence":
        text = f"{text} Low confidence: {' '.join(measure.reasons) or 'see the table of measures.'}"
    evidence = FindingEvidence(definition.id, measure.side, speaks.get(outcome, "unclear"), text)
    return JudgedCondition(definition, measure, outcome, support, evidence)


def _line_of(condition: Condition, definition: MeasureDefinition) -> ThresholdLine:
    """The line a condition names. The knowledge's own checks see to it that there is exactly one."""
    if definition.thresholds is None or condition.level is None:
        raise ValueError(f"Expected thresholds for {definition.id}.")
    source: ThresholdLevel = getattr(definition.thresholds, condition.level)
    direction: Direction = condition.direction or ("above" if source.above is not None else "below")
    speed = definition.thresholds.at_speed_mps
    value = source.above if direction == "above" else source.below
    if value is None:
        raise ValueError(
            f"{definition.id} has no {condition.level} line {direction}; run `evenstride knowledge check`."
        )
    return ThresholdLine(condition.level, value, direction, source, None if speed is None else speed.value)


def _level_text(
    line: ThresholdLine, compared: Comparison, definition: MeasureDefinition, measure: Measure, knowledge: Knowledge
) -> str:
    """Value with its 95 % error, line with its source, and what follows."""
    unit = _UNIT_TEXT.get(definition.unit, f" {definition.unit}")
    shown = f"{measure.number:.{definition.decimals}f}{unit}"
    if measure.standard_error is None:
        shown += " (error not known)"
    else:
        shown += f" ± {CLEAR_STANDARD_ERRORS * measure.standard_error:.{definition.decimals}f}{unit} (95 %)"
    found = {
        "exceeded": f"clearly {line.direction} it",
        "unclear": "not clearly on either side of it",
        "not_exceeded": f"clearly not {line.direction} it",
    }[compared]
    at_speed = f", which holds at {line.at_speed_mps:g} m/s only" if line.at_speed_mps is not None else ""
    return (
        f"{definition.name}: {shown}. The {line.level} line is {line.direction} {line.value:g}{unit} "
        f"({knowledge.short_source(line.source)}){at_speed}; this is {found}."
    )
