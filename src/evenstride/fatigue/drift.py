"""Drift of one quantity over a run, estimated together with the effects of speed and slope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.bins import RunBins
from evenstride.fatigue.noise import MixedFit
from evenstride.fatigue.over_time import FIFTHS, change_of_fifth, fit_over_time, last_less_first
from evenstride.model import Measure, RunRecording
from evenstride.model.drift import DriftCurve, FifthChange

if TYPE_CHECKING:
    from evenstride.knowledge.schema import FadeSign

Floats = NDArray[np.float64]

#: Fewer bins than this give no drift.
LEAST_BINS = 15
#: Before the run is asked, cadence (where it is taken out) has the exponent 0 with this spread.
_CADENCE_SD = 1.0
#: An error beyond this (%, standard error) says nothing against lines of 2 and 3 %, unless the change stands beyond it.
LARGEST_ERROR_PCT = 1.5
LARGEST_ERROR_POINTS = 0.75
#: The part of the error that comes from speed and slope going with time, from which it is named as the reason.
_INSEPARABLE_SHARE = 0.5


@dataclass(frozen=True)
class Conditions:
    """What else than time moves the quantities.

    ``log_speed``, ``slope_pct``, ``log_cadence`` : (bin,) slope 0 where not known. ``slope_is_known`` False outdoors
    without altitude. ``doubts`` lower the confidence in every measure.
    """

    log_speed: Floats
    slope_pct: Floats
    log_cadence: Floats
    slope_is_known: bool
    doubts: tuple[str, ...] = ()

    def at(self, good: NDArray[np.bool_]) -> Conditions:
        """The same in some of the bins."""
        return replace(
            self,
            log_speed=self.log_speed[good],
            slope_pct=self.slope_pct[good],
            log_cadence=self.log_cadence[good],
        )


@dataclass(frozen=True)
class KnownEffect:
    """What is known of a quantity's speed effect before this run: mean and standard deviation of the exponent."""

    mean: float
    sd: float


def fit_drift(
    values: Floats, sign: FadeSign, conditions: Conditions, position: Floats, *, known: KnownEffect | None = None
) -> tuple[MixedFit, Floats]:
    """The course over the run at equal speed and slope, and the contrast that is the change (`fit_over_time`).

    ``values`` are on the scale of `to_scale`, all finite.

    ``known`` (from the runner's earlier runs) replaces the speed effect of other runners.
    """
    effects, mean, sd = known_effects(sign, conditions, known)
    return fit_over_time(values, effects, mean, sd, position)


def to_scale(values: Floats, sign: FadeSign) -> Floats:
    """Logarithm for quantities on a ratio scale, the value itself for balances."""
    if sign.scale == "balance":
        return values
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(values > 0, np.log(values), np.nan)


def known_effects(
    sign: FadeSign, conditions: Conditions, known: KnownEffect | None = None
) -> tuple[Floats, Floats, Floats]:
    """(bin, effect) centred covariates, and mean and spread of what is known of their coefficients."""
    speed = conditions.log_speed - np.median(conditions.log_speed)
    expected = known or KnownEffect(sign.speed_effect.mean, sign.speed_effect.sd)
    columns = [speed, speed**2, np.maximum(conditions.slope_pct, 0), np.minimum(conditions.slope_pct, 0)]
    others = (sign.speed_curvature, sign.uphill, sign.downhill)
    means = [expected.mean, *(other.mean for other in others)]
    sds = [expected.sd, *(other.sd for other in others)]
    if sign.follows_cadence:
        columns.append(conditions.log_cadence)
        means.append(0.0)
        sds.append(_CADENCE_SD)
    effects = np.column_stack(columns)
    return effects - effects.mean(axis=0), np.array(means), np.array(sds)


def estimate_curve(
    run: RunRecording,
    bins: RunBins,
    sign: FadeSign,
    conditions: Conditions,
    *,
    decimals: int = 1,
    known: KnownEffect | None = None,
) -> DriftCurve | None:
    """One quantity's curve and drift; None where the run has too few bins of it.

    Notes
    -----
    The change is the last fifth less the first at equal speed and slope, in per cent of the first (balances: in
    percentage points). It is refused where its error is too large to say anything: beyond 1.5 % and either no smaller
    than the change itself, or mostly there because speed or slope changed along with time, which is then the reason
    given.
    """
    observed = bins.means.get(sign.id)
    if observed is None:
        return None
    scaled = to_scale(observed, sign)
    good = np.isfinite(scaled)
    if good.sum() < LEAST_BINS:
        return None
    here = conditions.at(good)
    fit, contrast = fit_drift(scaled[good], sign, here, bins.position[good], known=known)
    channel = bins.channels[sign.id]
    adjusted = np.full(len(observed), np.nan)
    adjusted[good] = fit.adjusted
    by_effects = scaled[good] - fit.adjusted
    is_balance = sign.scale == "balance"
    return DriftCurve(
        quantity=sign.id,
        unit=channel.unit,
        device=channel.source.device,
        field=channel.source.field,
        minute=bins.minute,
        distance_km=bins.distance_km,
        observed=observed,
        adjusted=adjusted if is_balance else np.exp(adjusted),
        change=_change(run, sign, here, fit, fit.contrast(contrast), decimals),
        speed_effect=(1.0 if is_balance else 100.0) * last_less_first(by_effects),
        noise_memory_bins=fit.memory_bins,
        sign_for_fade={"rises": 1, "falls": -1, "says_nothing": 0}[sign.when_fading],
        fifths=_fifths(fit, contrast, is_balance=is_balance),
    )


def _fifths(fit: MixedFit, contrast: Floats, *, is_balance: bool) -> tuple[FifthChange, ...]:
    """Every fifth against the first, in the unit of the change."""
    found = [change_of_fifth(fit, contrast, number) for number in range(FIFTHS)]
    return tuple(FifthChange(*(each if is_balance else _in_percent(*each))) for each in found)


def _in_percent(change: float, error: float) -> tuple[float, float]:
    """A change of the logarithm and its error in per cent."""
    return 100 * float(np.expm1(change)), 100 * float(np.exp(change)) * error


def _change(
    run: RunRecording,
    sign: FadeSign,
    conditions: Conditions,
    fit: MixedFit,
    estimate: tuple[float, float],
    decimals: int,
) -> Measure:
    change, error = estimate
    share = inseparable_share(sign, conditions, fit, error)
    is_balance = sign.scale == "balance"
    if not is_balance:
        change, error = _in_percent(change, error)
    unit, limit = ("% points", LARGEST_ERROR_POINTS) if is_balance else ("%", LARGEST_ERROR_PCT)
    measure_id = sign.measure or f"{sign.id}_drift"
    count = len(conditions.log_speed)
    reasons = conditions.doubts
    if error > limit and (share >= _INSEPARABLE_SHARE or abs(change) <= 1.96 * error):
        return refused(measure_id, run.id, (_why_unsure(sign, share), *reasons), unit, count)
    return Measure(
        id=measure_id,
        side=None,
        value=round(float(change), decimals + 2),
        unit=unit,
        standard_error=float(error),
        n_steps=count,
        sd_between_steps=None,
        status="low_confidence" if reasons else "ok",
        source=run.id,
        reasons=reasons,
        mdc=1.96 * float(error),
    )


def refused(measure_id: str, run_id: str, reasons: tuple[str, ...], unit: str = "%", count: int = 0) -> Measure:
    """A drift that says why there is none."""
    return Measure(measure_id, None, None, unit, None, count, None, "refused", run_id, reasons)


def inseparable_share(sign: FadeSign, conditions: Conditions, fit: MixedFit, error: float) -> float:
    """Share of the squared error of the drift that is there because effects of speed and slope are not known."""
    effects, _, _ = known_effects(sign, conditions)
    moved = np.array([last_less_first(column) for column in effects.T])
    from_effects = float(np.sum((moved * fit.effect_sds) ** 2))
    return min(1.0, from_effects / max(error**2, 1e-18))


def _why_unsure(sign: FadeSign, share: float) -> str:
    if share >= _INSEPARABLE_SHARE:
        return (
            f"{sign.name}: speed or slope changed along with time, so tiring and slowing cannot be separated. "
            "A run whose start and end have stretches at the same pace could tell."
        )
    return f"{sign.name}: scatters too much in this run to see a change of a few per cent."
