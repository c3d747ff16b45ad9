"""A made-up runner or walker seen from the side: every instant, angle and length is known by construction.

The chain goes hip, knee, ankle, heel, toe. In stance the foot stands on a belt that moves back at the running speed and
rolls from heel to toe (or from the ball of the foot); hip height and foot together give the knee. In swing the thigh
and the knee follow given angles that join stance smoothly at toe-off and land with a small impact speed.

World frame here: x forward, y up, metres, origin on the belt under the hips.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from evenstride.model import GaitEvent, GaitEvents, PoseTrack
from evenstride.model.gait import SIDES, Side
from gait_fixtures.leg_motion import ANKLE_IN_FOOT_M, FOOT_LENGTH_M, LEG_M, LegForm, LegMotion

Array = NDArray[np.float64]

TRUNK_M = 0.52
HIP_WIDTH_M, SHOULDER_WIDTH_M = 0.22 * LEG_M, 0.41 * LEG_M
POINTS_OF_A_SIDE = ("ear", "shoulder", "hip", "knee", "ankle", "heel", "toe")
KEYPOINTS = ("nose", *(f"{side}_{point}" for point in POINTS_OF_A_SIDE for side in SIDES))
#: Hip to ankle with the knee bent by 7 degrees; nobody runs straighter.
LONGEST_REACH_M = 0.998 * LEG_M
#: A runner's right leg lands at whole strides after this instant.
FIRST_CONTACT_S = 0.10


@dataclass(frozen=True)
class SyntheticRunner:
    """Form and speed of a made-up runner.

    Attributes
    ----------
    left, right : what each leg does.
    right_step_share : part of the stride from the right contact to the left one; 0.5 is even.
    bounce_m : highest minus lowest hip; ``highest_in_flight`` False lifts them at mid-stance, as in walking.
    knee_contact_deg : bend of the right knee at contact; sets how high the hips are (see `mean_hip_height_m`).
    """

    cadence_spm: float = 170.0
    speed_mps: float = 2.8
    left: LegForm = field(default_factory=LegForm)
    right: LegForm = field(default_factory=LegForm)
    right_step_share: float = 0.5
    bounce_m: float = 0.07
    knee_contact_deg: float = 14.0
    trunk_lean_deg: float = 5.0
    highest_in_flight: bool = True

    @property
    def stride_s(self) -> float:
        return 120.0 / self.cadence_spm

    def form(self, side: Side) -> LegForm:
        return self.left if side == "left" else self.right

    def first_contact_s(self, side: Side) -> float:
        return FIRST_CONTACT_S + (0.0 if side == "right" else self.right_step_share * self.stride_s)

    def contacts_s(self, side: Side, duration_s: float) -> Array:
        """Every initial contact of a foot from the start of the clip to its end."""
        first = self.first_contact_s(side) - 2 * self.stride_s
        instants = first + self.stride_s * np.arange(np.ceil(duration_s / self.stride_s) + 3)
        return instants[(instants >= 0) & (instants < duration_s)]

    def toe_offs_s(self, side: Side, duration_s: float) -> Array:
        """Every toe-off of a foot from the start of the clip to its end."""
        instants = self.contacts_s(side, duration_s + 2) + self.form(side).contact_time_s
        instants = np.concatenate([[instants[0] - self.stride_s], instants])
        return instants[(instants >= 0) & (instants < duration_s)]

    def events(self, duration_s: float) -> GaitEvents:
        """The exact initial contacts and toe-offs from the start of the clip to its end."""
        events: list[GaitEvent] = []
        for side in SIDES:
            contacts_s, toe_offs_s = self.contacts_s(side, duration_s), self.toe_offs_s(side, duration_s)
            events += [GaitEvent(side, "initial_contact", float(instant), 0.010) for instant in contacts_s]
            events += [GaitEvent(side, "toe_off", float(instant), 0.010) for instant in toe_offs_s]
        return GaitEvents(tuple(sorted(events, key=lambda event: event.time_s)), "by construction")

    @cached_property
    def mean_hip_height_m(self) -> float:
        """Hip height about which the bounce goes: as the right knee asks for, lower where a leg would not reach."""
        asked_m = self._hips_over_stance_m("right", LEG_M * np.cos(np.radians(self.knee_contact_deg / 2)))[0]
        within_reach_m = [self._hips_over_stance_m(side, LONGEST_REACH_M).min() for side in SIDES]
        return float(min(asked_m, *within_reach_m))

    def _hips_over_stance_m(self, side: Side, reach_m: float) -> Array:
        """(sample,) from contact to toe-off: mean hip height at which the leg would be ``reach_m`` long."""
        since_contact_s = np.linspace(0.0, self.form(side).contact_time_s, 60)
        ankle = self._motion(side, hip_mean_m=0.0).stance_ankle(since_contact_s)
        return (
            ankle[:, 1]
            + np.sqrt(reach_m**2 - ankle[:, 0] ** 2)
            - self._bounce_at(self.first_contact_s(side) + since_contact_s)
        )

    def hip_height_m(self, time_s: Array) -> Array:
        """(time,) height of both hip joints."""
        return self.mean_hip_height_m + self._bounce_at(time_s)

    def leg_angles_deg(self, side: Side, time_s: Array) -> tuple[Array, Array]:
        """(time,) thigh (+ knee ahead of hip) and knee flexion."""
        return self._motion(side, hip_mean_m=self.mean_hip_height_m).angles_deg(self._since_contact(side, time_s))

    def foot_pitch_deg(self, side: Side, time_s: Array) -> Array:
        """(time,) heel-to-toe line, + toes up."""
        return self._motion(side, hip_mean_m=0.0).pitch_deg(self._since_contact(side, time_s))

    def points_m(self, side: Side, time_s: Array) -> dict[str, Array]:
        """Points of a leg, each (time, xy) metres."""
        thigh_deg, knee_deg = self.leg_angles_deg(side, time_s)
        hip = np.stack([np.zeros_like(time_s), self.hip_height_m(time_s)], axis=1)
        knee = hip + 0.5 * LEG_M * _down(thigh_deg)
        ankle = knee + 0.5 * LEG_M * _down(thigh_deg - knee_deg)
        pitch = np.radians(self.foot_pitch_deg(side, time_s))
        along = np.stack([np.cos(pitch), np.sin(pitch)], axis=1)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1)
        heel = ankle - ANKLE_IN_FOOT_M[0] * along - ANKLE_IN_FOOT_M[1] * across
        return {"hip": hip, "knee": knee, "ankle": ankle, "heel": heel, "toe": heel + FOOT_LENGTH_M * along}

    def _since_contact(self, side: Side, time_s: Array) -> Array:
        return (time_s - self.first_contact_s(side)) % self.stride_s

    def _bounce_at(self, time_s: Array) -> Array:
        """Hips lowest in the middle of each foot's contact (highest, when they are not highest in flight)."""
        right_s, left_s = (self.first_contact_s(side) + 0.5 * self.form(side).contact_time_s for side in SIDES[::-1])
        since, uneven = (time_s - right_s) / self.stride_s, (left_s - right_s) / self.stride_s
        # steps counted smoothly: 0 in the middle of a right contact, 1 of a left one, 2 of the next right one
        bend = (2 * uneven - 1) / (1 - np.cos(2 * np.pi * uneven))
        steps = 2 * since - bend * (1 - np.cos(2 * np.pi * since))
        wave = 0.5 * self.bounce_m * np.cos(2 * np.pi * steps)
        return -wave if self.highest_in_flight else wave

    def _motion(self, side: Side, *, hip_mean_m: float) -> LegMotion:
        start_s = self.first_contact_s(side)
        return LegMotion(
            self.form(side), self.stride_s, self.speed_mps, lambda t: hip_mean_m + self._bounce_at(start_s + t)
        )


def _walker() -> SyntheticRunner:
    form = LegForm(
        contact_time_s=0.68, foot_landing_deg=20.0, heel_ahead_leg=0.28, swing_knee_deg=60.0, heel_rises_at=0.50
    )
    return SyntheticRunner(
        cadence_spm=110.0, speed_mps=1.10, left=form, right=form, bounce_m=0.03, knee_contact_deg=20.0,
        trunk_lean_deg=2.0, highest_in_flight=False,
    )  # fmt: skip


RUNNER = SyntheticRunner()
WALKER = _walker()


def film(
    runner: SyntheticRunner,
    *,
    fps: float = 120.0,
    duration_s: float = 5.0,
    facing: str = "right",
    px_per_m: float = 400.0,
    yaw_deg: float = 0.0,
    overground: bool = False,
    noise_px: float = 0.0,
    rng: np.random.Generator | None = None,
    source: str = "markers",
) -> PoseTrack:
    """The runner as a pose track seen by a camera square to the side (parallel projection).

    ``yaw_deg`` moves the near leg and shoulder ahead (+, camera further behind) and the far ones back by half the
    body's width times the sine. ``overground`` lets the runner cross the picture.
    """
    time_s = np.arange(round(duration_s * fps)) / fps
    near = "right" if facing == "right" else "left"
    points: dict[str, Array] = {}
    for side in SIDES:
        shift = 0.5 * np.sin(np.radians(yaw_deg)) * (1 if side == near else -1)
        leg = runner.points_m(side, time_s)
        shoulder = leg["hip"] - TRUNK_M * _down(np.full_like(time_s, -runner.trunk_lean_deg))
        points |= {f"{side}_{name}": xy + np.array([shift * HIP_WIDTH_M, 0]) for name, xy in leg.items()}
        points[f"{side}_shoulder"] = shoulder + np.array([shift * SHOULDER_WIDTH_M, 0])
        points[f"{side}_ear"] = shoulder + np.array([0.03, 0.22])
    points["nose"] = points["left_ear"] + np.array([0.10, -0.02])
    xy_m = np.stack([points[name] for name in KEYPOINTS], axis=1)
    if overground:
        xy_m[..., 0] += runner.speed_mps * (time_s - time_s.mean())[:, None]
    xy = np.array([640.0, 900.0]) + px_per_m * xy_m * [1 if facing == "right" else -1, -1]
    if noise_px:
        assert rng is not None
        xy = xy + rng.normal(0.0, noise_px, xy.shape)
    return PoseTrack(time_s, xy, np.full(xy.shape[:2], 0.95), KEYPOINTS, (1280, 1000), source)


def mirrored(track: PoseTrack) -> PoseTrack:
    """The same clip in a mirror: x over the picture's width, left and right names exchanged."""
    names = tuple(_other_name(name) for name in track.keypoints)
    order = [names.index(name) for name in track.keypoints]
    xy = track.xy_px[:, order] * [-1, 1] + [track.image_size_px[0], 0]
    return replace(track, xy_px=xy, visibility=track.visibility[:, order])


def with_legs_swapped(track: PoseTrack, frames: NDArray[np.bool_]) -> PoseTrack:
    """Left and right leg points exchanged in the marked frames (time,), as a pose model does it."""
    xy = track.xy_px.copy()
    for point in ("hip", "knee", "ankle", "heel", "toe"):
        left, right = (track.keypoints.index(f"{side}_{point}") for side in SIDES)
        xy[frames, left], xy[frames, right] = track.xy_px[frames, right], track.xy_px[frames, left]
    return track.with_points(xy)


def with_gap(track: PoseTrack, names: tuple[str, ...], start_s: float, end_s: float) -> PoseTrack:
    """The named points unknown from ``start_s`` up to ``end_s``."""
    xy = track.xy_px.copy()
    inside = (track.time_s >= start_s) & (track.time_s < end_s)
    xy[np.ix_(np.flatnonzero(inside), np.array([track.keypoints.index(name) for name in names]))] = np.nan
    return track.with_points(xy)


def played_slowly(track: PoseTrack, factor: float) -> PoseTrack:
    """The same pictures on a clock that runs ``factor`` times slower than life."""
    return replace(track, time_s=track.time_s * factor)


def _other_name(name: str) -> str:
    side, _, point = name.partition("_")
    return f"{'right' if side == 'left' else 'left'}_{point}" if point else name


def _down(angle_deg: Array) -> Array:
    """(time, xy) unit vectors pointing down, turned forwards by the angle."""
    return np.stack([np.sin(np.radians(angle_deg)), -np.cos(np.radians(angle_deg))], axis=1)
