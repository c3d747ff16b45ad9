"""Where the fade index leaves its baseline: one change point, one-sided, with its interval.

ruptures (BSD-2-Clause) finds the step and is imported nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.noise import MixedFit, Projection, noise_grid, project
from evenstride.fatigue.over_time import change_patterns, change_starts
from evenstride.model.drift import OnsetShape

Floats = NDArray[np.float64]

#: Bins on each side of a change, at least.
MIN_SEGMENT = 3
#: Report only from this shift on (baseline standard deviations) and below this probability of a false alarm, which is
#: smaller than the 5 % that is asked because how long noise remembers itself is learned from the same run: the worst
#: kind of runs without a change, noise of eight minutes' memory, gives 5.0 % of 541 (docs/explanation/fatigue.md).
LEAST_SHIFT_SD = 1.0
MOST_FALSE_ALARMS = 0.04
#: The shift must last: the last bins, this share of the run, stand above the baseline by half the shift.
_LASTING_SHARE = 0.15
_DRAWS = 500
#: After this many, a probability far from what is told needs no more.
_FIRST_DRAWS = 100
_FAR_FROM_TOLD = 0.15


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
    """Every change under every noise model.

    ``rows`` (model, candidate, row) give a candidate's size from independent noise, in units of its ``norms`` (model,
    candidate). ``along`` (model, candidate) and ``total`` (model,) are those sizes and the sum of squares of the run.
    """

    projection: Projection
    rows: Floats
    norms: Floats
    along: Floats
    total: Floats
    degrees: int

    def likelihoods(self, along: Floats, total: Floats) -> tuple[Floats, Floats]:
        """(model, candidate, ...) and (model, ...) log likelihoods with each change and with none.

        A fall counts as no change.
        """
        volumes = self.projection.log_volumes.reshape(-1, *np.ones(total.ndim - 1, dtype=int))
        without = -volumes - 0.5 * self.degrees * np.log(total)
        share = np.minimum(np.maximum(along, 0.0) ** 2 / total[:, None], 1 - 1e-12)
        return without[:, None] - 0.5 * self.degrees * np.log1p(-share), without


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
    Three shapes are tried at every bin, by generalised least squares with speed and slope fitted anew beside each: a
    step, a rise over a quarter of the run that stays, and a rise to the end. How much likelier the run is with a change
    than with none, averaged over places, shapes and noise models on either side, is held against the same number in 500
    runs of noise alone, whose memory comes from the run without any change and is found anew in every draw. So looking
    at every place is paid for, and a slow wander that could be noise counts as noise. A change is reported when as much
    comes from noise in fewer than 4 of 100 runs, the shift at the end is at least one baseline standard deviation and
    exceeds 1.96 of its error, and lasts to the end.

    The interval is the middle 95 % of the places' probabilities, all shapes and places being equally likely
    beforehand (Carlin et al. 1992, Appl Stat 41:389-405, doi 10.2307/2347570), so that not knowing the shape widens it.
    Where a step is the likelier shape the place is ruptures' exact least-squares change point (`ruptures.KernelCPD`,
    linear kernel; Truong et al. 2020, Signal Process 167:107299, doi 10.1016/j.sigpro.2019.107299) with at least 3 bins
    on each side; that of a rise, which the library has no cost for, is the median of the rises' places.
    """
    count = len(fit.adjusted)
    candidates = _candidates(count, baseline_start)
    scan = _scan(fit, candidates)
    probability = _false_alarms(scan, fit, rng)
    if probability > MOST_FALSE_ALARMS:
        return None, ("No lasting rise that stands out from how the run scatters.",)
    chances = _chances(scan)
    by_place = chances.sum(axis=0)
    shape: OnsetShape = "gradual" if by_place[candidates.is_rise].sum() > 0.5 else "step"
    located = _locate(fit, shape, candidates, by_place, baseline_start)
    shift, error = (value / one_sd for value in _shift(scan, chances))
    if shift < LEAST_SHIFT_SD or shift < 1.96 * error:
        return None, (f"A rise of {shift:.1f} baseline standard deviations, too small to report (from 1.0 on).",)
    tail = fit.adjusted[-max(MIN_SEGMENT, int(_LASTING_SHARE * count)) :]
    before = fit.adjusted[baseline_start:located]
    if (np.mean(tail) - np.mean(before)) / one_sd < 0.5 * shift:
        return None, ("The rise does not last to the end of the run.",)
    low, high = _quantiles(candidates.starts, by_place, (0.025, 0.975))
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
    by_shape = change_patterns(count, baseline_start)
    levels = np.ones((count, 1))
    if baseline_start > 0:
        levels = np.column_stack([levels, np.arange(count) < baseline_start])
    return _Candidates(
        patterns=np.hstack(by_shape),
        starts=np.tile(starts, len(by_shape)),
        is_rise=np.arange(len(by_shape) * len(starts)) >= len(starts),
        levels=levels,
    )


def _scan(fit: MixedFit, candidates: _Candidates) -> _Scan:
    """Size and likelihood of every change; what goes with speed or slope earns little."""
    projection = project(fit.position, candidates.levels, fit.effect_columns, fit.relative_sds)
    rest = projection.rest(np.column_stack([fit.target, candidates.patterns]))
    values, shapes = rest[:, :, 0], np.swapaxes(rest[:, :, 1:], 1, 2)
    norms = np.linalg.norm(shapes, axis=2)
    rows = shapes / norms[:, :, None]
    return _Scan(
        projection=projection,
        rows=rows,
        norms=norms,
        along=np.einsum("mcr,mr->mc", rows, values),
        total=np.einsum("mr,mr->m", values, values),
        degrees=len(fit.target) - candidates.levels.shape[1],
    )


def _false_alarms(scan: _Scan, fit: MixedFit, rng: np.random.Generator) -> float:
    """How often noise alone makes a change look as likely beside none, the noise being found anew in every draw."""
    observed, without = scan.likelihoods(scan.along, scan.total)
    shares = np.exp(without - without.max())
    shares /= shares.sum()
    found = float(_log_of_sum(observed) - _log_of_sum(without))
    as_clear, drawn, probability = 1, 1, 1.0
    for count in (_FIRST_DRAWS, _DRAWS - _FIRST_DRAWS):
        as_clear += int(np.sum(_noise_clearness(scan, fit, shares, count, rng) >= found))
        drawn += count
        probability = as_clear / drawn
        if probability > _FAR_FROM_TOLD:
            break
    return probability


def _noise_clearness(scan: _Scan, fit: MixedFit, shares: Floats, count: int, rng: np.random.Generator) -> Floats:
    """(draw,) how much likelier runs of noise alone look with a change than without."""
    colouring = noise_grid(fit.position).colouring
    runs = [_noise(fit, colouring[model], each, rng) for model, each in _draws_of(shares, count)]
    rest = scan.projection.rest(np.concatenate(runs, axis=1))
    with_change, with_none = scan.likelihoods(scan.rows @ rest, np.einsum("mrd,mrd->md", rest, rest))
    return _log_of_sum(with_change, axis=(0, 1)) - _log_of_sum(with_none, axis=0)


def _draws_of(shares: Floats, count: int) -> list[tuple[int, int]]:
    """(model, number of draws), together ``count``."""
    edges = np.rint(count * np.cumsum(shares)).astype(int)
    return [(model, int(each)) for model, each in enumerate(np.diff(edges, prepend=0)) if each > 0]


def _noise(fit: MixedFit, colouring: Floats, count: int, rng: np.random.Generator) -> Floats:
    """(bin, draw) runs in which nothing changes but noise of one model, and effects as far as they are not known."""
    noise = colouring @ rng.standard_normal((len(colouring), count))
    unknown = fit.relative_sds[:, None] * rng.standard_normal((len(fit.relative_sds), count))
    return np.asarray(noise + fit.effect_columns @ unknown)


def _log_of_sum(log_values: Floats, axis: tuple[int, ...] | int | None = None) -> Floats:
    """Logarithm of the sum of numbers given by their logarithms."""
    highest = np.max(log_values, axis=axis, keepdims=True)
    return np.asarray(np.log(np.sum(np.exp(log_values - highest), axis=axis)) + highest.squeeze(axis))


def _chances(scan: _Scan) -> Floats:
    """(model, candidate) probability of each noise and change, given a change; all equally likely before."""
    likelihoods, _ = scan.likelihoods(scan.along, scan.total)
    shares = np.exp(likelihoods - likelihoods.max())
    return np.asarray(shares / shares.sum())


def _shift(scan: _Scan, chances: Floats) -> tuple[float, float]:
    """Size of the change at the end of the run and its standard error, over noises, places and shapes."""
    sizes = scan.along / scan.norms
    variances = (scan.total[:, None] - scan.along**2) / (scan.degrees - 1) / scan.norms**2
    mean = float(np.sum(chances * sizes))
    return mean, float(np.sqrt(np.sum(chances * (variances + (sizes - mean) ** 2))))


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
