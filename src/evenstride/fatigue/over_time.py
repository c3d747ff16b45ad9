"""A quantity over the run: level of each fifth and, where the run shows one, a sudden or steady change inside them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.noise import MixedFit, fit_mixed, project

Floats = NDArray[np.float64]

FIFTHS = 5
#: Bins on each side of a change, at least.
_MIN_SEGMENT = 3
_COST_OF_A_CHANGE = 1.5


def fit_over_time(
    observed: Floats, effects: Floats, prior_mean: Floats, prior_sd: Floats, position: Floats
) -> tuple[MixedFit, Floats]:
    """The fit and the weights that make of its fixed coefficients the change: last fifth less first.

    Notes
    -----
    Levels of fifths give the change without a bias whatever its course, but a step inside a fifth would count as noise
    and widen the error. So the best step and the best rises are tried as one more column, and kept where the
    log likelihood gains more than 1.5 log(n), the cost of a change point's size and place (Zhang & Siegmund 2007,
    Biometrics 63:22-32, doi 10.1111/j.1541-0420.2006.00662.x).
    """
    count = len(observed)
    fifths = fifths_design(count)
    contrast = np.eye(FIFTHS)[-1]
    best = fit_mixed(observed, fifths, effects, prior_mean, prior_sd, position)
    chosen, needed = (best, contrast), best.log_likelihood + _COST_OF_A_CHANGE * np.log(count)
    for patterns in change_patterns(count, 0):
        column = patterns[:, _greatest_gain(best, fifths, patterns)]
        fit = fit_mixed(observed, np.column_stack([fifths, column]), effects, prior_mean, prior_sd, position)
        if fit.log_likelihood > needed:
            needed = fit.log_likelihood
            chosen = fit, np.append(contrast, last_less_first(column))
    return chosen


def fifths_design(count: int) -> Floats:
    """(bin, 5) level of the first fifth, then each other fifth less the first."""
    design = (_fifth_of(count)[:, None] == np.arange(FIFTHS)[None, :]).astype(np.float64)
    design[:, 0] = 1.0
    return design


def last_less_first(values: Floats) -> float:
    """Mean of the last fifth less that of the first."""
    return fifth_less_first(values, FIFTHS - 1)


def fifth_less_first(values: Floats, number: int) -> float:
    """Mean of a fifth (0 to 4) less that of the first."""
    fifth = _fifth_of(len(values))
    return float(values[fifth == number].mean() - values[fifth == 0].mean())


def change_of_fifth(fit: MixedFit, contrast: Floats, number: int) -> tuple[float, float]:
    """A fifth (0 to 4) less the first, with its standard error, from what `fit_over_time` returned.

    Where a step or rise was taken up, its column adds its own share of the change, which is that of the last fifth
    scaled by where the column stands in this one.
    """
    if number == 0:
        return 0.0, 0.0
    weights = np.zeros(len(contrast))
    weights[number] = 1.0
    for extra in range(FIFTHS, len(contrast)):
        weights[extra] = fifth_less_first(fit.fixed[:, extra], number)
    return fit.contrast(weights)


def change_patterns(count: int, start: int) -> tuple[Floats, Floats, Floats]:
    """(bin, place) changes that are 1 at the end of the run, from ``start`` plus three bins on.

    Steps, rises over a quarter of the run that stay, and rises to the end.
    """
    starts = change_starts(count, start)
    since = np.maximum(np.arange(count)[:, None] - starts[None, :] + 1, 0)
    to_end = count - starts[None, :]
    over_a_quarter = np.minimum(to_end, max(_MIN_SEGMENT, count // 4))
    return (since > 0).astype(np.float64), np.minimum(since / over_a_quarter, 1.0), since / to_end


def change_starts(count: int, start: int) -> NDArray[np.int64]:
    """First bin after each change that is tried."""
    return np.arange(start + _MIN_SEGMENT, count - _MIN_SEGMENT + 1)


def _greatest_gain(fit: MixedFit, fixed: Floats, patterns: Floats) -> int:
    """The pattern that explains most beyond the fifths, under the likeliest noise of the fit."""
    projection = project(fit.position, fixed, fit.effect_columns, fit.relative_sds, models=fit.likeliest)
    rest = projection.rest(np.column_stack([fit.target, patterns]))[0]
    shapes = rest[:, 1:]
    norms = np.linalg.norm(shapes, axis=0)
    gains = np.divide(np.abs(rest[:, 0] @ shapes), norms, out=np.zeros(len(norms)), where=norms > 1e-6)
    return int(np.argmax(gains))


def _fifth_of(count: int) -> NDArray[np.int64]:
    return np.minimum(np.arange(count) * FIFTHS // max(count, 1), FIFTHS - 1)
