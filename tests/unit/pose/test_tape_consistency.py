"""Tape over a clip: a pair that stays on the moving body is kept, whatever else looked like one is dropped."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.model import PoseTrack
from evenstride.pose.tape_consistency import keep_staying_marks
from tape_pictures import TRUNK_PX, body_points

PELVIS = ("left_psis", "right_psis")
LEG = ("left_calf", "left_achilles", "left_heel_top", "left_heel_bottom")
PLACES = {
    "left_psis": (184.0, 258.0),
    "right_psis": (216.0, 258.0),
    "left_calf": (171.0, 515.0),
    "left_achilles": (172.0, 575.0),
    "left_heel_top": (172.5, 600.0),
    "left_heel_bottom": (173.0, 624.0),
}
COUNT, FPS = 120, 60.0


def clip(
    marks: tuple[str, ...] = PELVIS, *, width_px: float = 120.0, moves: bool = True, seed: int = 2
) -> tuple[PoseTrack, NDArray[np.float64]]:
    """A body that goes up and down as a runner's does, with marks on it; and how far down it is (time,)."""
    rng = np.random.default_rng(seed)
    time_s = np.arange(COUNT) / FPS
    down_px = 0.1 * TRUNK_PX * np.sin(2 * np.pi * 2.7 * time_s)
    points = body_points(width_px)
    names = (*points, *marks)
    still = np.stack([*points.values(), *(np.array(PLACES[name]) for name in marks)])
    xy_px = np.tile(still, (COUNT, 1, 1))
    xy_px[:, : len(points), 1] += down_px[:, None]
    if moves:
        xy_px[:, len(points) :, 1] += down_px[:, None]
    xy_px[:, : len(points)] += rng.normal(0, 1.5, (COUNT, len(points), 2))
    xy_px[:, len(points) :] += rng.normal(0, 0.15, (COUNT, len(marks), 2))
    return PoseTrack(time_s, xy_px, np.full(xy_px.shape[:2], 0.8), names, (400, 700), "made up"), down_px


def changed(track: PoseTrack, name: str, rows: slice | NDArray[np.intp], by_px: tuple[float, float]) -> PoseTrack:
    xy_px = track.xy_px.copy()
    xy_px[rows, track.keypoints.index(name)] += by_px
    return track.with_points(xy_px)


def kept_share(track: PoseTrack, name: str) -> float:
    after = keep_staying_marks(track)
    seen = np.isfinite(after.point(name)).all(axis=1)
    np.testing.assert_array_equal(after.seen(name) > 0, seen)
    np.testing.assert_array_equal(after.point(name)[seen], track.point(name)[seen])
    return float(seen.mean())


def test_marks_that_stay_are_kept_as_they_are() -> None:
    track, _ = clip((*PELVIS, *LEG))
    for name in (*PELVIS, *LEG):
        assert kept_share(track, name) > 0.97


def test_other_points_are_never_touched() -> None:
    track, _ = clip(moves=False)
    after = keep_staying_marks(track)
    for name in body_points():
        np.testing.assert_array_equal(after.point(name), track.point(name))


def test_a_track_without_marks_comes_back_as_it_is() -> None:
    track, _ = clip(())
    np.testing.assert_array_equal(keep_staying_marks(track).xy_px, track.xy_px)


def test_something_that_stands_still_behind_the_runner_is_dropped() -> None:
    track, _ = clip(moves=False)
    assert kept_share(track, "left_psis") == 0.0


@pytest.mark.parametrize("width_px", [20.0, -120.0], ids=["side", "front"])
def test_from_other_sides_nothing_is_kept(width_px: float) -> None:
    track, _ = clip(width_px=width_px)
    assert kept_share(track, "right_psis") == 0.0


@pytest.mark.parametrize(("missing", "expected"), [(0.3, 0.7), (0.5, 0.0)])
def test_a_pair_must_be_there_in_most_pictures(missing: float, expected: float) -> None:
    track, _ = clip()
    rows = np.random.default_rng(1).permutation(COUNT)[: int(missing * COUNT)]
    assert kept_share(changed(track, "left_psis", rows, (np.nan, np.nan)), "right_psis") == pytest.approx(expected)


def test_single_pictures_with_another_spot_are_dropped_alone() -> None:
    track, _ = clip()
    track = changed(track, "left_psis", slice(50, 60), (-12.0, 8.0))
    assert kept_share(track, "left_psis") == pytest.approx(110 / 120)


def test_a_pair_that_is_now_here_now_there_is_dropped() -> None:
    track, _ = clip()
    rng = np.random.default_rng(3)
    xy_px = track.xy_px.copy()
    for name in PELVIS:
        xy_px[:, track.keypoints.index(name)] += rng.uniform(-25, 25, (COUNT, 2))
    assert kept_share(track.with_points(xy_px), "left_psis") == 0.0


def test_too_few_pictures_say_nothing() -> None:
    track, _ = clip()
    short = PoseTrack(track.time_s[:7], track.xy_px[:7], track.visibility[:7], track.keypoints, (400, 700), "made up")
    assert kept_share(short, "left_psis") == 0.0


def test_in_a_clip_with_four_marks_pictures_with_two_are_dropped() -> None:
    track, _ = clip(LEG)
    for name in ("left_calf", "left_heel_bottom"):
        track = changed(track, name, slice(0, 40), (np.nan, np.nan))
    assert kept_share(track, "left_achilles") == pytest.approx(80 / 120, abs=0.02)


def test_one_mark_of_the_other_leg_drops_all_four_of_that_picture() -> None:
    track, _ = clip(LEG)
    track = changed(track, "left_achilles", slice(0, 20), (16.0, -8.0))
    assert kept_share(track, "left_heel_bottom") == pytest.approx(100 / 120, abs=0.02)


def test_a_pair_on_the_heel_alone_is_kept() -> None:
    track, _ = clip(LEG)
    for name in LEG[:2]:
        track = changed(track, name, slice(None), (np.nan, np.nan))
    assert kept_share(track, "left_heel_top") > 0.97


def test_a_side_view_with_a_few_pictures_as_from_behind_keeps_nothing() -> None:
    track, _ = clip()
    side, _ = clip(width_px=20.0)
    rows = np.arange(COUNT)[:, None, None] < 40
    mixed = track.with_points(np.where(rows, track.xy_px, side.xy_px))
    assert kept_share(mixed, "left_psis") == 0.0


def test_missing_body_points_drop_the_marks() -> None:
    track, _ = clip()
    for name in ("left_hip", "right_shoulder"):
        track = changed(track, name, slice(None), (np.nan, np.nan))
    assert kept_share(track, "left_psis") == 0.0
