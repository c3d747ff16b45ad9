"""One leg of the made-up runner over a stride: foot on the belt in stance, given angles in swing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator

Array = NDArray[np.float64]

#: Hip joint to ankle joint; thigh and shank are half of it each.
LEG_M = 0.86
FOOT_LENGTH_M = 0.22
#: Ankle ahead of and above the heel in the foot's own frame.
ANKLE_IN_FOOT_M = (0.05, 0.08)
#: Speed of the ankle over the belt at the very end of swing, forward and up.
IMPACT_MPS = (0.5, -0.6)
#: Parts of stance at which the foot has come down flat.
FLAT_FROM = 0.18


@dataclass(frozen=True)
class LegForm:
    """What one leg does.

    ``foot_landing_deg`` + toes up; ``heel_ahead_leg`` is where the heel of the flat foot would stand ahead of the hip
    at contact, in leg lengths; ``heel_rises_at`` is a part of stance.
    """

    contact_time_s: float = 0.25
    foot_landing_deg: float = 16.0
    heel_ahead_leg: float = 0.20
    toe_off_pitch_deg: float = -48.0
    swing_knee_deg: float = 95.0
    swing_thigh_deg: float = 40.0
    heel_rises_at: float = 0.55


@dataclass(frozen=True)
class LegMotion:
    """A leg's angles by the time since its contact; ``hip_height_m`` takes that time (time,)."""

    form: LegForm
    stride_s: float
    speed_mps: float
    hip_height_m: Callable[[Array], Array]

    def angles_deg(self, since_contact_s: Array) -> tuple[Array, Array]:
        """(time,) thigh and knee angle; times from 0 up to the stride time."""
        in_stance = since_contact_s <= self.form.contact_time_s
        thigh, knee = self._stance_angles(np.minimum(since_contact_s, self.form.contact_time_s))
        swing_thigh, swing_knee = self._swing(since_contact_s).T
        return np.where(in_stance, thigh, swing_thigh), np.where(in_stance, knee, swing_knee)

    def pitch_deg(self, since_contact_s: Array) -> Array:
        """(time,) heel-to-toe line over the stride, + toes up."""
        form, contact_s = self.form, self.form.contact_time_s
        swing_s = self.stride_s - contact_s
        knots = [
            (0.0, form.foot_landing_deg),
            (FLAT_FROM * contact_s, 0.0),
            (form.heel_rises_at * contact_s, 0.0),
            (contact_s, form.toe_off_pitch_deg),
            (contact_s + 0.25 * swing_s, min(1.6 * form.toe_off_pitch_deg, -70.0)),
            (contact_s + 0.75 * swing_s, form.foot_landing_deg - 5.0),
            (contact_s + 0.90 * swing_s, form.foot_landing_deg),
            (self.stride_s, form.foot_landing_deg),
        ]
        instants, pitch = np.array(knots).T
        return np.asarray(PchipInterpolator(instants, pitch)(since_contact_s))

    def stance_ankle(self, since_contact_s: Array) -> Array:
        """(time, xy) ankle while the foot is on the belt, x from the hip, y from the belt."""
        pitch = np.radians(self.pitch_deg(since_contact_s))
        cosine, sine = np.cos(pitch), np.sin(pitch)
        heel_x = self.form.heel_ahead_leg * LEG_M - self.speed_mps * since_contact_s
        # toes up: the heel stands on the belt; toes down: the front of the foot does
        heel = np.stack([heel_x + np.where(pitch < 0, FOOT_LENGTH_M * (1 - cosine), 0.0),
                         np.where(pitch < 0, -FOOT_LENGTH_M * sine, 0.0)], axis=1)  # fmt: skip
        forward, up = ANKLE_IN_FOOT_M
        return heel + np.stack([forward * cosine - up * sine, forward * sine + up * cosine], axis=1)

    def _stance_angles(self, since_contact_s: Array) -> tuple[Array, Array]:
        ankle = self.stance_ankle(since_contact_s)
        ankle[:, 1] -= self.hip_height_m(since_contact_s)
        return thigh_and_knee(ankle)

    @cached_property
    def _swing(self) -> CubicSpline:
        """Thigh and knee from toe-off to the next contact, joined to stance in value and in speed."""
        form, off_s, end_s = self.form, self.form.contact_time_s, self.stride_s
        swing_s = end_s - off_s
        off, off_rate = self._value_and_rate(off_s, (0.0, 0.0))
        landing, landing_rate = self._value_and_rate(0.0, IMPACT_MPS)
        instants = [off_s, off_s + 0.40 * swing_s, off_s + 0.70 * swing_s, end_s]
        at_peak_knee = [0.45 * form.swing_thigh_deg, form.swing_knee_deg]
        at_peak_thigh = [form.swing_thigh_deg, 0.62 * form.swing_knee_deg]
        return CubicSpline(
            instants, [off, at_peak_knee, at_peak_thigh, landing], bc_type=((1, off_rate), (1, landing_rate))
        )

    def _value_and_rate(self, instant_s: float, ankle_over_belt_mps: tuple[float, float]) -> tuple[Array, Array]:
        """Angles at one end of stance, and their rate if the ankle also moves over the belt."""
        step_s = 1e-5
        toward = 1.0 if instant_s == 0.0 else -1.0  # look into stance
        instants = np.array([instant_s, instant_s + toward * step_s])
        ankle = self.stance_ankle(instants)
        ankle[:, 1] -= self.hip_height_m(instants)
        ankle += np.outer(instants - instant_s, ankle_over_belt_mps)
        angles = np.stack(thigh_and_knee(ankle), axis=1)
        return angles[0], toward * (angles[1] - angles[0]) / step_s


def thigh_and_knee(ankle_from_hip_m: Array) -> tuple[Array, Array]:
    """(time,) thigh angle (+ knee ahead of hip) and knee flexion that put the ankle there, by the law of cosines."""
    reach = np.linalg.norm(ankle_from_hip_m, axis=1)
    if np.any(reach > LEG_M):
        raise ValueError(f"Expected the ankle within {LEG_M} m of the hip, got {reach.max():.3f} m.")
    half_knee = np.arccos(reach / LEG_M)
    line = np.arctan2(ankle_from_hip_m[:, 0], -ankle_from_hip_m[:, 1])
    return np.degrees(line + half_knee), np.degrees(2 * half_knee)
