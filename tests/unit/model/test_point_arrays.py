"""Plain arrays of points as a pose track, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.model import track_of_points
from evenstride.model.skeletons import BLAZEPOSE_33

SIZE_PX = (640, 480)


def test_parts_of_the_picture_are_pixels_and_a_depth_is_left_out() -> None:
    points = np.zeros((2, 33, 4))
    points[:, BLAZEPOSE_33.index("left_hip")] = (0.25, 0.5, -9.0, 0.75)
    track = track_of_points(points, [0.0, 0.04], image_size_px=SIZE_PX, is_normalised=True)
    assert track.point("left_hip").tolist() == [[160.0, 240.0]] * 2
    assert track.seen("left_hip").tolist() == [0.75, 0.75]
    assert not track.has("left_mouth")


def test_names_of_any_tool_say_which_point_is_which_and_no_number_is_no_point() -> None:
    points = np.array([[[3.0, 4.0], [5.0, 6.0], [np.nan, 1.0]]])
    track = track_of_points(points, [1.0], image_size_px=SIZE_PX, names=("RKnee", "neck", "left_foot_index"))
    assert set(track.keypoints) == {"right_knee", "left_toe"}
    assert track.point("right_knee").tolist() == [[3.0, 4.0]]
    assert track.seen("right_knee").tolist() == [1.0]
    assert np.isnan(track.point("left_toe")).all()
    assert track.seen("left_toe").tolist() == [0.0]


@pytest.mark.parametrize(
    ("shape", "times", "expected"),
    [
        ((4, 33), [0.0, 1.0, 2.0, 3.0], "Expected points"),
        ((2, 33, 3), [0.0, 1.0, 2.0], "as many times"),
        ((2, 33, 3), [1.0, 1.0], "increase"),
        ((2, 33, 3), [0.0, np.nan], "increase"),
        ((2, 12, 3), [0.0, 1.0], "17, 25, 26, 33"),
    ],
)
def test_other_arrays_are_refused(shape: tuple[int, ...], times: list[float], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        track_of_points(np.zeros(shape), times, image_size_px=SIZE_PX)


def test_names_of_no_body_are_refused() -> None:
    with pytest.raises(InputError, match="at least one"):
        track_of_points(np.zeros((1, 2, 2)), [0.0], image_size_px=SIZE_PX, names=("car", "tree"))
