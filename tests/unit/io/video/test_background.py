from __future__ import annotations

import pickle

import numpy as np
import pytest

from evenstride.io.video import PictureSampler, PictureSamples, SceneMonitor, read_frames
from evenstride.io.video.background import MOST_PICTURES


def sampled(path, start_s=0.0, end_s=None) -> PictureSamples:
    sampler = PictureSampler()
    with read_frames(path, start_s=start_s, end_s=end_s) as frames:
        for frame in frames:
            sampler.add(frame)
    return sampler.samples()


@pytest.fixture
def long_clip(write_clip, texture):
    """Twenty seconds at ten pictures a second."""
    pictures = (np.ascontiguousarray(texture[i : 240 + i, :320]) for i in range(200))
    return write_clip("long.mp4", pictures, fps=10)


def test_a_long_clip_keeps_no_more_pictures_than_a_short_one_and_spreads_them(long_clip) -> None:
    samples = sampled(long_clip)
    assert MOST_PICTURES / 2 <= len(samples) <= MOST_PICTURES
    assert samples.time_s[0] == 0.0
    assert samples.time_s[-1] > 16.0
    apart_s = np.diff(samples.time_s)
    assert apart_s.max() < 1.5 * apart_s.min()


def test_two_parts_joined_are_spread_over_both(long_clip) -> None:
    joined = sampled(long_clip, end_s=10.0).join(sampled(long_clip, start_s=9.5))
    assert len(joined) <= MOST_PICTURES
    assert np.all(np.diff(joined.time_s) > 0)
    assert 0.3 < np.mean(np.array(joined.time_s) < 10.0) < 0.7


def test_nothing_joined_to_nothing_is_nothing() -> None:
    assert len(PictureSamples().join(PictureSamples())) == 0


def test_large_pictures_are_kept_small_and_upright(write_clip, texture) -> None:
    wide = np.ascontiguousarray(np.tile(texture[:240, :320], (3, 4, 1)))
    wide[:, :40] = 255
    samples = sampled(write_clip("turned.mp4", [wide] * 4, fps=30, rotation_deg=90))
    (picture,) = samples.pictures
    assert picture.shape == (640, 360), "turned, and halved from 1280"
    assert picture[:15].mean() > 230, "what is stored at the left is shown at the top"


def test_the_monitor_hands_its_samples_through_a_pipe(long_clip) -> None:
    monitor = SceneMonitor()
    with read_frames(long_clip, end_s=3.0) as frames:
        for frame in frames:
            monitor.add(frame)
    again = pickle.loads(pickle.dumps(monitor.summary())).evidence.samples
    assert len(again) == len(again.pictures) >= 5
    assert again.between(1.0, 2.0).time_s == tuple(t for t in again.time_s if 1.0 <= t < 2.0)
