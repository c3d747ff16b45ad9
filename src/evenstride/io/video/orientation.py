"""Which way up: the display matrix of a phone's file, and turning arrays and regions by it.

A phone stores pictures as its sensor reads them and adds a display matrix. A point (p, q) of the stored picture is
shown at (a p + c q, b p + d q), matrix ``[a b u; c d v; x y w]``, y down (ISO/IEC 14496-12, track header box).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame as DecodedFrame

Region = tuple[int, int, int, int]


def display_matrix(decoded: DecodedFrame) -> tuple[int, ...] | None:
    """The nine numbers of the file's display matrix, None where it has none."""
    try:
        side_data = cast("Mapping[str, Any]", decoded.side_data)["DISPLAYMATRIX"]
    except KeyError:
        return None
    except ValueError:
        # PyAV does not name every kind of side data a new phone writes, but always gives the angle.
        return rotation_matrix(-decoded.rotation)
    return tuple(np.frombuffer(bytes(side_data), np.int32)[:9].tolist())


def rotation_matrix(clockwise_deg: float) -> tuple[int, ...]:
    """The display matrix that turns a picture clockwise, in the file's 16.16 and 2.30 fixed-point numbers."""
    cosine = round(math.cos(math.radians(clockwise_deg)) * (1 << 16))
    sine = round(math.sin(math.radians(clockwise_deg)) * (1 << 16))
    return cosine, sine, 0, -sine, cosine, 0, 0, 0, 1 << 30


def is_mirrored(matrix: tuple[int, ...] | None) -> bool:
    """Whether the matrix flips the picture besides turning it."""
    return matrix is not None and matrix[0] * matrix[4] - matrix[1] * matrix[3] < 0


def clockwise_rotation_deg(matrix: tuple[int, ...] | None) -> int:
    """Clockwise turn that makes the stored picture upright, to the nearest of 0, 90, 180 and 270.

    A mirroring matrix is read as "flip left-right, then turn"; only the turn is returned.
    """
    if matrix is None:
        return 0
    sign = -1 if is_mirrored(matrix) else 1
    angle_deg = math.degrees(math.atan2(sign * matrix[1], sign * matrix[0]))
    return round(angle_deg / 90) % 4 * 90


def rotate_clockwise(picture: NDArray[Any], rotation_deg: int) -> NDArray[Any]:
    """The array turned clockwise by 0, 90, 180 or 270 degrees; the same array for 0."""
    if rotation_deg == 0 or picture.size == 0:
        return picture
    import cv2

    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return cv2.rotate(picture, turns[rotation_deg])


def rotate_vector_clockwise(vector: NDArray[np.float64], rotation_deg: int) -> NDArray[np.float64]:
    """(2,) an image vector (x right, y down) of the stored picture as it is shown."""
    x, y = vector
    return np.array({0: (x, y), 90: (-y, x), 180: (-x, -y), 270: (y, -x)}[rotation_deg])


def stored_region(upright: Region, stored_size_px: tuple[int, int], rotation_deg: int) -> Region:
    """Where an upright region (x0, y0, x1, y1) lies in the stored picture of (width, height)."""
    x0, y0, x1, y1 = upright
    width, height = stored_size_px
    if rotation_deg == 90:
        return y0, height - x1, y1, height - x0
    if rotation_deg == 180:
        return width - x1, height - y1, width - x0, height - y0
    if rotation_deg == 270:
        return width - y1, x0, width - y0, x1
    return upright
