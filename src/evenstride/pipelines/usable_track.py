"""What must be there before the movement is looked at: somebody, inside the picture, whose legs move.

A pose model always answers. Points outside the picture are its guesses, and a guess is not measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES

#: Points are good to about this fraction of the picture's height: one that lies further outside was not seen.
_TOLERANCE_FRAC = 0.01
#: Travel of the ankles about the hips below which nobody walks or runs, leg lengths: somebody who stands reaches 0.05,
#: a runner seen from behind 0.16, from the side 0.7 (own clips).
_LEAST_TRAVEL_LEG = 0.1
#: Where only the legs are filmed the model squeezes a trunk into what is left of the picture: 0.2 to 0.3 of a leg.
#: Whole people have 0.55 to 0.7 (own clips).
_LEAST_TRUNK_LEG = 0.45


@dataclass(frozen=True)
class BodyPart:
    """A part of the body, and from which share of the pictures without it the clip cannot be used.

    A foot is on the ground, where it matters and where it is lowest, for about a third of the time only.
    """

    name: str
    points: tuple[str, ...]
    most_outside: float


BODY_PARTS = (
    BodyPart("head and shoulders", ("shoulder",), 0.5),
    BodyPart("hips", ("hip",), 0.5),
    BodyPart("knees", ("knee",), 0.3),
    BodyPart("feet", ("heel", "toe"), 0.15),
)


def without_points_outside(track: PoseTrack) -> PoseTrack:
    """The same track; points outside the picture become NaN with visibility 0."""
    width, height = track.image_size_px
    margin_px = _TOLERANCE_FRAC * height
    x, y = track.xy_px[..., 0], track.xy_px[..., 1]
    outside = (x < -margin_px) | (x > width + margin_px) | (y < -margin_px) | (y > height + margin_px)
    xy_px = np.where(outside[..., None], np.nan, track.xy_px)
    return track.with_points(xy_px, np.where(outside, 0.0, track.visibility))


def share_outside(track: PoseTrack, part: BodyPart) -> float:
    """Share of the pictures with a runner in which a part of the body lies above or below the picture.

    Only above or below: a runner who passes through the picture leaves it at its sides, which spoils the ends of the
    clip and nothing else.
    """
    height = track.image_size_px[1]
    margin_px = _TOLERANCE_FRAC * height
    y = np.stack([track.point(f"{side}_{point}")[:, 1] for point in part.points for side in SIDES], axis=1)
    found = np.isfinite(y).any(axis=1)
    if not found.any():
        return 0.0
    outside: NDArray[np.bool_] = (y[found] < -margin_px) | (y[found] > height + margin_px)
    return float(outside.mean())


def reason_against(track: PoseTrack, *, is_filmed: bool) -> str | None:
    """Why nothing can be measured from these points, in a sentence; None where nothing stands against it.

    Parameters
    ----------
    track : points as the model gave them, those outside the picture included.
    is_filmed : whether ``image_size_px`` is the size of a picture; other tools' files often do not tell it.
    """
    if not np.isfinite(track.xy_px).any():
        return (
            "Expected a runner, found nobody in the pictures. Film one runner from the side, the whole body at least "
            "a third of the picture's height."
        )
    missing = _missing_parts(track) if is_filmed else []
    if missing:
        return (
            f"Expected the whole body in the picture; it leaves out the runner's {_listed(missing)} too often. "
            "Move the camera back until head and feet stay inside."
        )
    if leg_travel_leg(track) < _LEAST_TRAVEL_LEG:
        return (
            "Expected a runner, the legs of the person in the clip hardly move. Film 10 seconds of steady running from "
            "the side."
        )
    return None


def leg_travel_leg(track: PoseTrack) -> float:
    """How far the ankles move about the hips over the clip, up and down or to and fro, in leg lengths; NaN unknown.

    Between the 5th and the 95th percentile of the pictures, of the foot that moves more.
    """
    travel = []
    for side in SIDES:
        relative = track.point(f"{side}_ankle") - track.middle("hip")
        known = relative[np.isfinite(relative).all(axis=1)]
        if len(known):
            travel.append(float(np.ptp(np.percentile(known, [5, 95], axis=0), axis=0).max()))
    return max(travel) / typical_leg_length_px(track) if travel else float("nan")


def trunk_over_leg(track: PoseTrack) -> float:
    """Middle of the hips to middle of the shoulders over leg length, typical of the clip; NaN unknown."""
    trunk_px = np.linalg.norm(track.middle("shoulder") - track.middle("hip"), axis=1)
    known = trunk_px[np.isfinite(trunk_px)]
    return float(np.median(known)) / typical_leg_length_px(track) if len(known) else float("nan")


def _missing_parts(track: PoseTrack) -> list[str]:
    """Parts that the picture leaves out too often."""
    missing = [part.name for part in BODY_PARTS if share_outside(track, part) > part.most_outside]
    if trunk_over_leg(track) < _LEAST_TRUNK_LEG and BODY_PARTS[0].name not in missing:
        missing.insert(0, BODY_PARTS[0].name)
    return missing


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, and {names[-1]}"
