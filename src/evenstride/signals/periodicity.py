"""How fast and how regularly a signal repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Rhythm:
    """The main rhythm of a signal.

    ``strength`` is the share (0..1) of the signal's variance that a sinusoid of that frequency (and its second
    harmonic) explains.
    """

    frequency_hz: float
    strength: float


def estimate_rhythm(
    time_s: NDArray[np.float64], values: NDArray[np.float64], *, low_hz: float, high_hz: float
) -> Rhythm | None:
    """The frequency between ``low_hz`` and ``high_hz`` whose sinusoid explains most of ``values``.

    Parameters
    ----------
    time_s : (time,) need not be evenly spaced.
    values : (time,) NaN where unknown.

    Returns
    -------
    None where fewer than 8 values are known or they cover less than 1.2 periods of the best frequency.

    Notes
    -----
    Least-squares spectrum (Lomb 1976, doi 10.1007/BF00648343) of the mean-free signal on a grid finer than the
    resolution, the peak refined by a parabola.
    """
    known = np.isfinite(values)
    if known.sum() < 8:
        return None
    t, y = time_s[known], values[known] - values[known].mean()
    duration_s = t[-1] - t[0]
    power = float(y @ y)
    if duration_s <= 0 or power <= 0:
        return None
    grid_hz = np.arange(low_hz, high_hz, 1 / (8 * duration_s)) if duration_s > 0 else np.array([low_hz])
    if len(grid_hz) < 3:
        return None
    share = _explained(t, y, grid_hz) / power
    best = int(share.argmax())
    frequency_hz = float(grid_hz[best])
    if 0 < best < len(grid_hz) - 1:
        frequency_hz += parabola_offset(share[best - 1 : best + 2]) * float(grid_hz[1] - grid_hz[0])
    if duration_s * frequency_hz < 1.2:
        return None
    return Rhythm(
        frequency_hz, float(min(1.0, share[best] + _explained(t, y, np.array([2 * frequency_hz]))[0] / power))
    )


def local_phase(
    time_s: NDArray[np.float64], values: NDArray[np.float64], *, frequency_hz: float, window_s: float
) -> NDArray[np.complex128]:
    """(time,) complex amplitude of the rhythm around each instant: its real part follows the signal.

    The signal is demodulated at ``frequency_hz`` and averaged over a Hann window of ``window_s`` (counted in samples of
    the median interval); multiplied back, so that ``result.real`` is the local sinusoid through the signal. Slow
    changes of the frequency are followed.
    """
    carrier = np.exp(-2j * np.pi * frequency_hz * time_s)
    known = np.isfinite(values)
    demodulated = np.where(known, values - np.nanmean(values), 0.0) * carrier
    half = max(1, round(0.5 * window_s / float(np.median(np.diff(time_s)))))
    window = np.hanning(2 * half + 1)
    weight = _moving_sum(known.astype(float), window)
    amplitude = 2 * _moving_sum(demodulated, window) / np.maximum(weight, 1e-9)
    return np.asarray(amplitude * np.conj(carrier))


def _moving_sum(values: NDArray[Any], window: NDArray[np.float64]) -> NDArray[Any]:
    """Sum under the window around each sample; nothing lies beyond the ends."""
    half = len(window) // 2
    return np.convolve(values, window)[half : half + len(values)]


def parabola_offset(three: NDArray[np.float64]) -> float:
    """Where the peak of a parabola through three even samples lies, in samples from the middle one (-0.5..0.5)."""
    before, middle, after = (float(v) for v in three)
    curvature = before - 2 * middle + after
    return 0.0 if curvature == 0 else float(np.clip(0.5 * (before - after) / curvature, -0.5, 0.5))


def _explained(
    t: NDArray[np.float64], y: NDArray[np.float64], frequency_hz: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(frequency,) sum of squares that a sinusoid of each frequency explains."""
    wave = np.exp(2j * np.pi * np.outer(frequency_hz, t))
    cosine, sine = wave.real, wave.imag
    cc, ss, cs = (cosine**2).sum(axis=1), (sine**2).sum(axis=1), (cosine * sine).sum(axis=1)
    cy, sy = cosine @ y, sine @ y
    determinant = np.maximum(cc * ss - cs**2, 1e-9)
    return np.asarray((ss * cy**2 - 2 * cs * cy * sy + cc * sy**2) / determinant)
