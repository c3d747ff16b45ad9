"""The line under the shoe at every landing, read off a clip's pictures once its steps are known.

Two pictures have to be laid over each other, the foot landing and the same foot standing, so this is a second look at
the clip and not a `SurfaceReader`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from evenstride.model import PoseTrack
from evenstride.model.gait import SIDES, Side
from evenstride.pose.backend import Picture
from evenstride.pose.sole_line import FootPatch, Turn, cut_foot, estimate_turn, middle_turn

#: Shares of stance in which the whole sole is on the ground, heel and forefoot landings alike, and before the other leg
#: swings past and hides a far foot.
STANDING_STANCE = (0.20, 0.27, 0.34)
#: Pictures from this long before to this long after contact in the runner's time, and at least the two around it, are
#: read.
LANDING_WINDOW_S = (-0.040, 0.050)
MOST_LANDING_PICTURES = 8
#: Patterns less alike than this are of something else (another leg in front, blur).
LEAST_LIKENESS = 0.6
#: A picture belongs to a row of the track when their times differ by less.
_SAME_TIME_S = 1e-3

SOLE_NAMES = tuple(f"{side}_sole_{end}" for end in ("back", "front") for side in SIDES)


@dataclass(frozen=True)
class Landing:
    """One ground contact of one foot, on the clip's clock."""

    side: Side
    initial_contact_s: float
    toe_off_s: float


@dataclass(frozen=True)
class _Wanted:
    """Rows of the track in which one landing's foot is looked at."""

    side: Side
    standing: tuple[int, ...]
    landing: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        return (*self.standing, *self.landing)


def read_sole_lines(
    pictures: Iterable[Picture], track: PoseTrack, landings: Sequence[Landing], *, slow_motion_factor: float = 1.0
) -> PoseTrack:
    """The track with ``sole_back`` and ``sole_front`` of both feet at their landings, NaN elsewhere.

    Parameters
    ----------
    pictures : of the clip the track was made from, in order of time.
    track : left and right held; sides as in ``landings``.
    slow_motion_factor : how many times slower than life the pictures play.

    Returns
    -------
    Track whose sole points are fixed to the shoe from its first standing picture of a landing to the pictures around
    contact. In that standing picture their line is level in the image, so only differences within one landing mean
    anything. Visibility is the likeness of the patterns, 0..1.
    """
    wanted = [_wanted(track, landing, slow_motion_factor) for landing in landings]
    waiting = sorted(wanted, key=lambda want: max(want.rows))
    patches: dict[tuple[int, Side], FootPatch] = {}
    turns: dict[tuple[int, Side], Turn] = {}
    for row, feet in _cut(pictures, track, wanted):
        patches |= {(row, side): patch for side, patch in feet.items()}
        # A landing is read as soon as it is complete: patches of a long clip would fill the memory.
        while waiting and max(waiting[0].rows) <= row:
            turns.update(_read(waiting.pop(0), patches))
            needed = min((min(want.rows) for want in waiting), default=len(track))
            patches = {foot: patch for foot, patch in patches.items() if foot[0] >= needed}
    for want in waiting:
        turns.update(_read(want, patches))
    return _with_sole_points(track, turns)


def _wanted(track: PoseTrack, landing: Landing, slow_motion_factor: float) -> _Wanted:
    time_s, contact_s = track.time_s, landing.initial_contact_s
    stance_s = landing.toe_off_s - contact_s
    standing = {int(np.argmin(np.abs(time_s - contact_s - share * stance_s))) for share in STANDING_STANCE}
    frame_s = float(np.median(np.diff(time_s)))
    early_s, late_s = (edge_s * slow_motion_factor for edge_s in LANDING_WINDOW_S)
    near = np.flatnonzero((time_s - contact_s >= min(early_s, -frame_s)) & (time_s - contact_s <= max(late_s, frame_s)))
    if len(near) > MOST_LANDING_PICTURES:
        near = near[np.linspace(0, len(near) - 1, MOST_LANDING_PICTURES).round().astype(int)]
    return _Wanted(landing.side, tuple(sorted(standing)), tuple(int(row) for row in near if row not in standing))


def _cut(
    pictures: Iterable[Picture], track: PoseTrack, wanted: Sequence[_Wanted]
) -> Iterator[tuple[int, dict[Side, FootPatch]]]:
    """Each row with wanted feet, as its picture comes, and those of them that can be cut out."""
    feet = sorted({(row, want.side) for want in wanted for row in want.rows})
    sides_of = {row: [side for _, side in group] for row, group in groupby(feet, key=lambda foot: foot[0])}
    for picture in pictures:
        row = int(np.argmin(np.abs(track.time_s - picture.time_s)))
        if row not in sides_of or abs(track.time_s[row] - picture.time_s) > _SAME_TIME_S:
            continue
        found: dict[Side, FootPatch] = {}
        for side in sides_of[row]:
            points_px = {name: track.point(f"{side}_{name}")[row] for name in ("knee", "ankle", "heel", "toe")}
            patch = cut_foot(picture, points_px)
            if patch is not None:
                found[side] = patch
        yield row, found


def _read(want: _Wanted, patches: dict[tuple[int, Side], FootPatch]) -> dict[tuple[int, Side], Turn]:
    """The shoe of one landing in its standing and its landing pictures, all against its first standing one."""
    turns, standing = _stand_alike(
        {row: patches[row, want.side] for row in want.standing if (row, want.side) in patches}
    )
    for row in want.landing:
        patch = patches.get((row, want.side))
        if patch is None:
            continue
        found = [
            replace(turn, angle_deg=turn.angle_deg + turns[stood].angle_deg)
            for stood, stand in standing.items()
            if (turn := estimate_turn(stand, patch)) is not None
        ]
        middle = middle_turn(found, least_likeness=LEAST_LIKENESS)
        if middle is not None:
            turns[row] = middle
    if not turns.keys() & set(want.landing):
        return {}
    return {(row, want.side): turn for row, turn in turns.items()}


def _stand_alike(patches: dict[int, FootPatch]) -> tuple[dict[int, Turn], dict[int, FootPatch]]:
    """Standing pictures by row against the first of them, and their patches with its sole points; others left out."""
    turns: dict[int, Turn] = {}
    alike: dict[int, FootPatch] = {}
    for row, patch in patches.items():
        if not turns:
            turns[row], alike[row] = Turn(0.0, 1.0, patch.to_image(patch.sole)), patch
            continue
        turn = estimate_turn(next(iter(alike.values())), patch)
        if turn is not None and turn.likeness >= LEAST_LIKENESS:
            turns[row], alike[row] = turn, replace(patch, sole=patch.to_patch(turn.sole_px))
    return turns, alike


def _with_sole_points(track: PoseTrack, turns: dict[tuple[int, Side], Turn]) -> PoseTrack:
    xy_px = np.full((len(track), len(SOLE_NAMES), 2), np.nan)
    visibility = np.zeros((len(track), len(SOLE_NAMES)))
    for (row, side), turn in turns.items():
        for end, end_px in zip(("back", "front"), turn.sole_px, strict=True):
            k = SOLE_NAMES.index(f"{side}_sole_{end}")
            xy_px[row, k] = end_px
            visibility[row, k] = np.clip(turn.likeness, 0.0, 1.0)
    return with_points(track, SOLE_NAMES, xy_px, visibility)


def with_points(
    track: PoseTrack, names: tuple[str, ...], xy_px: NDArray[np.float64], visibility: NDArray[np.float64]
) -> PoseTrack:
    """The track with these points (time, name, xy) beside its own, in place of any it had by these names."""
    kept = [k for k, name in enumerate(track.keypoints) if name not in names]
    return replace(
        track,
        keypoints=(*(track.keypoints[k] for k in kept), *names),
        xy_px=np.concatenate([track.xy_px[:, kept], xy_px], axis=1),
        visibility=np.concatenate([track.visibility[:, kept], visibility], axis=1),
    )
