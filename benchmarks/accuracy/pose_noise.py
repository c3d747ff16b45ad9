"""How far a pose model's points lie from the truth: a model to draw from, measured on the rendered clips.

A pose model's error is mostly not noise. On the rendered clips it has three parts, all kept apart here:

- *habit*: an error that comes back in every stride (about 0.5 to 1.5 % of body height at heel and toe), much of it the
  same in every clip; written as Fourier terms of the leg's own gait phase, one set per clip;
- *residual*: what is left (about 0.4 %), correlated over some 12 ms;
- *swap*: both legs' lower points exchanged for a few pictures as the legs pass each other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MEASURED_FILE = Path(__file__).with_name("pose_noise.json")
#: The same seen from behind: legs ``left`` and ``right``, errors outward (away from the other leg) and up.
REAR_FILE = Path(__file__).with_name("pose_noise_rear.json")
HARMONICS = 5
PHASE_CUT_OFF_HZ = 4.0
SHORTEST_STRIDE_S = 0.45


@dataclass(frozen=True)
class PointNoise:
    """Error of one point of one leg, as fractions of body height: (forward, up), from behind (outward, up).

    ``habit`` is (xy, term) Fourier terms of the gait phase, ``residual`` (xy,) the standard deviation of the rest.
    """

    habit: Array
    residual: Array


@dataclass(frozen=True)
class MeasuredNoise:
    """Habits of every measured clip, and the residual's memory.

    ``clips`` map (leg, point) to noise; leg is ``near`` or ``far``, from behind ``left`` or ``right``.
    """

    clips: tuple[Mapping[tuple[str, str], PointNoise], ...]
    memory_s: float


@dataclass(frozen=True)
class NoiseModel:
    """What `draw` takes from the measurement.

    ``habit`` and ``residual`` scale the measured parts (1 as measured, 0 none). ``extra_white`` adds independent error
    of that many body heights to near-leg points (twice as much to far ones). ``swap_rate`` is the share of leg
    crossings at which the lower legs are exchanged, for ``swap_s`` (mean, exponential).
    """

    habit: float = 1.0
    residual: float = 1.0
    extra_white: float = 0.0
    swap_rate: float = 0.0
    swap_s: float = 0.05


NO_NOISE = NoiseModel(habit=0.0, residual=0.0)


def draw_clip_noise(rng: np.random.Generator, measured_file: Path = MEASURED_FILE) -> dict[tuple[str, str], PointNoise]:
    """One clip's noise: the mean habit plus a random mixture of two measured clips' departures from it."""
    measured = load_measured_noise(measured_file)
    first, second = (measured.clips[i] for i in rng.integers(0, len(measured.clips), 2))
    angle = rng.uniform(0, 0.5 * np.pi)
    drawn = {}
    for key in first:
        mean = np.mean([clip[key].habit for clip in measured.clips], axis=0)
        habit = mean + np.cos(angle) * (first[key].habit - mean) + np.sin(angle) * (second[key].habit - mean)
        drawn[key] = PointNoise(habit, 0.5 * (first[key].residual + second[key].residual))
    return drawn


def draw_error(
    noise: PointNoise, phase: Array, interval_s: float, model: NoiseModel, *, leg: str, rng: np.random.Generator
) -> Array:
    """(time, xy) error, forward and up, in body heights, at gait phases (time,) in cycles."""
    memory_s = load_measured_noise().memory_s
    residual = draw_first_order(len(phase), interval_s / memory_s, rng) * noise.residual
    white = rng.normal(0, model.extra_white * (1 if leg == "near" else 2), (len(phase), 2))
    habit = fourier_terms(phase) @ noise.habit.T
    return np.asarray(model.habit * np.nan_to_num(habit) + model.residual * residual + white)


def fourier_terms(phase: Array, harmonics: int = HARMONICS) -> Array:
    """(time, 1 + 2 * harmonics): 1, cos and sin of the multiples of the phase in cycles."""
    multiples = 2 * np.pi * np.outer(phase, np.arange(1, harmonics + 1))
    return np.hstack([np.ones((len(phase), 1)), np.cos(multiples), np.sin(multiples)])


def gait_phase(time_s: Array, reach: Array) -> Array:
    """(time,) cycles: whole where the ankle is foremost relative to the hips, a half where it is hindmost.

    From the leg's own movement ``reach`` (time,), forward, and not from the force plate: an error locked to true
    contacts would tell a detector when they are.
    """
    from scipy.signal import butter, find_peaks, sosfiltfilt

    rate_hz = 1.0 / float(np.median(np.diff(time_s)))
    smooth = sosfiltfilt(butter(2, PHASE_CUT_OFF_HZ, fs=rate_hz, output="sos"), reach - reach.mean())
    options = {"distance": round(SHORTEST_STRIDE_S * rate_hz), "prominence": 0.3 * float(np.ptp(smooth))}
    foremost, hindmost = (find_peaks(sign * smooth, **options)[0] for sign in (1.0, -1.0))
    turns = sorted([(int(i), 0.0) for i in foremost] + [(int(i), 0.5) for i in hindmost])
    cycles = turns[0][1] + 0.5 * np.arange(len(turns))
    at_s = time_s[[i for i, _ in turns]]
    half_stride_s = float(np.median(np.diff(at_s)))
    at_s = np.concatenate([[at_s[0] - 6 * half_stride_s], at_s, [at_s[-1] + 6 * half_stride_s]])
    return np.asarray(np.interp(time_s, at_s, np.concatenate([[cycles[0] - 3], cycles, [cycles[-1] + 3]])))


def draw_first_order(frames: int, step: float, rng: np.random.Generator) -> Array:
    """(time, xy) first-order autoregressive process of unit variance; ``step`` is frame interval over memory."""
    from scipy.signal import lfilter

    keep = float(np.exp(-step))
    shocks = rng.normal(0, np.sqrt(1 - keep**2), (frames, 2))
    shocks[0] /= np.sqrt(1 - keep**2)
    return np.asarray(lfilter([1.0], [1.0, -keep], shocks, axis=0))


@lru_cache(maxsize=2)
def load_measured_noise(measured_file: Path = MEASURED_FILE) -> MeasuredNoise:
    """The measurement that lies beside this module."""
    document = json.loads(measured_file.read_text())
    clips = tuple(
        {
            (leg, point): PointNoise(np.array(entry["habit"]), np.array(entry["residual"]))
            for leg, points in clip.items()
            for point, entry in points.items()
        }
        for clip in document["clips"].values()
    )
    return MeasuredNoise(clips, float(document["memory_s"]))
