"""Runs made of what watches recorded: their pace, slopes and scatter, with a drift of known size put in.

The second simulator, which shares no noise model with the package: of a recorded run the course of each quantity that
is put down to speed and slope is kept, its line over time is taken out, and what is left (the scatter of all quantities
together, with whatever memory and strays it has) is turned round at a place drawn at random, half of the times run
backwards and half of the times with its sign changed. A lasting change cannot survive that; memory does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.simulated_runs import Scenario, SimulatedRun, injected_drift
from evenstride.fatigue.bins import BinOptions, bin_run
from evenstride.io.runs import read_runs
from evenstride.model import Channel, ChannelSource, RunRecording
from evenstride.model.run import Quantity

Floats = NDArray[np.float64]

_TAKEN: tuple[Quantity, ...] = ("contact_time", "cadence", "duty_factor")
_CONTEXT: tuple[Quantity, ...] = ("speed", "grade", "heart_rate")
#: Runs with fewer minutes cannot carry an onset well inside.
_LEAST_MINUTES = 40
#: How injected contact time shows in the other quantities (as in `simulated_runs`).
_SHARE_OF_DRIFT = {"contact_time": 1.0, "cadence": -0.4, "duty_factor": 0.6}
_SAMPLE_S = 10.0


@dataclass(frozen=True)
class RealScatter:
    """One recorded run in minutes: context, and logarithms of what speed and slope explain and of the scatter."""

    name: str
    context: dict[Quantity, Floats]
    explained: dict[Quantity, Floats]
    scatter: dict[Quantity, Floats]

    @property
    def count(self) -> int:
        return len(self.context["speed"])


def read_scatter(folder: Path) -> list[RealScatter]:
    """Every recorded run with speed, cadence and contact time over enough minutes."""
    found = (_scatter_of(path) for path in sorted(folder.glob("*.fit")))
    return [each for each in found if each is not None]


def resample_run(scenario: Scenario, real: Sequence[RealScatter], rng: np.random.Generator) -> SimulatedRun:
    """A run with the pace and slopes of one recorded run, drawn at random, and its scatter turned round."""
    chosen = real[int(rng.integers(len(real)))]
    count = chosen.count
    order = np.roll(np.arange(count), int(rng.integers(count)))
    order = order[::-1] if rng.random() < 0.5 else order
    sign = 1.0 if rng.random() < 0.5 else -1.0
    share = np.arange(count) / (count - 1)
    injected = injected_drift(scenario, share)
    values: dict[Quantity, Floats] = dict(chosen.context)
    for quantity, explained in chosen.explained.items():
        values[quantity] = np.exp(
            explained + sign * chosen.scatter[quantity][order] + _SHARE_OF_DRIFT[quantity] * injected
        )
    values["distance"] = np.cumsum(60 * chosen.context["speed"])
    run = _recording(chosen.name, values)
    minute = np.arange(count, dtype=np.float64) + 0.5
    return SimulatedRun(run, minute, injected, scenario.onset * count)


def _recording(name: str, values: dict[Quantity, Floats]) -> RunRecording:
    """Each minute's value held through the minute."""
    repeats = round(60 / _SAMPLE_S)
    count = len(values["speed"])
    source = ChannelSource(name, "resampled", "native")
    channels = tuple(Channel(quantity, np.repeat(each, repeats), source) for quantity, each in values.items())
    time_s = np.arange(count * repeats, dtype=np.float64) * _SAMPLE_S
    return RunRecording(name, "", "", "fit", time_s, channels)


def _scatter_of(path: Path) -> RealScatter | None:
    (run, *_) = read_runs(path)
    bins = bin_run(run, (*_CONTEXT, *_TAKEN), options=BinOptions(most_bins=400))
    needed = ("speed", "cadence", "contact_time")
    if bins.count < _LEAST_MINUTES or any(name not in bins.means for name in needed):
        return None
    context = {name: bins.means[name] for name in _CONTEXT if name in bins.means}
    taken = {name: np.log(bins.means[name]) for name in _TAKEN if name in bins.means}
    good = np.isfinite(np.array([*context.values(), *taken.values()])).all(axis=0)
    if good.sum() < _LEAST_MINUTES:
        return None
    context = {name: values[good] for name, values in context.items()}
    log_speed = np.log(context["speed"])
    slope = context.get("grade", np.zeros(int(good.sum())))
    time = np.linspace(-1, 1, int(good.sum()))
    covariates = np.column_stack([log_speed - log_speed.mean(), np.maximum(slope, 0), np.minimum(slope, 0)])
    design = np.column_stack([np.ones(len(time)), time, covariates])
    explained, scatter = {}, {}
    for name, values in taken.items():
        coefficients = np.linalg.lstsq(design, values[good], rcond=None)[0]
        explained[name] = coefficients[0] + covariates @ coefficients[2:]
        lost = len(time) / (len(time) - design.shape[1])
        scatter[name] = (values[good] - design @ coefficients) * lost**0.5
    return RealScatter(path.stem, context, explained, scatter)
