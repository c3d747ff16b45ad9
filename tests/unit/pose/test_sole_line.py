"""How far a painted shoe is turned, known by construction."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.pose.sole_line import FootPatch, Turn, cut_foot, estimate_turn, middle_turn
from gait_fixtures.shoe_pictures import paint_shoe, points_of


def patch_of(toes_up_deg: float, *, point_error_deg: float = 0.0, facing: int = 1, **painted: object) -> FootPatch:
    rng = np.random.default_rng(int(10 * toes_up_deg) + 500)
    picture = paint_shoe(toes_up_deg, facing=facing, rng=rng, **painted)
    patch = cut_foot(picture, points_of(toes_up_deg + point_error_deg, facing=facing))
    assert patch is not None
    return patch


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize("toes_up_deg", [-12.0, -3.0, 0.0, 6.0, 14.0, 25.0])
def test_the_turn_of_a_patterned_shoe_is_found_whichever_way_it_faces(toes_up_deg: float, facing: int) -> None:
    turn = estimate_turn(patch_of(0.0, facing=facing), patch_of(toes_up_deg, facing=facing))
    assert turn is not None
    assert turn.angle_deg == pytest.approx(toes_up_deg, abs=0.7)
    assert turn.likeness > 0.8


@pytest.mark.parametrize("point_error_deg", [-8.0, 8.0])
def test_a_tilted_heel_to_toe_line_of_the_model_does_not_tilt_the_answer(point_error_deg: float) -> None:
    turn = estimate_turn(patch_of(0.0), patch_of(12.0, point_error_deg=point_error_deg))
    assert turn is not None
    assert turn.angle_deg == pytest.approx(12.0, abs=0.7)


def test_the_sole_points_travel_with_the_shoe() -> None:
    standing = patch_of(0.0)
    turn = estimate_turn(standing, patch_of(15.0, heel_px=(110.0, 160.0)))
    assert turn is not None
    level = standing.to_image(standing.sole)
    heel, angle = np.array([110.0, 160.0]), np.radians(15.0)
    about_heel = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    assert turn.sole_px == pytest.approx(heel + (level - heel) @ about_heel.T, abs=1.0)


def test_patch_and_image_coordinates_are_each_others_inverse() -> None:
    patch = patch_of(5.0)
    points = np.array([[10.0, 20.0], [80.0, 33.0]])
    assert patch.to_patch(patch.to_image(points)) == pytest.approx(points)


@pytest.mark.parametrize("missing", ["knee", "ankle", "heel", "toe"])
def test_a_missing_point_gives_no_patch(missing: str) -> None:
    points = points_of(0.0) | {missing: np.full(2, np.nan)}
    assert cut_foot(paint_shoe(0.0), points) is None


def test_a_foot_of_a_few_pixels_gives_no_patch() -> None:
    points = {name: 0.4 * xy for name, xy in points_of(0.0).items()}
    assert cut_foot(paint_shoe(0.0), points) is None


def test_turns_of_unlike_pictures_are_left_out_of_the_middle() -> None:
    sole = np.zeros((2, 2))
    turns = [Turn(10.0, 0.9, sole), Turn(12.0, 0.8, sole + 2), Turn(-40.0, 0.3, sole), Turn(11.0, 0.7, sole + 4)]
    middle = middle_turn(turns, least_likeness=0.6)
    assert middle is not None
    assert (middle.angle_deg, middle.likeness) == (11.0, 0.8)
    assert middle.sole_px == pytest.approx(np.full((2, 2), 2.0))
    assert middle_turn(turns, least_likeness=0.95) is None
