"""Tape marks on a runner seen from behind: two on the pelvis, four on each lower leg where they were stuck on.

A pose model sees neither the tilt of the pelvis nor the heel counter; a mark on either is seen to a tenth of a pixel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backend import Picture
from evenstride.pose.tape_blobs import Spot, find_spots
from evenstride.pose.tape_body import BodyLine, lower_leg_from_behind, trunk_from_behind
from evenstride.pose.tape_legs import choose_leg_marks
from evenstride.pose.tape_pairs import choose_pelvis_pair

PELVIS_MARKS = ("left_psis", "right_psis")
LEG_MARKS = tuple(
    f"{side}_{mark}" for mark in ("heel_top", "heel_bottom", "calf", "achilles") for side in ("left", "right")
)
#: Diameters in trunk lengths: a mark of 2.5 cm, and the limits 1 and 4.5 cm.
USUAL_SIZE, SMALLEST_SIZE, LARGEST_SIZE = 0.05, 0.02, 0.09
#: Below this many pixels a mark is the grain of the picture.
LEAST_SIZE_PX = 3.5
#: Trunks longer than this are looked at in half the picture's size: marks are large enough, and it takes a quarter.
HALVED_ABOVE_PX = 450.0
#: Patches in trunk lengths: of the pelvis half its width, below and above the hips; of the leg half its width, from
#: this share of the lower leg to so far below the ankle.
PELVIS_PATCH = (0.36, 0.12, 0.55)
LEG_PATCH = (0.26, 0.25, 0.45)


class TapeMarkReader:
    """A `SurfaceReader` of tape marks; NaN unless the runner is seen from behind.

    Notes
    -----
    What it gives per picture can be fooled by a print or a fold; `tape_consistency` looks at the whole clip and drops
    what does not stay. Visibility is how sure a pair is: contrast, likeness and place together.
    """

    @property
    def keypoints(self) -> tuple[str, ...]:
        return (*PELVIS_MARKS, *LEG_MARKS)

    def read(
        self, picture: Picture, points_px: dict[str, NDArray[np.float64]]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        xy_px = np.full((len(self.keypoints), 2), np.nan)
        visibility = np.zeros(len(self.keypoints))
        trunk = trunk_from_behind(points_px)
        if trunk is None:
            return xy_px, visibility
        for name, (spot, quality) in _marks(picture, points_px, trunk).items():
            xy_px[self.keypoints.index(name)] = spot.xy_px
            visibility[self.keypoints.index(name)] = quality
        return xy_px, visibility


def _marks(
    picture: Picture, points_px: dict[str, NDArray[np.float64]], trunk: BodyLine
) -> dict[str, tuple[Spot, float]]:
    """Name of each mark found -> spot in the image frame and how sure it is."""
    found: dict[str, tuple[Spot, float]] = {}
    half, below, above = (trunk.trunk_px * share for share in PELVIS_PATCH)
    ends = (trunk.origin_px - below * trunk.along, trunk.origin_px + above * trunk.along)
    pair = choose_pelvis_pair(_spots_around(picture, ends, half, trunk.trunk_px), trunk)
    if pair is not None:
        found |= {"left_psis": (pair[0], pair[2]), "right_psis": (pair[1], pair[2])}
    for side in ("left", "right"):
        shank = lower_leg_from_behind(points_px, side, trunk.trunk_px)
        if shank is None:
            continue
        half, start, beyond = LEG_PATCH
        ends = (
            shank.origin_px + start * shank.length_px * shank.along,
            shank.origin_px + (shank.length_px + beyond * trunk.trunk_px) * shank.along,
        )
        spots = _spots_around(picture, ends, half * trunk.trunk_px, trunk.trunk_px)
        found |= {f"{side}_{mark}": value for mark, value in choose_leg_marks(spots, shank).items()}
    return found


def _spots_around(picture: Picture, ends: Sequence[NDArray[np.float64]], half_px: float, trunk_px: float) -> list[Spot]:
    """Spots in the upright box around a line from end to end, in the image frame; none on a runner too small."""
    if trunk_px * USUAL_SIZE < LEAST_SIZE_PX:
        return []
    corners = np.stack(ends)
    beside = np.array([half_px, 0.0])
    low = np.floor(corners.min(axis=0) - beside).astype(int)
    high = np.ceil(corners.max(axis=0) + beside).astype(int)
    halvings = int(trunk_px > HALVED_ABOVE_PX)
    # Halving needs corners on even pixels to be exact.
    low = np.maximum(0, low) // 2 * 2
    high = np.minimum((picture.width_px, picture.height_px), high) // 2 * 2
    if np.any(high - low < 8):
        return []
    patch = picture.rgb_region(int(low[0]), int(low[1]), int(high[0]), int(high[1]), halvings=halvings)
    scale = trunk_px / 2**halvings
    spots = find_spots(
        patch,
        usual_px=USUAL_SIZE * scale,
        smallest_px=max(LEAST_SIZE_PX, SMALLEST_SIZE * scale),
        largest_px=LARGEST_SIZE * scale,
    )
    return [_moved(spot, 2.0**halvings, low) for spot in spots]


def _moved(spot: Spot, factor: float, corner_px: NDArray[np.intp]) -> Spot:
    return Spot(spot.xy_px * factor + corner_px, spot.size_px * factor, spot.roundness, spot.contrast, spot.colour)
