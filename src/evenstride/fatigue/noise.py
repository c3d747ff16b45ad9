"""Regression whose errors remember each other: the honest error of a drift over a run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: How the unexplained part may remember itself: after how many bins (tried up to a third of the run), and which share
#: of its variance forgets at once. A short memory beside much that forgets at once is hardly another model than none.
#: All count alike: recorded runs have short memories more often (python -m training.run_effects), so this errs to
#: caution.
NOISE_MEMORIES = (
    (0.0, 1.0),
    *((0.7, 0.0), (1.5, 0.0), (1.5, 0.5)),
    *((memory, white) for memory in (3.0, 6.0, 12.0) for white in (0.0, 0.1, 0.25, 0.5, 0.8)),
)
#: A memory of up to this many bins is tried in any run.
_ALWAYS_TRIED_BINS = 3.0
#: Residuals beyond this many robust standard deviations are pulled in (Huber).
_HUBER = 3.0
#: Noise is not taken for smaller than this share of the prior spread: a constant quantity has none to divide by.
_LEAST_SIGMA = 1e-5
#: Noise models that explain the run this much worse than the best are left aside.
_LEAST_WEIGHT = 0.005


@dataclass(frozen=True)
class NoiseGrid:
    """Ways in which the errors of a set of bins may remember each other.

    Attributes
    ----------
    memory_bins : (model,) after how many bins the errors forget each other; 0 is white noise.
    colouring : (model, bin, bin) lower Cholesky factor of each correlation matrix: makes such errors of independent
        ones.
    whitening : (model, bin, bin) its inverse.
    log_volumes : (model,) half the log determinant of each correlation matrix.
    """

    memory_bins: Floats
    colouring: Floats
    whitening: Floats
    log_volumes: Floats


@dataclass(frozen=True)
class MixedFit:
    """A regression averaged over noise models.

    Attributes
    ----------
    target : (bin,) what was regressed: strays pulled in, prior effects at their prior means taken out.
    adjusted : (bin,) observations with the prior effects (speed, slope, ...) taken out.
    effects, effect_sds : (effect,) fitted coefficients of the prior effects and their standard deviations.
    degrees : degrees of freedom of the error.
    log_likelihood : greatest log likelihood over the noise models, to compare designs.
    models, memories, weights, sigmas : (model,) noise models that explain the run: their places in the grid, memory in
        bins, weights summing to 1, and the standard deviation of one bin's noise under each.
    coefficients, covariances : (model, coefficient), (model, coefficient, coefficient) of the fixed part.
    position : (bin,) places of the bins.
    effect_columns, relative_sds : (bin, effect), (effect,) the prior effects and their prior spread in units of the
        noise.
    fixed : (bin, coefficient) design of what nothing was known about.
    """

    target: Floats
    adjusted: Floats
    effects: Floats
    effect_sds: Floats
    degrees: int
    log_likelihood: float
    models: NDArray[np.int64]
    memories: Floats
    weights: Floats
    sigmas: Floats
    coefficients: Floats
    covariances: Floats
    position: Floats
    effect_columns: Floats
    relative_sds: Floats
    fixed: Floats

    def contrast(self, weights: Floats) -> tuple[float, float]:
        """A weighted sum of the fixed coefficients and its standard error.

        The error holds the doubt about the noise model too, and is widened so that 1.96 of it span the 95 % of
        Student's t at the fit's degrees of freedom.
        """
        values = self.coefficients @ weights
        variances = np.einsum("i,mij,j->m", weights, self.covariances, weights)
        mean = float(self.weights @ values)
        variance = float(self.weights @ (variances + (values - mean) ** 2))
        return mean, float(np.sqrt(variance)) * widening(self.degrees)

    @property
    def memory_bins(self) -> float:
        """Memory of the noise, averaged over the models."""
        return float(self.weights @ self.memories)

    @property
    def likeliest(self) -> NDArray[np.int64]:
        """(1,) place in the grid of the noise model with the greatest weight."""
        return self.models[[int(np.argmax(self.weights))]]


@dataclass(frozen=True)
class Projection:
    """Takes the prior effects and a fixed design out of columns, under several noise models at once.

    ``basis`` (model, row, column) spans what is taken out; ``log_volumes`` (model,) is what the likelihood loses for it
    and for the correlation.
    """

    whitening: Floats
    basis: Floats
    log_volumes: Floats

    def rest(self, columns: Floats) -> Floats:
        """(model, row, column) what is left of ``columns`` (bin, column), with independent errors.

        There is one row a bin and one for each prior effect, which holds what is known of it beforehand, so that an
        inner product of two columns is the one of generalised least squares.
        """
        white = _with_zeros(self.whitening @ columns, self.basis.shape[1] - len(columns))
        return np.asarray(white - self.basis @ (np.swapaxes(self.basis, 1, 2) @ white))


def project(
    position: Floats,
    fixed: Floats,
    effects: Floats,
    relative_sds: Floats,
    *,
    models: NDArray[np.int64] | slice = slice(None),
) -> Projection:
    """What `Projection` needs, for the noise models of the grid (or those named); see `fit_mixed` for the arguments."""
    grid = noise_grid(position)
    whitening = grid.whitening[models]
    basis, triangle = np.linalg.qr(_augmented(whitening, effects, fixed, relative_sds))
    volumes = np.log(np.abs(np.diagonal(triangle, axis1=1, axis2=2))).sum(axis=1) + np.log(relative_sds).sum()
    return Projection(whitening, np.asarray(basis), grid.log_volumes[models] + volumes)


def widening(degrees: int) -> float:
    """How much wider than the normal distribution's the 95 % of Student's t are, from 5 degrees of freedom on.

    The Cornish-Fisher expansion (Abramowitz & Stegun 1964, 26.7.5), within 0.0002 there: loading a library for this
    one number costs more than a whole run's regression.
    """
    z = 1.959964
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return 1.0 + sum(term / max(degrees, 5) ** power for power, term in enumerate(terms, start=1)) / z


def noise_grid(position: Floats) -> NoiseGrid:
    """The noise models for bins at these places (in units of bins; missing bins are gaps)."""
    return _grid_of(np.ascontiguousarray(position, dtype=np.float64).tobytes())


def fit_mixed(
    observed: Floats, fixed: Floats, effects: Floats, prior_mean: Floats, prior_sd: Floats, position: Floats
) -> MixedFit:
    """Regress with effects whose size is known beforehand within limits, and errors that remember each other.

    Parameters
    ----------
    observed : (bin,).
    fixed : (bin, coefficient) design of what nothing is known about: level and change over time.
    effects : (bin, effect) centred covariates such as speed; ``prior_mean`` and ``prior_sd`` are what is known of
        their coefficients before this run.
    position : (bin,) places in units of bins; missing bins are gaps.

    Notes
    -----
    The model is ``y = F b + E u + e`` with ``u ~ N(prior_mean, prior_sd^2)`` and ``e`` of variance ``sigma^2 R``, where
    ``R`` mixes white noise with noise whose correlation falls as ``exp(-distance / memory)`` (AR(1) on an even grid).
    Memory and white share run over a grid; each pair is weighted by its restricted likelihood (Harville 1977, J Am Stat
    Assoc 72:320-338, doi 10.1080/01621459.1977.10480998), so what is not known about the noise widens the error
    instead of being guessed. Where speed and time go together the data say little about ``u``, the prior decides, and
    its spread ends up in the error of the drift. What is known of ``u`` enters as one more row of data for each effect
    (Theil & Goldberger 1961, Int Econ Rev 2:65-78), so one QR decomposition a noise model gives everything. Strays are
    pulled in at 3 robust standard deviations (Huber 1964, Ann Math Stat 35:73-101, doi 10.1214/aoms/1177703732).
    """
    grid = noise_grid(position)
    design = np.column_stack([fixed, effects])
    hat = design @ np.linalg.pinv(design)
    target = _pull_in_strays(observed, hat) - effects @ prior_mean
    least = _LEAST_SIGMA * float(np.max(prior_sd))
    sigma = max(_plain_sigma(target, hat), least)
    for _ in range(2):  # the prior's weight depends on sigma, which the first round gives
        relative_sds = prior_sd / sigma
        weighed = _weigh(grid, target, fixed, effects, relative_sds)
        sigma = max(float(np.sqrt(weighed.weights @ weighed.sigmas**2)), least)
    n_effects = effects.shape[1]
    found = weighed.coefficients[:, :n_effects]
    mean = weighed.weights @ found
    variances = np.diagonal(weighed.covariances, axis1=1, axis2=2)[:, :n_effects]
    slopes = prior_mean + mean
    return MixedFit(
        target=target,
        adjusted=observed - effects @ slopes,
        effects=slopes,
        effect_sds=np.sqrt(weighed.weights @ (variances + (found - mean) ** 2)),
        degrees=len(target) - fixed.shape[1],
        log_likelihood=weighed.log_likelihood,
        models=weighed.kept,
        memories=grid.memory_bins[weighed.kept],
        weights=weighed.weights,
        sigmas=weighed.sigmas,
        coefficients=weighed.coefficients[:, n_effects:],
        covariances=weighed.covariances[:, n_effects:, n_effects:],
        position=position,
        effect_columns=effects,
        relative_sds=relative_sds,
        fixed=fixed,
    )


@dataclass(frozen=True)
class _Weighed:
    """Noise models that were kept: their places in the grid, weights, sizes and coefficients (effects, then fixed)."""

    kept: NDArray[np.int64]
    weights: Floats
    sigmas: Floats
    coefficients: Floats
    covariances: Floats
    log_likelihood: float


def _weigh(grid: NoiseGrid, target: Floats, fixed: Floats, effects: Floats, relative_sds: Floats) -> _Weighed:
    """Generalised least squares under every noise model, each weighted by its restricted likelihood."""
    count, n_effects = effects.shape
    degrees = count - fixed.shape[1]
    basis, triangle = np.linalg.qr(_augmented(grid.whitening, effects, fixed, relative_sds))
    white = _with_zeros((grid.whitening @ target)[:, :, None], n_effects)
    along = np.swapaxes(basis, 1, 2) @ white
    residual = (white - basis @ along)[:, :, 0]
    variance = np.maximum(np.einsum("mr,mr->m", residual, residual) / degrees, 1e-18)
    volumes = np.log(np.abs(np.diagonal(triangle, axis1=1, axis2=2)))
    volume = grid.log_volumes + volumes[:, :n_effects].sum(axis=1) + np.log(relative_sds).sum()
    restricted = -volume - volumes[:, n_effects:].sum(axis=1) - 0.5 * degrees * np.log(variance)
    plain = -volume - 0.5 * count * np.log(variance * degrees / count)
    weights = np.exp(restricted - restricted.max())
    weights /= weights.sum()
    kept = np.flatnonzero(weights >= _LEAST_WEIGHT)
    inverse = np.linalg.inv(triangle[kept])
    return _Weighed(
        kept=kept,
        weights=weights[kept] / weights[kept].sum(),
        sigmas=np.sqrt(variance[kept]),
        coefficients=(inverse @ along[kept])[:, :, 0],
        covariances=variance[kept, None, None] * (inverse @ np.swapaxes(inverse, 1, 2)),
        log_likelihood=float(plain.max()),
    )


def _augmented(whitening: Floats, effects: Floats, fixed: Floats, relative_sds: Floats) -> Floats:
    """(model, bin + effect, effect + coefficient) the whitened design, over rows of what is known of the effects."""
    count, n_effects = effects.shape
    design = np.zeros((len(whitening), count + n_effects, n_effects + fixed.shape[1]))
    design[:, :count] = whitening @ np.column_stack([effects, fixed])
    design[:, count:, :n_effects] = np.diag(1 / relative_sds)
    return design


def _with_zeros(white: Floats, n_rows: int) -> Floats:
    return np.concatenate([white, np.zeros((white.shape[0], n_rows, white.shape[2]))], axis=1)


@lru_cache(maxsize=4)
def _grid_of(position_bytes: bytes) -> NoiseGrid:
    """Factorised once for all quantities of a run that have the same bins."""
    position = np.frombuffer(position_bytes)
    identity = np.eye(len(position))
    apart = np.abs(position[:, None] - position[None, :])
    longest = max(_ALWAYS_TRIED_BINS, len(position) / 3)
    tried = [(memory, white) for memory, white in NOISE_MEMORIES if memory <= longest]
    correlations = [white * identity + (1 - white) * np.exp(-apart / max(memory, 1e-9)) for memory, white in tried]
    lower = np.asarray(np.linalg.cholesky(np.array(correlations)), dtype=np.float64)
    return NoiseGrid(
        memory_bins=np.array([memory * (1 - white) for memory, white in tried]),
        colouring=lower,
        whitening=np.asarray(np.linalg.inv(lower)),
        log_volumes=np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1),
    )


def _pull_in_strays(observed: Floats, hat: Floats) -> Floats:
    cleaned = observed
    for _ in range(3):
        fitted = hat @ cleaned
        residual = observed - fitted
        spread = 1.4826 * float(np.median(np.abs(residual - np.median(residual))))
        cleaned = fitted + np.clip(residual, -_HUBER * spread, _HUBER * spread) if spread > 0 else observed
    return cleaned


def _plain_sigma(target: Floats, hat: Floats) -> float:
    """Standard deviation of what plain least squares leaves; the trace of the hat matrix is its rank."""
    residual = target - hat @ target
    return max(float(np.sqrt(residual @ residual / max(1.0, len(target) - np.trace(hat)))), 1e-9)
