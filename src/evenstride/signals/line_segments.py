"""Straight lines in a picture, and the still background they are looked for in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Where a pixel changes by this many times the usual change (plus some levels), something moves.
_MOVED_TIMES = 4.0
_MOVED_LEVELS = 2.0
#: A moving outline is kept away from by this many pixels.
_MARGIN_PX = 3
#: Share of a segment that must lie on usable pixels.
_LEAST_USABLE = 0.85
_STATIONS = np.linspace(0.0, 1.0, 9)


def compute_background(pictures: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """What stands still behind a moving figure, and where it is seen.

    Parameters
    ----------
    pictures : (picture, row, column) brightness, of a camera that stands still; five or more, spread over time.

    Returns
    -------
    background : (row, column) median over the pictures.
    is_steady : (row, column) False on and near whatever moved.
    """
    import cv2

    middle = len(pictures) // 2
    background = np.partition(pictures, middle, axis=0)[middle]
    change = np.mean([cv2.absdiff(picture, background) for picture in pictures], axis=0, dtype=np.float32)
    # The typical pixel belongs to the background: its change is the noise of camera and coding.
    noise = max(float(np.median(change)), 1.0)
    moved = np.asarray(change > _MOVED_TIMES * noise + _MOVED_LEVELS, np.uint8)
    single_pixels_out = cv2.morphologyEx(moved, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    size = 2 * _MARGIN_PX + 1
    return background, np.asarray(cv2.dilate(single_pixels_out, np.ones((size, size), np.uint8)) == 0)


def find_line_segments(
    picture: NDArray[np.uint8], is_usable: NDArray[np.bool_], *, least_length_px: float = 12.0
) -> NDArray[np.float64]:
    """Straight edges of a picture, to a fraction of a pixel.

    Parameters
    ----------
    picture : (row, column) brightness.
    is_usable : (row, column) False where edges do not count.

    Returns
    -------
    (segment, x0 y0 x1 y1) image frame, pixels of this picture, (0, 0) the outer corner of the first one.

    References
    ----------
    von Gioi, Jakubowicz, Morel & Randall 2012, LSD: a line segment detector, Image Processing On Line 2:35-55,
    doi:10.5201/ipol.2012.gjmr-lsd.
    """
    import cv2

    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(np.ascontiguousarray(picture))[0]
    if found is None:
        return np.empty((0, 4))
    segments = np.asarray(found, np.float64).reshape(-1, 4)
    segments = segments[np.hypot(*(segments[:, 2:] - segments[:, :2]).T) >= least_length_px]
    along = segments[:, None, :2] + _STATIONS[:, None] * (segments[:, None, 2:] - segments[:, None, :2])
    row = np.clip(np.rint(along[..., 1]).astype(int), 0, picture.shape[0] - 1)
    column = np.clip(np.rint(along[..., 0]).astype(int), 0, picture.shape[1] - 1)
    # The detector counts from the first pixel's centre.
    return np.asarray(segments[is_usable[row, column].mean(axis=1) >= _LEAST_USABLE] + 0.5)
