"""Tape marks over a whole clip: what stays a pair on the moving body is kept, everything else is dropped.

A print, a fold or a bolt of the treadmill can look like a mark in one picture, and where legs cross, the marks of the
one can be taken for the other's. Tape keeps its distance and its place on the body, is there in most pictures in which
it can be, and moves with the body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack
from evenstride.pose.tape_body import LEAST_SHANK, LEAST_SHOULDERS, MOST_LIFT
from evenstride.pose.tape_legs import CHAIN

#: Of the pictures with a runner: a clip with fewer from behind is no rear view.
LEAST_REAR_SHARE = 0.5
#: Four marks seen in more than this share of the pictures with any: there are four on this leg.
CHAIN_SHARE = 0.2


@dataclass(frozen=True)
class StayingRules:
    """What a pair must keep over a clip.

    Attributes
    ----------
    least_share : of the pictures in which the pair can be seen.
    most_stretch : its distance from its usual distance, as a share of that.
    most_turn_deg : its direction from its usual direction.
    most_drift : its middle from its usual place on the body, trunk lengths; the pose model's own error is in it.
    least_pictures : however short the clip.
    least_correlation : of the middle's height with the body's, where that moves by ``least_path`` trunk lengths.
    """

    least_share: float
    most_stretch: float
    most_turn_deg: float
    most_drift: float
    least_pictures: int = 8
    least_correlation: float = 0.5
    least_path: float = 0.04


@dataclass(frozen=True)
class PartInPictures:
    """A body part through a clip.

    Attributes
    ----------
    origin_px : (time, xy) where it begins.
    along : (time, xy) unit vector.
    trunk_px : (time,) length of the trunk.
    unit_px : (time,) what distances on it are measured by.
    zero_deg : (time,) image direction from which turns on it are counted.
    can_be_seen : (time,) whether its marks can face the camera.
    """

    origin_px: NDArray[np.float64]
    along: NDArray[np.float64]
    trunk_px: NDArray[np.float64]
    unit_px: NDArray[np.float64]
    zero_deg: NDArray[np.float64]
    can_be_seen: NDArray[np.bool_]


#: The pelvis tips and turns by a few degrees each way; its marks can be seen in every picture.
PELVIS_RULES = StayingRules(least_share=0.6, most_stretch=0.2, most_turn_deg=18.0, most_drift=0.14)
#: Links of the chain on a leg, from above. Both marks on the lower leg turn and foreshorten with it. The heel lifts and
#: rolls. A leg counts as standing for longer than its heel faces the camera: hence the smaller share.
LEG_RULES = (
    StayingRules(least_share=0.3, most_stretch=0.2, most_turn_deg=10.0, most_drift=0.2),
    StayingRules(least_share=0.3, most_stretch=0.45, most_turn_deg=25.0, most_drift=0.2),
    StayingRules(least_share=0.3, most_stretch=0.45, most_turn_deg=22.0, most_drift=0.2),
)


def keep_staying_marks(track: PoseTrack) -> PoseTrack:
    """The same track; tape marks that do not stay on the body become NaN with visibility 0.

    Single pictures in which a staying pair is off its place lose it as well. A track without marks comes back as it
    is. Only for points read off pictures: a laboratory's markers need no such doubt.
    """
    xy_px, visibility = track.xy_px.copy(), track.visibility.copy()
    for names, stays in _staying(track):
        for name in names:
            column = track.keypoints.index(name)
            xy_px[~stays, column] = np.nan
            visibility[~stays, column] = 0.0
    return track.with_points(xy_px, visibility)


def staying_pictures(
    first_px: NDArray[np.float64], second_px: NDArray[np.float64], part: PartInPictures, rules: StayingRules
) -> NDArray[np.bool_]:
    """(time,) pictures in which a pair is seen where it stays on the body; all False where it does not stay.

    Parameters
    ----------
    first_px, second_px : (time, xy) image frame, NaN where not seen.
    """
    middle = 0.5 * (first_px + second_px)
    found = part.can_be_seen & np.isfinite(middle).all(axis=1)
    none = np.zeros(len(found), bool)
    if found.sum() < rules.least_pictures:
        return none
    apart = second_px - first_px
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.linalg.norm(apart, axis=1) / part.unit_px
        place = _place(middle, part)
    turn_deg = np.degrees(np.arctan2(apart[:, 1], apart[:, 0])) - part.zero_deg
    stays = (
        found
        & (np.abs(distance / np.median(distance[found]) - 1) <= rules.most_stretch)
        & (np.abs(_from_usual(turn_deg, found)) <= rules.most_turn_deg)
        & (np.linalg.norm(place - np.median(place[found], axis=0), axis=1) <= rules.most_drift)
    )
    enough = max(rules.least_pictures, rules.least_share * part.can_be_seen.sum())
    if stays.sum() < enough or not _moves_with_body(middle[stays, 1], part, stays, rules):
        return none
    return np.asarray(stays)


def _staying(track: PoseTrack) -> Iterator[tuple[tuple[str, ...], NDArray[np.bool_]]]:
    """Marks that belong together and the pictures (time,) in which they stay."""
    trunk = _trunk(track)
    pelvis = ("left_psis", "right_psis")
    if all(track.has(name) for name in pelvis):
        yield pelvis, staying_pictures(track.point(pelvis[0]), track.point(pelvis[1]), trunk, PELVIS_RULES)
    for side in ("left", "right"):
        names = tuple(f"{side}_{mark}" for mark in CHAIN)
        if all(track.has(name) for name in names):
            yield from _staying_on_leg(track, names, _lower_leg(track, side, trunk))


def _staying_on_leg(
    track: PoseTrack, names: tuple[str, ...], leg: PartInPictures
) -> Iterator[tuple[tuple[str, ...], NDArray[np.bool_]]]:
    """The whole chain where there are four marks, else each pair by itself.

    Where four are often seen together, a picture with two of them may show the wrong two: they are dropped there.
    """
    points = [track.point(name) for name in names]
    seen = np.isfinite(np.stack(points)).all(axis=2)
    whole = np.asarray(seen.all(axis=0))
    if whole.sum() > CHAIN_SHARE * seen.any(axis=0).sum():
        links = [
            staying_pictures(np.where(whole[:, None], upper, np.nan), lower, leg, rules)
            for (upper, lower), rules in zip(pairwise(points), LEG_RULES, strict=True)
        ]
        yield names, np.asarray(np.all(links, axis=0))
        return
    for first, rules in ((0, LEG_RULES[0]), (2, LEG_RULES[2])):
        yield names[first : first + 2], staying_pictures(points[first], points[first + 1], leg, rules)


def _trunk(track: PoseTrack) -> PartInPictures:
    """The trunk, and the pictures that show it from behind: none in a clip that mostly shows another side."""
    hips = track.middle("hip")
    up = track.middle("shoulder") - hips
    length_px = np.linalg.norm(up, axis=1)
    shoulders_px = (track.point("right_shoulder") - track.point("left_shoulder"))[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        is_rear = (shoulders_px >= LEAST_SHOULDERS * length_px) & (length_px > 0)
        along = up / length_px[:, None]
    if is_rear.sum() < LEAST_REAR_SHARE * np.isfinite(length_px).sum():
        is_rear[:] = False
    return PartInPictures(hips, along, length_px, length_px, np.zeros(len(track)), np.asarray(is_rear))


def _lower_leg(track: PoseTrack, side: str, trunk: PartInPictures) -> PartInPictures:
    """Ankle to knee, and the pictures in which the leg stands."""
    other = {"left": "right", "right": "left"}[side]
    ankle = track.point(f"{side}_ankle")
    up = track.point(f"{side}_knee") - ankle
    length_px = np.linalg.norm(up, axis=1)
    lift_px = (track.point(f"{other}_ankle") - ankle)[:, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        stands = (length_px >= LEAST_SHANK * trunk.trunk_px) & (lift_px <= MOST_LIFT * trunk.trunk_px)
        along = up / length_px[:, None]
    turned_deg = np.degrees(np.arctan2(up[:, 1], up[:, 0]))
    return PartInPictures(ankle, along, trunk.trunk_px, length_px, turned_deg, np.asarray(stands & trunk.can_be_seen))


def _place(middle_px: NDArray[np.float64], part: PartInPictures) -> NDArray[np.float64]:
    """(time, 2) along and across the body part, trunk lengths."""
    relative = (middle_px - part.origin_px) / part.trunk_px[:, None]
    across = np.stack([-part.along[:, 1], part.along[:, 0]], axis=-1)
    return np.stack([np.sum(relative * part.along, axis=1), np.sum(relative * across, axis=1)], axis=-1)


def _from_usual(turn_deg: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(time,) direction relative to the usual one, -180..180: the median about the mean direction."""
    mean = np.angle(np.mean(np.exp(1j * np.radians(turn_deg[known]))))
    off_deg = np.degrees(np.angle(np.exp(1j * (np.radians(turn_deg) - mean))))
    return np.asarray(off_deg - np.median(off_deg[known]))


def _moves_with_body(
    height_px: NDArray[np.float64], part: PartInPictures, stays: NDArray[np.bool_], rules: StayingRules
) -> bool:
    """Whether the pair goes up and down where the body part does; True where that hardly moves."""
    body_px = part.origin_px[stays, 1]
    path = float(np.subtract(*np.percentile(body_px, [95, 5]))) / float(np.median(part.trunk_px[stays]))
    if path < rules.least_path:
        return True
    return bool(np.ptp(height_px) > 0 and np.corrcoef(height_px, body_px)[0, 1] >= rules.least_correlation)
