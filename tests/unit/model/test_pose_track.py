"""A pose track protects its shape, its names and its clock."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from evenstride.model import CANONICAL_KEYPOINTS, PoseTrack

NAMES = ("left_hip", "right_hip", "left_knee")


def track(**changes) -> PoseTrack:
    fields = {
        "time_s": np.array([0.0, 0.02, 0.04, 0.08]),
        "xy_px": np.arange(24, dtype=float).reshape(4, 3, 2),
        "visibility": np.full((4, 3), 0.9),
        "keypoints": NAMES,
        "image_size_px": (640, 480),
        "source": "by hand",
    } | changes
    return PoseTrack(**fields)


def test_a_keypoint_is_read_by_name() -> None:
    assert track().point("right_hip").tolist() == [[2, 3], [8, 9], [14, 15], [20, 21]]
    assert track().seen("right_hip").tolist() == [0.9] * 4


def test_a_keypoint_that_the_source_does_not_have_is_unknown_and_unseen() -> None:
    assert not track().has("left_toe")
    assert np.isnan(track().point("left_toe")).all()
    assert track().seen("left_toe").tolist() == [0.0] * 4


def test_the_middle_lies_half_way_and_is_unknown_without_one_side() -> None:
    assert track().middle("hip")[0].tolist() == [1.0, 2.0]
    assert np.isnan(track().middle("knee")).all()


def test_the_frame_rate_is_that_of_the_typical_interval() -> None:
    assert track().fps == pytest.approx(50.0)
    one = slice(0, 1)
    only = track(time_s=np.zeros(1), xy_px=track().xy_px[one], visibility=track().visibility[one])
    assert (only.fps, len(only)) == (0.0, 1)


def test_new_points_leave_the_old_track_alone() -> None:
    old = track()
    new = old.with_points(old.xy_px + 1, old.visibility / 2)
    assert new.xy_px[0, 0, 0] == old.xy_px[0, 0, 0] + 1 == 1.0
    assert new.visibility[0, 0] == 0.45
    assert old.with_points(old.xy_px).visibility is old.visibility
    with pytest.raises(FrozenInstanceError):
        old.source = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"xy_px": np.zeros((4, 2, 2))}, r"\(4, 3, 2\)"),
        ({"visibility": np.zeros((3, 3))}, r"\(4, 3\)"),
        ({"keypoints": ("left_hip", "right_hip", "tail")}, "tail"),
        ({"time_s": np.array([0.0, 0.02, 0.02, 0.04])}, "strictly increasing"),
        ({"time_s": np.array([0.0, 0.04, 0.02, 0.06])}, "strictly increasing"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(changes: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        track(**changes)


def test_every_paired_name_has_both_sides() -> None:
    for name in CANONICAL_KEYPOINTS[1:]:
        side, _, point = name.partition("_")
        assert f"{'right' if side == 'left' else 'left'}_{point}" in CANONICAL_KEYPOINTS
    assert len(set(CANONICAL_KEYPOINTS)) == len(CANONICAL_KEYPOINTS) == 21
