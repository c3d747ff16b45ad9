"""Runs with a drift of known size: 90 minutes of a watch's samples, with pace, hills, GPS error and slow noise.

Nothing here uses the package's own model of drift: exponents, noise and slopes are drawn anew for every run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model import Channel, ChannelSource, Quantity, RunRecording

Floats = NDArray[np.float64]

_SAMPLE_S = 3.0
_MINUTES = 90.0
_SOURCE = ChannelSource("simulated", "simulated", "native")


@dataclass(frozen=True)
class Scenario:
    """A kind of run.

    Attributes
    ----------
    pace : share of the run gone (0..1) -> share of the middle speed.
    hills_pct : size of the slopes; ``finish_pct`` the slope of the last fifth.
    memory_min : memory of the slow noise.
    shape, size_pct, onset : injected drift of contact time (cadence falls by 0.4 of it); onset as share of the run.
    """

    name: str
    pace: Callable[[Floats], Floats] = np.ones_like
    hills_pct: float = 0.0
    finish_pct: float = 0.0
    memory_min: float = 3.0
    shape: str = "none"
    size_pct: float = 0.0
    onset: float = 0.5
    stops: bool = False


@dataclass(frozen=True)
class SimulatedRun:
    """A recording and what was put in: log change of contact time at each sample, and minute of the onset."""

    run: RunRecording
    minute: Floats
    injected: Floats
    onset_minute: float


@dataclass(frozen=True)
class SimulatedRunner:
    """Middle speed (m/s) and what speed and slope do to contact time and cadence of one runner."""

    speed_mps: float
    contact_exponent: float
    contact_curvature: float
    contact_up: float
    contact_down: float
    cadence_exponent: float
    cadence_up: float


def simulate_run(
    scenario: Scenario, rng: np.random.Generator, *, runner: SimulatedRunner | None = None
) -> SimulatedRun:
    """One run; every draw differs in runner (unless one is given), pace, noise and device error."""
    time_s = np.arange(0.0, _MINUTES * 60, _SAMPLE_S)
    share = time_s / time_s[-1]
    slope_pct = _slope(scenario, share, rng)
    log_pace = np.log(scenario.pace(share)) + _slow_noise(len(time_s), 4.0, rng) * 0.03
    log_pace -= 0.02 * np.maximum(slope_pct, 0) + 0.01 * np.minimum(slope_pct, 0)
    speed_mps = float(rng.uniform(2.6, 3.6))
    injected = injected_drift(scenario, share)
    slow, fast = _slow_noise(len(time_s), scenario.memory_min, rng), rng.standard_normal(len(time_s))
    own = _slow_noise(len(time_s), scenario.memory_min, rng)
    up, down = np.maximum(slope_pct, 0), np.minimum(slope_pct, 0)
    drawn = draw_runner(rng, speed_mps)
    own_habits = runner or drawn
    speed = own_habits.speed_mps * np.exp(log_pace)
    contact_ms = 260 * np.exp(
        own_habits.contact_exponent * log_pace
        + own_habits.contact_curvature * log_pace**2
        + own_habits.contact_up * up
        + own_habits.contact_down * down
        + injected
        + 0.010 * slow
        + 0.02 * fast
    )
    cadence_spm = 172 * np.exp(
        own_habits.cadence_exponent * log_pace
        - own_habits.cadence_up * up
        - 0.4 * injected
        + 0.006 * (0.8 * own - 0.6 * slow)
        + 0.01 * rng.standard_normal(len(time_s))
    )
    gps = np.exp(0.015 * _slow_noise(len(time_s), 0.5, rng))
    walked = _walked(scenario, time_s, rng)
    cadence_seen = np.where(walked, 105.0, np.round(cadence_spm / 2) * 2)
    speed_seen = np.where(walked, 1.4, speed * gps)
    heart = 150 + 12 * share + 25 * log_pace + rng.standard_normal(len(time_s))
    channels = (
        _channel("distance", np.cumsum(np.where(walked, 1.4, speed)) * _SAMPLE_S),
        _channel("speed", speed_seen),
        _channel("grade", slope_pct + 0.3 * _slow_noise(len(time_s), 1.0, rng)),
        _channel("cadence", cadence_seen),
        _channel("contact_time", np.round(contact_ms)),
        _channel("duty_factor", contact_ms * cadence_spm / 1200),
        _channel("step_length", 60 * speed_seen / cadence_seen),
        _channel("heart_rate", np.round(heart)),
    )
    run = RunRecording("simulated", "", "", "fit", time_s, channels)
    return SimulatedRun(run, time_s / 60, injected, scenario.onset * _MINUTES)


def draw_runner(rng: np.random.Generator, speed_mps: float) -> SimulatedRunner:
    """A runner of about the spread found in laboratories and on watches."""
    return SimulatedRunner(
        speed_mps=speed_mps,
        contact_exponent=rng.normal(-0.45, 0.12),
        contact_curvature=rng.normal(0.0, 0.2),
        contact_up=rng.normal(0.002, 0.003),
        contact_down=rng.normal(0.0, 0.003),
        cadence_exponent=rng.normal(0.14, 0.05),
        cadence_up=rng.normal(0.002, 0.002),
    )


def true_change_pct(simulated: SimulatedRun, bin_minutes: Floats) -> float:
    """Injected change of contact time by the definition of the measure: last fifth of the bins less the first."""
    at_bins = np.interp(bin_minutes, simulated.minute, simulated.injected)
    fifth = np.minimum(np.arange(len(at_bins)) * 5 // len(at_bins), 4)
    return float(100 * np.expm1(at_bins[fifth == 4].mean() - at_bins[fifth == 0].mean()))


def slowing(by_pct: float) -> Callable[[Floats], Floats]:
    """Steadily slower (or, below 0, faster) to the end."""
    return lambda share: 1 - by_pct / 100 * share


def split(by_pct: float, at: float = 0.5) -> Callable[[Floats], Floats]:
    """A second part at another pace."""
    return lambda share: np.where(share < at, 1.0, 1 + by_pct / 100)


def fading_late(by_pct: float) -> Callable[[Floats], Floats]:
    """Slower from two thirds of the run on."""
    return lambda share: 1 - by_pct / 100 * np.maximum(share - 2 / 3, 0) * 3


def injected_drift(scenario: Scenario, share: Floats) -> Floats:
    """(sample,) log change of contact time put in, by the share of the run that is gone."""
    size = np.log1p(scenario.size_pct / 100)
    if scenario.shape == "step":
        return np.where(share >= scenario.onset, size, 0.0)
    if scenario.shape == "ramp":
        return size * np.maximum(share - scenario.onset, 0) / (1 - scenario.onset)
    return np.zeros_like(share)


def _slope(scenario: Scenario, share: Floats, rng: np.random.Generator) -> Floats:
    phase, turns = rng.uniform(0, 2 * np.pi), rng.uniform(4, 9)
    slope = scenario.hills_pct * np.sin(2 * np.pi * turns * share + phase)
    return np.where(share > 0.8, slope + scenario.finish_pct, slope)


def _walked(scenario: Scenario, time_s: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
    walked = np.zeros(len(time_s), dtype=bool)
    if scenario.stops:
        for start in rng.uniform(600, time_s[-1] - 300, 6):
            walked |= (time_s >= start) & (time_s < start + rng.uniform(30, 150))
    return walked


def _slow_noise(count: int, memory_min: float, rng: np.random.Generator) -> Floats:
    """Noise of standard deviation 1 that forgets itself after ``memory_min`` minutes (AR(1))."""
    from scipy.signal import lfilter

    keep = np.exp(-_SAMPLE_S / (60 * memory_min))
    drawn = rng.standard_normal(count) * np.sqrt(1 - keep**2)
    drawn[0] = rng.standard_normal()
    return np.asarray(lfilter([1.0], [1.0, -keep], drawn))


def _channel(quantity: Quantity, values: Floats) -> Channel:
    return Channel(quantity, values.astype(np.float64), _SOURCE)
