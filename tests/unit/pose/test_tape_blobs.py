"""Spots: found where they are to a fraction of a pixel, and not where there are only edges, stripes and folds."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.pose.tape_blobs import Spot, find_spots
from tape_pictures import BLACK, PINK, SHIRT, SKIN, WHITE, FlatPicture


def spots_of(picture: FlatPicture) -> list[Spot]:
    return find_spots(picture.rgb(), usual_px=9.0, smallest_px=3.5, largest_px=16.0)


@pytest.fixture
def plain() -> FlatPicture:
    return FlatPicture(width_px=90, height_px=80)


@pytest.mark.parametrize(("x_px", "y_px"), [(40.0, 35.0), (40.5, 35.5), (40.3, 35.8)])
def test_the_centre_of_a_disc_is_found_to_a_twentieth_of_a_pixel(plain: FlatPicture, x_px: float, y_px: float) -> None:
    (spot,) = spots_of(plain.disc(x_px, y_px))
    np.testing.assert_allclose(spot.xy_px, [x_px, y_px], atol=0.05)
    assert spot.size_px == pytest.approx(9.0, abs=0.6)
    assert spot.roundness > 0.9


def test_noise_moves_a_centre_by_less_than_a_fifth_of_a_pixel(plain: FlatPicture) -> None:
    rng = np.random.default_rng(1)
    picture = plain.disc(40.3, 35.8)
    noisy = np.clip(picture.pixels + rng.normal(0, 6, picture.pixels.shape), 0, 255).astype(np.uint8)
    (spot,) = find_spots(noisy, usual_px=9.0, smallest_px=3.5, largest_px=16.0)
    np.testing.assert_allclose(spot.xy_px, [40.3, 35.8], atol=0.2)


def test_a_disc_across_the_border_of_skin_and_cloth_is_not_cut_there() -> None:
    picture = FlatPicture(SKIN, 90, 80).fill(np.s_[0:90], np.s_[36:80], BLACK).disc(40.0, 36.0)
    (spot,) = spots_of(picture)
    np.testing.assert_allclose(spot.xy_px, [40.0, 36.0], atol=0.35)


def test_white_and_dark_spots_are_found_alike() -> None:
    picture = FlatPicture(SKIN, 120, 80).disc(40.0, 40.0, WHITE).disc(80.0, 40.0, BLACK)
    assert sorted(round(spot.xy_px[0]) for spot in spots_of(picture)) == [40, 80]


@pytest.mark.parametrize(
    "picture",
    [
        FlatPicture(SHIRT, 90, 80),
        FlatPicture(SKIN, 90, 80).fill(np.s_[0:90], np.s_[40:80], BLACK),
        FlatPicture(SHIRT, 90, 80).fill(np.s_[30:90], np.s_[40:80], WHITE),
        FlatPicture(SHIRT, 90, 80).fill(np.s_[0:90], np.s_[40:44], WHITE),
        FlatPicture(SHIRT, 90, 80).disc(45.0, 40.0, wide_px=30.0, high_px=7.0),
        FlatPicture(SHIRT, 90, 80).disc(45.0, 40.0, wide_px=24.0, high_px=24.0),
        FlatPicture(SHIRT, 90, 80).disc(45.0, 40.0, wide_px=2.0, high_px=2.0),
        FlatPicture(SHIRT, 90, 80).disc(45.0, 40.0, tuple(c + 8 for c in SHIRT)),
    ],
    ids=["plain", "waistband", "corner", "stripe", "streak", "large print", "grain", "shade"],
)
def test_what_is_no_spot_is_not_found(picture: FlatPicture) -> None:
    assert spots_of(picture) == []


def test_a_patch_smaller_than_the_surround_holds_no_spot() -> None:
    assert find_spots(np.zeros((20, 20, 3), np.uint8), usual_px=9.0, smallest_px=3.5, largest_px=16.0) == []


def test_a_spot_has_the_colour_of_the_tape(plain: FlatPicture) -> None:
    import cv2

    (spot,) = spots_of(plain.disc(40.0, 40.0))
    lab = cv2.cvtColor(np.array([[PINK]], np.uint8), cv2.COLOR_RGB2LAB)[0, 0] * (100 / 255, 1, 1)
    np.testing.assert_allclose(spot.colour, lab, atol=3.0)
