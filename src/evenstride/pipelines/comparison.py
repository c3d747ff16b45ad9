"""Measures of two recordings side by side: difference, combined error, and whether it is beyond the errors."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from evenstride.model import Measure
from evenstride.model.comparison import ClockOffset, Compared, ComparedValue, Comparison, MeasureComparison
from evenstride.model.gait import SIDES, Side
from evenstride.pipelines.event_comparison import compare_events
from evenstride.pipelines.fusion import UNCERTAIN, ErrorParts, combine_values

_Key = tuple[str, Side | None]
_FROM_BEST = ("ok", "low_confidence")


def compare(a: Compared, b: Compared, *, clock: ClockOffset | None = None) -> Comparison:
    """Everything that both carry, in A's order.

    Notes
    -----
    Errors count as independent. Where two recordings share one (two clips by one pose model from one side), the true
    error of the difference is smaller, so that this flags too little rather than too much; agreement is decided as in
    `evenstride.pipelines.fusion.combine_values`. A measure that one has for each side and the other for both feet
    together is compared by the mean of the sides.
    """
    mine, theirs = _stated(a), _stated(b)
    rows = tuple(_rows(mine, theirs))
    seen = {row.id for row in rows}
    return Comparison(
        a=a,
        b=b,
        measures=rows,
        only_a=_only(mine, seen),
        only_b=_only(theirs, seen),
        clock=clock,
        events=() if clock is None else compare_events(a.events, b.events, offset_s=clock.offset_s),
    )


def _stated(one: Compared) -> dict[_Key, Measure]:
    return {(each.id, each.side): each for each in one.measures if each.status != "refused"}


def _only(stated: Mapping[_Key, Measure], seen: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(measure_id for measure_id, _ in stated if measure_id not in seen))


def _rows(mine: Mapping[_Key, Measure], theirs: Mapping[_Key, Measure]) -> Iterator[MeasureComparison]:
    ids = dict.fromkeys(measure_id for measure_id, _ in mine)
    for measure_id in ids:
        sides: tuple[Side | None, ...] = (*SIDES, None)
        shared = [side for side in sides if (measure_id, side) in mine and (measure_id, side) in theirs]
        for side in shared:
            one, other = mine[measure_id, side], theirs[measure_id, side]
            if one.unit == other.unit:
                yield _row(one, side, _value(one), _value(other))
        if shared:
            continue
        values = [_both_sides(measure_id, each) for each in (mine, theirs)]
        if values[0] is not None and values[1] is not None and values[0][1].unit == values[1][1].unit:
            yield _row(values[0][1], None, values[0][0], values[1][0])


def _both_sides(measure_id: str, stated: Mapping[_Key, Measure]) -> tuple[ComparedValue, Measure] | None:
    """The value for both feet together, else the mean of two sides' numbers."""
    whole = stated.get((measure_id, None))
    if whole is not None:
        return _value(whole), whole
    left, right = (stated.get((measure_id, side)) for side in SIDES)
    if left is None or right is None or left.number is None or right.number is None:
        return None
    errors = (left.standard_error, right.standard_error)
    # What stays of an error however many steps are seen is the same in both legs, so the mean is no better known.
    error = None if errors[0] is None or errors[1] is None else max(errors[0], errors[1])
    status = max(left.status, right.status, key=_FROM_BEST.index)
    value = ComparedValue(0.5 * (left.number + right.number), error, left.n_steps + right.n_steps, status, True)
    return value, left


def _value(measure: Measure) -> ComparedValue:
    assert measure.value is not None
    return ComparedValue(measure.value, measure.standard_error, measure.n_steps, measure.status)


def _row(measure: Measure, side: Side | None, a: ComparedValue, b: ComparedValue) -> MeasureComparison:
    if isinstance(a.value, str) or isinstance(b.value, str):
        agree = None if UNCERTAIN in (a.value, b.value) else a.value == b.value
        return MeasureComparison(measure.id, side, measure.unit, a, b, None, None, agree)
    difference = b.value - a.value
    if a.standard_error is None or b.standard_error is None:
        return MeasureComparison(measure.id, side, measure.unit, a, b, difference, None, None)
    parts = [
        ErrorParts(a.value, step_error=0.0, persistent_error=a.standard_error, shared_with="a"),
        ErrorParts(b.value, step_error=0.0, persistent_error=b.standard_error, shared_with="b"),
    ]
    combined = math.hypot(a.standard_error, b.standard_error)
    return MeasureComparison(measure.id, side, measure.unit, a, b, difference, combined, combine_values(parts).agree)
