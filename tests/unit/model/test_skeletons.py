"""Other skeletons' points are named as ours, side for side."""

from __future__ import annotations

import pytest

from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.model.skeletons import (
    BLAZEPOSE_33,
    BODY_25,
    COCO_17,
    HALPE_26,
    LAYOUT_OF_COUNT,
    canonical_columns,
    canonical_name,
)


@pytest.mark.parametrize(("count", "layout"), LAYOUT_OF_COUNT.items())
def test_a_layout_has_its_number_of_points_each_name_once_and_known(count: int, layout: tuple) -> None:
    named = [name for name in layout if name is not None]
    assert len(layout) == count
    assert len(set(named)) == len(named)
    assert set(named) <= set(CANONICAL_KEYPOINTS)


def test_feet_and_sides_are_where_the_papers_put_them() -> None:
    assert (BLAZEPOSE_33[23], BLAZEPOSE_33[29], BLAZEPOSE_33[32]) == ("left_hip", "left_heel", "right_toe")
    assert (HALPE_26[20], HALPE_26[21], HALPE_26[24], HALPE_26[25]) == (
        "left_toe",
        "right_toe",
        "left_heel",
        "right_heel",
    )
    assert (BODY_25[10], BODY_25[19], BODY_25[22], BODY_25[24]) == ("right_knee", "left_toe", "right_toe", "right_heel")
    assert (COCO_17[11], COCO_17[16]) == ("left_hip", "right_ankle")


def test_blazepose_and_halpe_have_every_canonical_point() -> None:
    assert canonical_columns(BLAZEPOSE_33)[0] == CANONICAL_KEYPOINTS
    assert canonical_columns(HALPE_26)[0] == CANONICAL_KEYPOINTS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LBigToe", "left_toe"),
        ("RHip", "right_hip"),
        ("right_big_toe", "right_toe"),
        ("left foot index", "left_toe"),
        ("Nose", "nose"),
        ("left_knee", "left_knee"),
        ("Neck", None),
        ("LSmallToe", None),
        ("lower_back", None),
        ("Round", None),
    ],
)
def test_names_of_other_tools_are_understood(name: str, expected: str | None) -> None:
    assert canonical_name(name) == expected
