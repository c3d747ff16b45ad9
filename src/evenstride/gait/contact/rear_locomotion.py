"""Running or not, and at life speed or not, seen from behind or in front."""

from __future__ import annotations

import numpy as np

from evenstride.gait.contact.locomotion import (
    GRAVITY_MPS2,
    LEAST_RHYTHM,
    TYPICAL_LEG_M,
    Kind,
    Locomotion,
    commonest_look,
    pieces_of,
    slow_motion_factor_of,
)
from evenstride.gait.contact.rear_events import left_ankle_above_right_px, trunk_height_px
from evenstride.model import PoseTrack
from evenstride.signals.periodicity import estimate_rhythm, local_phase

#: Peak downward acceleration of the trunk over gravity: 1.0 to 1.9 on nine rendered runs (a body in flight falls at 1,
#: a pose model exaggerates), 0.2 to 0.4 in walking.
RUNNING_FALL_G = 0.6
#: Slower than this is walking, or running in slow motion; then the size of the bounce tells: half of it is 0.035 to
#: 0.07 leg lengths in running, 0.02 to 0.03 in walking.
LEAST_RUNNING_SPM = 125.0
RUNNING_BOUNCE_LEG = 0.033
#: Least share of the ankles' height difference that swings at half the rate of the bounce: one foot, then the other.
LEAST_ALTERNATION = 0.4
WINDOW_STEPS = 3.0


def classify_rear_locomotion(track: PoseTrack, leg_length_px: float) -> Locomotion:
    """As `locomotion.classify_locomotion`, from how the trunk bounces and the ankles take turns.

    The bend of the knee is not seen from behind (``knee_flexion_peak_deg`` is 0), and which way the ankles' heights go
    with the bounce depends on how high the camera stands (``hip_phase_deg`` is None).

    Parameters
    ----------
    track : cleaned.
    """
    return commonest_look([_classify_piece(piece, leg_length_px) for piece in pieces_of(track)])


def _classify_piece(track: PoseTrack, leg_length_px: float) -> Locomotion:
    height = _without_trend(track.time_s, trunk_height_px(track) / leg_length_px)
    rhythm = estimate_rhythm(track.time_s, height, low_hz=0.3, high_hz=4.5)
    strength = 0.0 if rhythm is None else rhythm.strength
    if rhythm is None or strength < LEAST_RHYTHM or _alternation(track, rhythm.frequency_hz) < LEAST_ALTERNATION:
        return Locomotion("other", None, strength, None, 0.0, None, 1.0)
    bounce = local_phase(
        track.time_s, height, frequency_hz=rhythm.frequency_hz, window_s=WINDOW_STEPS / rhythm.frequency_hz
    )
    amplitude_leg = float(np.median(np.abs(bounce)))
    fall_g = (2 * np.pi * rhythm.frequency_hz) ** 2 * amplitude_leg * TYPICAL_LEG_M / GRAVITY_MPS2
    rate_spm = 60.0 * rhythm.frequency_hz
    kind = _kind(rate_spm, fall_g, amplitude_leg)
    factor = slow_motion_factor_of(rate_spm, fall_g) if kind == "running" else 1.0
    return Locomotion(kind, rate_spm, strength, None, 0.0, fall_g, factor)


def _kind(rate_spm: float, fall_g: float, amplitude_leg: float) -> Kind:
    if rate_spm >= LEAST_RUNNING_SPM and fall_g >= RUNNING_FALL_G:
        return "running"
    return "running" if amplitude_leg >= RUNNING_BOUNCE_LEG else "walking"


def _alternation(track: PoseTrack, step_hz: float) -> float:
    """Share (0..1) of the ankles' height difference that takes turns at the stride's rate."""
    lift = left_ankle_above_right_px(track)
    stride = estimate_rhythm(track.time_s, lift, low_hz=0.42 * step_hz, high_hz=0.58 * step_hz)
    return 0.0 if stride is None else stride.strength


def _without_trend(time_s: np.ndarray, values: np.ndarray) -> np.ndarray:
    known = np.isfinite(values)
    if known.sum() < 8:
        return values
    trend = np.polynomial.Polynomial.fit(time_s[known], values[known], 2)
    return np.asarray(values - trend(time_s))
