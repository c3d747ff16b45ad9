"""Every measure that both assessments carry: both values, the change with its error, and whether it is more."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from evenstride.model.stored import StoredAssessment, StoredMeasure
from evenstride.pipelines.fusion import UNCERTAIN
from evenstride.progress import ComparedReading, MeasureReading, compare_with_baseline
from evenstride.progress.series import ChangeVerdict
from evenstride.reports.comparison.comparison_model import ChangeGroup, ChangeRow
from evenstride.reports.measure_rows import short_name_of
from evenstride.reports.model import Quantity
from evenstride.reports.numbers import decimals_allowed, fixed, shown_unit, to_quantity
from evenstride.reports.wording import class_words, side_words

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge

TITLES: dict[ChangeVerdict, str] = {
    "changed": "Changed by more than the error",
    "within_error": "Not told apart from the error",
    "cannot_tell": "Cannot be compared",
}
_WORDS: dict[ChangeVerdict, str] = {
    "changed": "more than error",
    "within_error": "within error",
    "cannot_tell": "cannot tell",
}
_CLASS_DECIMALS = 1


def change_groups(earlier: StoredAssessment, later: StoredAssessment, knowledge: Knowledge) -> tuple[ChangeGroup, ...]:
    """What both carry, by verdict, in the order of the knowledge; empty groups are left out."""
    rows = tuple(_rows(earlier, later, knowledge))
    groups = (
        ChangeGroup(verdict, title, tuple(row for row in rows if row.verdict == verdict))
        for verdict, title in TITLES.items()
    )
    return tuple(group for group in groups if group.rows)


def _rows(earlier: StoredAssessment, later: StoredAssessment, knowledge: Knowledge) -> Iterator[ChangeRow]:
    before = {(each.measure_id, each.side): each for each in earlier.measures if _is_stated(each)}
    after = {(each.measure_id, each.side): each for each in later.measures if _is_stated(each)}
    place = {id_: at for at, id_ in enumerate(knowledge.measures)}
    shared = [key for key in before if key in after and before[key].unit == after[key].unit]
    for key in sorted(shared, key=lambda key: (place.get(key[0], len(place)), key[1] or "")):
        compared = _compare(earlier, before[key], later, after[key])
        yield _row(before[key], after[key], compared, knowledge)


def _is_stated(measure: StoredMeasure) -> bool:
    return measure.status != "refused" and (measure.value is not None or measure.class_name is not None)


def _compare(
    earlier: StoredAssessment, before: StoredMeasure, later: StoredAssessment, after: StoredMeasure
) -> ComparedReading:
    readings = [_reading(earlier, before), _reading(later, after)]
    series = compare_with_baseline(readings, baseline_id=earlier.id)
    return next(each for each in series.readings if each.reading.assessment_id == later.id)


def _reading(assessment: StoredAssessment, measure: StoredMeasure) -> MeasureReading:
    return MeasureReading(
        assessment.id,
        assessment.measured_at,
        measure.value,
        measure.class_name,
        measure.standard_error,
        measure.mdc,
        measure.status,
    )


def _row(before: StoredMeasure, after: StoredMeasure, compared: ComparedReading, knowledge: Knowledge) -> ChangeRow:
    definition = knowledge.measures.get(before.measure_id)
    decimals = _CLASS_DECIMALS if definition is None else definition.decimals
    needed = compared.change_needed
    return ChangeRow(
        measure_id=before.measure_id,
        name=short_name_of(before.measure_id, knowledge),
        side_words="" if before.side is None else side_words(before.side),
        earlier=_value(before, decimals),
        later=_value(after, decimals),
        change=_change(before, after, decimals),
        needed="" if needed is None else _amount(needed, before.unit, decimals),
        verdict=compared.verdict,
        verdict_words=_verdict_words(before, after, compared.verdict),
    )


def _value(measure: StoredMeasure, decimals: int) -> str:
    if measure.value is None:
        return class_words(measure.class_name or "")
    return to_quantity(measure.value, standard_error=measure.standard_error, unit=measure.unit, decimals=decimals).text


def _change(before: StoredMeasure, after: StoredMeasure, decimals: int) -> str:
    if before.value is None or after.value is None:
        return ""
    difference = after.value - before.value
    errors = (before.standard_error, after.standard_error)
    combined = None if errors[0] is None or errors[1] is None else math.hypot(errors[0], errors[1])
    text = to_quantity(difference, standard_error=combined, unit=after.unit, decimals=decimals).text
    return f"+{text}" if difference > 0 and not text.startswith("0 ") else text


def _amount(value: float, unit: str, decimals: int) -> str:
    """A number without an error of its own, no finer than itself carries."""
    return Quantity(fixed(value, decimals_allowed(value, decimals)), None, shown_unit(unit)).text


def _verdict_words(before: StoredMeasure, after: StoredMeasure, verdict: ChangeVerdict) -> str:
    classes = (before.class_name, after.class_name)
    if all(classes) and UNCERTAIN not in classes:
        return "the same class" if before.class_name == after.class_name else "another class"
    return _WORDS[verdict]
