"""What is read from each step of a rear or front view: one number per step and measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.rear_view import RearView
from evenstride.gait.frontal.angles import INWARD_SIGN
from evenstride.gait.frontal.rear_habits import rear_habits_of
from evenstride.gait.frontal.stance_values import greatest_in_stance, mean_in_stance
from evenstride.gait.time_measures import smooth_range
from evenstride.model import AngleCurves, PoseTrack, Step

#: Parts of stance for the instants of knowledge. "Middle of stance" and "greatest knee bend in stance" are read as
#: means over less than a tenth of a second about them: at 30 pictures a second one picture would decide.
MIDDLE_OF_STANCE = (0.40, 0.60)
KNEE_BENT_MOST = (0.30, 0.55)
FIRST_HALF = (0.0, 0.50)
FIRST_SIXTY = (0.0, 0.60)

#: How far one part of the body lies ahead of another at the instant it is read: means over 18 legs of nine rendered
#: runs (pelvis and legs recorded from runners, the trunk's lean of 2 to 10 degrees set), in brackets one standard
#: deviation between legs. A camera at yaw psi sees each part shifted by sin(psi) times it.
#: Thigh and shank together, tangents of their lean (0.15): about the knee's bend in radians.
KNEE_AHEAD_OF_LEG_LINE = 0.70
#: Thigh alone over the first half of stance, tangent of its lean (0.08).
THIGH_LEANS_AHEAD = 0.31
#: Swinging knee ahead of the standing one, leg lengths (0.06).
SWING_KNEE_AHEAD_LEG = 0.16
#: Toe ahead of heel, leg lengths (0.01).
FOOT_LENGTH_LEG = 0.31
#: Hips ahead of the standing heel, leg lengths (0.04).
HIPS_AHEAD_OF_HEEL_LEG = 0.27
#: Tangent of the trunk's forward lean (0.03).
TRUNK_LEANS_AHEAD = 0.10
#: Distance of the hip joints over leg length (0.01): the six bodies of the rendered runs. A pose model's own hip points
#: are up to a quarter further apart.
HIP_WIDTH_OVER_LEG = 0.256


@dataclass(frozen=True)
class RearRecording:
    """A measured view along the running direction, on one clock.

    Attributes
    ----------
    track : cleaned, as seen from behind, levelled.
    """

    track: PoseTrack
    view: RearView
    curves: AngleCurves
    steps: tuple[Step, ...]

    @cached_property
    def leg_length_px(self) -> float:
        """Hip to ankle as a level camera would see the straight leg."""
        return self.view.leg_length_px / rear_habits_of(self.track.source).leg_seen_share

    @cached_property
    def line_of_progression_px(self) -> NDArray[np.float64]:
        """(time,) image x of the middle of the hips, averaged over a stride around each instant."""
        time_s, x = self.track.time_s, self.track.middle("hip")[:, 0]
        known = np.isfinite(x)
        strides = [step.stride_time_s for step in self.steps if step.stride_time_s is not None]
        if not strides or known.sum() < 2:
            return np.full(len(time_s), np.nan)
        half = max(1, round(0.5 * float(np.median(strides)) * self.track.fps))
        filled = np.pad(np.interp(time_s, time_s[known], x[known]), half, mode="edge")
        path = np.convolve(filled, np.ones(2 * half + 1) / (2 * half + 1), mode="valid")
        return np.where(known, path, np.nan)

    def right_of(self, name: str, origin: str) -> NDArray[np.float64]:
        """(time,) how far one point lies to the runner's right of another, leg lengths."""
        return np.asarray((self.track.point(name) - self.track.point(origin))[:, 0] / self.leg_length_px)

    def mean(self, values: NDArray[np.float64], step: Step, part: tuple[float, float]) -> float:
        """Mean over a part of stance."""
        return float(mean_in_stance(self.track.time_s, values, step, part))

    def greatest(self, values: NDArray[np.float64], step: Step, part: tuple[float, float]) -> float:
        """Greatest value over a part of stance."""
        return greatest_in_stance(self.track.time_s, values, step, part)

    def yaw_shift_deg(self, share_ahead: float, step: Step) -> float:
        """What the camera's yaw adds to an angle that is + towards the midline, degrees."""
        return float(np.degrees(INWARD_SIGN[step.side] * share_ahead * self.view.ahead_to_right))


RearStepValue = Callable[[RearRecording, Step], float]


def rear_step_time_ms(_: RearRecording, step: Step) -> float:
    """The other foot's contact minus this foot's."""
    return np.nan if step.step_time_s is None else 1000.0 * step.step_time_s


def knee_frontal_deg(recording: RearRecording, step: Step) -> float:
    """Thigh against shank where the knee is bent most, + knee inside; the yaw's share taken off."""
    seen = recording.mean(recording.curves.angles_deg[f"{step.side}_knee_frontal"], step, KNEE_BENT_MOST)
    return seen - recording.yaw_shift_deg(KNEE_AHEAD_OF_LEG_LINE, step)


def lateral_trunk_lean_deg(recording: RearRecording, step: Step) -> float:
    """Lean of the trunk in the middle of stance, + towards the standing leg."""
    outward = -INWARD_SIGN[step.side] * recording.curves.angles_deg["trunk_lateral"]
    seen = recording.mean(outward, step, MIDDLE_OF_STANCE) + recording.yaw_shift_deg(TRUNK_LEANS_AHEAD, step)
    return seen - rear_habits_of(recording.track.source).trunk_over_stance_deg


def pelvic_drop_deg(recording: RearRecording, step: Step) -> float:
    """Greatest drop of the swing side in the first 60 % of stance."""
    return recording.greatest(_swing_side_lower_deg(recording, step), step, FIRST_SIXTY)


def hip_adduction_deg(recording: RearRecording, step: Step) -> float:
    """Greatest angle of the thigh against the pelvis in the first half of stance, + towards the midline."""
    curve = recording.curves.angles_deg.get(f"{step.side}_hip_adduction")
    if curve is None:
        return np.nan
    return recording.greatest(curve, step, FIRST_HALF) - recording.yaw_shift_deg(THIGH_LEANS_AHEAD, step)


def knee_window_pct(recording: RearRecording, step: Step) -> float:
    """Distance of the knees in the middle of stance over that of the hip joints, which the leg length gives."""
    apart = recording.right_of("right_knee", "left_knee")
    seen = recording.mean(apart, step, MIDDLE_OF_STANCE)
    swing_ahead = INWARD_SIGN[step.side] * SWING_KNEE_AHEAD_LEG * recording.view.ahead_to_right
    return 100.0 * (seen - swing_ahead) / HIP_WIDTH_OVER_LEG


def base_of_support_leg(recording: RearRecording, step: Step) -> float:
    """Standing heel beside the line of progression in the middle of stance, + on its own side, leg lengths."""
    inward = INWARD_SIGN[step.side]
    heel_px = recording.track.point(f"{step.side}_heel")[:, 0]
    beside = inward * (recording.line_of_progression_px - heel_px) / recording.leg_length_px
    return recording.mean(beside, step, MIDDLE_OF_STANCE) - inward * (
        HIPS_AHEAD_OF_HEEL_LEG * recording.view.ahead_to_right
    )


def foot_progression_deg(recording: RearRecording, step: Step) -> float:
    """Direction of the line from heel to toe in the middle of stance, + toes out."""
    outward = -INWARD_SIGN[step.side] * recording.right_of(f"{step.side}_toe", f"{step.side}_heel")
    by_yaw = -INWARD_SIGN[step.side] * FOOT_LENGTH_LEG * recording.view.ahead_to_right
    share = (recording.mean(outward, step, MIDDLE_OF_STANCE) - by_yaw) / FOOT_LENGTH_LEG
    return float(np.degrees(np.arcsin(np.clip(share, -1.0, 1.0))))


def heel_eversion_deg(recording: RearRecording, step: Step) -> float:
    """Greatest tilt of the heel against the lower leg in the first half of stance, + eversion."""
    curve = recording.curves.angles_deg.get(f"{step.side}_rearfoot")
    return np.nan if curve is None else recording.greatest(curve, step, FIRST_HALF)


def rear_oscillation_leg(recording: RearRecording, step: Step) -> float:
    """Highest minus lowest point of the middle of the shoulders from contact to contact, leg lengths.

    The shoulders, because from behind a pose model moves the hip points with the thighs: their travel reads a third too
    large. Spine and neck hardly change length within a step, so shoulders and pelvis rise and fall alike.
    """
    if step.next_contact_s is None:
        return np.nan
    track = recording.track
    inside = (track.time_s >= step.initial_contact_s) & (track.time_s <= step.next_contact_s)
    return smooth_range(track.time_s[inside], -track.middle("shoulder")[inside, 1]) / recording.leg_length_px


#: Measure id of knowledge -> what is read from each step, in the measure's unit.
PER_REAR_STEP: Mapping[str, RearStepValue] = {
    "step_time": rear_step_time_ms,
    "fppa_running": knee_frontal_deg,
    "lateral_trunk_lean": lateral_trunk_lean_deg,
    "pelvic_drop": pelvic_drop_deg,
    "hip_adduction": hip_adduction_deg,
    "knee_window": knee_window_pct,
    "foot_progression": foot_progression_deg,
    "heel_eversion": heel_eversion_deg,
}


def _swing_side_lower_deg(recording: RearRecording, step: Step) -> NDArray[np.float64]:
    curve = recording.curves.angles_deg.get("pelvic_obliquity")
    if curve is None:
        return np.full(len(recording.track), np.nan)
    return np.asarray(INWARD_SIGN[step.side] * curve)
