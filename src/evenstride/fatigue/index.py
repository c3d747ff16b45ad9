"""The signed composite of what a watch shows as a runner tires, at equal speed and slope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.baseline import PersonalBaseline
from evenstride.fatigue.bins import RunBins
from evenstride.fatigue.drift import LEAST_BINS, Conditions, KnownEffect, known_effects, to_scale
from evenstride.fatigue.fade_measures import fade_shift
from evenstride.fatigue.noise import MixedFit
from evenstride.fatigue.onset import OnsetPlace, find_onset
from evenstride.fatigue.over_time import fit_over_time
from evenstride.model.drift import BaselineKind, DriftCurve, FadeIndex, Onset

if TYPE_CHECKING:
    from evenstride.knowledge.schema import FadeSign

Floats = NDArray[np.float64]

#: The baseline within the run: this part of it, but not the warm-up (km 4 to 14 of a marathon in Clermont et al. 2019,
#: J Appl Biomech 35:401, doi 10.1123/jab.2018-0453).
BASELINE_FROM, BASELINE_TO = 0.1, 0.33
_LEAST_BASELINE_BINS = 3
#: A quantity joins when it covers this share of the bins.
_LEAST_COVER = 0.9
#: The index needs the one sign that is strongly supported, directly or as duty factor, and another one.
_NEEDED = ("contact_time", "duty_factor")
_LEAST_SIGNS = 2


@dataclass(frozen=True)
class _Part:
    """One sign in the index: its curve, weight, direction and scale (one baseline standard deviation)."""

    sign: FadeSign
    curve: DriftCurve
    weight: float
    direction: int
    scale: float
    offset: float


def build_index(
    run_id: str,
    bins: RunBins,
    curves: Sequence[DriftCurve],
    signs: Mapping[str, FadeSign],
    conditions: Conditions,
    *,
    personal: PersonalBaseline | None = None,
    rng: np.random.Generator | None = None,
) -> FadeIndex | None:
    """Composite and onset; None where the signs it needs are missing.

    Notes
    -----
    Each sign counts as ``weight * direction * (value - baseline) / scale``, where ``scale`` is its standard deviation
    over the baseline bins, at least the device's noise. The sum is divided by its own standard deviation over the
    baseline, at least that of device noise (contact time and duty factor share theirs, the others have their own).
    Baseline: 10 to 33 % of the run without the warm-up, or the runner's earlier runs at equal speed
    (`PersonalBaseline`) where there are enough. Speed and slope are taken out of the sum together with the change over
    time, as for the single quantities (`fit_over_time`). No onset is sought where neither contact time nor duty factor
    has a drift that can be told from speed and scatter.
    """
    parts = _parts(curves, signs, personal)
    names = {part.sign.id for part in parts}
    if len(parts) < _LEAST_SIGNS or not names.intersection(_NEEDED):
        return None
    stack = np.array([to_scale(part.curve.observed, part.sign) for part in parts])
    good = np.isfinite(stack).all(axis=0)
    if good.sum() < LEAST_BINS:
        return None
    here = conditions.at(good)
    fit, contrast = _fit_sum(stack[:, good], parts, here, bins.position[good], personal)
    minute = bins.minute[good]
    inside = _baseline_bins(minute)
    one_sd = max(float(np.std(fit.adjusted[inside], ddof=1)), _device_floor(parts))
    level = float(np.mean(fit.adjusted[inside]))
    if personal is not None and all(part.offset != 0.0 for part in parts):
        level = float(sum(part.weight * part.direction * part.offset / part.scale for part in parts))
        one_sd = max(one_sd, personal.spread_between_runs(parts_of=[(p.sign.id, p.weight, p.scale) for p in parts]))
    index = np.full(bins.count, np.nan)
    index[good] = (fit.adjusted - level) / one_sd
    place, reasons = None, _why_no_statement(parts)
    if not reasons:
        place, reasons = find_onset(
            fit, baseline_start=inside.start, one_sd=one_sd, rng=rng or np.random.default_rng(0)
        )
    return FadeIndex(
        quantities=tuple(part.sign.id for part in parts),
        weights=tuple(round(part.weight, 3) for part in parts),
        minute=bins.minute,
        distance_km=bins.distance_km,
        index=index,
        baseline=_baseline_kind(personal),
        baseline_minutes=(float(minute[inside][0]), float(minute[inside][-1])),
        onset=None if place is None else _onset(place, minute, bins.distance_km[good]),
        reasons=reasons,
        change=fade_shift(run_id, fit.contrast(contrast), one_sd, parts=[part.curve for part in parts]),
    )


def _device_floor(parts: Sequence[_Part]) -> float:
    """Standard deviation of the sum where each sign scatters by one scale."""
    shared = sum(part.weight for part in parts if part.sign.id in _NEEDED)
    own = [part.weight for part in parts if part.sign.id not in _NEEDED]
    return float(np.sqrt(shared**2 + np.sum(np.square(own))))


def _why_no_statement(parts: Sequence[_Part]) -> tuple[str, ...]:
    """Why nothing can be said, where every sign that the index needs is refused; else nothing."""
    needed = [part.curve.change for part in parts if part.sign.id in _NEEDED]
    return needed[0].reasons if all(change.status == "refused" for change in needed) else ()


def _parts(
    curves: Sequence[DriftCurve], signs: Mapping[str, FadeSign], personal: PersonalBaseline | None
) -> list[_Part]:
    joined = [
        curve
        for curve in curves
        if signs[curve.quantity].weight > 0 and np.isfinite(curve.observed).mean() >= _LEAST_COVER
    ]
    total = sum(signs[curve.quantity].weight for curve in joined)
    return [
        _Part(
            sign := signs[curve.quantity],
            curve,
            sign.weight / total,
            curve.sign_for_fade,
            _scale(curve, sign),
            personal.level_of(curve.quantity) if personal is not None else 0.0,
        )
        for curve in joined
    ]


def _scale(curve: DriftCurve, sign: FadeSign) -> float:
    """One baseline standard deviation of a sign on its scale, at least the device's noise."""
    adjusted = to_scale(curve.adjusted, sign)
    good = np.isfinite(adjusted)
    floor = (sign.device_noise.value or 0.0) * (1.0 if sign.scale == "balance" else 0.01)
    return max(float(np.std(adjusted[good][_baseline_bins(curve.minute[good])], ddof=1)), floor)


def _baseline_bins(minute: Floats) -> slice:
    """Bins whose middle lies in the part of the run that is its baseline."""
    first, end = np.searchsorted(minute, [BASELINE_FROM * minute[-1], BASELINE_TO * minute[-1]])
    return slice(int(first), max(int(first) + _LEAST_BASELINE_BINS, int(end)))


def _baseline_kind(personal: PersonalBaseline | None) -> BaselineKind:
    return "earlier_runs" if personal is not None else "within_run"


def _fit_sum(
    stack: Floats, parts: Sequence[_Part], conditions: Conditions, position: Floats, personal: PersonalBaseline | None
) -> tuple[MixedFit, Floats]:
    """The weighted sum regressed like one quantity, and its contrast; its prior speed effect is the sum of theirs."""
    factors = np.array([part.weight * part.direction / part.scale for part in parts])
    knowns = [_known(part, conditions, personal) for part in parts]
    mean = sum(factor * known[1] for factor, known in zip(factors, knowns, strict=True))
    variance = sum((factor * known[2]) ** 2 for factor, known in zip(factors, knowns, strict=True))
    effects = knowns[0][0]
    return fit_over_time(factors @ stack, effects, mean, np.sqrt(variance), position)


def _known(part: _Part, conditions: Conditions, personal: PersonalBaseline | None) -> tuple[Floats, Floats, Floats]:
    known: KnownEffect | None = personal.speed_effect_of(part.sign.id) if personal is not None else None
    return known_effects(part.sign, conditions, known)


def _onset(place: OnsetPlace, minute: Floats, km: Floats) -> Onset:
    return Onset(
        shape=place.shape,
        minute=float(minute[place.first]),
        minute_low=float(minute[place.low]),
        minute_high=float(minute[place.high]),
        km=float(km[place.first]),
        km_low=float(km[place.low]),
        km_high=float(km[place.high]),
        shift_sd=place.shift_sd,
        mdc_sd=place.mdc_sd,
        false_alarm_probability=place.false_alarm_probability,
    )
