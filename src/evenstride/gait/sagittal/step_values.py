"""What is read from each step of a side view: one number per step and measure, at the instants of knowledge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenstride.gait import time_measures
from evenstride.gait.camera.side_view import SideView, middle_runner_frame, runner_frame
from evenstride.gait.keypoint_habits import habits_of
from evenstride.gait.sagittal.sole_inclination import SoleReading, read_soles
from evenstride.gait.time_measures import smooth_range
from evenstride.model import AngleCurves, PoseTrack, Step
from evenstride.units import ms_from_s

#: Middle of the loading response, 20-40 ms after contact (our choice within the published description; metrics.yaml).
LOADING_RESPONSE_S = 0.030
AFTER_TOE_OFF_S = 0.030
#: Part of stance in which the foot lies flat, in a heel as well as in a forefoot landing.
BEFORE_LANDING_S = 0.050
FLAT_FOOT_STANCE = (0.30, 0.50)
PEAK_KNEE_STANCE = (0.0, 0.60)
LATE_STANCE = 0.70
#: Part of stance in which the ball of the foot stands still on the ground.
PLANTED_STANCE = (0.20, 0.50)
#: Trochanter to floor over hip-knee-ankle length: 0.530 / 0.491 of stature (Drillis & Contini 1966, segment lengths).
FLOOR_LEG_OVER_JOINT_LEG = 0.530 / 0.491
#: A curve must be known this close to the instant it is read at, in frames.
_READ_WITHIN_FRAMES = 1.5


@dataclass(frozen=True)
class SideRecording:
    """A measured side view: cleaned track, view, curves and steps on one clock."""

    track: PoseTrack
    view: SideView
    curves: AngleCurves
    steps: tuple[Step, ...]

    @cached_property
    def _points(self) -> dict[str, NDArray[np.float64]]:
        return {}

    def point(self, name: str) -> NDArray[np.float64]:
        """(time, xy) of a keypoint, or of ``mid_hip``, in the runner frame: x forward, y up, pixels."""
        if name not in self._points:
            self._points[name] = (
                middle_runner_frame(self.track, self.view, name.removeprefix("mid_"))
                if name.startswith("mid_")
                else runner_frame(self.track, self.view, name)
            )
        return self._points[name]

    @cached_property
    def sole(self) -> SoleReading:
        """What the line under the shoes says, where the picture was read for it."""
        return read_soles(self.track, self.view, self.steps)

    @cached_property
    def frame_s(self) -> float:
        """Median time between two pictures."""
        return float(np.median(np.diff(self.track.time_s)))

    def value_at(self, values: NDArray[np.float64], instant_s: float) -> float:
        """A signal (time,) at one instant, between pictures by a straight line; NaN in a gap or outside."""
        time_s = self.track.time_s
        after = int(np.searchsorted(time_s, instant_s))
        if after <= 0 or after >= len(time_s):
            return np.nan
        begin_s, end_s = time_s[after - 1], time_s[after]
        if end_s - begin_s > _READ_WITHIN_FRAMES * self.frame_s:
            return np.nan
        share = (instant_s - begin_s) / (end_s - begin_s)
        return float((1 - share) * values[after - 1] + share * values[after])

    def angle_at(self, name: str, time_s: float) -> float:
        """A curve at one instant; see `value_at`."""
        return self.value_at(self.curves.angles_deg[name], time_s)

    def angle_before(self, name: str, instant_s: float, duration_s: float) -> float:
        """A curve at one instant as the straight line through the ``duration_s`` before it says; NaN in a gap."""
        time_s, curve = self.curves.time_s, self.curves.angles_deg[name]
        use = (time_s > instant_s - max(duration_s, 2.0 * self.frame_s)) & (time_s <= instant_s) & np.isfinite(curve)
        if use.sum() < 2:
            return np.nan
        _, value = np.polyfit(time_s[use] - instant_s, curve[use], 1)
        return float(value)

    def angles_between(self, name: str, start_s: float, end_s: float) -> NDArray[np.float64]:
        """A curve's samples in a stretch, with its interpolated ends, NaN left out."""
        time_s, curve = self.curves.time_s, self.curves.angles_deg[name]
        inside = curve[(time_s > start_s) & (time_s < end_s)]
        ends = [self.angle_at(name, start_s), self.angle_at(name, end_s)]
        values = np.concatenate([ends[:1], inside, ends[1:]])
        return np.asarray(values[np.isfinite(values)])


StepValue = Callable[[SideRecording, Step], float]


def contact_time_ms(_: SideRecording, step: Step) -> float:
    """Toe-off minus initial contact."""
    return _ms(step.contact_time_s)


def flight_time_ms(_: SideRecording, step: Step) -> float:
    """The other foot's contact minus this foot's toe-off."""
    return _ms(step.flight_time_s)


def step_time_ms(_: SideRecording, step: Step) -> float:
    """The other foot's contact minus this foot's."""
    return _ms(step.step_time_s)


def duty_factor_pct(_: SideRecording, step: Step) -> float:
    """See `evenstride.gait.time_measures.duty_factor_pct`."""
    return time_measures.duty_factor_pct(step)


def foot_inclination_deg(recording: SideRecording, step: Step) -> float:
    """Heel-to-toe line at contact minus the same line while the foot lies flat; + toes up.

    The line is read from the 50 ms before contact, carried on to the instant itself: right after it the foot slaps
    down, and at phone frame rates a straight line between pictures would cut that corner. How much of the flat line is
    taken off depends on the keypoint source, see `keypoint_habits`. Where the shoe was read off the picture, that
    reading is used instead of the points (`evenstride.gait.sagittal.sole_inclination`).
    """
    if recording.sole.covers(step.side):
        return recording.sole.of(step)
    name = f"{step.side}_foot_pitch"
    landing = recording.angle_before(name, step.initial_contact_s, BEFORE_LANDING_S)
    share_of_flat = habits_of(recording.track.source).flat_foot_share
    if share_of_flat == 0.0:
        return landing
    if step.contact_time_s is None:
        return np.nan
    start_s, end_s = (step.initial_contact_s + share * step.contact_time_s for share in FLAT_FOOT_STANCE)
    flat = recording.angles_between(name, start_s, end_s)
    return landing - share_of_flat * float(np.median(flat)) if len(flat) else np.nan


def tibia_angle_loading_deg(recording: SideRecording, step: Step) -> float:
    """Ankle ahead of knee (+) 30 ms after contact."""
    return -recording.angle_at(f"{step.side}_shank_angle", step.initial_contact_s + LOADING_RESPONSE_S)


def knee_flexion_contact_deg(recording: SideRecording, step: Step) -> float:
    """Knee bend at contact."""
    return recording.angle_at(f"{step.side}_knee_flexion", step.initial_contact_s)


def knee_flexion_peak_deg(recording: SideRecording, step: Step) -> float:
    """Largest knee bend in the first 60 % of stance."""
    if step.contact_time_s is None:
        return np.nan
    start_s, end_s = (step.initial_contact_s + share * step.contact_time_s for share in PEAK_KNEE_STANCE)
    bend = recording.angles_between(f"{step.side}_knee_flexion", start_s, end_s)
    return float(bend.max()) if len(bend) else np.nan


def hip_extension_deg(recording: SideRecording, step: Step) -> float:
    """Thigh furthest behind the vertical (+) from 70 % of stance to 30 ms after toe-off."""
    if step.toe_off_s is None or step.contact_time_s is None:
        return np.nan
    start_s = step.initial_contact_s + LATE_STANCE * step.contact_time_s
    thigh = recording.angles_between(f"{step.side}_thigh_angle", start_s, step.toe_off_s + AFTER_TOE_OFF_S)
    return float(-thigh.min()) if len(thigh) else np.nan


def trunk_lean_deg(recording: SideRecording, step: Step) -> float:
    """Mean forward lean (+) over stance."""
    if step.toe_off_s is None:
        return np.nan
    lean = recording.angles_between("trunk_lean", step.initial_contact_s, step.toe_off_s)
    return float(lean.mean()) if len(lean) else np.nan


def overstride_pct(recording: SideRecording, step: Step) -> float:
    """Heel ahead of the middle of the hips (+) at contact, over the trochanter-to-floor leg length."""
    track, view = recording.track, recording.view
    ahead_px = (recording.point(f"{step.side}_heel") - recording.point("mid_hip"))[:, 0]
    ahead_leg = recording.value_at(ahead_px, step.initial_contact_s) / view.leg_length_px
    return 100.0 * (ahead_leg - habits_of(track.source).heel_ahead_leg) / FLOOR_LEG_OVER_JOINT_LEG


def vertical_oscillation_leg(recording: SideRecording, step: Step) -> float:
    """Highest minus lowest point of the middle of the hips from contact to contact, in hip-to-ankle lengths."""
    if step.next_contact_s is None:
        return np.nan
    track, view = recording.track, recording.view
    height_px = recording.point("mid_hip")[:, 1]
    inside = (track.time_s >= step.initial_contact_s) & (track.time_s <= step.next_contact_s) & np.isfinite(height_px)
    if inside.sum() < 4:
        return np.nan
    return smooth_range(track.time_s[inside], height_px[inside]) / view.leg_length_px


def speed_legs_per_s(recording: SideRecording, step: Step) -> float:
    """Speed of the hips over the standing foot in hip-to-ankle lengths per second: ground or belt speed.

    Between 20 and 60 % of stance; on the rendered clips 7 % low, SD 4 %. Of markers the toe's alone, to 50 % of stance,
    and the hips over the whole stride: within 1 % at 2.5 m/s, up to 8 % low at 5 m/s.
    """
    if step.contact_time_s is None:
        return np.nan
    if habits_of(recording.track.source).planted_toe:
        return _speed_by_toe(recording, step)
    foot = 0.5 * (recording.point(f"{step.side}_heel") + recording.point(f"{step.side}_toe"))
    behind_px = (recording.point("mid_hip") - foot)[:, 0]
    start_s, end_s = (step.initial_contact_s + share * step.contact_time_s for share in (0.2, 0.6))
    span = [recording.value_at(behind_px, instant) for instant in (start_s, end_s)]
    return (span[1] - span[0]) / (end_s - start_s) / recording.view.leg_length_px


def _speed_by_toe(recording: SideRecording, step: Step) -> float:
    """Speed of the hips over a stride less that of the planted toe, in leg lengths per second; NaN in gaps."""
    if step.stride_time_s is None or step.contact_time_s is None:
        return np.nan
    time_s, toe_px = recording.track.time_s, recording.point(f"{step.side}_toe")[:, 0]
    start_s, end_s = (step.initial_contact_s + share * step.contact_time_s for share in PLANTED_STANCE)
    use = (time_s >= start_s) & (time_s <= end_s) & np.isfinite(toe_px)
    if use.sum() < 3:
        return np.nan
    toe_px_per_s, _ = np.polyfit(time_s[use] - start_s, toe_px[use], 1)
    hip_px = recording.point("mid_hip")[:, 0]
    begin_s = step.initial_contact_s
    hip_px_per_s = (
        recording.value_at(hip_px, begin_s + step.stride_time_s) - recording.value_at(hip_px, begin_s)
    ) / step.stride_time_s
    return float(hip_px_per_s - toe_px_per_s) / recording.view.leg_length_px


#: Measure id of knowledge -> what is read from each step, in the measure's unit.
PER_STEP: Mapping[str, StepValue] = {
    "contact_time": contact_time_ms,
    "flight_time": flight_time_ms,
    "step_time": step_time_ms,
    "duty_factor": duty_factor_pct,
    "foot_inclination_ic": foot_inclination_deg,
    "tibia_angle_loading": tibia_angle_loading_deg,
    "knee_flexion_ic": knee_flexion_contact_deg,
    "knee_flexion_peak_stance": knee_flexion_peak_deg,
    "hip_extension_late_stance": hip_extension_deg,
    "trunk_lean": trunk_lean_deg,
    "overstride": overstride_pct,
}


def _ms(time_s: float | None) -> float:
    return np.nan if time_s is None else ms_from_s(time_s)
