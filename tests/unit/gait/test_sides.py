"""Legs whose names were exchanged get them back; legs whose names were right keep them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evenstride.gait.naming.sides import exchange_points, exchange_sides, repair_sides
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import KEYPOINTS, RUNNER, WALKER, film, with_gap, with_legs_swapped


def single_frames(count: int, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    return rng.random(count) < share


def short_runs(count: int, share: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    swapped = np.zeros(count, dtype=bool)
    while swapped.mean() < share:
        start, length = rng.integers(0, count - 6), rng.integers(1, 7)
        swapped[start : start + length] = True
    return swapped


def noisy_runner(fps: float, rng: np.random.Generator) -> PoseTrack:
    return film(RUNNER, fps=fps, duration_s=6, noise_px=3.0, rng=rng)


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.20])
@pytest.mark.parametrize("pattern", [single_frames, short_runs])
def test_swapped_frames_are_found_and_put_right(fps: float, share: float, pattern) -> None:
    rng = np.random.default_rng(11)
    track = noisy_runner(fps, rng)
    swapped = pattern(len(track), share, rng)
    repair = repair_sides(with_legs_swapped(track, swapped))
    assert np.mean(repair.swapped != swapped) < 0.005
    right_again = np.isclose(repair.track.xy_px, track.xy_px).all(axis=(1, 2))
    assert right_again.mean() > 0.995


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
def test_a_track_without_swaps_is_left_untouched(fps: float) -> None:
    track = noisy_runner(fps, np.random.default_rng(12))
    repair = repair_sides(track)
    assert not repair.swapped.any()
    assert not repair.unclear.any()
    assert np.array_equal(repair.track.xy_px, track.xy_px)


def test_a_walker_keeps_the_legs_too() -> None:
    rng = np.random.default_rng(13)
    track = film(WALKER, fps=30, duration_s=6, noise_px=2.0, rng=rng)
    swapped = short_runs(len(track), 0.1, rng)
    assert np.mean(repair_sides(with_legs_swapped(track, swapped)).swapped != swapped) < 0.005


def test_the_naming_of_the_majority_is_kept() -> None:
    track = noisy_runner(60.0, np.random.default_rng(14))
    mostly_swapped = np.arange(len(track)) % 10 < 7
    repair = repair_sides(with_legs_swapped(track, mostly_swapped))
    assert np.array_equal(repair.swapped, ~mostly_swapped)


def half_strides(track: PoseTrack, every: int) -> NDArray[np.bool_]:
    """Every ``every``-th stretch between two passings of the feet."""
    apart = (track.point("left_ankle") - track.point("right_ankle"))[:, 0]
    stretch = np.concatenate([[0], np.cumsum(np.diff(np.sign(apart)) != 0)])
    return np.asarray(stretch % every == 1)


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("every", [3, 4, 9])
def test_whole_half_strides_are_put_right(fps: float, every: int) -> None:
    rng = np.random.default_rng(19)
    swapped = half_strides(film(RUNNER, fps=fps, duration_s=6), every)
    repair = repair_sides(with_legs_swapped(noisy_runner(fps, rng), swapped))
    assert np.mean(repair.swapped != swapped) < 0.005
    assert not repair.unclear.any()


def test_names_exchanged_half_of_the_time_are_called_unclear() -> None:
    track = noisy_runner(60.0, np.random.default_rng(20))
    repair = repair_sides(with_legs_swapped(track, half_strides(film(RUNNER, fps=60.0, duration_s=6), 2)))
    assert repair.unclear.all()


@pytest.mark.parametrize("share", [0.5, 0.7])
def test_a_knee_that_is_better_seen_tells_the_near_leg_where_the_names_do_not(share: float) -> None:
    track = noisy_runner(60.0, np.random.default_rng(21))
    visibility = track.visibility.copy()
    visibility[:, KEYPOINTS.index("left_knee")] = 0.6  # faces right: the left leg is the far one
    seen = track.with_points(track.xy_px, visibility)
    swapped = short_runs(len(track), share, np.random.default_rng(22))
    repair = repair_sides(exchange_points(seen, swapped))
    assert np.mean(repair.swapped != swapped) < 0.005
    assert not repair.unclear.any()


def test_a_far_knee_that_is_better_seen_does_not_overrule_steady_names() -> None:
    track = noisy_runner(60.0, np.random.default_rng(23))
    visibility = track.visibility.copy()
    visibility[:, KEYPOINTS.index("right_knee")] = 0.6  # a handrail hides the near knee
    repair = repair_sides(track.with_points(track.xy_px, visibility))
    assert not repair.swapped.any()
    assert not repair.unclear.any()


def test_swaps_next_to_a_gap_are_put_right_but_for_a_picture_or_two() -> None:
    track = with_gap(noisy_runner(60.0, np.random.default_rng(15)), KEYPOINTS, 2.0, 2.1)
    swapped = np.zeros(len(track), dtype=bool)
    swapped[126:132] = True
    repair = repair_sides(with_legs_swapped(track, swapped))
    known = np.isfinite(track.xy_px[:, 0, 0])
    assert np.sum(repair.swapped[known] != swapped[known]) <= 2
    assert repair.swapped[126:132].all()


def test_swaps_in_a_long_clip_are_put_right_wherever_they_lie() -> None:
    rng = np.random.default_rng(18)
    track = film(RUNNER, fps=30, duration_s=50, noise_px=3.0, rng=rng)
    swapped = short_runs(len(track), 0.05, rng)
    repair = repair_sides(with_legs_swapped(track, swapped))
    assert np.mean(repair.swapped != swapped) < 0.005


def test_visibility_moves_with_the_leg() -> None:
    track = noisy_runner(60.0, np.random.default_rng(16))
    visibility = track.visibility.copy()
    visibility[:, KEYPOINTS.index("left_knee")] = 0.4
    swapped = np.zeros(len(track), dtype=bool)
    swapped[50:53] = True
    seen = track.with_points(track.xy_px, visibility)
    assert np.array_equal(repair_sides(exchange_sides(seen, swapped)).track.visibility, visibility)


def test_points_that_jump_in_every_frame_are_called_unclear() -> None:
    rng = np.random.default_rng(17)
    track = film(RUNNER, fps=60, duration_s=3, noise_px=150.0, rng=rng)
    assert repair_sides(track).unclear.mean() > 0.5


def test_three_frames_are_too_few_to_say_anything() -> None:
    track = film(RUNNER, fps=30, duration_s=0.1)
    assert len(track) == 3
    assert not repair_sides(track).swapped.any()


def test_a_leg_that_is_never_seen_swaps_nothing() -> None:
    names = tuple(f"left_{name}" for name in ("hip", "knee", "ankle", "heel", "toe"))
    repair = repair_sides(with_gap(film(RUNNER, fps=60, duration_s=2), names, 0, 9))
    assert not repair.swapped.any()


def test_exchanging_both_sides_twice_changes_nothing() -> None:
    track = film(RUNNER, fps=30, duration_s=1)
    everywhere = np.ones(len(track), dtype=bool)
    once = exchange_sides(track, everywhere)
    assert np.array_equal(once.point("left_knee"), track.point("right_knee"))
    assert np.array_equal(exchange_sides(once, everywhere).xy_px, track.xy_px)
