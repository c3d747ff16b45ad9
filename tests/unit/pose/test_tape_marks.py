"""Tape marks of one picture: read from behind, named by their place, and not made up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.model.pose_track import SURFACE_KEYPOINTS
from evenstride.pose.surface_points import surface_readers
from evenstride.pose.tape_marks import TapeMarkReader
from tape_pictures import BLACK, PINK, SHIRT, WHITE, FlatPicture, body_points

PELVIS = {"left_psis": (184.3, 262.0), "right_psis": (215.6, 256.5)}
LEG = {
    "left_calf": (171.0, 515.0),
    "left_achilles": (172.0, 575.0),
    "left_heel_top": (172.5, 600.0),
    "left_heel_bottom": (173.0, 624.0),
}


def read(picture: FlatPicture, points: dict[str, NDArray[np.float64]] | None = None) -> dict[str, NDArray[np.float64]]:
    """Name -> (xy) of the marks that were found."""
    reader = TapeMarkReader()
    xy_px, visibility = reader.read(picture, body_points() if points is None else points)
    found = np.isfinite(xy_px[:, 0])
    np.testing.assert_array_equal(visibility > 0, found)
    assert np.all(visibility <= 1)
    return {name: xy for name, xy, is_found in zip(reader.keypoints, xy_px, found, strict=True) if is_found}


def taped(*names: str, cloth: tuple[int, int, int] = SHIRT) -> FlatPicture:
    picture = FlatPicture(cloth)
    for name in names:
        picture.disc(*(PELVIS | LEG)[name])
    return picture


def test_the_reader_ships_and_names_only_surface_points() -> None:
    assert any(isinstance(reader, TapeMarkReader) for reader in surface_readers())
    assert set(TapeMarkReader().keypoints) <= set(SURFACE_KEYPOINTS)


def test_marks_on_the_pelvis_give_its_tilt_to_a_fifth_of_a_degree() -> None:
    found = read(taped(*PELVIS))
    assert set(found) == set(PELVIS)
    apart = found["right_psis"] - found["left_psis"]
    exact = np.subtract(PELVIS["right_psis"], PELVIS["left_psis"])
    assert np.degrees(np.arctan2(*apart[::-1]) - np.arctan2(*exact[::-1])) == pytest.approx(0.0, abs=0.2)


def test_four_marks_on_a_leg_are_named_from_above() -> None:
    found = read(taped(*LEG))
    assert set(found) == set(LEG)
    for name, place in LEG.items():
        np.testing.assert_allclose(found[name], place, atol=0.2)


@pytest.mark.parametrize("names", [("left_calf", "left_achilles"), ("left_heel_top", "left_heel_bottom")])
def test_one_pair_on_a_leg_is_read_alone(names: tuple[str, str]) -> None:
    assert set(read(taped(*names))) == set(names)


@pytest.mark.parametrize("missing", LEG)
def test_of_three_marks_on_a_leg_none_is_read(missing: str) -> None:
    assert read(taped(*(name for name in LEG if name != missing))) == {}


def test_marks_of_a_swinging_leg_are_not_read() -> None:
    points = body_points()
    points["left_ankle"] = points["left_knee"] + (0.0, 60.0)
    assert read(taped(*LEG), points) == {}


@pytest.mark.parametrize("width_px", [20.0, -20.0, -120.0], ids=["side", "other side", "front"])
def test_from_other_sides_the_picture_is_not_even_looked_at(width_px: float) -> None:
    picture = taped(*PELVIS)
    assert read(picture, body_points(width_px)) == {}
    assert picture.asked == 0


def test_without_points_nothing_is_read() -> None:
    points = {name: np.full(2, np.nan) for name in body_points()}
    assert read(taped(*PELVIS), points) == {}
    assert read(taped(*PELVIS), {"nose": np.zeros(2)}) == {}


def test_marks_outside_the_picture_are_no_error() -> None:
    points = {name: xy + np.array([0.0, 900.0]) for name, xy in body_points().items()}
    assert read(taped(*PELVIS), points) == {}


@pytest.mark.parametrize(
    "picture",
    [
        FlatPicture(),
        FlatPicture().disc(184, 260),
        FlatPicture().disc(184, 260).disc(216, 260, WHITE),
        FlatPicture().disc(184, 260, wide_px=6, high_px=6).disc(216, 260, wide_px=14, high_px=14),
        FlatPicture().disc(184, 275).disc(216, 245),
        FlatPicture().disc(193, 260).disc(207, 260),
        FlatPicture().disc(165, 260).disc(236, 260),
        FlatPicture().disc(225, 260).disc(257, 260),
        FlatPicture().disc(184, 205).disc(216, 205),
        FlatPicture().fill(np.s_[140:260], np.s_[270:700], BLACK),
        FlatPicture().fill(np.s_[190:206], np.s_[258:284], BLACK).fill(np.s_[140:260], np.s_[280:700], BLACK),
        FlatPicture().fill(np.s_[140:260], np.s_[250:262], WHITE),
    ],
    ids=[
        *("plain", "one mark", "two colours", "two sizes", "too steep", "too near", "too far", "beside the back"),
        *("on the ribs", "waistband", "notch in the hem", "stripe"),
    ],
)
def test_a_picture_without_a_pair_gives_none(picture: FlatPicture) -> None:
    assert read(picture) == {}


def test_a_print_of_many_dots_is_not_tape() -> None:
    picture = FlatPicture()
    for row in (225, 250, 275, 300):
        for column in (160, 185, 215, 240):
            picture.disc(column, row)
    assert read(picture) == {}


def test_dark_marks_on_bright_cloth_and_both_legs_are_read_too() -> None:
    picture = FlatPicture(WHITE)
    for name, (x_px, y_px) in (PELVIS | LEG).items():
        picture.disc(x_px, y_px, BLACK)
        if name in LEG:
            picture.disc(400 - x_px, y_px, BLACK)
    assert set(read(picture)) == {*PELVIS, *LEG, *(name.replace("left", "right") for name in LEG)}


def test_on_a_runner_too_small_for_tape_nothing_is_looked_for() -> None:
    picture = FlatPicture()
    assert read(picture, {name: 0.3 * xy for name, xy in body_points().items()}) == {}
    assert picture.asked == 0


def test_a_large_picture_gives_the_same_marks_in_its_own_pixels() -> None:
    points = {name: 3.0 * xy for name, xy in body_points().items()}
    picture = FlatPicture(width_px=1200, height_px=1000)
    for x_px, y_px in PELVIS.values():
        picture.disc(3 * x_px, 3 * y_px, PINK, wide_px=27.0, high_px=27.0)
    found = read(picture, points)
    for name, place in PELVIS.items():
        np.testing.assert_allclose(found[name], 3 * np.array(place), atol=0.4)
