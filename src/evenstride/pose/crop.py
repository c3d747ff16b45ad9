"""The patch of a picture that a model sees: turned, scaled, with every source pixel counted.

Shrinking by sampling alone drops pixels and lets fine patterns shimmer from frame to frame, which the feet of a tracked
runner show as jitter. So the region is first shrunk by area averaging and then turned by a bilinear warp.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from evenstride.pose.backend import Picture, RegionOfInterest


def crop_to_picture(region: RegionOfInterest, width: int, height: int) -> NDArray[np.float64]:
    """(2, 3) affine map from crop coordinates to picture coordinates, both with pixel centres at halves.

    The crop's height spans the region's size; a crop that is not square keeps the aspect of the picture's pixels.
    """
    scale = region.size_px / height
    cos, sin = math.cos(region.rotation_rad) * scale, math.sin(region.rotation_rad) * scale
    turn = np.array([[cos, -sin], [sin, cos]])
    middle = turn @ np.array([width / 2, height / 2])
    return np.column_stack([turn, region.center_px - middle])


def map_points(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Apply a (2, 3) affine map to (..., xy) points."""
    return points @ matrix[:, :2].T + matrix[:, 2]


def crop_region(picture: Picture, region: RegionOfInterest, width: int, height: int) -> NDArray[np.uint8]:
    """(height, width, rgb) patch of the region; black where the region leaves the picture."""
    import cv2

    matrix = crop_to_picture(region, width, height)
    # Whole-number shrinking, by halves as far as they go, is many times faster than any other; the warp does the rest.
    blocks = max(1, math.floor(region.size_px / height))
    halvings = (blocks & -blocks).bit_length() - 1
    x0, y0, x1, y1 = _bounds(matrix, width, height, picture, blocks=blocks)
    if x1 - x0 < blocks or y1 - y0 < blocks:
        return np.zeros((height, width, 3), np.uint8)
    source = _average_blocks(picture.rgb_region(x0, y0, x1, y1, halvings=halvings), blocks >> halvings)
    to_source = (matrix - np.array([[0, 0, x0], [0, 0, y0]])) / blocks
    # OpenCV puts pixel centres at whole numbers: half a pixel is added before our map and taken off behind it.
    to_source = np.column_stack([to_source[:, :2], map_points(to_source, np.array([0.5, 0.5])) - 0.5])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    warped = cv2.warpAffine(source, to_source, (width, height), flags=flags, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(warped, np.uint8)


def _average_blocks(source: NDArray[np.uint8], blocks: int) -> NDArray[np.uint8]:
    """Mean of each square of blocks x blocks pixels."""
    import cv2

    if blocks == 1:
        return source
    size = (source.shape[1] // blocks, source.shape[0] // blocks)
    return np.asarray(cv2.resize(source, size, interpolation=cv2.INTER_AREA), np.uint8)


def _bounds(
    matrix: NDArray[np.float64], width: int, height: int, picture: Picture, *, blocks: int
) -> tuple[int, int, int, int]:
    """The part of the picture the crop touches and some more, from an even corner in whole blocks: x0, y0, x1, y1."""
    corners = map_points(matrix, np.array([[0, 0], [width, 0], [0, height], [width, height]], float))
    low = np.maximum(0, np.floor(corners.min(axis=0)).astype(int) - blocks)
    low -= low % 2
    high = np.minimum((picture.width_px, picture.height_px), np.ceil(corners.max(axis=0)).astype(int) + 2 * blocks)
    high -= (high - low) % blocks
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
