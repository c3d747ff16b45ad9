"""What the detector looks at: free of scale, place, facing and constant offsets of a point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evenstride.gait.camera.side_view import estimate_side_view
from evenstride.gait.contact.contact_features import CHANNEL_COUNT, contact_features
from evenstride.model import PoseTrack
from gait_fixtures.synthetic_runner import KEYPOINTS, RUNNER, film, with_gap


def channels_of(track: PoseTrack, side: str = "right") -> np.ndarray:
    return contact_features(track, estimate_side_view(track))[1][side]  # type: ignore[index]


@pytest.mark.parametrize("fps", [30.0, 59.94, 240.0])
def test_channels_lie_on_an_even_grid_of_120_a_second(fps: float) -> None:
    track = film(RUNNER, fps=fps, duration_s=2)
    grid_s, channels = contact_features(track, estimate_side_view(track))
    assert np.allclose(np.diff(grid_s), 1 / 120)
    assert grid_s[0] == track.time_s[0]
    assert grid_s[-1] <= track.time_s[-1] + 1e-9
    assert {c.shape for c in channels.values()} == {(CHANNEL_COUNT, len(grid_s))}


def test_the_frame_rate_is_a_channel_of_its_own() -> None:
    assert np.allclose(channels_of(film(RUNNER, fps=30, duration_s=2))[-1], -1.0)
    assert np.allclose(channels_of(film(RUNNER, fps=240, duration_s=2))[-1], 2.0)


@pytest.mark.parametrize("change", ["scale", "place", "facing", "clock"])
def test_channels_do_not_depend_on_how_the_runner_is_filmed(change: str) -> None:
    track = film(RUNNER, fps=60, duration_s=3)
    other = {
        "scale": film(RUNNER, fps=60, duration_s=3, px_per_m=150),
        "place": track.with_points(track.xy_px + np.array([200.0, -60.0])),
        "facing": film(RUNNER, fps=60, duration_s=3, facing="left"),
        "clock": replace(track, time_s=track.time_s + 5.0),
    }[change]
    assert np.allclose(channels_of(other), channels_of(track), atol=1e-9)


def test_a_constant_offset_of_a_point_does_not_show() -> None:
    track = film(RUNNER, fps=60, duration_s=3)
    xy = track.xy_px.copy()
    xy[:, KEYPOINTS.index("right_heel")] += [14.0, -9.0]
    assert np.allclose(channels_of(track.with_points(xy)), channels_of(track), atol=1e-9)


def test_the_own_leg_comes_first_and_the_legs_take_turns() -> None:
    track = film(RUNNER, fps=60, duration_s=3)
    right, left = channels_of(track, "right"), channels_of(track, "left")
    assert np.allclose(right[:8], left[8:16])
    assert np.allclose(right[16:], left[16:])


def test_unknown_samples_are_bridged() -> None:
    track = with_gap(film(RUNNER, fps=60, duration_s=3), ("right_knee",), 1.0, 1.3)
    assert np.isfinite(channels_of(track)).all()


def test_a_model_without_feet_has_flat_foot_channels() -> None:
    feet = ("left_heel", "left_toe", "right_heel", "right_toe")
    channels = channels_of(with_gap(film(RUNNER, fps=60, duration_s=3), feet, 0, 9))
    assert not channels[:4].any()
    assert channels[4:8].any()
