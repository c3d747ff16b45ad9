"""The patch a model sees lies exactly where its map says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.pose.backend import RegionOfInterest
from evenstride.pose.crop import crop_region, crop_to_picture, map_points
from evenstride.signals.pictures import halve

SIDE_PX = 300
LEVELS_PER_PX = 0.83


@dataclass(frozen=True)
class Ramp:
    """Red tells the place of a pixel's centre across, green down; blue is everywhere."""

    time_s: float = 0.0
    width_px: int = SIDE_PX
    height_px: int = SIDE_PX

    def rgb(self) -> NDArray[np.uint8]:
        place = (np.arange(SIDE_PX) + 0.5) * LEVELS_PER_PX
        across, down = np.meshgrid(place, place)
        levels = np.stack([across, down, np.full_like(across, 254)], axis=-1)
        # Rounded up or down at random, so that rounding to whole levels is no bias.
        return np.floor(levels + np.random.default_rng(0).random(levels.shape)).astype(np.uint8)

    def rgb_region(self, x0: int, y0: int, x1: int, y1: int, *, halvings: int = 0) -> NDArray[np.uint8]:
        return halve(self.rgb()[y0:y1, x0:x1], halvings)


def _crop_centers(width: int, height: int) -> NDArray[np.float64]:
    return np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), axis=-1)


@pytest.mark.parametrize("size_px", [40.0, 64.3, 100.3, 128.6, 150.7, 194.3])
@pytest.mark.parametrize("rotation_rad", [0.0, 0.35, -0.6])
def test_every_crop_pixel_shows_the_place_its_centre_maps_to(size_px: float, rotation_rad: float) -> None:
    region = RegionOfInterest(149.3, 151.8, size_px, rotation_rad)
    patch = crop_region(Ramp(), region, 64, 64).astype(float)
    expected = map_points(crop_to_picture(region, 64, 64), _crop_centers(64, 64))
    error_px = patch[..., :2] / LEVELS_PER_PX - expected
    assert np.abs(error_px).max() < 3.0  # rounding to whole levels, twice
    # Halves are rounded up and the warp steps by 1/32 px; pixel centres at whole numbers would add 0.5.
    assert np.abs(error_px.mean(axis=(0, 1))).max() < 0.45


def test_a_crop_that_is_not_square_keeps_the_shape_of_things() -> None:
    region = RegionOfInterest(125.0, 125.0, 128.0)
    matrix = crop_to_picture(region, 48, 64)
    corners = map_points(matrix, np.array([[0.0, 0.0], [48.0, 64.0]]))
    assert corners.tolist() == [[77.0, 61.0], [173.0, 189.0]]


def test_what_lies_outside_the_picture_is_black() -> None:
    patch = crop_region(Ramp(), RegionOfInterest(0.0, 125.0, 100.0), 64, 64)
    assert not patch[:, :30].any()
    assert (patch[:, 34:, 2] > 250).all()
    assert not crop_region(Ramp(), RegionOfInterest(-500.0, 125.0, 100.0), 64, 64).any()


def test_shrinking_counts_every_pixel() -> None:
    @dataclass(frozen=True)
    class Stripes(Ramp):
        def rgb(self) -> NDArray[np.uint8]:
            columns = np.where(np.arange(SIDE_PX) % 2, 200, 100).astype(np.uint8)
            return np.broadcast_to(columns[None, :, None], (SIDE_PX, SIDE_PX, 3)).copy()

    patch = crop_region(Stripes(), RegionOfInterest(125.0, 125.0, 128.0), 64, 64)
    assert np.abs(patch.astype(int) - 150).max() <= 1
