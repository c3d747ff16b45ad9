"""Stretches tracked apart join to what one tracker would have given."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.pose.backend import PoseEstimate
from evenstride.pose.track_part import TrackPart, join_parts

KEYPOINTS = ("left_knee", "right_knee")


def _part(times: range, found: set[int] | None = None, *, value: float = 0.0, source: str = "fake") -> TrackPart:
    estimates = [
        PoseEstimate(np.full((2, 2), i + value), np.ones(2), 0.9, None) if found is None or i in found else None
        for i in times
    ]
    return TrackPart.from_estimates([i / 30 for i in times], estimates, KEYPOINTS, (640, 360), source)


def _assert_same(one: TrackPart, other: TrackPart) -> None:
    for name in ("time_s", "xy_px", "visibility", "presence"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(cut=st.integers(1, 19), overlap=st.integers(0, 6), lost=st.sets(st.integers(0, 19)))
def test_cutting_anywhere_and_joining_gives_the_whole_again(cut: int, overlap: int, lost: set[int]) -> None:
    found = set(range(20)) - lost
    whole = _part(range(20), found)
    joined = join_parts([_part(range(max(0, cut - overlap), 20), found), _part(range(cut), found)])
    _assert_same(joined, whole)


def test_in_an_overlap_each_part_gives_its_half() -> None:
    joined = join_parts([_part(range(0, 12)), _part(range(8, 20), value=100.0)])
    assert joined.xy_px[:, 0, 0].tolist() == [*range(10), *range(110, 120)]


def test_in_an_overlap_the_part_that_found_the_runner_gives_the_picture() -> None:
    joined = join_parts([_part(range(0, 12), set(range(9))), _part(range(8, 20), set(range(9, 20)), value=100.0)])
    assert joined.is_found.all()
    assert joined.xy_px[8:10, 0, 0].tolist() == [8.0, 109.0]


def test_a_picture_without_estimate_is_nan_and_unseen() -> None:
    part = _part(range(3), {0, 2})
    assert np.isnan(part.xy_px[1]).all()
    assert part.visibility[1].tolist() == [0.0, 0.0]
    assert part.is_found.tolist() == [True, False, True]
    assert len(part.between(0.03, 0.06)) == 1


def test_a_part_travels_between_processes() -> None:
    part = _part(range(5), {1, 2})
    _assert_same(pickle.loads(pickle.dumps(part)), part)


def test_a_part_becomes_a_pose_track() -> None:
    track = _part(range(5)).to_pose_track()
    assert track.source == "fake"
    assert track.point("right_knee")[3].tolist() == [3.0, 3.0]


def test_parts_that_do_not_belong_together_are_refused() -> None:
    with pytest.raises(ValueError, match="one backend"):
        join_parts([_part(range(3)), _part(range(3, 6), source="other")])
    with pytest.raises(ValueError, match="at least one"):
        join_parts([])
