"""Straight lines of a made-up room as a camera sees them: numbers first, pictures drawn from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Segments = NDArray[np.float64]
FOCAL_OVER_SIDE = 0.75


def see(
    ends_m: NDArray[np.float64], *, roll_deg: float, pitch_deg: float, yaw_deg: float, size_px: tuple[int, int]
) -> NDArray[np.float64]:
    """(..., xy) image points of room points (..., xyz), x right, y up, z ahead, from the camera's place.

    + yaw: what lies ahead is seen right of the middle; + pitch: the camera looks down; + roll: it is turned clockwise.
    """
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    x, y, z = np.moveaxis(ends_m, -1, 0)
    x, z = x * np.cos(yaw) + z * np.sin(yaw), z * np.cos(yaw) - x * np.sin(yaw)
    y, z = y * np.cos(pitch) + z * np.sin(pitch), z * np.cos(pitch) - y * np.sin(pitch)
    # The camera turned clockwise sees the world turned the other way.
    x, y = x * np.cos(roll) - y * np.sin(roll), y * np.cos(roll) + x * np.sin(roll)
    focal_px = FOCAL_OVER_SIDE * max(size_px)
    return np.stack([size_px[0] / 2 + focal_px * x / z, size_px[1] / 2 - focal_px * y / z], axis=-1)


def upright_edges(count: int = 6) -> NDArray[np.float64]:
    """(line, end, xyz) door and window posts on a wall four metres ahead, spread from left to right."""
    x = np.linspace(-1.0, 1.0, count)
    return np.stack([np.stack([x, 0 * x - 0.5, 0 * x + 4.0], -1), np.stack([x, 0 * x + 0.6, 0 * x + 4.0], -1)], axis=1)


def level_edges(count: int = 5) -> NDArray[np.float64]:
    """(line, end, xyz) rails across the same wall at several heights."""
    y = np.linspace(-0.7, 1.2, count)
    return np.stack([np.stack([0 * y - 0.8, y, 0 * y + 4.0], -1), np.stack([0 * y + 0.9, y, 0 * y + 4.0], -1)], axis=1)


def belt_edges() -> NDArray[np.float64]:
    """(line, end, xyz) edges and seam of a belt one metre below the camera, leading ahead."""
    x = np.array([-0.4, -0.25, 0.0, 0.25, 0.4])
    return np.stack([np.stack([x, 0 * x - 1.0, 0 * x + 1.6], -1), np.stack([x, 0 * x - 1.0, 0 * x + 3.2], -1)], axis=1)


def segments_of(ends_px: NDArray[np.float64], *, noise_px: float = 0.0, seed: int = 0) -> Segments:
    """(line, x0 y0 x1 y1) of (line, end, xy), the ends moved by normal noise."""
    flat = ends_px.reshape(-1, 4)
    return flat + np.random.default_rng(seed).normal(0, 1, flat.shape) * noise_px


def stray_segments(count: int, size_px: tuple[int, int], seed: int = 0) -> Segments:
    """(line, x0 y0 x1 y1) short lines of any direction anywhere: a hedge."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform((0, 0), size_px, (count, 2))
    angle, half = rng.uniform(0, np.pi, count), (12 + rng.exponential(10, count)) / 2
    along = half[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.hstack([middle - along, middle + along])


def draw(
    ends_px: NDArray[np.float64], size_px: tuple[int, int], *, noise: float = 3.0, seed: int = 0
) -> NDArray[np.uint8]:
    """(row, column) a picture of these lines as bright strips on grey, with noise."""
    import cv2

    picture = np.full((size_px[1], size_px[0]), 90, np.uint8)
    for start, end in ends_px:
        ends = [tuple(int(v) for v in np.round(point * 16 - 8)) for point in (start, end)]
        cv2.line(picture, *ends, 190, thickness=5, lineType=cv2.LINE_AA, shift=4)
    rough = cv2.GaussianBlur(picture, (0, 0), 0.8) + np.random.default_rng(seed).normal(0, noise, picture.shape)
    return np.clip(rough, 0, 255).astype(np.uint8)
