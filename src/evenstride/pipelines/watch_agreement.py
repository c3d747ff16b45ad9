"""What a watch and a clip both measured, beside each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evenstride.model import Assessment, Measure
from evenstride.model.agreement import AgreementVerdict, SharedMeasure, WatchAgreement
from evenstride.model.run_analysis import RunQuantity
from evenstride.pipelines.run_measures import LOWER_BOUNCE, OFFSET, length_from_speed, summarise_quantities
from evenstride.pipelines.watch_stretch import WatchStretch

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

_Value = tuple[float, float | None]
BALANCE = "contact_balance"
#: What both may have, in the order it is told.
SHARED = ("cadence", "contact_time", "vertical_oscillation", "step_length", BALANCE)
_NOTES = {"contact_time": (OFFSET,), "vertical_oscillation": (LOWER_BOUNCE,)}


def compare_with_clip(stretch: WatchStretch, clip: Assessment, *, knowledge: Knowledge) -> WatchAgreement:
    """The watch over its stretch against the clip, quantity by quantity.

    Parameters
    ----------
    clip
        The assessment of the clips alone.

    Notes
    -----
    Contact time of the clip is the mean of both feet, with the mean of their errors, which are mostly shared; the left
    share is 100 L / (L + R). Where both differ by more than 1.96 standard errors of the difference they *differ*: a
    device's offset is not known, so nothing is averaged or corrected.
    """
    quantities = summarise_quantities(stretch.run, knowledge=knowledge)
    means = {each.quantity: each for each in quantities if each.side is None}
    if "step_length" not in means:
        derived = length_from_speed({(each.quantity, each.side): each for each in quantities}, knowledge)
        if isinstance(derived, RunQuantity):
            means["step_length"] = replace(derived, quantity="step_length", unit="m")
    run = stretch.run
    return WatchAgreement(
        basis=stretch.basis,
        says=stretch.says,
        minute_from=float(run.time_s[0]) / 60 if len(run.time_s) else 0.0,
        minute_to=float(run.time_s[-1]) / 60 if len(run.time_s) else 0.0,
        minutes=max((each.n_minutes for each in quantities), default=0),
        shared=tuple(_shared(means, clip)),
        notes=stretch.notes,
    )


def _shared(means: dict[str, RunQuantity], clip: Assessment) -> Iterator[SharedMeasure]:
    for quantity in SHARED:
        watch, seen = means.get(quantity), _of_clip(quantity, clip)
        if watch is None or seen is None:
            continue
        value, error, doubts = seen
        difference = watch.mean - value
        both = None if watch.standard_error is None or error is None else math.hypot(watch.standard_error, error)
        yield SharedMeasure(
            id=quantity,
            unit=watch.unit,
            watch=watch.mean,
            watch_error=watch.standard_error,
            clip=value,
            clip_error=error,
            difference=difference,
            difference_error=both,
            verdict=_verdict(difference, both),
            notes=(*_NOTES.get(quantity, ()), *doubts),
        )


def _verdict(difference: float, error: float | None) -> AgreementVerdict:
    if error is None:
        return "unclear"
    return "agree" if abs(difference) <= 1.96 * error else "differ"


def _of_clip(quantity: str, clip: Assessment) -> tuple[float, float | None, tuple[str, ...]] | None:
    """The clip's value, its standard error and its doubts; None where it has none."""
    if quantity in (BALANCE, "contact_time"):
        sides = [clip.measure("contact_time", side) for side in ("left", "right")]
        if any(each is None or each.number is None for each in sides):
            return None
        left, right = (each for each in sides if each is not None)
        value, error = _share_of(left, right) if quantity == BALANCE else _mean_of(left, right)
        return value, error, _doubts((left, right))
    measure = clip.measure(quantity)
    if measure is None or measure.number is None:
        return None
    return measure.number, measure.standard_error, _doubts((measure,))


def _mean_of(left: Measure, right: Measure) -> _Value:
    errors = (left.standard_error, right.standard_error)
    error = None if errors[0] is None or errors[1] is None else (errors[0] + errors[1]) / 2
    return ((left.number or 0.0) + (right.number or 0.0)) / 2, error


def _share_of(left: Measure, right: Measure) -> _Value:
    """Left share of the sum in per cent, with the errors of both as independent ones."""
    first, second = left.number or 0.0, right.number or 0.0
    total = first + second
    if left.standard_error is None or right.standard_error is None:
        return 100 * first / total, None
    return 100 * first / total, 100 * math.hypot(second * left.standard_error, first * right.standard_error) / total**2


def _doubts(measures: Sequence[Measure]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(r for m in measures if m.status == "low_confidence" for r in m.reasons))
