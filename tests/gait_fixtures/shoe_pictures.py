"""Painted shoes with a pattern of their own, turned by a known angle on a plain belt."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE_PX = (320, 240)
SHOE_PX = 80.0
LOWER_LEG_PX = 124.0


@dataclass(frozen=True)
class PaintedPicture:
    """A picture as the pose room takes it."""

    pixels: NDArray[np.uint8]
    time_s: float = 0.0

    @property
    def width_px(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.pixels.shape[0])

    def rgb(self) -> NDArray[np.uint8]:
        return self.pixels

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        region = self.pixels[y0:y1, x0:x1]
        for _ in range(halvings):
            region = cv2.resize(region, (region.shape[1] // 2, region.shape[0] // 2), interpolation=cv2.INTER_AREA)
        return np.ascontiguousarray(region)


def paint_shoe(
    toes_up_deg: float,
    *,
    heel_px: tuple[float, float] = (110.0, 160.0),
    facing: int = 1,
    has_pattern: bool = True,
    rng: np.random.Generator | None = None,
    time_s: float = 0.0,
) -> PaintedPicture:
    """A shoe turned about its heel; ``rng`` adds the noise of a camera (2 of 255)."""
    flat = np.full((SIZE_PX[1], SIZE_PX[0], 3), 30, np.uint8)
    x, y = heel_px
    outline = [(0, -22), (25, -26), (45, -14), (80, -6), (82, 4), (60, 8), (0, 8)]
    cv2.fillPoly(flat, [np.array([(x + u, y + v) for u, v in outline], np.int32)], (60, 70, 160))
    if has_pattern:
        cv2.line(flat, _at(x, y, 2, -14), _at(x, y, 60, 2), (230, 230, 230), 3, cv2.LINE_AA)
        cv2.line(flat, _at(x, y, 20, 5), _at(x, y, 34, -20), (200, 60, 40), 3, cv2.LINE_AA)
        cv2.circle(flat, _at(x, y, 48, -6), 4, (240, 220, 60), -1, cv2.LINE_AA)
        cv2.line(flat, _at(x, y, 0, 7), _at(x, y, 60, 7), (220, 220, 210), 2, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((x, y), toes_up_deg, 1.0)
    pixels = cv2.warpAffine(flat, turn, SIZE_PX, flags=cv2.INTER_CUBIC, borderValue=(30, 30, 30))
    if facing < 0:
        pixels = pixels[:, ::-1]
    if rng is not None:
        pixels = np.clip(pixels + rng.normal(0.0, 2.0, pixels.shape), 0, 255).astype(np.uint8)
    return PaintedPicture(np.ascontiguousarray(pixels), time_s)


def points_of(
    toes_up_deg: float, *, heel_px: tuple[float, float] = (110.0, 160.0), facing: int = 1
) -> dict[str, NDArray[np.float64]]:
    """Knee, ankle, heel and toe of the painted shoe, as a pose model would give them."""
    angle = np.radians(toes_up_deg)
    heel = np.array(heel_px)
    toe = heel + SHOE_PX * 0.9 * np.array([np.cos(angle), -np.sin(angle)])
    ankle = heel + np.array([16.0, -26.0])
    points = {"knee": ankle + np.array([10.0, -LOWER_LEG_PX]), "ankle": ankle, "heel": heel, "toe": toe}
    if facing < 0:
        points = {name: np.array([SIZE_PX[0] - xy[0], xy[1]]) for name, xy in points.items()}
    return points


def _at(x: float, y: float, along: float, down: float) -> tuple[int, int]:
    return round(x + along), round(y + down)
