from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.camera_orientation import estimate_orientation
from evenstride.signals.line_segments import compute_background, find_line_segments
from gait_fixtures.rooms import draw, level_edges, see, upright_edges

SIZE_PX = (360, 640)
ROOM = np.concatenate([upright_edges(), level_edges()])


@pytest.mark.parametrize("roll_deg", [-4.0, 0.0, 2.5])
def test_a_drawn_room_gives_its_roll_back(roll_deg: float) -> None:
    picture = draw(see(ROOM, roll_deg=roll_deg, pitch_deg=2.0, yaw_deg=3.0, size_px=SIZE_PX), SIZE_PX)
    segments = find_line_segments(picture, np.ones(picture.shape, bool))
    orientation = estimate_orientation(segments, image_size_px=SIZE_PX)
    assert orientation is not None
    assert orientation.roll_deg == pytest.approx(roll_deg, abs=0.3)


def test_an_edge_is_found_where_it_is() -> None:
    picture = np.full((200, 200), 60, np.uint8)
    picture[:, 80:] = 180
    (segment,) = find_line_segments(picture, np.ones(picture.shape, bool))
    np.testing.assert_allclose(segment[[0, 2]], 80.0, atol=0.3)


def test_a_plain_wall_has_no_lines() -> None:
    wall = np.random.default_rng(0).normal(120, 3, (360, 640)).astype(np.uint8)
    assert len(find_line_segments(wall, np.ones(wall.shape, bool))) == 0
    assert len(find_line_segments(np.full((360, 640), 120, np.uint8), np.ones((360, 640), bool))) == 0


def test_what_moves_is_neither_in_the_background_nor_looked_at() -> None:
    ends_px = see(upright_edges(), roll_deg=2.0, pitch_deg=0.0, yaw_deg=0.0, size_px=SIZE_PX)
    pictures = []
    for number in range(9):
        picture = draw(ends_px, SIZE_PX, seed=number)
        # A trunk that leans by 12 degrees, each time somewhere else.
        left = 60 + 22 * number
        for row in range(250, 450):
            start = left + (row - 250) // 5
            picture[row, start : start + 30] = 230
        pictures.append(picture)
    background, is_steady = compute_background(np.stack(pictures))
    still = draw(ends_px, SIZE_PX, noise=0.0)
    # About the middle of the way of the trunk several pictures in a row show it.
    assert np.mean(np.abs(background.astype(int) - still) > 30) < 0.02
    # Where it passes before a post nearly as bright, little changes.
    assert is_steady[300:400, 100:230].mean() < 0.05
    assert is_steady[:200].mean() > 0.98
    segments = find_line_segments(background, is_steady)
    orientation = estimate_orientation(segments, image_size_px=SIZE_PX)
    assert orientation is not None
    assert orientation.roll_deg == pytest.approx(2.0, abs=0.5)


def test_segments_on_pixels_that_do_not_count_are_left_out() -> None:
    picture = np.full((200, 200), 60, np.uint8)
    picture[:, 80:] = 180
    is_usable = np.ones(picture.shape, bool)
    is_usable[:, 70:90] = False
    assert len(find_line_segments(picture, is_usable)) == 0
