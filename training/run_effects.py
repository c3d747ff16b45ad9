"""Measure what speed and slope do to each quantity on watches, and how long its scatter remembers itself.

    python -m training.run_effects ../shared/data

Every run file gives, for each quantity, the effects of speed (exponent, curvature) and slope fitted with next to
nothing known beforehand, beside the fifths of the run (`evenstride.fatigue.over_time`). Over files: mean and spread
between runs by a random-effects estimate (Paule & Mandel 1982, J Res NBS 87:377-385, doi 10.6028/jres.087.022), and the
share of each noise model by expectation maximisation of the restricted likelihoods. `fade_signs.yaml` holds the former;
the latter shows which memories `evenstride.fatigue.noise` has to try.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.errors import RunFileError
from evenstride.fatigue.bins import bin_run
from evenstride.fatigue.drift import LEAST_BINS, Conditions, known_effects, to_scale
from evenstride.fatigue.noise import NOISE_MEMORIES, fit_mixed
from evenstride.fatigue.over_time import fifths_design
from evenstride.fatigue.step_length import with_step_length
from evenstride.fatigue.surroundings import read_conditions
from evenstride.io.runs import read_run
from evenstride.knowledge import load_knowledge
from evenstride.knowledge.knowledge import Knowledge
from evenstride.model.run import Quantity

Floats = NDArray[np.float64]

EFFECTS = ("speed exponent", "curvature", "1 % up", "1 % down")
#: Known beforehand: next to nothing. Balances are in percentage points.
_VAGUE = np.array([2.0, 5.0, 0.05, 0.05])
_VAGUE_BALANCE = np.array([20.0, 50.0, 2.0, 2.0])
#: A file whose own error is larger than this share of what was known beforehand says nothing.
_INFORMED = 0.5
_EM_ROUNDS = 300


@dataclass(frozen=True)
class FileEffects:
    """One quantity in one file: effects (effect,), their errors, scatter of a bin, chance of each noise model."""

    file: str
    effects: Floats
    errors: Floats
    sigma: float
    noise: Floats


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder of the recordings with truth")
    options = parser.parse_args()
    knowledge = load_knowledge()
    found = effects_of_files(options.data / "watch" / "fit", knowledge)
    for quantity, each in found.items():
        print(f"{quantity}: {len(each)} files, scatter of a bin {np.median([file.sigma for file in each]):.4f}")
        vague = _VAGUE_BALANCE if knowledge.fade_signs[quantity].scale == "balance" else _VAGUE
        for place, name in enumerate(EFFECTS):
            values = np.array([file.effects[place] for file in each])
            errors = np.array([file.errors[place] for file in each])
            informed = errors < _INFORMED * vague[place]
            if informed.sum() >= 3:
                mean, between, error = random_effects(values[informed], errors[informed])
                next_run = np.hypot(between, error)
                print(f"   {name:15s} {mean:+.4f}, next run {next_run:.4f} (n {informed.sum()})")
    shares = noise_shares([each.noise for quantity in found.values() for each in quantity])
    for (memory_bins, white_share), share in zip(NOISE_MEMORIES, shares, strict=True):
        print(
            f"noise that forgets itself after {memory_bins:4.1f} bins, {white_share:.0%} at once: {share:.1%} of runs"
        )


def effects_of_files(folder: Path, knowledge: Knowledge) -> dict[str, list[FileEffects]]:
    """Quantity -> its effects in every readable file with enough of it."""
    found: dict[str, list[FileEffects]] = {}
    for path in sorted(folder.glob("*.fit")):
        for quantity, effects in _effects_of(path, knowledge):
            found.setdefault(quantity, []).append(effects)
    return found


def random_effects(values: Floats, errors: Floats) -> tuple[float, float, float]:
    """Mean over runs, standard deviation between runs, and the mean's error (Paule-Mandel)."""
    low, high = 0.0, float(np.var(values)) * 4 + 1e-12

    def excess(between: float) -> float:
        weights = 1 / (errors**2 + between)
        mean = np.average(values, weights=weights)
        return float(weights @ (values - mean) ** 2) - (len(values) - 1)

    if excess(0.0) > 0:
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    weights = 1 / (errors**2 + low)
    return float(np.average(values, weights=weights)), float(np.sqrt(low)), float(weights.sum() ** -0.5)


def noise_shares(chances: Sequence[Floats]) -> Floats:
    """(model,) how often each noise model is met, from its chances in each file under even shares (EM)."""
    chances_of = np.array(chances)
    shares = np.full(chances_of.shape[1], 1 / chances_of.shape[1])
    for _ in range(_EM_ROUNDS):
        weighed = chances_of * shares
        shares = (weighed / weighed.sum(axis=1, keepdims=True)).mean(axis=0)
    return np.asarray(shares)


def _effects_of(path: Path, knowledge: Knowledge) -> Iterator[tuple[str, FileEffects]]:
    try:
        run = read_run(path)
    except RunFileError:
        return
    quantities: tuple[Quantity, ...] = ("speed", "grade", "cadence", *knowledge.fade_signs)  # type: ignore[arg-type]
    bins = with_step_length(bin_run(run, quantities))
    conditions = read_conditions(run, bins)
    if isinstance(conditions, str):
        return
    for name, sign in knowledge.fade_signs.items():
        if name not in bins.means:
            continue
        scaled = to_scale(bins.means[name], sign)
        good = np.isfinite(scaled)
        if good.sum() < LEAST_BINS or np.ptp(scaled[good]) == 0:
            continue
        here = Conditions(conditions.log_speed[good], conditions.slope_pct[good], conditions.log_cadence[good], True)
        effects, _, _ = known_effects(sign, here)
        vague = _VAGUE_BALANCE if sign.scale == "balance" else _VAGUE
        fit = fit_mixed(
            scaled[good], fifths_design(int(good.sum())), effects[:, :4], np.zeros(4), vague, bins.position[good]
        )
        noise = np.zeros(len(NOISE_MEMORIES))
        noise[fit.models] = fit.weights
        sigma = float(np.sqrt(fit.weights @ fit.sigmas**2))
        yield name, FileEffects(path.name, fit.effects, fit.effect_sds, sigma, noise)


if __name__ == "__main__":
    main()
