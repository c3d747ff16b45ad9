"""How the runner stands to a camera behind or in front: how far it stands to one side, and how it was turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.frontal.rear_habits import (
    SYMMETRY_ERROR_DEG,
    TRUNK_AHEAD_OF_HEEL,
    UNKNOWN_YAW_ERROR_DEG,
    YAW_ERROR_DEG,
    YAW_ERROR_SHARE,
    rear_habits_of,
)
from evenstride.gait.frontal.stance_values import mean_in_stance, slope_in_stance
from evenstride.model import ASSUMED_LEVEL, CameraTilt, PoseTrack, Step
from evenstride.model.gait import SIDES
from evenstride.signals.statistics import summarise_trimmed

SeenFrom = Literal["rear", "front"]

#: Part of stance in which the foot lies on the belt and the heel has not risen.
FLAT_FOOT_STANCE = (0.15, 0.60)
MIDDLE_OF_STANCE = (0.40, 0.60)
#: Steps of each foot needed for an estimate of yaw or of symmetry.
LEAST_STEPS_OF_A_SIDE = 3
#: Beyond this the two legs hide each other and no frontal angle is left.
YAW_REFUSAL_DEG = 25.0
YAW_WARNING_DEG = 10.0
#: Change of the trunk's length in the picture over a clip from which on the runner comes nearer or runs away.
OVERGROUND_GROWTH = 0.20
#: Movement of the standing foot down or up the picture that says from which end the runner is seen, leg lengths.
CLEAR_APPROACH_LEG = 0.08


@dataclass(frozen=True)
class RearView:
    """How a view along the running direction was taken.

    Attributes
    ----------
    seen_from : behind or in front.
    leg_length_px : hip to knee to ankle of the longer leg, typical over the clip.
    yaw_deg : how far the camera stands off the line of running; + turns what lies ahead to image right, seen from
        behind (in a front view: in its mirror image). None where it cannot be read.
    yaw_error_deg : one standard deviation.
    overground : True where the runner runs away from the camera or towards it.
    approach_leg : how far the standing foot moves down the picture in a stance, leg lengths. On a belt it comes nearer
        when seen from behind (0.19 to 0.6 on nine rendered runs) and goes away when seen from the front.
    """

    seen_from: SeenFrom
    leg_length_px: float
    yaw_deg: float | None
    yaw_error_deg: float
    overground: bool = False
    approach_leg: float = 0.0

    @property
    def is_doubtful(self) -> bool:
        """Whether the standing feet move as they would seen from the other end."""
        return self.approach_leg * (1 if self.seen_from == "rear" else -1) < -CLEAR_APPROACH_LEG

    @property
    def ahead_to_right(self) -> float:
        """How far to image right a point appears for each unit that it lies ahead; 0 where the yaw is not known."""
        return 0.0 if self.yaw_deg is None else float(np.sin(np.radians(self.yaw_deg)))

    @property
    def ahead_to_right_error(self) -> float:
        """One standard deviation of `ahead_to_right`."""
        return float(np.radians(self.yaw_error_deg))


def as_seen_from_behind(track: PoseTrack, seen_from: SeenFrom) -> PoseTrack:
    """The track itself from behind, its mirror image from the front: the left side is at image left in both."""
    if seen_from == "rear":
        return track
    mirrored = track.xy_px * [-1.0, 1.0] + [float(track.image_size_px[0]), 0.0]
    return track.with_points(mirrored)


def tilt_as_seen_from_behind(tilt: CameraTilt | None, seen_from: SeenFrom) -> CameraTilt | None:
    """The tilt of the mirror image for a front view; its own inverse."""
    if tilt is None or seen_from == "rear":
        return tilt
    return replace(tilt, roll_deg=-tilt.roll_deg, yaw_deg=None if tilt.yaw_deg is None else -tilt.yaw_deg)


def estimate_rear_view(track: PoseTrack, steps: Sequence[Step], seen_from: SeenFrom) -> RearView:
    """Scale and yaw of a view along the running direction.

    Parameters
    ----------
    track : cleaned, as seen from behind; on a treadmill. It need not be level.

    Notes
    -----
    The belt carries the standing foot straight back, by about 0.8 leg lengths in a stance at any speed (contact gets
    shorter as the speed goes up). In a picture from straight behind it only comes nearer; seen from one side it also
    moves sideways, in the same direction under both feet: ``drift = -travel sin(yaw)``. The yaw is the drift of heel
    and ankle over `FLAT_FOOT_STANCE`, mean of both feet, times `RearHabits.yaw_deg_per_drift_leg`.
    """
    leg_length_px = typical_leg_length_px(track)
    overground = _growth(track) > OVERGROUND_GROWTH
    drift = _foot_drift_leg(track, steps, leg_length_px)
    if drift is None or overground:
        return RearView(seen_from, leg_length_px, None, UNKNOWN_YAW_ERROR_DEG, overground)
    yaw_deg = rear_habits_of(track.source).yaw_deg_per_drift_leg * float(drift[0])
    error_deg = float(np.hypot(YAW_ERROR_DEG, YAW_ERROR_SHARE * yaw_deg))
    return RearView(seen_from, leg_length_px, yaw_deg, error_deg, approach_leg=float(drift[1]))


def _foot_drift_leg(track: PoseTrack, steps: Sequence[Step], leg_length_px: float) -> NDArray[np.float64] | None:
    """(xy,) how far the standing foot moves right and down the picture in a stance, mean of both feet; None unseen."""
    drifts = []
    for side in SIDES:
        foot = 0.5 * (track.point(f"{side}_heel") + track.point(f"{side}_ankle")) / leg_length_px
        own = [step for step in steps if step.side == side]
        both = [
            summarise_trimmed([slope_in_stance(track.time_s, foot[:, axis], step, FLAT_FOOT_STANCE) for step in own])
            for axis in (0, 1)
        ]
        known = [drift.mean for drift in both if drift is not None and drift.n >= LEAST_STEPS_OF_A_SIDE]
        if len(known) < 2:
            return None
        drifts.append(known)
    return np.asarray(np.mean(drifts, axis=0))


def _growth(track: PoseTrack) -> float:
    """By what share the trunk grows or shrinks in the picture from the clip's first to its last fifth."""
    trunk_px = np.linalg.norm(track.middle("shoulder") - track.middle("hip"), axis=1)
    fifth = max(1, len(track) // 5)
    first, last = (part[np.isfinite(part)] for part in (trunk_px[:fifth], trunk_px[-fifth:]))
    if not len(first) or not len(last):
        return 0.0
    return abs(float(np.log(np.median(last) / np.median(first))))


def with_scene_yaw(view: RearView, tilt: CameraTilt | None) -> RearView:
    """The view with its yaw and that of the scene weighed by the inverse of their variances."""
    if tilt is None or tilt.yaw_deg is None or tilt.yaw_error_deg is None:
        return view
    if view.yaw_deg is None:
        return replace(view, yaw_deg=tilt.yaw_deg, yaw_error_deg=tilt.yaw_error_deg)
    yaw_deg, error_deg = weighed((view.yaw_deg, view.yaw_error_deg), (tilt.yaw_deg, tilt.yaw_error_deg))
    return replace(view, yaw_deg=yaw_deg, yaw_error_deg=error_deg)


def tilt_from_symmetry(track: PoseTrack, steps: Sequence[Step], view: RearView) -> CameraTilt | None:
    """How the camera was turned, from the runner: over many strides the body stands above its feet.

    Parameters
    ----------
    track : cleaned, as seen from behind, not levelled.

    Returns
    -------
    None where fewer than `LEAST_STEPS_OF_A_SIDE` steps of a foot can be read.

    Notes
    -----
    A runner who keeps to a straight line is not pushed sideways on average, so the centre of mass lies above the mean
    standing foot. Points: the heels in mid-stance, mean of left and right; the middle between hips and shoulders over
    the same instants. The line between them leans by the roll and, seen from one side, by the sine of the yaw times how
    far the trunk is ahead of the heel (`TRUNK_AHEAD_OF_HEEL`), which is taken off.
    """
    trunk = 0.5 * (track.middle("hip") + track.middle("shoulder"))
    lines = []
    for side in SIDES:
        up = trunk - track.point(f"{side}_heel")
        own = [mean_in_stance(track.time_s, up, step, MIDDLE_OF_STANCE) for step in steps if step.side == side]
        known = np.array([line for line in own if np.isfinite(line).all()])
        if len(known) < LEAST_STEPS_OF_A_SIDE:
            return None
        lines.append(np.median(known, axis=0))
    right, down = np.mean(lines, axis=0)
    lean_deg = _degrees_of_share(right / -down)
    ahead = TRUNK_AHEAD_OF_HEEL
    by_yaw_deg = _degrees_of_share(ahead * view.ahead_to_right)
    error_deg = float(np.hypot(SYMMETRY_ERROR_DEG, np.degrees(ahead * view.ahead_to_right_error)))
    return CameraTilt(-(lean_deg - by_yaw_deg), error_deg, source="symmetry")


def combined_tilt(scene: CameraTilt | None, symmetry: CameraTilt | None) -> CameraTilt:
    """Both estimates weighed by the inverse of their variances, or the one there is, or a camera taken to be level.

    Named after the one that weighs more.
    """
    if scene is None or scene.source == "assumed":
        return symmetry or scene or ASSUMED_LEVEL
    if symmetry is None:
        return scene
    roll_deg, error_deg = weighed((scene.roll_deg, scene.roll_error_deg), (symmetry.roll_deg, symmetry.roll_error_deg))
    stronger = min((scene, symmetry), key=lambda tilt: tilt.roll_error_deg)
    return replace(scene, roll_deg=roll_deg, roll_error_deg=error_deg, source=stronger.source)


def weighed(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Two estimates (value, standard deviation) as one, by the inverse of their variances."""
    values = np.array([first[0], second[0]])
    weights = np.array([first[1], second[1]]) ** -2.0
    return float(weights @ values / weights.sum()), float(weights.sum() ** -0.5)


def _degrees_of_share(share: NDArray[np.float64] | float) -> float:
    return float(np.degrees(np.arctan(share)))
