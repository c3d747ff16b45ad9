"""Rules that read doubled pictures, cuts and camera motion out of a few numbers per picture. Pure array functions."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from evenstride.signals.pictures import halve

#: Greatest 8 x 8 block difference (8-bit levels) that coding alone leaves between a picture and its copy.
COPY_LEVEL = 1.25
#: Where a copy is coded afresh, as in a key frame, it may differ by this much ...
_RECODED_COPY_LEVEL = 3.0
#: ... if that is less than this fraction of the change on either side.
_COPY_FRAC = 0.3
#: A poor encoder refines copies, so that they differ by more; where every second picture changes less than this
#: fraction of its neighbours, so many times in a row, the clip was doubled all the same.
_ALTERNATING_FRAC = 0.6
_ALTERNATIONS = 8
#: Around a copy the picture moves at full speed at once; someone who stands still slows down first.
_ABRUPT_FRAC = 0.3
#: Levels of block difference below which nothing moves, so that "copy" and "still" cannot be told apart.
_MOTION_LEVEL = 8.0
_NEIGHBOURS = 8

#: Structural change (0 same, 1 unrelated) that a cut exceeds, and by how many times it exceeds its neighbourhood.
CUT_CHANGE = 0.35
#: Pictures on either side of a cut that are compared; a flash is shorter.
CUT_SPAN = 3
_CUT_OUTSTANDS = 4.0
_CUT_NEIGHBOURHOOD = 15
#: Noise of dark or plain pictures, 8-bit levels, which is no structure.
_PLAIN_LEVEL = 4.0

#: Points followed, and the share of them that must agree, for the background to be known.
_POINTS_NEEDED = 8
_GROUP_NEEDED = 0.3
_WINDOW_PX = (11, 11)
#: OpenCV's "iterations or precision": at most 10 steps, or until a step is below 0.02 px.
_FOLLOW_UNTIL = (3, 10, 0.02)
_LEAST_TEXTURE = 2e-3

#: A pan moves steadily by more than this fraction of the picture's width per second, in this share of the instants.
_PAN_WIDTHS_PER_S = 0.05
_PAN_SHARE = 1 / 3


def compute_block_change(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    """Greatest mean absolute difference of any 8 x 8 block, 8-bit levels, at most 32; NaN for unequal sizes."""
    import cv2

    if before.shape != after.shape:
        return math.nan
    # Eight times the difference, so that averaging in whole numbers keeps eighths of a level.
    eighths = cv2.convertScaleAbs(cv2.absdiff(before, after), alpha=8.0)
    return float(halve(np.asarray(eighths, np.uint8), times=3).max()) / 8.0


def find_repeated(block_change: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which pictures only repeat the one before.

    Parameters
    ----------
    block_change : (picture,) greatest mean difference of any 8 x 8 block to the picture before, 8-bit levels; NaN
        for the first picture.

    Returns
    -------
    (picture,) True for copies; the first picture of a row of copies is the original and stays False.

    Notes
    -----
    1. Candidates differ by no more than coding noise.
    2. They count only amid motion, and only if the change on either side is several times theirs. In an empty scene
       "copy" and "still" cannot be told apart.
    3. Around a row of several, the change jumps at once to the level of that motion. A person who comes to stand slows
       down first, so that those pictures are kept.
    """
    change = np.where(np.isfinite(block_change), block_change, np.inf)
    before = np.concatenate([[np.inf], change[:-1]])
    after = np.concatenate([change[1:], [np.inf]])
    recoded = (change < _RECODED_COPY_LEVEL) & (change < _COPY_FRAC * np.minimum(before, after))
    candidate = (change < COPY_LEVEL) | recoded
    repeated = np.zeros(len(change), dtype=bool)
    moving = np.flatnonzero(~candidate & np.isfinite(change))
    for start, stop in _runs(candidate):
        repeated[start:stop] = _is_copy_run(change, moving, start, stop)
    repeated[_find_alternating(change, before, after)] = True
    return repeated


def _is_copy_run(change: NDArray[np.float64], moving: NDArray[np.intp], start: int, stop: int) -> bool:
    earlier, later = moving[moving < start][-_NEIGHBOURS:], moving[moving >= stop][:_NEIGHBOURS]
    around = np.concatenate([change[earlier], change[later]])
    if not len(around):
        return False
    level = float(np.median(around))
    next_to = [change[i] for i in (start - 1, stop) if 0 <= i < len(change) and np.isfinite(change[i])]
    least_beside = min(next_to, default=0.0)
    is_abrupt = stop - start == 1 or least_beside >= _ABRUPT_FRAC * level
    return bool(level >= _MOTION_LEVEL and change[start:stop].max() < _COPY_FRAC * least_beside and is_abrupt)


def _find_alternating(
    change: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64]
) -> NDArray[np.intp]:
    dips = np.flatnonzero(change < _ALTERNATING_FRAC * np.minimum(before, after))
    if not len(dips):
        return dips
    rows = np.split(dips, np.flatnonzero(np.diff(dips) != 2) + 1)
    doubled = [
        row
        for row in rows
        if len(row) >= _ALTERNATIONS and np.median(change[row]) < _COPY_FRAC * np.median(change[row[1:] - 1])
    ]
    return np.concatenate(doubled) if doubled else np.empty(0, np.intp)


def find_cuts(change: NDArray[np.float64], lasting_change: NDArray[np.float64]) -> NDArray[np.intp]:
    """Indices of the pictures that begin a new shot.

    Parameters
    ----------
    change : (picture,) structural change to the picture before, see `structural_change`; NaN for the first.
    lasting_change : (picture,) smallest change between any of the three pictures before and any of the three from
        here on; 0 where it was not worth computing. A flash comes back to what was before, so its value is small.
    """
    known = np.where(np.isfinite(change), change, 0.0)
    candidates = np.flatnonzero((known > CUT_CHANGE) & (lasting_change > CUT_CHANGE))
    return np.array([i for i in candidates if known[i] > _CUT_OUTSTANDS * _median_around(known, int(i))], dtype=np.intp)


def structural_change(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    """How unlike two thumbnails are, brightness apart: 0 the same, about 1 unrelated.

    Squared distance of the mean-free pictures over the sum of their energies; a floor keeps the noise of dark or plain
    pictures from counting.
    """
    import cv2

    if before.shape != after.shape:
        return 1.0
    (mean_before, deviation_before), (mean_after, deviation_after) = cv2.meanStdDev(before), cv2.meanStdDev(after)
    squared = cv2.norm(before, after, cv2.NORM_L2SQR) / before.size - float((mean_before - mean_after).item()) ** 2
    energy = deviation_before.item() ** 2 + deviation_after.item() ** 2 + 2 * _PLAIN_LEVEL**2
    return max(squared, 0.0) / energy


def lasting_change(before: list[NDArray[np.uint8]], after: list[NDArray[np.uint8]]) -> float:
    """Smallest `structural_change` between any picture of one list and any of the other; 0 where one is empty."""
    return min((structural_change(first, second) for first in before for second in after), default=0.0)


def estimate_shift(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(2,) how far the background moved between two pictures (x right, y down, pixels of these pictures).

    Points on a grid are followed with pyramidal Lucas-Kanade; the largest group that agrees on one shift is taken for
    the background, so that a runner who fills less of the textured picture than it does not count. NaN where too
    little texture is followed or no group is large enough.

    References
    ----------
    Bouguet 2001, Pyramidal implementation of the affine Lucas Kanade feature tracker (Intel Corporation).
    """
    import cv2

    if before.shape != after.shape:
        return np.full(2, np.nan)
    columns, rows = (12, 8) if before.shape[1] >= before.shape[0] else (8, 12)
    spacing = np.array([before.shape[1] / columns, before.shape[0] / rows])
    grid = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 1, 2)
    points = np.ascontiguousarray((grid + 0.5) * spacing, np.float32)
    no_guess = points.copy()
    moved, found, _ = cv2.calcOpticalFlowPyrLK(
        before,
        after,
        points,
        no_guess,
        winSize=_WINDOW_PX,
        maxLevel=2,
        criteria=_FOLLOW_UNTIL,
        minEigThreshold=_LEAST_TEXTURE,
    )
    shifts = (np.asarray(moved) - points)[np.asarray(found).ravel() == 1, 0].astype(np.float64)
    if len(shifts) < _POINTS_NEEDED:
        return np.full(2, np.nan)
    distance = np.linalg.norm(shifts[:, None] - shifts[None], axis=2)
    agrees = distance <= 0.3 + 0.05 * np.linalg.norm(shifts, axis=1)[:, None]
    best = agrees[np.argmax(agrees.sum(axis=1))]
    return shifts[best].mean(axis=0) if best.mean() >= _GROUP_NEEDED else np.full(2, np.nan)


def is_panning(velocity_px_s: NDArray[np.float64], width_px: int) -> bool:
    """Whether the camera swings steadily one way, as opposed to standing or trembling in the hand.

    Parameters
    ----------
    velocity_px_s : (instant, xy) background velocity, NaN where it was not measured.
    """
    known = velocity_px_s[np.isfinite(velocity_px_s).all(axis=1)]
    fast = known[np.linalg.norm(known, axis=1) > _PAN_WIDTHS_PER_S * width_px]
    if not len(known) or len(fast) < max(3, _PAN_SHARE * len(known)):
        return False
    return bool(np.linalg.norm(fast.mean(axis=0)) > 0.7 * np.linalg.norm(fast, axis=1).mean())


def _median_around(values: NDArray[np.float64], index: int) -> float:
    around = np.concatenate(
        [
            values[max(index - _CUT_NEIGHBOURHOOD, 0) : max(index - 2, 0)],
            values[index + 3 : index + _CUT_NEIGHBOURHOOD],
        ]
    )
    return float(np.median(around)) if len(around) else 0.0


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open (start, stop) of every row of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]
