from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.video.orientation import (
    clockwise_rotation_deg,
    is_mirrored,
    rotate_clockwise,
    rotate_vector_clockwise,
    rotation_matrix,
    stored_region,
)

TURNS = [0, 90, 180, 270]
MIRROR = (-65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)


@pytest.mark.parametrize("turn_deg", TURNS)
def test_a_matrix_gives_back_its_angle(turn_deg):
    assert clockwise_rotation_deg(rotation_matrix(turn_deg)) == turn_deg
    assert not is_mirrored(rotation_matrix(turn_deg))


def test_a_slightly_tilted_matrix_counts_as_the_nearest_quarter_turn():
    assert clockwise_rotation_deg(rotation_matrix(88)) == 90
    assert clockwise_rotation_deg(rotation_matrix(-2)) == 0


def test_a_mirror_is_noticed_and_does_not_turn_the_picture():
    assert is_mirrored(MIRROR)
    assert clockwise_rotation_deg(MIRROR) == 0


def test_no_matrix_is_upright():
    assert clockwise_rotation_deg(None) == 0
    assert not is_mirrored(None)


@pytest.mark.parametrize("turn_deg", TURNS)
def test_a_region_of_the_turned_picture_is_found_in_the_stored_one(turn_deg):
    stored = np.arange(6 * 10, dtype=np.uint8).reshape(6, 10)
    shown = rotate_clockwise(stored, turn_deg)
    x0, y0, x1, y1 = 1, 2, 4, 5
    left, top, right, bottom = stored_region((x0, y0, x1, y1), (10, 6), turn_deg)
    assert np.array_equal(rotate_clockwise(stored[top:bottom, left:right], turn_deg), shown[y0:y1, x0:x1])


@pytest.mark.parametrize(("turn_deg", "shown"), [(0, (1, 0)), (90, (0, 1)), (180, (-1, 0)), (270, (0, -1))])
def test_a_vector_to_the_right_turns_with_the_picture(turn_deg, shown):
    assert tuple(rotate_vector_clockwise(np.array([1.0, 0.0]), turn_deg)) == shown
