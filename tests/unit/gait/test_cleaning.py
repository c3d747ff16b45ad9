"""What cleaning may change, and what it must leave."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.naming.cleaning import clean_track
from gait_fixtures.synthetic_runner import KEYPOINTS, RUNNER, film, with_gap, with_legs_swapped

KNEE = KEYPOINTS.index("right_knee")


@pytest.mark.parametrize("fps", [30.0, 60.0, 120.0])
def test_a_good_track_is_not_changed_at_all(fps: float) -> None:
    track = film(RUNNER, fps=fps, duration_s=4, noise_px=1.5, rng=np.random.default_rng(1))
    clean = clean_track(track)
    assert np.array_equal(clean.track.xy_px, track.xy_px)
    assert (clean.swapped_share, clean.unclear_share, clean.stray_share) == (0.0, 0.0, 0.0)
    assert not clean.unknown.any()


@pytest.mark.parametrize("fps", [60.0, 120.0])
def test_a_stray_point_is_put_back_on_the_path(fps: float) -> None:
    track = film(RUNNER, fps=fps, duration_s=4, noise_px=1.0, rng=np.random.default_rng(2))
    xy = track.xy_px.copy()
    xy[100, KNEE] += [150, -80]
    clean = clean_track(track.with_points(xy))
    assert np.abs(clean.track.xy_px - track.xy_px).max() < 12
    assert clean.stray_share > 0


def test_points_below_the_least_confidence_count_as_unknown() -> None:
    track = film(RUNNER, fps=60, duration_s=4)
    visibility = track.visibility.copy()
    visibility[60:120, KNEE] = 0.1
    clean = clean_track(track.with_points(track.xy_px, visibility))
    assert np.flatnonzero(clean.unknown).tolist() == list(range(60, 120))


def test_a_gap_of_70_ms_is_joined_and_a_longer_one_stays_open() -> None:
    track = film(RUNNER, fps=60, duration_s=4)
    short, long = with_gap(track, ("right_knee",), 1.0, 1.05), with_gap(track, ("right_knee",), 1.0, 1.15)
    assert np.abs(clean_track(short).track.xy_px - track.xy_px).max() < 12
    assert clean_track(long).unknown.sum() == 9


def test_swaps_and_their_share_are_reported() -> None:
    track = film(RUNNER, fps=60, duration_s=5)
    swapped = np.zeros(300, dtype=bool)
    swapped[100:106] = True
    clean = clean_track(with_legs_swapped(track, swapped))
    assert clean.swapped_share == pytest.approx(6 / 300)
    assert np.allclose(clean.track.xy_px, track.xy_px)


def test_a_missing_face_or_arm_does_not_make_a_picture_unknown() -> None:
    track = with_gap(film(RUNNER, fps=60, duration_s=3), ("nose", "left_ear", "right_ear", "left_heel"), 0, 9)
    assert not clean_track(track).unknown.any()
