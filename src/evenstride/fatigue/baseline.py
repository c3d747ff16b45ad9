"""What a runner's earlier runs say: how each quantity goes with speed, and where it usually stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evenstride.fatigue.bins import BinOptions, RunBins, bin_run
from evenstride.fatigue.drift import LEAST_BINS, Conditions, KnownEffect, fit_drift, to_scale
from evenstride.fatigue.surroundings import read_conditions
from evenstride.model import RunRecording

if TYPE_CHECKING:
    from evenstride.knowledge.schema import FadeSign

#: Earlier runs that a personal baseline needs.
LEAST_RUNS = 5
#: An earlier run counts when its middle speed is within this share of this run's.
_SAME_SPEED = 0.15
#: The rested part of an earlier run: its first two fifths after the warm-up.
_RESTED_SHARE = 0.4


@dataclass(frozen=True)
class UsualLevel:
    """A quantity's usual level at this run's middle speed on the flat, over earlier runs, and their spread (on scale).

    ``speed_effect`` is the runner's own, with the spread between the runs.
    """

    level: float
    between_runs_sd: float
    speed_effect: KnownEffect
    n_runs: int


@dataclass(frozen=True)
class PersonalBaseline:
    """Usual levels by quantity, from the same device and field as this run's."""

    usual: Mapping[str, UsualLevel]
    n_runs: int

    def level_of(self, quantity: str) -> float:
        """Usual level on the quantity's scale; 0 where not known."""
        return self.usual[quantity].level if quantity in self.usual else 0.0

    def speed_effect_of(self, quantity: str) -> KnownEffect | None:
        return self.usual[quantity].speed_effect if quantity in self.usual else None

    def spread_between_runs(self, parts_of: Sequence[tuple[str, float, float]]) -> float:
        """Standard deviation of the index between rested runs, from (quantity, weight, scale); independent parts."""
        spreads = [weight * self.usual[name].between_runs_sd / scale for name, weight, scale in parts_of]
        return float(np.sqrt(np.sum(np.square(spreads))))


def build_personal_baseline(
    bins: RunBins,
    earlier: Sequence[RunRecording],
    signs: Mapping[str, FadeSign],
    *,
    options: BinOptions | None = None,
) -> tuple[PersonalBaseline | None, tuple[str, ...]]:
    """The baseline from earlier runs at about this run's speed; None and why where there are fewer than five.

    Notes
    -----
    Each earlier run gives its own speed effect and the level of its rested part (first two fifths after the warm-up),
    moved to this run's middle speed and to the flat. Only the same device and field count, because devices differ by
    more than tiredness.
    """
    if not earlier:
        return None, ()
    speed = float(np.nanmedian(bins.means["speed"]))
    found: dict[str, list[tuple[float, float, float]]] = {}
    matched = 0
    for run in earlier:
        values = _levels_of(run, bins, signs, speed, options)
        matched += bool(values)
        for name, value in values.items():
            found.setdefault(name, []).append(value)
    usual = {name: _usual(np.array(values)) for name, values in found.items() if len(values) >= LEAST_RUNS}
    needed = {name for name, sign in signs.items() if sign.weight > 0 and name in bins.channels}
    if not usual or not needed.issubset(usual):
        return None, (
            f"{matched} of {len(earlier)} earlier runs have the same device, fields and about this speed; "
            f"a personal baseline needs {LEAST_RUNS}, so the run's own start is the baseline.",
        )
    return PersonalBaseline(usual, matched), ()


def _levels_of(
    run: RunRecording, bins: RunBins, signs: Mapping[str, FadeSign], speed_mps: float, options: BinOptions | None
) -> dict[str, tuple[float, float, float]]:
    """Quantity -> (level at the wanted speed, speed effect, its error) of one earlier run; empty where it is unlike."""
    own = bin_run(run, ("speed", "grade", "cadence", *bins.channels), options=options)  # type: ignore[arg-type]
    if own.count < LEAST_BINS or "speed" not in own.means:
        return {}
    if abs(np.log(np.nanmedian(own.means["speed"]) / speed_mps)) > _SAME_SPEED:
        return {}
    conditions = read_conditions(run, own)
    if isinstance(conditions, str):
        return {}
    levels: dict[str, tuple[float, float, float]] = {}
    rested = slice(0, max(3, int(_RESTED_SHARE * own.count)))
    for name, sign in signs.items():
        if not _is_same_source(name, own, bins):
            continue
        scaled = to_scale(own.means[name], sign)
        if not np.isfinite(scaled).all():
            continue
        fit, _ = fit_drift(scaled, sign, conditions, own.position)
        middle = _at_middle(fit.adjusted[rested], fit.effects, conditions, speed_mps)
        levels[name] = (middle, float(fit.effects[0]), float(fit.effect_sds[0]))
    return levels


def _at_middle(adjusted: np.ndarray, effects: np.ndarray, conditions: Conditions, speed_mps: float) -> float:
    """Rested level moved from the run's mean conditions to the wanted speed on the flat."""
    middle = float(np.median(conditions.log_speed))
    centred = conditions.log_speed - middle
    wanted = np.log(speed_mps) - middle
    moved = effects[0] * (wanted - centred.mean()) + effects[1] * (wanted**2 - np.mean(centred**2))
    up, down = np.maximum(conditions.slope_pct, 0).mean(), np.minimum(conditions.slope_pct, 0).mean()
    return float(np.mean(adjusted) + moved - effects[2] * up - effects[3] * down)


def _is_same_source(name: str, own: RunBins, bins: RunBins) -> bool:
    if name not in own.channels or name not in bins.channels:
        return False
    one, other = own.channels[name].source, bins.channels[name].source
    return (one.device, one.field) == (other.device, other.field)


def _usual(values: np.ndarray) -> UsualLevel:
    """Over runs: median level and spread; the mean speed effect with the error of one more run's."""
    level = float(np.median(values[:, 0]))
    spread = float(np.std(values[:, 0], ddof=1))
    effect_sd = float(
        np.sqrt(np.var(values[:, 1], ddof=1) * (1 + 1 / len(values)) + np.mean(values[:, 2] ** 2) / len(values))
    )
    return UsualLevel(level, spread, KnownEffect(float(values[:, 1].mean()), max(effect_sd, 0.01)), len(values))
