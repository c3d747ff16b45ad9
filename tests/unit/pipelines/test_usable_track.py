from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.model import PoseTrack
from evenstride.pipelines.usable_track import leg_travel_leg, reason_against, without_points_outside


def cropped(track: PoseTrack, *, top_px: float = 0.0, bottom_px: float) -> PoseTrack:
    """The same runner in a picture that shows the rows from ``top_px`` to ``bottom_px`` only."""
    moved = track.with_points(track.xy_px - [0.0, top_px])
    return replace(moved, image_size_px=(track.image_size_px[0], round(bottom_px - top_px)))


def lowest_px(track: PoseTrack, name: str) -> float:
    return float(np.max(track.point(name)[:, 1]))


def test_a_whole_runner_is_usable(runner_track: PoseTrack) -> None:
    assert reason_against(runner_track, is_filmed=True) is None


def test_nobody_is_said(runner_track: PoseTrack) -> None:
    nobody = runner_track.with_points(np.full_like(runner_track.xy_px, np.nan))
    assert "found nobody" in str(reason_against(nobody, is_filmed=True))
    assert "found nobody" in str(reason_against(nobody, is_filmed=False))


def test_feet_below_the_picture_are_said(runner_track: PoseTrack) -> None:
    shin_px = 0.5 * (lowest_px(runner_track, "right_knee") + lowest_px(runner_track, "right_heel"))
    reason = str(reason_against(cropped(runner_track, bottom_px=shin_px), is_filmed=True))
    assert "it leaves out the runner's feet too often." in reason
    assert "Move the camera back" in reason


def test_feet_that_only_the_ground_contact_hides_are_said_too(runner_track: PoseTrack) -> None:
    sole_px = lowest_px(runner_track, "right_heel")
    reason = reason_against(cropped(runner_track, bottom_px=sole_px - 30), is_filmed=True)
    assert "the runner's feet" in str(reason)


def test_a_picture_that_ends_at_the_soles_is_usable(runner_track: PoseTrack) -> None:
    assert (
        reason_against(cropped(runner_track, bottom_px=lowest_px(runner_track, "right_heel")), is_filmed=True) is None
    )


def test_legs_alone_are_said(runner_track: PoseTrack) -> None:
    hip_px = float(np.mean(runner_track.middle("hip")[:, 1]))
    legs = cropped(runner_track, top_px=hip_px - 60, bottom_px=runner_track.image_size_px[1])
    assert "it leaves out the runner's head and shoulders too often" in str(reason_against(legs, is_filmed=True))


def test_a_trunk_that_the_model_squeezed_into_the_picture_is_no_trunk(runner_track: PoseTrack) -> None:
    shoulders = [i for i, name in enumerate(runner_track.keypoints) if name.endswith("shoulder")]
    squeezed = runner_track.xy_px.copy()
    squeezed[:, shoulders] = 0.7 * runner_track.middle("hip")[:, None] + 0.3 * squeezed[:, shoulders]
    reason = reason_against(runner_track.with_points(squeezed), is_filmed=True)
    assert "it leaves out the runner's head and shoulders too often" in str(reason)


def test_several_missing_parts_are_listed(runner_track: PoseTrack) -> None:
    knee_px = float(np.mean(runner_track.point("right_knee")[:, 1]))
    shins = cropped(runner_track, top_px=knee_px + 80, bottom_px=runner_track.image_size_px[1])
    assert "head and shoulders, hips, and knees" in str(reason_against(shins, is_filmed=True))


def test_the_size_that_another_tools_file_does_not_tell_is_not_held_against_it(runner_track: PoseTrack) -> None:
    unknown_size = replace(runner_track, image_size_px=(10, 10))
    assert reason_against(unknown_size, is_filmed=False) is None


def test_a_runner_who_leaves_at_the_side_is_usable(runner_track: PoseTrack) -> None:
    leaving = runner_track.with_points(runner_track.xy_px + np.array([640.0, 0.0]))
    assert reason_against(leaving, is_filmed=True) is None


def test_points_outside_the_picture_are_not_seen(runner_track: PoseTrack) -> None:
    shin_px = 0.5 * (lowest_px(runner_track, "right_knee") + lowest_px(runner_track, "right_heel"))
    track = cropped(runner_track, bottom_px=shin_px)
    seen = without_points_outside(track)
    outside = track.point("right_heel")[:, 1] > 1.01 * shin_px
    assert outside.any()
    assert np.array_equal(np.isnan(seen.point("right_heel")[:, 0]), outside)
    assert np.all(seen.seen("right_heel")[outside] == 0)
    assert np.array_equal(seen.point("right_hip"), track.point("right_hip"))


def test_somebody_who_stands_is_told_from_a_runner(runner_track: PoseTrack) -> None:
    rng = np.random.default_rng(1)
    standing = runner_track.with_points(runner_track.xy_px[:1] + rng.normal(0, 2.0, runner_track.xy_px.shape))
    assert "the legs of the person in the clip hardly move" in str(reason_against(standing, is_filmed=True))


def test_leg_travel_is_in_leg_lengths_whatever_the_size_in_the_picture(runner_track: PoseTrack) -> None:
    half = runner_track.with_points(0.5 * runner_track.xy_px)
    assert leg_travel_leg(runner_track) == pytest.approx(leg_travel_leg(half))
    assert 0.5 < leg_travel_leg(runner_track) < 1.5


def test_leg_travel_is_unknown_without_hips(runner_track: PoseTrack) -> None:
    columns = [i for i, name in enumerate(runner_track.keypoints) if not name.endswith("hip")]
    hipless = replace(
        runner_track,
        keypoints=tuple(runner_track.keypoints[i] for i in columns),
        xy_px=runner_track.xy_px[:, columns],
        visibility=runner_track.visibility[:, columns],
    )
    assert np.isnan(leg_travel_leg(hipless))
    assert reason_against(hipless, is_filmed=True) is None
