"""Left against right of one measure: more than usual, and by more than the error of comparing them?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from evenstride.imbalance.comparison import CLEAR_STANDARD_ERRORS
from evenstride.imbalance.conditions import JudgedCondition, Outcome, not_measured, outcome_of, unit_text, value_text
from evenstride.model import FindingEvidence, Measure, compare_sides

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import Condition, MeasureDefinition

_SPEAKS: dict[Outcome, Literal["for", "against"]] = {"holds": "for", "fails": "against"}


def judge_difference(
    condition: Condition, left: Measure | None, right: Measure | None, knowledge: Knowledge
) -> JudgedCondition:
    """Hold the difference of the sides against the measure's usual difference.

    Notes
    -----
    The size of left minus right, in the measure's unit or in per cent of the mean of both, is compared with
    ``usual_difference``. It holds only where it lies beyond that by more than 1.96 standard errors of the difference,
    and may hold only where it is at least larger than 1.96 of them: two values that differ by less than their error
    speak for nothing. A side of low confidence makes it at most possible.
    """
    definition = knowledge.measures[condition.measure]
    weaker = _weaker(left, right)
    if left is None or right is None or weaker is None or weaker.number is None:
        return not_measured(definition, weaker)
    size, standard_error, unit = _size_of_difference(left, right, definition)
    usual = definition.usual_difference
    if usual is None or usual.value is None:
        raise ValueError(f"Expected a usual difference for {definition.id}; run `evenstride knowledge check`.")
    outcome, support = outcome_of(size, standard_error, usual.value, "above", is_sure=weaker.status == "ok")
    if outcome == "may_hold" and not _is_beyond_error(size, standard_error):
        outcome = "open"
    text = (
        f"{definition.name}: left and right differ by {value_text(size, standard_error, unit, definition.decimals)}. "
        f"Up to {usual.value:g}{unit_text(unit)} is usual ({knowledge.short_source(usual)})."
    )
    if weaker.status == "low_confidence":
        text = f"{text} Low confidence: {' '.join(weaker.reasons) or 'see the table of measures.'}"
    evidence = FindingEvidence(definition.id, None, _SPEAKS.get(outcome, "unclear"), text)
    return JudgedCondition(definition, weaker, outcome, support, evidence)


def _weaker(left: Measure | None, right: Measure | None) -> Measure | None:
    """The side that is known less well; None where one is missing."""
    if left is None or right is None:
        return None
    order = ("refused", "low_confidence", "ok")
    return min((left, right), key=lambda measure: order.index(measure.status))


def _is_beyond_error(size: float, standard_error: float | None) -> bool:
    return standard_error is not None and size > CLEAR_STANDARD_ERRORS * standard_error


def _size_of_difference(
    left: Measure, right: Measure, definition: MeasureDefinition
) -> tuple[float, float | None, str]:
    """Size of the difference, its standard error and their unit."""
    (difference,) = compare_sides((left, right))
    size, error = abs(difference.left_minus_right), difference.standard_error
    if definition.left_right_difference != "percent":
        return size, error, definition.unit
    mean = 0.5 * abs((left.number or 0.0) + (right.number or 0.0))
    if mean == 0.0:
        return size, None, definition.unit
    return 100.0 * size / mean, None if error is None else 100.0 * error / mean, "%"
