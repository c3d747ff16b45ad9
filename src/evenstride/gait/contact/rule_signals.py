"""What the published event rules look at: smoothed curves of one leg and the stretches in which to search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack
from evenstride.model.gait import Side
from evenstride.signals.angles import flexion_deg
from evenstride.signals.resampling import even_grid_s, resample

DENSE_HZ = 500.0
#: A filter cannot pass more than this share of the frame rate.
LARGEST_CUT_OFF_FPS = 0.4
#: Runners take 0.45 s to 1 s from one contact to the next of the same foot.
SHORTEST_STRIDE_S = 0.45
COARSE_CUT_OFF_HZ = 5.0


@dataclass(frozen=True)
class LegSignals:
    """Curves of one leg on a 500 Hz grid through the smoothed pictures.

    ``forward_px`` and ``up_px`` map ``heel``, ``toe``, ``ankle`` and ``pelvis`` (middle of the hips) to (sample,);
    ``knee_flexion_deg`` is (sample,). x forward, y up.
    """

    time_s: NDArray[np.float64]
    forward_px: dict[str, NDArray[np.float64]]
    up_px: dict[str, NDArray[np.float64]]
    knee_flexion_deg: NDArray[np.float64]

    def derivative(self, point: str, order: int) -> NDArray[np.float64]:
        """(sample,) vertical velocity (order 1), acceleration (2) or jerk (3) of a point, px / s**order."""
        curve = self.up_px[point]
        for _ in range(order):
            curve = np.gradient(curve, 1.0 / DENSE_HZ)
        return curve


@dataclass(frozen=True)
class StrideWindow:
    """One stride's foot forward of the pelvis (``reach_s``) and then furthest behind it (``trail_s``)."""

    reach_s: float
    trail_s: float

    def contact_range(self) -> tuple[float, float]:
        """Where initial contact can lie: from the foremost reach to half way back."""
        return self.reach_s, self.reach_s + 0.5 * (self.trail_s - self.reach_s)

    def toe_off_range(self) -> tuple[float, float]:
        """Where toe-off can lie: from half way back to a little after the foot is furthest behind."""
        span_s = self.trail_s - self.reach_s
        return self.reach_s + 0.5 * span_s, self.trail_s + 0.25 * span_s


def leg_signals(track: PoseTrack, side: Side, *, facing_sign: int, cut_off_hz: float) -> LegSignals:
    """Smoothed curves of one leg.

    Fourth-order zero-lag Butterworth at ``cut_off_hz``, or at 0.4 of the frame rate where that is less, then a cubic
    spline to 500 Hz. Gaps are bridged.
    """
    names = {"heel": f"{side}_heel", "toe": f"{side}_toe", "ankle": f"{side}_ankle", "knee": f"{side}_knee"}
    points = {name: track.point(keypoint) for name, keypoint in names.items()}
    points |= {"pelvis": track.middle("hip"), "hip": track.point(f"{side}_hip")}
    even_s = even_grid_s(track.time_s, rate_hz=track.fps)
    dense_s = even_grid_s(even_s, rate_hz=DENSE_HZ)
    to_runner = np.array([float(facing_sign), -1.0])
    smooth = {
        name: _densify(
            even_s, _low_pass(resample(track.time_s, xy * to_runner, even_s), track.fps, cut_off_hz), dense_s
        )
        for name, xy in points.items()
    }
    seen = ("heel", "toe", "ankle", "pelvis")
    return LegSignals(
        time_s=dense_s,
        forward_px={name: smooth[name][:, 0] for name in seen},
        up_px={name: smooth[name][:, 1] for name in seen},
        knee_flexion_deg=flexion_deg(smooth["hip"], smooth["knee"], smooth["ankle"]),
    )


def stride_windows(signals: LegSignals) -> list[StrideWindow]:
    """Every stride's foremost reach and the trailing extreme that follows it, from the ankle relative to the pelvis."""
    from scipy.signal import find_peaks

    reach = signals.forward_px["ankle"] - signals.forward_px["pelvis"]
    reach = _low_pass(reach[:, None], DENSE_HZ, COARSE_CUT_OFF_HZ)[:, 0]
    spacing = int(SHORTEST_STRIDE_S * DENSE_HZ)
    prominence = 0.3 * float(np.ptp(reach))
    ahead, _ = find_peaks(reach, distance=spacing, prominence=prominence)
    behind, _ = find_peaks(-reach, distance=spacing, prominence=prominence)
    windows = []
    for peak in ahead:
        following = behind[behind > peak]
        if len(following) and following[0] - peak < 2 * spacing:
            windows.append(StrideWindow(float(signals.time_s[peak]), float(signals.time_s[following[0]])))
    return windows


def instant_of_maximum(signals: LegSignals, curve: NDArray[np.float64], window_s: tuple[float, float]) -> float | None:
    """Time of the highest value inside the window; None where that lies on the window's end or outside the clip."""
    first, last = np.searchsorted(signals.time_s, window_s)
    if first < 1 or last >= len(curve) - 1 or last - first < 3:
        return None
    best = first + int(np.argmax(curve[first:last]))
    return float(signals.time_s[best])


def _low_pass(values: NDArray[np.float64], rate_hz: float, cut_off_hz: float) -> NDArray[np.float64]:
    from scipy.signal import butter, sosfiltfilt

    if len(values) < 16 or not np.isfinite(values).all():
        return values
    sections = butter(2, min(cut_off_hz, LARGEST_CUT_OFF_FPS * rate_hz), fs=rate_hz, output="sos")
    return np.asarray(sosfiltfilt(sections, values, axis=0))


def _densify(
    even_s: NDArray[np.float64], values: NDArray[np.float64], dense_s: NDArray[np.float64]
) -> NDArray[np.float64]:
    from scipy.interpolate import CubicSpline

    if not np.isfinite(values).all():
        return np.full((len(dense_s), values.shape[1]), np.nan)
    return np.asarray(CubicSpline(even_s, values)(dense_s))
