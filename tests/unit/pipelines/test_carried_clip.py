"""The points of the sample clip that travel with the program are those that the models give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from clip_copies import remuxed
from evenstride.io.value_files import read_value, save_value
from evenstride.model import PoseTrack
from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.pipelines.carried_clip import CARRIED_FILE, read_carried_clip
from evenstride.pipelines.clip_tracking import TrackedClip, track_clip

#: A shorter clip is surveyed in other pictures, so that the first region the model is shown differs a little.
TYPICAL_DIFFERENCE_PX, MOST_POINTS_DIFFER_LESS_PX = 1.0, 4.0
#: Points travel to 1/64 px.
ROUNDED_PX = 0.01
PICTURES = 40


@pytest.fixture(scope="module")
def carried(sample_clip: Path) -> TrackedClip:
    found = read_carried_clip(sample_clip)
    assert found is not None, "Write it anew: python -m training.sample_points"
    return found


def points_px(track: PoseTrack) -> NDArray[np.float64]:
    """(time, keypoint, xy) of what the pose model itself gives."""
    return track.xy_px[:, [track.keypoints.index(name) for name in CANONICAL_KEYPOINTS]]


def test_the_models_give_these_points(carried: TrackedClip, sample_clip: Path, tmp_path: Path) -> None:
    begin = track_clip(remuxed(sample_clip, tmp_path / "begin.mp4", count=PICTURES), with_preview=False)
    assert begin.pose_track is not None
    assert carried.pose_track is not None
    count = min(len(begin.pose_track), PICTURES)
    apart_px = np.linalg.norm(points_px(begin.pose_track)[:count] - points_px(carried.pose_track)[:count], axis=-1)
    assert np.median(apart_px) < TYPICAL_DIFFERENCE_PX
    assert np.quantile(apart_px, 0.95) < MOST_POINTS_DIFFER_LESS_PX


@pytest.mark.slow
def test_followed_anew_the_clip_gives_the_file(carried: TrackedClip) -> None:
    from training.sample_points import follow_sample

    followed = follow_sample().clip
    assert followed.pose_track is not None
    assert carried.pose_track is not None
    assert followed.pose_track.keypoints == carried.pose_track.keypoints
    np.testing.assert_allclose(followed.pose_track.xy_px, carried.pose_track.xy_px, atol=ROUNDED_PX)
    assert replace(carried.survey, starts=()) == replace(followed.survey, starts=())
    assert carried.tilt == followed.tilt


def test_every_picture_is_in_the_small_copy(carried: TrackedClip, sample_clip: Path) -> None:
    assert carried.preview is not None
    assert carried.pose_track is not None
    assert len(carried.preview.time_s) == len(carried.pose_track)
    assert carried.probe.path == sample_clip


def test_another_clip_is_followed(sample_clip: Path, tmp_path: Path) -> None:
    other = tmp_path / sample_clip.name
    content = bytearray(sample_clip.read_bytes())
    content[-1] ^= 1
    other.write_bytes(content)
    assert read_carried_clip(other) is None


def test_with_other_models_the_clip_is_followed(sample_clip: Path, tmp_path: Path) -> None:
    kept = read_value(CARRIED_FILE)
    changed = tmp_path / "changed.npz"
    save_value(replace(kept, model_sha256={**kept.model_sha256, "heavy.tflite": "0" * 64}), changed)
    assert read_carried_clip(sample_clip, carried_file=changed) is None
