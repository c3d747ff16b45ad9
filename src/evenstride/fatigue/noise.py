"""Regression whose errors remember each other: the honest error of a drift over a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.stats import t as student_t

Floats = NDArray[np.float64]

#: How long the unexplained part may remember itself, in bins, and which share of its variance forgets at once.
_MEMORY_BINS = (0.7, 1.5, 3.0, 6.0, 12.0, 24.0)
_WHITE_SHARES = (0.0, 0.5, 0.8)
#: Residuals beyond this many robust standard deviations are pulled in (Huber).
_HUBER = 3.0
#: Noise is not taken for smaller than this share of the prior spread: a constant quantity has none to divide by.
_LEAST_SIGMA = 1e-5
#: Noise models that explain the run this much worse than the best are left aside.
_LEAST_WEIGHT = 0.005


@dataclass(frozen=True)
class NoiseModel:
    """One way in which errors may remember each other, and how well it explains the run.

    ``lower`` is the Cholesky factor of the covariance of the observations, the prior effects included, in units of
    ``sigma`` squared; ``noise_lower`` that of the noise alone. ``weight`` sums to 1 over the models of a fit.
    """

    memory_bins: float
    weight: float
    sigma: float
    lower: Floats
    noise_lower: Floats
    coefficients: Floats
    covariance: Floats

    def whiten(self, columns: Floats) -> Floats:
        """Columns in which the model's errors are independent and of size ``sigma``."""
        return solve_triangular(self.lower, columns, lower=True, check_finite=False)


@dataclass(frozen=True)
class MixedFit:
    """A regression averaged over noise models.

    Attributes
    ----------
    models : the noise models that explain the run, weights summing to 1.
    adjusted : (bin,) observations with the prior effects (speed, slope, ...) taken out.
    effects, effect_sds : (effect,) fitted coefficients of the prior effects and their standard deviations.
    degrees : degrees of freedom of the error.
    target : (bin,) what was regressed: strays pulled in, prior effects at their prior means taken out.
    log_likelihood : greatest log likelihood over the noise models, to compare designs.
    """

    models: tuple[NoiseModel, ...]
    adjusted: Floats
    effects: Floats
    effect_sds: Floats
    degrees: int
    target: Floats
    log_likelihood: float

    def contrast(self, weights: Floats) -> tuple[float, float]:
        """A weighted sum of the fixed coefficients and its standard error.

        The error holds the doubt about the noise model too, and is widened so that 1.96 of it span the 95 % of
        Student's t at the fit's degrees of freedom.
        """
        values = np.array([weights @ model.coefficients for model in self.models])
        variances = np.array([weights @ model.covariance @ weights for model in self.models])
        shares = np.array([model.weight for model in self.models])
        mean = float(shares @ values)
        variance = float(shares @ (variances + (values - mean) ** 2))
        return mean, float(np.sqrt(variance)) * widening(self.degrees)

    @property
    def memory_bins(self) -> float:
        """Memory of the noise, averaged over the models."""
        return float(sum(model.weight * model.memory_bins for model in self.models))

    @property
    def sigma(self) -> float:
        """Standard deviation of the noise of one bin, averaged over the models."""
        return float(np.sqrt(sum(model.weight * model.sigma**2 for model in self.models)))


def widening(degrees: int) -> float:
    """How much wider than the normal distribution's the 95 % of Student's t are."""
    return float(student_t.ppf(0.975, max(degrees, 1)) / 1.959964)


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
    its spread ends up in the error of the drift. Strays are pulled in at 3 robust standard deviations (Huber 1964, Ann
    Math Stat 35:73-101, doi 10.1214/aoms/1177703732).
    """
    count, n_fixed = fixed.shape
    target = _pull_in_strays(observed, fixed, effects) - effects @ prior_mean
    least = _LEAST_SIGMA * float(np.max(prior_sd))
    sigma = max(_plain_sigma(target, fixed, effects), least)
    for _ in range(2):  # the prior's weight depends on sigma, which the first round gives
        models, log_likelihood = _weigh(target, fixed, effects, prior_sd / sigma, position)
        sigma = max(float(np.sqrt(sum(model.weight * model.sigma**2 for model in models))), least)
    estimate, spread = _effects(models, target, fixed, effects, prior_sd / sigma)
    slopes = prior_mean + estimate
    adjusted = observed - effects @ slopes
    return MixedFit(tuple(models), adjusted, slopes, spread, count - n_fixed, target, log_likelihood)


def _weigh(
    target: Floats, fixed: Floats, effects: Floats, relative_sd: Floats, position: Floats
) -> tuple[list[NoiseModel], float]:
    """Noise models with their weights, and the greatest log likelihood (not restricted) among them."""
    known_part = (effects * relative_sd**2) @ effects.T
    found, likelihoods, plain = [], [], []
    for memory, correlation in _correlations(position):
        lower = cholesky(correlation + known_part, lower=True, check_finite=False)
        white_target = solve_triangular(lower, target, lower=True, check_finite=False)
        white_fixed = solve_triangular(lower, fixed, lower=True, check_finite=False)
        gram = white_fixed.T @ white_fixed
        gram_lower = cholesky(gram, lower=True, check_finite=False)
        coefficients = cho_solve((gram_lower, True), white_fixed.T @ white_target)
        residual = white_target - white_fixed @ coefficients
        degrees = len(target) - fixed.shape[1]
        variance = max(float(residual @ residual) / degrees, 1e-18)
        volume = np.log(np.diag(lower)).sum()
        likelihoods.append(-volume - np.log(np.diag(gram_lower)).sum() - 0.5 * degrees * np.log(variance))
        plain.append(-volume - 0.5 * len(target) * np.log(variance * degrees / len(target)))
        noise_lower = cholesky(correlation, lower=True, check_finite=False)
        covariance = variance * cho_solve((gram_lower, True), np.eye(len(gram)))
        found.append(NoiseModel(memory, 1.0, variance**0.5, lower, noise_lower, coefficients, covariance))
    weights = np.exp(np.array(likelihoods) - max(likelihoods))
    weights /= weights.sum()
    kept = [(model, weight) for model, weight in zip(found, weights, strict=True) if weight >= _LEAST_WEIGHT]
    total = sum(weight for _, weight in kept)
    return [replace(model, weight=float(weight / total)) for model, weight in kept], float(max(plain))


def _correlations(position: Floats) -> Iterator[tuple[float, Floats]]:
    """(memory, correlation matrix) of every noise model; memory 0 is white noise."""
    identity = np.eye(len(position))
    apart = np.abs(position[:, None] - position[None, :])
    yield 0.0, identity
    for memory in _MEMORY_BINS:
        if memory > max(3.0, len(position) / 3):
            continue
        slow = np.exp(-apart / memory)
        for white in _WHITE_SHARES:
            yield memory * (1 - white), white * identity + (1 - white) * slow


def _effects(
    models: list[NoiseModel], target: Floats, fixed: Floats, effects: Floats, relative_sd: Floats
) -> tuple[Floats, Floats]:
    """Best linear prediction of the prior effects' departures from their prior means, and their spread."""
    means, variances, weights = [], [], []
    for model in models:
        residual = target - fixed @ model.coefficients
        solved = cho_solve((model.lower, True), np.column_stack([residual, effects, fixed]))
        inverse_effects, inverse_fixed = solved[:, 1 : 1 + effects.shape[1]], solved[:, 1 + effects.shape[1] :]
        means.append(relative_sd**2 * (effects.T @ solved[:, 0]))
        crossed = effects.T @ inverse_fixed
        lost = effects.T @ inverse_effects - crossed @ np.linalg.solve(fixed.T @ inverse_fixed, crossed.T)
        variance = relative_sd**2 - relative_sd**4 * np.diag(lost)
        variances.append(model.sigma**2 * np.maximum(variance, 0.0))
        weights.append(model.weight)
    shares = np.array(weights)[:, None]
    mean = (shares * np.array(means)).sum(axis=0)
    variance = (shares * (np.array(variances) + (np.array(means) - mean) ** 2)).sum(axis=0)
    return mean, np.sqrt(variance)


def _pull_in_strays(observed: Floats, fixed: Floats, effects: Floats) -> Floats:
    design = np.column_stack([fixed, effects])
    cleaned = observed
    for _ in range(3):
        fitted = design @ np.linalg.lstsq(design, cleaned, rcond=None)[0]
        residual = observed - fitted
        spread = 1.4826 * float(np.median(np.abs(residual - np.median(residual))))
        cleaned = fitted + np.clip(residual, -_HUBER * spread, _HUBER * spread) if spread > 0 else observed
    return cleaned


def _plain_sigma(target: Floats, fixed: Floats, effects: Floats) -> float:
    design = np.column_stack([fixed, effects])
    residual = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    return max(float(np.sqrt(residual @ residual / max(1, len(target) - design.shape[1]))), 1e-9)
