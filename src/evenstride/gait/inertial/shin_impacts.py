"""Peak acceleration of the shin at each landing, and how it changed against the runner's own baseline.

There is no limit between good and bad here, and none is given: peaks differ between runners by how and where the sensor
is fixed as much as by how they land. Only one's own peaks, with the same sensor in the same place, say something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.inertial.vertical import even_grid
from evenstride.gait.stated_error import stated_error
from evenstride.signals.filters import low_pass
from evenstride.signals.statistics import Summary, summarise_trimmed, without_outliers

#: Strides a second of runners, 132 to 255 steps a minute.
_STRIDE_S = (0.47, 0.91)
_WINDOW_S = 10.0
#: The rhythm is in what is slower than this; shock is not needed for it.
_RHYTHM_CUT_OFF_HZ = 10.0
_LEAST_CORRELATION = 0.3
#: Two landings of a leg are further apart than this share of its stride.
_LEAST_APART = 0.65
_STRIDE_RATIO = (0.7, 1.4)
#: Walkers' shins reach 2 g; a softer landing is no landing.
_LEAST_PEAK_G = 2.0
#: Peaks of two sessions differ by less than this in 95 of 100 pairs though nothing changed (resultant, 3 m/s, 19
#: runners; "Reliability and minimum detectable difference of tibial acceleration during running", Med Sci Sports Exerc,
#: abstract read), so each session is off by that over 1.96 root 2.
SMALLEST_CHANGE_G = 1.5
SESSION_ERROR_G = SMALLEST_CHANGE_G / (1.96 * 2**0.5)
FEWEST_LANDINGS = 10
#: Baseline within a run: this share of its landings at the start, against as many at the end.
_PART = 0.2


@dataclass(frozen=True)
class ShinImpacts:
    """Landings of one leg.

    ``time_s`` and ``peak_g`` (landing,) instant and greatest length of the acceleration vector, gravity included;
    ``stride_s`` usual time between two landings; ``saturated_frac`` share of landings at the end of the sensor's range.
    """

    time_s: NDArray[np.float64]
    peak_g: NDArray[np.float64]
    stride_s: float
    saturated_frac: float

    @property
    def count(self) -> int:
        return len(self.peak_g)

    @property
    def cadence_spm(self) -> float:
        """Steps of both feet a minute, twice the landings of this one."""
        return 120.0 / self.stride_s


@dataclass(frozen=True)
class ImpactChange:
    """Change of the mean peak against a baseline, in per cent of the baseline, with its standard error.

    ``baseline`` says what it is compared with; ``smallest_change_pct`` is the change that exceeds the error (95 %).
    """

    change_pct: float
    standard_error_pct: float
    baseline: str
    baseline_g: float
    n_landings: int

    @property
    def smallest_change_pct(self) -> float:
        return 1.96 * self.standard_error_pct


def find_shin_impacts(
    time_s: NDArray[np.float64], acceleration_g: NDArray[np.float64], *, rate_hz: float
) -> ShinImpacts | None:
    """Find the landings of the leg that wears the sensor; None where nobody runs.

    Parameters
    ----------
    time_s : (sample,) strictly increasing.
    acceleration_g : (sample, axis) of the shin; three axes need no alignment, one must lie along the bone.

    Notes
    -----
    1. The length of the acceleration vector (resultant; one axis: its absolute value), unfiltered.
    2. Stride time in windows of 10 s: the greatest autocorrelation between 0.47 and 0.91 s, after a low-pass at 10 Hz.
    3. The greatest value in each stride, at least 0.65 strides apart, above 2 g, with a neighbour one stride away.

    The resultant peak comes first in stance, within 50 ms of contact; Sheerin et al. 2018 (Sports Biomech,
    doi 10.1080/14763141.2017.1371214) use it because it does not hang on alignment.
    """
    from scipy.signal import find_peaks

    grid_s, even = even_grid(time_s, acceleration_g, rate_hz=rate_hz)
    length_g = np.linalg.norm(even, axis=1)
    stride_s = _local_stride(grid_s, length_g, rate_hz)
    running = np.isfinite(stride_s) & np.isfinite(length_g)
    if not running.any():
        return None
    apart = max(1, int(_LEAST_APART * float(np.nanmedian(stride_s[running])) * rate_hz))
    peaks, _ = find_peaks(np.where(running, length_g, 0.0), distance=apart, height=_LEAST_PEAK_G)
    peaks = _with_neighbours(peaks, grid_s, stride_s)
    if len(peaks) < FEWEST_LANDINGS:
        return None
    strides = np.diff(grid_s[peaks])
    usual = stride_s[peaks[1:]]
    whole = (strides > _STRIDE_RATIO[0] * usual) & (strides < _STRIDE_RATIO[1] * usual)
    return ShinImpacts(
        grid_s[peaks],
        length_g[peaks],
        float(np.median(strides[whole])),
        _saturated_frac(even[peaks], acceleration_g),
    )


def summarise_impacts(impacts: ShinImpacts) -> tuple[Summary, float]:
    """Mean peak with its scatter, and its standard error as against another session of the same runner."""
    summary = summarise_trimmed(impacts.peak_g)
    if summary is None:
        raise ValueError("Expected at least one landing.")
    return summary, stated_error(_with_memory(impacts.peak_g), SESSION_ERROR_G)


def compare_with_baseline(impacts: ShinImpacts, earlier: Sequence[ShinImpacts] = ()) -> ImpactChange | None:
    """The mean peak against earlier sessions, or the run's last fifth against its first where there are none.

    Within a run the sensor sits as it sat, so only the scatter of the landings counts, with its memory. Between
    sessions it is put on anew: each carries the error of `SESSION_ERROR_G`. None where a fifth has fewer than 10
    landings.

    Notes
    -----
    Speed, ground and shoes change the peak more than anything else and are not known here.
    """
    if earlier:
        means = np.array([summarise_impacts(each)[0].mean for each in earlier])
        baseline_g, latest = float(means.mean()), summarise_impacts(impacts)
        sd = float(means.std(ddof=1)) if len(means) > 1 else 0.0
        error_g = float(np.hypot(latest[1], max(SESSION_ERROR_G, sd) / len(means) ** 0.5))
        said = "the session before" if len(means) == 1 else f"the {len(means)} sessions before"
        return _change(latest[0].mean, baseline_g, error_g, said, impacts.count)
    part = int(_PART * impacts.count)
    if part < FEWEST_LANDINGS:
        return None
    first, last = _with_memory(impacts.peak_g[:part]), _with_memory(impacts.peak_g[-part:])
    error_g = float(np.hypot(first.standard_error or 0.0, last.standard_error or 0.0))
    return _change(last.mean, first.mean, error_g, "the first fifth of this run", 2 * part)


def _change(value_g: float, baseline_g: float, error_g: float, baseline: str, count: int) -> ImpactChange:
    return ImpactChange(100 * (value_g / baseline_g - 1), 100 * error_g / baseline_g, baseline, baseline_g, count)


def _with_memory(peak_g: NDArray[np.float64]) -> Summary:
    """Mean and scatter, counted as so many independent landings as a first-order process of their memory has.

    n (1 - r) / (1 + r), r the correlation of neighbours (Bayley & Hammersley 1946, J R Stat Soc Suppl 8:184).
    """
    kept = without_outliers(peak_g)
    around = kept - kept.mean()
    total = float(around @ around)
    memory = 0.0 if total == 0 else float(np.clip(around[1:] @ around[:-1] / total, 0.0, 0.95))
    independent = max(2, round(len(kept) * (1 - memory) / (1 + memory)))
    return Summary(float(kept.mean()), float(kept.std(ddof=1)), independent)


def _local_stride(time_s: NDArray[np.float64], length_g: NDArray[np.float64], rate_hz: float) -> NDArray[np.float64]:
    """(time,) stride time around each instant; NaN where nothing repeats as strides do."""
    smooth = low_pass(time_s, length_g, cut_off_hz=_RHYTHM_CUT_OFF_HZ)
    stride_s = np.full(len(time_s), np.nan)
    width = max(1, round(_WINDOW_S * rate_hz))
    for begin in range(0, len(time_s), width):
        window = slice(begin, min(begin + width, len(time_s)))
        looked = smooth[max(0, window.stop - width) : window.stop]
        found = _stride_of(looked, rate_hz)
        if found is not None:
            stride_s[window] = found
    return stride_s


def _stride_of(smooth: NDArray[np.float64], rate_hz: float) -> float | None:
    known = np.isfinite(smooth)
    if known.sum() < max(0.5 * len(smooth), 3 * _STRIDE_S[1] * rate_hz):
        return None
    around = np.where(known, smooth - smooth[known].mean(), 0.0)
    size = 1 << (2 * len(around) - 1).bit_length()
    spectrum = np.fft.rfft(around, size)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(around)]
    if correlation[0] <= 0:
        return None
    # Fewer products go into a longer lag; without this the shortest lag would win.
    correlation = correlation / correlation[0] * len(around) / np.arange(len(around), 0, -1)
    low, high = int(_STRIDE_S[0] * rate_hz), min(int(np.ceil(_STRIDE_S[1] * rate_hz)), len(around) - 2)
    if high <= low:
        return None
    best = low + int(np.argmax(correlation[low : high + 1]))
    return best / rate_hz if correlation[best] >= _LEAST_CORRELATION else None


def _with_neighbours(
    peaks: NDArray[np.intp], time_s: NDArray[np.float64], stride_s: NDArray[np.float64]
) -> NDArray[np.intp]:
    """Peaks that have another one a stride before or after."""
    if len(peaks) < 2:
        return peaks[:0]
    ratio = np.diff(time_s[peaks]) / stride_s[peaks[1:]]
    near = (ratio > _STRIDE_RATIO[0]) & (ratio < _STRIDE_RATIO[1])
    return peaks[np.concatenate([near, [False]]) | np.concatenate([[False], near])]


def _saturated_frac(at_peaks: NDArray[np.float64], acceleration_g: NDArray[np.float64]) -> float:
    """Share of the landings in which an axis stands at a value that it holds again and again, its range's end."""
    ends = np.nanmax(np.abs(acceleration_g), axis=0)
    held = np.sum(np.abs(acceleration_g) >= 0.999 * ends, axis=0) >= max(5, 0.1 * len(at_peaks))
    held &= ends > _LEAST_PEAK_G
    return float(np.mean(np.any((np.abs(at_peaks) >= 0.999 * ends) & held, axis=1)))
