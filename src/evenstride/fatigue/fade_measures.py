"""The fade index, its onset and the growth of the left-right difference as measures that findings can weigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from evenstride.model import Measure
from evenstride.model.drift import DriftCurve, FadeIndex

SHIFT, ONSET, SYMMETRY = "fade_shift", "fade_onset", "symmetry_drift"
#: The classes of `ONSET`.
TOLD, NOT_TOLD = "told", "not_told"
_UNIT_OF = {SHIFT: "SD", ONSET: "class", SYMMETRY: "%"}
#: A standard error beyond this says nothing about lines of 1 and 2 baseline standard deviations, whatever the value.
LARGEST_SHIFT_ERROR_SD = 1.5
#: The left-right difference in per cent of the mean of both sides is this many times the left share's distance from 50.
_DIFFERENCE_PER_POINT = 4.0
_BALANCE = "contact_balance"
#: An onset is told below 4 % (`fatigue.onset`) and settled below this: with it the finding is present in at most 3 of
#: 100 simulated runs of any kind without a change (docs/accuracy/drift_and_the_finding.csv).
SETTLED_FALSE_ALARMS = 0.02
_CARRIES_ONSET = ("contact_time", "duty_factor")
_TOO_UNSURE = "The fade index scatters too much in this run, or speed went along with time."
_NO_INDEX = "It needs contact time and one more sign of tiring, such as cadence, over the whole run."
_NO_BALANCE = "The file has no balance of contact time for long enough."
WEAK_ONSET = (
    "No single sign that goes into the index ends beyond its error from where it began, so the onset is weak; another "
    "run would have to show it again."
)
CHANCE_ONSET = (
    "An onset is settled only where chance shows as much in fewer than 2 % of such runs; here it is {:.1f} %."
)


def fade_shift(run_id: str, change: tuple[float, float], one_sd: float, *, parts: Sequence[DriftCurve]) -> Measure:
    """Last fifth of the fade index less the first, in baseline standard deviations.

    Parameters
    ----------
    change
        The contrast of the index's fit and its standard error, in the units of the fit.
    one_sd
        One baseline standard deviation in those units.
    parts
        The curves that went in; their doubts are its doubts.
    """
    value, error = change[0] / one_sd, change[1] / one_sd
    doubts = _doubts_of(parts)
    if error > LARGEST_SHIFT_ERROR_SD:
        return _refused(SHIFT, run_id, (_TOO_UNSURE, *doubts))
    return Measure(
        id=SHIFT,
        side=None,
        value=round(float(value), 3),
        unit=_UNIT_OF[SHIFT],
        standard_error=float(error),
        n_steps=int(np.isfinite(parts[0].observed).sum()),
        sd_between_steps=None,
        status="low_confidence" if doubts else "ok",
        source=run_id,
        reasons=doubts,
        mdc=1.96 * float(error),
    )


def fade_measures(run_id: str, curves: Sequence[DriftCurve], index: FadeIndex | None) -> tuple[Measure, ...]:
    """The three measures of a run; refused ones say why."""
    symmetry = _symmetry_drift(run_id, next((curve for curve in curves if curve.quantity == _BALANCE), None))
    if index is None or index.change is None:
        return (_refused(SHIFT, run_id, (_NO_INDEX,)), _refused(ONSET, run_id, (_NO_INDEX,)), symmetry)
    return (index.change, _onset(run_id, curves, index), symmetry)


def refused_fade_measures(run_id: str, reasons: tuple[str, ...]) -> tuple[Measure, ...]:
    """All three, refused for the same reasons."""
    return tuple(_refused(measure_id, run_id, reasons) for measure_id in (SHIFT, ONSET, SYMMETRY))


def onset_doubts(index: FadeIndex, curves: Iterable[DriftCurve]) -> tuple[str, ...]:
    """Why an onset is less certain than its chance of a false alarm tells."""
    parts = [curve for curve in curves if curve.quantity in index.quantities]
    weak = () if any(_points_to_fading(curve) for curve in parts) else (WEAK_ONSET,)
    chance = 0.0 if index.onset is None else index.onset.false_alarm_probability
    by_chance = (CHANCE_ONSET.format(100 * chance),) if chance > SETTLED_FALSE_ALARMS else ()
    return (*weak, *by_chance, *_doubts_of(parts))


def _onset(run_id: str, curves: Sequence[DriftCurve], index: FadeIndex) -> Measure:
    carrying = [curve for curve in curves if curve.quantity in index.quantities and curve.quantity in _CARRIES_ONSET]
    if all(curve.change.status == "refused" for curve in carrying):
        return _refused(ONSET, run_id, index.reasons or (_NO_INDEX,))
    is_told = index.onset is not None
    doubts = onset_doubts(index, curves) if is_told else _doubts_of(carrying)
    return Measure(
        id=ONSET,
        side=None,
        value=TOLD if is_told else NOT_TOLD,
        unit=_UNIT_OF[ONSET],
        standard_error=None,
        n_steps=int(np.isfinite(index.index).sum()),
        sd_between_steps=None,
        status="low_confidence" if doubts else "ok",
        source=run_id,
        reasons=doubts,
    )


def _symmetry_drift(run_id: str, balance: DriftCurve | None) -> Measure:
    """Growth of the left-right difference of contact time, last fifth against first.

    With left shares s1 and s2 = s1 + change (%), growth = 4 (|s2 - 50| - |s1 - 50|); its error is four times that of
    the change, which is never too small.
    """
    if balance is None:
        return _refused(SYMMETRY, run_id, (_NO_BALANCE,))
    change = balance.change
    if change.number is None or change.standard_error is None:
        return _refused(SYMMETRY, run_id, change.reasons)
    known = balance.adjusted[np.isfinite(balance.adjusted)]
    first = float(np.mean(known[: max(1, len(known) // 5)]))
    growth = _DIFFERENCE_PER_POINT * (abs(first + change.number - 50) - abs(first - 50))
    error = _DIFFERENCE_PER_POINT * change.standard_error
    return Measure(
        id=SYMMETRY,
        side=None,
        value=round(growth, 3),
        unit=_UNIT_OF[SYMMETRY],
        standard_error=error,
        n_steps=change.n_steps,
        sd_between_steps=None,
        status=change.status,
        source=run_id,
        reasons=change.reasons,
        mdc=1.96 * error,
    )


def _points_to_fading(curve: DriftCurve) -> bool:
    change = curve.change
    if change.number is None or change.standard_error is None:
        return False
    return curve.sign_for_fade * change.number > 1.96 * change.standard_error


def _doubts_of(curves: Iterable[DriftCurve]) -> tuple[str, ...]:
    doubtful = (curve.change.reasons for curve in curves if curve.change.status == "low_confidence")
    return tuple(dict.fromkeys(reason for reasons in doubtful for reason in reasons))


def _refused(measure_id: str, run_id: str, reasons: tuple[str, ...]) -> Measure:
    return Measure(measure_id, None, None, _UNIT_OF[measure_id], None, 0, None, "refused", run_id, reasons)
