"""Where the fade index leaves its baseline: one change point, one-sided, with its interval.

ruptures (BSD-2-Clause) finds the step and is imported nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.noise import MixedFit, NoiseModel
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
_RESAMPLES = 200


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
class _Scan:
    """Every change under one noise model: t value, size at the end of the run and its error, by candidate."""

    t_values: Floats
    shifts: Floats
    errors: Floats


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
    Two shapes are tried at every bin, by generalised least squares under the run's own noise: a step, and a rise that
    starts there and goes on. The greatest one-sided t value over all places and both shapes is held against the same
    maximum in runs of noise alone with the same memory, speed and slope (2000 draws): that probability is of a false
    alarm anywhere, so looking at every place is paid for. A change is reported when it is below 5 %, the shift at the
    end is at least one baseline standard deviation and exceeds 1.96 of its error, and lasts to the end.

    The place of a step is ruptures' exact least-squares change point (`ruptures.KernelCPD`, linear kernel; Truong et
    al. 2020, Signal Process 167:107299, doi 10.1016/j.sigpro.2019.107299) with at least 3 bins on each side; that of a
    rise, which the library has no cost for, is the bin with the greatest t value. The interval is a parametric
    bootstrap: the fitted shape plus noise of the fitted memory, located again 200 times.
    """
    count = len(fit.adjusted)
    candidates = _candidates(count, baseline_start)
    best = max(fit.models, key=lambda model: model.weight)
    scan = _scan(fit.adjusted, candidates, fit.models)
    chosen = int(np.argmax(scan.t_values))
    shape: OnsetShape = "gradual" if candidates.is_rise[chosen] else "step"
    probability = _false_alarms(float(scan.t_values[chosen]), candidates, fit, rng)
    shift, error = scan.shifts[chosen] / one_sd, scan.errors[chosen] / one_sd
    if probability > MOST_FALSE_ALARMS:
        return None, ("No lasting rise that stands out from how the run scatters.",)
    if shift < LEAST_SHIFT_SD or shift < 1.96 * error:
        return None, (f"A rise of {shift:.1f} baseline standard deviations, too small to report (from 1.0 on).",)
    pattern = candidates.patterns[:, chosen] * scan.shifts[chosen]
    located = _locate(fit.adjusted, shape, candidates, best)
    tail = fit.adjusted[-max(MIN_SEGMENT, int(_LASTING_SHARE * count)) :]
    before = fit.adjusted[baseline_start:located]
    if (np.mean(tail) - np.mean(before)) / one_sd < 0.5 * shift:
        return None, ("The rise does not last to the end of the run.",)
    places = _resampled_places(pattern, shape, candidates, best, rng)
    low, high = np.percentile(places, [2.5, 97.5])
    return (
        OnsetPlace(
            shape=shape,
            first=located,
            low=min(int(np.floor(low)), located),
            high=max(int(np.ceil(high)), located),
            shift_sd=float(shift),
            mdc_sd=float(1.96 * error),
            false_alarm_probability=probability,
        ),
        (),
    )


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
    baseline_start: int

    def only_rises(self) -> _Candidates:
        return replace(
            self,
            patterns=self.patterns[:, self.is_rise],
            starts=self.starts[self.is_rise],
            is_rise=self.is_rise[self.is_rise],
        )


def _candidates(count: int, baseline_start: int) -> _Candidates:
    starts = change_starts(count, baseline_start)
    steps_and_rises = np.hstack(change_patterns(count, baseline_start))
    levels = np.ones((count, 1))
    if baseline_start > 0:
        levels = np.column_stack([levels, np.arange(count) < baseline_start])
    return _Candidates(
        steps_and_rises, np.tile(starts, 2), np.repeat([False, True], len(starts)), levels, baseline_start
    )


def _whitened(candidates: _Candidates, model: NoiseModel) -> tuple[Floats, Floats]:
    """(candidate, bin) rows that give each candidate's size from whitened data, and each one's norm."""
    columns = model.whiten(np.hstack([candidates.levels, candidates.patterns]))
    n_levels = candidates.levels.shape[1]
    levels, _ = np.linalg.qr(columns[:, :n_levels])
    shapes = columns[:, n_levels:] - levels @ (levels.T @ columns[:, n_levels:])
    norms = np.linalg.norm(shapes, axis=0)
    return (shapes / norms).T, norms


def _scan(values: Floats, candidates: _Candidates, models: tuple[NoiseModel, ...]) -> _Scan:
    """Sizes and t values averaged over the noise models.

    ``values`` have speed and slope taken out at their fitted sizes; the models' covariance holds what is not known of
    them, so a change that goes with speed earns a small t.
    """
    shifts, variances, weights = [], [], []
    for model in models:
        rows, norms = _whitened(candidates, model)
        shifts.append((rows @ model.whiten(values)) / norms)
        variances.append((model.sigma / norms) ** 2)
        weights.append(model.weight)
    share = np.array(weights)[:, None]
    mean = (share * np.array(shifts)).sum(axis=0)
    error = np.sqrt((share * (np.array(variances) + (np.array(shifts) - mean) ** 2)).sum(axis=0))
    return _Scan(mean / error, mean, error)


def _false_alarms(greatest_t: float, candidates: _Candidates, fit: MixedFit, rng: np.random.Generator) -> float:
    """How often noise alone gives a t value as great somewhere; the noise's own size is not known exactly (chi2)."""
    total = 0.0
    for model in fit.models:
        rows, _ = _whitened(candidates, model)
        noise = rng.standard_normal((rows.shape[1], _DRAWS))
        size = np.sqrt(rng.chisquare(fit.degrees, _DRAWS) / fit.degrees)
        greatest = (rows @ noise).max(axis=0) / size
        total += model.weight * (np.sum(greatest >= greatest_t) + 1) / (_DRAWS + 1)
    return float(total)


def _locate(values: Floats, shape: OnsetShape, candidates: _Candidates, model: NoiseModel) -> int:
    """First bin after the change."""
    if shape == "step":
        import ruptures

        first = candidates.baseline_start
        search = ruptures.KernelCPD(kernel="linear", min_size=MIN_SEGMENT, jump=1)
        return first + int(search.fit(values[first:, None]).predict(n_bkps=1)[0])
    rises = candidates.only_rises()
    rows, _ = _whitened(rises, model)
    white = model.whiten(values)
    return int(rises.starts[np.argmax(rows @ white)])


def _resampled_places(
    pattern: Floats, shape: OnsetShape, candidates: _Candidates, model: NoiseModel, rng: np.random.Generator
) -> NDArray[np.int64]:
    """(resample,) places found again in the fitted shape plus noise."""
    noise = model.sigma * (model.noise_lower @ rng.standard_normal((len(pattern), _RESAMPLES)))
    runs = pattern[:, None] + noise
    if shape == "step":
        return np.array([_locate(column, shape, candidates, model) for column in runs.T])
    rises = candidates.only_rises()
    rows, _ = _whitened(rises, model)
    white = model.whiten(runs)
    return rises.starts[np.argmax(rows @ white, axis=0)]
