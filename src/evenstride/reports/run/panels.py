"""The curves of a run: drift of every quantity, the fade index with its onset, and pace, slope and heart as context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from evenstride.fatigue.bins import BinOptions, RunBins, bin_run
from evenstride.fatigue.fade_measures import onset_doubts
from evenstride.model.drift import DriftCurve, FadeIndex, FatigueAssessment
from evenstride.model.run import UNIT_OF, RunRecording
from evenstride.reports.numbers import error_95, fixed, to_quantity
from evenstride.reports.run.run_model import (
    ContextPanel,
    DriftPanel,
    FadePart,
    FifthLevel,
    Floats,
    Line,
    OnsetMark,
    Stretch,
    Verdict,
    Way,
)
from evenstride.reports.run.run_words import CHANGE_WORDS, DECIMALS, fade_words, name_of, signed
from evenstride.reports.wording import sentence

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

FIFTHS = 5
#: Curves beside the others: quantity -> title, note.
CONTEXT = {
    "speed": ("Pace", "As it was run; its effect is taken out of the curves above."),
    "grade": ("Slope", "Its effect is taken out of the curves above."),
    "heart_rate": ("Heart rate", "Context only."),
}
_WHOLE_RUN = BinOptions(warm_up_s=0.0)
#: What speed and slope explain is told from this many per cent (points) on, or from the error of the change on.
_TOLD_FROM = 0.5


def way_of(run: RunRecording, fatigue: FatigueAssessment) -> Way:
    """The axes: to the last sample, and to the last distance."""
    along = run.best("distance")
    known = None if along is None else along.values[np.isfinite(along.values)]
    end_km = None if known is None or not len(known) else float(known[-1]) / 1000
    first = fatigue.curves[0] if fatigue.curves else None
    begins = (0.0, 0.0) if first is None or not len(first.minute) else (first.minute[0], first.distance_km[0])
    half_bin = 0.5 * fatigue.bin_s / 60 if first is not None else 0.0
    return Way(
        end_minute=float(run.time_s[-1]) / 60 if len(run.time_s) else 0.0,
        end_km=end_km if end_km and end_km > 0 else None,
        warm_up=(max(0.0, float(begins[0]) - half_bin), float(begins[1])),
    )


def drift_panels(fatigue: FatigueAssessment, knowledge: Knowledge) -> tuple[DriftPanel, ...]:
    """Every quantity that was followed, those that count for tiring first."""
    weights = {} if fatigue.index is None else dict(zip(fatigue.index.quantities, fatigue.index.weights, strict=True))
    ordered = sorted(fatigue.curves, key=lambda curve: -weights.get(curve.quantity, 0.0))
    return tuple(_panel(curve, weights.get(curve.quantity), knowledge) for curve in ordered)


def fade_part(fatigue: FatigueAssessment, knowledge: Knowledge) -> FadePart:
    """The answer about tiring, with the index where there is one."""
    headline, sentences = fade_words(fatigue)
    index = fatigue.index
    if index is None:
        return FadePart(headline, sentences, None, None, "", None, "", (), ())
    low, high = index.baseline_minutes
    is_of_earlier_runs = index.baseline == "earlier_runs"
    return FadePart(
        headline=headline,
        sentences=sentences,
        line=Line(index.minute, index.distance_km, index.index),
        baseline=None if is_of_earlier_runs else Stretch(low, high, *(_km_at(each, index) for each in (low, high))),
        baseline_words="your earlier runs" if is_of_earlier_runs else "the shaded stretch of this run",
        onset=_onset(index),
        change=_change_text(index),
        parts=tuple(_parts(index, fatigue.curves, knowledge)),
        doubts=() if index.onset is None else onset_doubts(index, fatigue.curves),
    )


def context_panels(run: RunRecording) -> tuple[ContextPanel, ...]:
    """Pace, slope and heart rate of the whole run, the warm-up included."""
    bins = bin_run(run, tuple(CONTEXT), options=_WHOLE_RUN)  # type: ignore[arg-type]
    return tuple(_context(quantity, bins) for quantity in CONTEXT if _has_course(quantity, bins))


def _has_course(quantity: str, bins: RunBins) -> bool:
    values = bins.means.get(quantity)
    return values is not None and np.isfinite(values).sum() >= FIFTHS


def _context(quantity: str, bins: RunBins) -> ContextPanel:
    title, note = CONTEXT[quantity]
    return ContextPanel(
        id=quantity,
        title=title,
        unit=UNIT_OF[quantity],
        decimals=DECIMALS.get(quantity, 1),
        line=Line(bins.minute, bins.distance_km, bins.means[quantity]),
        note=note,
    )


def _panel(curve: DriftCurve, weight: float | None, knowledge: Knowledge) -> DriftPanel:
    change, error = curve.change, error_95(curve.change.standard_error) or 0.0
    name = name_of(curve.quantity, knowledge)
    is_told = change.number is not None
    return DriftPanel(
        id=curve.quantity,
        title=name,
        unit=curve.unit,
        decimals=DECIMALS.get(curve.quantity, 1),
        observed=Line(curve.minute, curve.distance_km, curve.observed),
        adjusted=Line(curve.minute, curve.distance_km, curve.adjusted),
        fifths=_fifth_levels(curve) if is_told else (),
        verdict=_verdict(curve, error),
        change=_signed_change(curve) if is_told else "",
        verdict_words=_verdict_words(curve, error, name),
        detectable="" if change.mdc is None else f"a change from {fixed(change.mdc, 1)} {change.unit} on would show",
        taken_out=_taken_out(curve, error),
        counts_words="shown, not counted" if not weight else f"{100 * weight:.0f} % of the fade index",
        source=", ".join(part for part in (curve.device, curve.field) if part),
        doubts=change.reasons if change.status == "low_confidence" else (),
    )


def _verdict(curve: DriftCurve, error: float) -> Verdict:
    number = curve.change.number
    if number is None:
        return "not_told"
    if abs(number) <= error:
        return "within_error"
    if curve.sign_for_fade == 0:
        return "changed"
    return "toward_fading" if curve.sign_for_fade * number > 0 else "away"


def _verdict_words(curve: DriftCurve, error: float, name: str) -> str:
    number = curve.change.number
    if number is None:
        return sentence(" ".join(reason.removeprefix(f"{name}: ") for reason in curve.change.reasons))
    if abs(number) <= error:
        return "No change beyond its error."
    more, less = CHANGE_WORDS.get(curve.quantity, ("more", "less"))
    return f"{(more if number > 0 else less).capitalize()} at the end, by more than its error."


def _signed_change(curve: DriftCurve) -> str:
    change = curve.change
    shown = to_quantity(change.number or 0.0, standard_error=change.standard_error, unit=change.unit, decimals=1)
    return signed(shown.text)


def _taken_out(curve: DriftCurve, error: float) -> str:
    if abs(curve.speed_effect) <= max(error, _TOLD_FROM):
        return ""
    return f"{signed(fixed(curve.speed_effect, 1))} {curve.change.unit} more came with speed and slope, taken out"


def _fifth_levels(curve: DriftCurve) -> tuple[FifthLevel, ...]:
    """Every fifth at its level: the first one's mean, and the others by their change from it."""
    known = np.flatnonzero(np.isfinite(curve.adjusted))
    if len(known) < FIFTHS or len(curve.fifths) != FIFTHS:
        return ()
    fifth = np.minimum(np.arange(len(known)) * FIFTHS // len(known), FIFTHS - 1)
    first = float(np.mean(curve.adjusted[known[fifth == 0]]))
    is_points = curve.change.unit != "%"
    levels = []
    for number, found in enumerate(curve.fifths):
        inside = known[fifth == number]
        ends = [found.change + sign * 1.96 * found.standard_error for sign in (-1, 0, 1)]
        low, level, high = (first + each if is_points else first * (1 + each / 100) for each in ends)
        levels.append(FifthLevel(_stretch_of(curve.minute, curve.distance_km, inside), low, level, high))
    return tuple(levels)


def _stretch_of(minute: Floats, km: Floats, inside: np.ndarray) -> Stretch:
    return Stretch(*(float(axis[at]) for axis in (minute, km) for at in (inside[0], inside[-1])))


def _onset(index: FadeIndex) -> OnsetMark | None:
    onset = index.onset
    if onset is None:
        return None
    return OnsetMark(Stretch(onset.minute_low, onset.minute_high, onset.km_low, onset.km_high), onset.minute, onset.km)


def _change_text(index: FadeIndex) -> str:
    change = index.change
    if change is None or change.number is None:
        return ""
    shown = to_quantity(change.number, standard_error=change.standard_error, unit="", decimals=1)
    return f"{signed(shown.text)} times its usual scatter, last fifth against the first"


def _parts(index: FadeIndex, curves: Sequence[DriftCurve], knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    direction = {curve.quantity: curve.sign_for_fade for curve in curves}
    for quantity, weight in zip(index.quantities, index.weights, strict=True):
        way = "rising" if direction.get(quantity, 1) > 0 else "falling"
        yield name_of(quantity, knowledge), f"{100 * weight:.0f} %, {way} with tiring"


def _km_at(minute: float, index: FadeIndex) -> float:
    return float(index.distance_km[int(np.argmin(np.abs(index.minute - minute)))])
