"""Where the fade index leaves its baseline: one change point, one-sided, with its interval.

ruptures (BSD-2-Clause) finds the step and is imported nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.noise import MixedFit
from evenstride.fatigue.over_time import change_patterns, change_starts
from evenstride.model.drift import OnsetShape

Floats = NDArray[np.float64]

#: Bins on each side of a change, at least.
MIN_SEGMENT = 3
#: Report only from this shift on (baseline standard deviations) and below this probability of a false alarm.
LEAST_SHIFT_SD = 1.0
MOST_FALSE_ALARMS = 0.05
#: The shift must last: the last bins, this share of the run, stand above the baseline by half the shift.
_LASTING_SHARE = 0.15
_DRAWS = 2000


@dataclass(frozen=True)
class OnsetPlace:
    """Bin of the onset (``first``), the bins its 95 % interval spans, and how clear it is (see `Onset`)."""

    shape: OnsetShape
    first: int
    low: int
    high: int
    shift_sd: float
    mdc_sd: float
    false_alarm_probability: float


@dataclass(frozen=True)
class _Candidates:
    """Every change that is tried, 1 at the end of the run.

    ``patterns`` (bin, candidate); ``starts`` (candidate,) first bin after the change; ``is_rise`` (candidate,) a rise
    and not a step; ``levels`` (bin, level) what is taken out first: the level, and that before the baseline.
    """

    patterns: Floats
    starts: NDArray[np.int64]
    is_rise: NDArray[np.bool_]
    levels: Floats


@dataclass(frozen=True)
class _Scan:
    """Every change under every noise model of the fit.

    ``rows`` (model, candidate, row) give a candidate's size from independent noise, in units of its ``norms`` (model,
    candidate). ``shifts``, ``errors``, ``t_values`` (candidate,) are averaged over the noise models; ``likelihoods``
    (model, candidate) are log likelihoods beside no change at all, -inf where the change would be a fall.
    """

    rows: Floats
    norms: Floats
    shifts: Floats
    errors: Floats
    likelihoods: Floats

    @property
    def t_values(self) -> Floats:
        return self.shifts / self.errors


def find_onset(
    fit: MixedFit, *, baseline_start: int, one_sd: float, rng: np.random.Generator
) -> tuple[OnsetPlace | None, tuple[str, ...]]:
    """The first bin from which the index stands above what came before, or why there is none.

    Parameters
    ----------
    fit
        The index regressed on speed, slope and the fifths of the run; its noise models carry the doubt about both.
    baseline_start
        First bin of the baseline. What comes before is settling: it has a level of its own and is no reference.
    one_sd
        One baseline standard deviation in the units of the fit.

    Notes
    -----
    Two shapes are tried at every bin, by generalised least squares under the run's own noise, speed and slope fitted
    anew beside each: a step, and a rise that starts there and goes on. The greatest one-sided t value over all places
    and both shapes is held against the same maximum in runs of noise alone with the same memory, speed and slope (2000
    draws): that probability is of a false alarm anywhere, so looking at every place is paid for. A change is reported
    when it is below 5 %, the shift at the end is at least one baseline standard deviation and exceeds 1.96 of its
    error, and lasts to the end.

    The interval is the middle 95 % of the places' probabilities, both shapes and all places being equally likely
    beforehand (Carlin et al. 1992, Appl Stat 41:389-405, doi 10.2307/2347570), so that not knowing the shape widens it.
    Where a step is the likelier shape the place is ruptures' exact least-squares change point (`ruptures.KernelCPD`,
    linear kernel; Truong et al. 2020, Signal Process 167:107299, doi 10.1016/j.sigpro.2019.107299) with at least 3 bins
    on each side; that of a rise, which the library has no cost for, is the median of the rises' places.
    """
    count = len(fit.adjusted)
    candidates = _candidates(count, baseline_start)
    scan = _scan(fit, candidates)
    chosen = int(np.argmax(scan.t_values))
    probability = _false_alarms(float(scan.t_values[chosen]), scan, fit, rng)
    shift, error = scan.shifts[chosen] / one_sd, scan.errors[chosen] / one_sd
    if probability > MOST_FALSE_ALARMS:
        return None, ("No lasting rise that stands out from how the run scatters.",)
    if shift < LEAST_SHIFT_SD or shift < 1.96 * error:
        return None, (f"A rise of {shift:.1f} baseline standard deviations, too small to report (from 1.0 on).",)
    chances = _chances(scan, fit.weights)
    shape: OnsetShape = "gradual" if chances[candidates.is_rise].sum() > 0.5 else "step"
    located = _locate(fit, shape, candidates, chances, baseline_start)
    tail = fit.adjusted[-max(MIN_SEGMENT, int(_LASTING_SHARE * count)) :]
    before = fit.adjusted[baseline_start:located]
    if (np.mean(tail) - np.mean(before)) / one_sd < 0.5 * shift:
        return None, ("The rise does not last to the end of the run.",)
    low, high = _quantiles(candidates.starts, chances, (0.025, 0.975))
    return (
        OnsetPlace(
            shape=shape,
            first=located,
            low=min(low, located),
            high=max(high, located),
            shift_sd=float(shift),
            mdc_sd=float(1.96 * error),
            false_alarm_probability=probability,
        ),
        (),
    )


def _candidates(count: int, baseline_start: int) -> _Candidates:
    starts = change_starts(count, baseline_start)
    steps_and_rises = np.hstack(change_patterns(count, baseline_start))
    levels = np.ones((count, 1))
    if baseline_start > 0:
        levels = np.column_stack([levels, np.arange(count) < baseline_start])
    return _Candidates(steps_and_rises, np.tile(starts, 2), np.repeat([False, True], len(starts)), levels)


def _scan(fit: MixedFit, candidates: _Candidates) -> _Scan:
    """Size, error and likelihood of every change; what goes with speed or slope earns a small t."""
    columns = np.column_stack([fit.target, candidates.patterns])
    rest = fit.project(candidates.levels, columns, models=range(len(fit.weights)))
    values, shapes = rest[:, :, 0], np.swapaxes(rest[:, :, 1:], 1, 2)
    norms = np.linalg.norm(shapes, axis=2)
    rows = shapes / norms[:, :, None]
    along = np.einsum("mcr,mr->mc", rows, values)
    each = along / norms
    shares = fit.weights[:, None]
    shifts = (shares * each).sum(axis=0)
    errors = np.sqrt((shares * ((fit.sigmas[:, None] / norms) ** 2 + (each - shifts) ** 2)).sum(axis=0))
    total = np.einsum("mr,mr->m", values, values)[:, None]
    gains = -0.5 * fit.degrees * np.log1p(-(along**2) / total)
    return _Scan(rows, norms, shifts, errors, np.where(along > 0, gains, -np.inf))


def _false_alarms(greatest_t: float, scan: _Scan, fit: MixedFit, rng: np.random.Generator) -> float:
    """How often noise alone gives a t value as great somewhere; the noise's own size is not known exactly (chi2).

    Every noise model gets draws by its weight.
    """
    as_great, drawn = 1, 1
    for rows, weight in zip(scan.rows, fit.weights, strict=True):
        draws = round(float(_DRAWS * weight))
        noise = rng.standard_normal((rows.shape[1], draws))
        size = np.sqrt(rng.chisquare(fit.degrees, draws) / fit.degrees)
        as_great += int(np.sum((rows @ noise).max(axis=0) >= greatest_t * size))
        drawn += draws
    return as_great / drawn


def _chances(scan: _Scan, weights: Floats) -> Floats:
    """(candidate,) probability of each change, given that there is one; places and shapes equally likely beforehand."""
    likelihoods = scan.likelihoods - scan.likelihoods.max()
    shares = weights[:, None] * np.exp(likelihoods)
    return np.asarray(shares.sum(axis=0) / shares.sum())


def _quantiles(starts: NDArray[np.int64], chances: Floats, levels: tuple[float, ...]) -> list[int]:
    """First bins at which the summed chances of places reach each level."""
    order = np.argsort(starts, kind="stable")
    summed = np.cumsum(chances[order])
    places = np.searchsorted(summed / summed[-1], levels)
    return [int(starts[order][place]) for place in np.minimum(places, len(starts) - 1)]


def _locate(fit: MixedFit, shape: OnsetShape, candidates: _Candidates, chances: Floats, baseline_start: int) -> int:
    """First bin after the change."""
    if shape == "step":
        import ruptures

        search = ruptures.KernelCPD(kernel="linear", min_size=MIN_SEGMENT, jump=1)
        values = fit.adjusted[baseline_start:, None]
        return baseline_start + int(search.fit(values).predict(n_bkps=1)[0])
    rises = candidates.is_rise
    return _quantiles(candidates.starts[rises], chances[rises], (0.5,))[0]
