"""How the runner stands to a camera at the side: facing, near leg, surface, how far off square."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, Side, other

#: Distance between the hip joints and between the shoulders over the leg length (hip to knee to ankle), used only to
#: turn an apparent distance into an angle. Our own value, read off six body models; errors of 20 % change the
#: angle by 20 % of itself.
HIP_WIDTH_LEG = 0.22
SHOULDER_WIDTH_LEG = 0.41
#: Travel of the hips over the clip, in leg lengths, above which the runner passes the camera. Our own value: on a
#: treadmill runners drift by less than half a leg length.
OVERGROUND_TRAVEL_LEG = 1.5
YAW_WARNING_DEG = 8.0
YAW_REFUSAL_DEG = 30.0


@dataclass(frozen=True)
class SideView:
    """How a side view was taken.

    Attributes
    ----------
    facing_sign : +1 the runner faces image right, -1 image left.
    near_side : the runner's side towards the camera.
    leg_length_px : hip to knee to ankle of the straighter leg, typical over the clip.
    overground : True where the runner passes through the picture.
    yaw_deg : angle between the optical axis and the runner's frontal axis; + = camera further behind the runner.
    facing_certainty : 0.5 (a guess) .. 1.
    """

    facing_sign: int
    near_side: Side
    leg_length_px: float
    overground: bool
    yaw_deg: float
    facing_certainty: float

    @property
    def far_side(self) -> Side:
        return other(self.near_side)


def estimate_side_view(track: PoseTrack) -> SideView:
    """Facing, near leg, surface and camera yaw of a side view.

    Parameters
    ----------
    track : left and right already repaired (`evenstride.gait.naming.sides.repair_sides`).

    Notes
    -----
    Facing: the toes lie ahead of the heels while a foot is low, the nose ahead of the ears and shoulders; each is a
    vote. The near leg follows from facing alone: a runner facing image right shows the right side (unless the clip
    was mirrored when filmed, which no picture can tell). Yaw: over whole strides the hips and shoulders of both sides
    lie on average above each other in a square view; off it the far ones move ahead or back by the width of the body
    times the sine of the yaw.
    """
    leg_length_px = typical_leg_length_px(track)
    facing_sign, certainty = _facing(track)
    near: Side = "right" if facing_sign > 0 else "left"
    return SideView(
        facing_sign=facing_sign,
        near_side=near,
        leg_length_px=leg_length_px,
        overground=_travel_px(track) > OVERGROUND_TRAVEL_LEG * leg_length_px,
        yaw_deg=_yaw_deg(track, near, facing_sign, leg_length_px),
        facing_certainty=certainty,
    )


def typical_leg_length_px(track: PoseTrack) -> float:
    """Hip to knee plus knee to ankle in pixels: of each segment the upper quartile over time, of two legs the longer.

    The upper quartile, because a segment looks shorter when it points towards the camera.
    """
    legs = [_segment_px(track, side, "hip", "knee") + _segment_px(track, side, "knee", "ankle") for side in SIDES]
    known = [leg for leg in legs if np.isfinite(leg)]
    return max(known) if known else float("nan")


def runner_frame(track: PoseTrack, view: SideView, name: str) -> NDArray[np.float64]:
    """(time, xy) of a keypoint with x forward in the running direction and y up, pixels, origin at the image corner."""
    return track.point(name) * np.array([float(view.facing_sign), -1.0])


def middle_runner_frame(track: PoseTrack, view: SideView, name: str) -> NDArray[np.float64]:
    """As `runner_frame`, half way between the left and the right point."""
    return track.middle(name) * np.array([float(view.facing_sign), -1.0])


def _segment_px(track: PoseTrack, side: Side, upper: str, lower: str) -> float:
    length = np.linalg.norm(track.point(f"{side}_{upper}") - track.point(f"{side}_{lower}"), axis=1)
    length = length[np.isfinite(length)]
    return float(np.percentile(length, 75)) if len(length) else float("nan")


def _facing(track: PoseTrack) -> tuple[int, float]:
    """Sign of the running direction in the image and the share of the votes for it."""
    votes = [_forward_votes(track.point(f"{side}_toe")[:, 0] - track.point(f"{side}_heel")[:, 0]) for side in SIDES]
    votes.append(_forward_votes(track.point("nose")[:, 0] - track.middle("ear")[:, 0]))
    votes.append(_forward_votes(track.point("nose")[:, 0] - track.middle("shoulder")[:, 0]))
    votes.append(_forward_votes(_knee_ahead_px(track)))
    known = [vote for vote in votes if np.isfinite(vote)]
    share = float(np.mean(known)) if known else 0.5
    return (1 if share >= 0.5 else -1), max(share, 1 - share)


def _forward_votes(ahead_px: NDArray[np.float64]) -> float:
    """Share of pictures in which something lies towards image right of what should be behind it."""
    known = ahead_px[np.isfinite(ahead_px)]
    return float(np.mean(known > 0)) if len(known) else float("nan")


def _knee_ahead_px(track: PoseTrack) -> NDArray[np.float64]:
    """Knee in front of the line from hip to ankle, both legs: knees bend one way only."""
    ahead = [
        track.point(f"{side}_knee")[:, 0] - 0.5 * (track.point(f"{side}_hip") + track.point(f"{side}_ankle"))[:, 0]
        for side in SIDES
    ]
    return np.concatenate(ahead)


def _travel_px(track: PoseTrack) -> float:
    x = track.middle("hip")[:, 0]
    x = x[np.isfinite(x)]
    return float(np.percentile(x, 98) - np.percentile(x, 2)) if len(x) else 0.0


def _yaw_deg(track: PoseTrack, near: Side, facing_sign: int, leg_length_px: float) -> float:
    ahead = sum(
        _median((track.point(f"{near}_{name}") - track.point(f"{other(near)}_{name}"))[:, 0])
        for name in ("hip", "shoulder")
    )
    sine = facing_sign * ahead / leg_length_px / (HIP_WIDTH_LEG + SHOULDER_WIDTH_LEG)
    return float(np.degrees(np.arcsin(np.clip(sine, -1.0, 1.0)))) if np.isfinite(sine) else 0.0


def _median(values: NDArray[np.float64]) -> float:
    """Median of the known values, NaN where there is none."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
