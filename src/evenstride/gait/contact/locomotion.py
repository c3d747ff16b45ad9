"""Is this running, and does the clip play at life speed?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from evenstride.gait.camera.side_view import SideView
from evenstride.model import PoseTrack
from evenstride.signals.angles import flexion_deg
from evenstride.signals.periodicity import estimate_rhythm, local_phase

Kind = Literal["running", "walking", "other"]

GRAVITY_MPS2 = 9.81
#: Leg length (hip to ankle) of an adult, only used to judge whether a clip is slowed down; 0.75-0.95 m are usual.
TYPICAL_LEG_M = 0.85
#: Steps per minute between which people run (own limits, wide).
RUNNING_CADENCE_SPM = (130.0, 230.0)
TYPICAL_CADENCE_SPM = 168.0
#: In running the hips are highest when the legs are furthest apart (flight), in walking when they pass each other.
RUNNING_PHASE_LIMIT_DEG = 80.0
#: Largest bend of the knee in swing: walking 55-65, running usually above 75; slow jogging overlaps.
RUNNING_KNEE_DEG = 55.0
LEAST_RHYTHM = 0.5
#: Peak downward acceleration of the hips over gravity: about 0.8-1.4 in running at life speed (free fall in flight).
LEAST_FALL_G = 0.4
PIECE_S = 12.0


@dataclass(frozen=True)
class Locomotion:
    """What the legs do in a clip.

    Attributes
    ----------
    kind : running, walking, or something without the rhythm of either.
    step_rate_spm : steps per minute on the clip's clock, None without a rhythm.
    rhythm_strength : 0..1, how much of the legs' movement the rhythm explains.
    hip_phase_deg : phase of the hips' height against the legs' distance: near 0 running, near 180 walking.
    fall_g : peak downward acceleration of the hips over gravity, if the clip plays at life speed.
    slow_motion_factor : how many times slower than life the clip seems to play; 1 at life speed.
    """

    kind: Kind
    step_rate_spm: float | None
    rhythm_strength: float
    hip_phase_deg: float | None
    knee_flexion_peak_deg: float
    fall_g: float | None
    slow_motion_factor: float

    @property
    def is_slowed(self) -> bool:
        return self.slow_motion_factor > 1.0


def classify_locomotion(track: PoseTrack, view: SideView) -> Locomotion:
    """Tell running from walking and from other movement, and notice slow motion.

    A long clip is looked at in pieces; the commonest kind counts, with the piece of the middle step rate for numbers.

    Parameters
    ----------
    track : sides repaired.

    Notes
    -----
    Every cue is free of the clip's speed except the step rate and the fall: rhythm of the distance between the
    ankles, phase of the hips' height against it, bend of the swinging knee. A running pattern whose step rate or
    whose fall is too slow for Earth is slow motion: a falling body gains 9.81 m/s every second, so hips that rise and
    fall by ``h`` at the step rate ``f`` reach ``(2 pi f)^2 h / 2``, about 1 g in running.
    """
    return commonest_look([_classify_piece(piece, view) for piece in pieces_of(track)])


def commonest_look(looks: Sequence[Locomotion]) -> Locomotion:
    """The commonest kind among pieces of a clip, with the numbers of the piece of the middle step rate."""
    commonest = max({look.kind for look in looks}, key=lambda kind: sum(look.kind == kind for look in looks))
    like_it = sorted((look for look in looks if look.kind == commonest), key=lambda look: look.step_rate_spm or 0.0)
    return like_it[len(like_it) // 2]


def pieces_of(track: PoseTrack) -> list[PoseTrack]:
    """Stretches of about `PIECE_S`: over minutes the rhythm drifts."""
    count = max(1, round((track.time_s[-1] - track.time_s[0]) / PIECE_S))
    bounds = [round(k * len(track) / count) for k in range(count + 1)]
    return [
        replace(track, time_s=track.time_s[a:b], xy_px=track.xy_px[a:b], visibility=track.visibility[a:b])
        for a, b in pairwise(bounds)
    ]


def _classify_piece(track: PoseTrack, view: SideView) -> Locomotion:
    ankles = np.abs((track.point("left_ankle") - track.point("right_ankle"))[:, 0]) / view.leg_length_px
    rhythm = estimate_rhythm(track.time_s, ankles, low_hz=0.15, high_hz=4.5)
    knee = _knee_peak_deg(track)
    if rhythm is None or rhythm.strength < LEAST_RHYTHM:
        return Locomotion("other", None, 0.0 if rhythm is None else rhythm.strength, None, knee, None, 1.0)
    phase_deg, amplitude_leg = _hip_bounce(track, view, ankles, rhythm.frequency_hz)
    fall_g = (2 * np.pi * rhythm.frequency_hz) ** 2 * amplitude_leg * TYPICAL_LEG_M / GRAVITY_MPS2
    spread = float(np.nanpercentile(ankles, 95))
    kind = _kind(phase_deg, knee, spread)
    rate_spm = 60.0 * rhythm.frequency_hz
    factor = slow_motion_factor_of(rate_spm, fall_g) if kind == "running" else 1.0
    return Locomotion(kind, rate_spm, rhythm.strength, phase_deg, knee, fall_g, factor)


def _kind(hip_phase_deg: float, knee_deg: float, spread_leg: float) -> Kind:
    if spread_leg < 0.3:
        return "other"
    if abs(hip_phase_deg) < RUNNING_PHASE_LIMIT_DEG and knee_deg > RUNNING_KNEE_DEG:
        return "running"
    return "walking"


def slow_motion_factor_of(rate_spm: float, fall_g: float) -> float:
    """How many times slower than life a runner seems to play, from the step rate and how fast the hips fall."""
    if rate_spm >= RUNNING_CADENCE_SPM[0] and fall_g >= LEAST_FALL_G:
        return 1.0
    by_rate = TYPICAL_CADENCE_SPM / rate_spm
    by_fall = fall_g**-0.5
    factor = by_rate if rate_spm < RUNNING_CADENCE_SPM[0] else 1.0
    if factor == 1.0 and by_fall < 1.6:
        return 1.0
    return float(factor if factor > 1.0 else by_fall)


def _hip_bounce(track: PoseTrack, view: SideView, ankles: np.ndarray, step_hz: float) -> tuple[float, float]:
    """Phase (deg) of the hips' height against the ankles' distance, and the bounce's amplitude in leg lengths."""
    height = -track.middle("hip")[:, 1] / view.leg_length_px
    known = np.isfinite(height)
    trend = np.polynomial.Polynomial.fit(track.time_s[known], height[known], 2)
    window_s = 3.0 / step_hz
    bounce = local_phase(track.time_s, height - trend(track.time_s), frequency_hz=step_hz, window_s=window_s)
    legs = local_phase(track.time_s, ankles, frequency_hz=step_hz, window_s=window_s)
    phase_deg = float(np.degrees(np.angle(np.sum(bounce * np.conj(legs)))))
    return phase_deg, float(np.median(np.abs(bounce)))


def _knee_peak_deg(track: PoseTrack) -> float:
    """Typical largest knee bend of the more visible leg."""
    peaks = []
    for side in ("left", "right"):
        bend = flexion_deg(track.point(f"{side}_hip"), track.point(f"{side}_knee"), track.point(f"{side}_ankle"))
        if np.isfinite(bend).any():
            peaks.append(float(np.nanpercentile(bend, 95)))
    return max(peaks) if peaks else 0.0
