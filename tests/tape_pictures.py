"""Pictures of a runner's back and legs as flat colours, with discs of tape at known places."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evenstride.signals.pictures import halve

PINK, WHITE, SKIN, BLACK, SHIRT = (245, 60, 145), (240, 240, 236), (205, 160, 130), (24, 24, 28), (70, 80, 96)
TRUNK_PX = 180.0


def body_points(width_px: float = 120.0) -> dict[str, NDArray[np.float64]]:
    """The pose model's points of somebody who stands with their back to the camera, trunk 180 px."""
    half = width_px / 2
    rows = {"shoulder": (half, 120.0), "hip": (32.0, 300.0), "knee": (30.0, 440.0), "ankle": (28.0, 580.0)}
    return {
        f"{side}_{point}": np.array([200.0 + sign * across, row])
        for point, (across, row) in rows.items()
        for side, sign in (("left", -1), ("right", 1))
    }


@dataclass
class FlatPicture:
    """One colour with rectangles and soft-edged ellipses on it; counts how often its pixels were asked for."""

    cloth: tuple[int, int, int] = SHIRT
    width_px: int = 400
    height_px: int = 700
    time_s: float = 0.0
    asked: int = 0
    pixels: NDArray[np.float64] = field(init=False)

    def __post_init__(self) -> None:
        self.pixels = np.tile(np.array(self.cloth, float), (self.height_px, self.width_px, 1))

    def fill(self, x: slice, y: slice, colour: tuple[int, int, int]) -> FlatPicture:
        self.pixels[y, x] = colour
        return self

    def disc(
        self,
        x_px: float,
        y_px: float,
        colour: tuple[int, int, int] = PINK,
        *,
        wide_px: float = 9.0,
        high_px: float = 9.0,
    ) -> FlatPicture:
        """Blend an ellipse in, each pixel by the share of it that the ellipse covers (7 x 7 samples)."""
        left, top = int(x_px - wide_px), int(y_px - high_px)
        columns, rows = (
            corner + (np.arange(7 * int(2 * size + 2)) + 0.5) / 7 for corner, size in ((left, wide_px), (top, high_px))
        )
        inside = ((columns[None, :] - x_px) / wide_px * 2) ** 2 + ((rows[:, None] - y_px) / high_px * 2) ** 2 <= 1
        cover = inside.reshape(len(rows) // 7, 7, len(columns) // 7, 7).mean(axis=(1, 3))[..., None]
        window = self.pixels[top : top + len(cover), left : left + cover.shape[1]]
        window[:] = (1 - cover) * window + cover * np.array(colour, float)
        return self

    def rgb(self) -> NDArray[np.uint8]:
        return np.round(self.pixels).astype(np.uint8)

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        self.asked += 1
        return halve(self.rgb()[y0:y1, x0:x1], halvings)
