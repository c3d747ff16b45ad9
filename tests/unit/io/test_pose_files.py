"""What is saved comes back, number for number."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from evenstride.errors import KeypointFileError, OutputError
from evenstride.io.pose_files import read_pose_track, read_saved_pose, save_pose_track
from evenstride.model import CANONICAL_KEYPOINTS, PoseTrack, Recording

RECORDING = Recording(
    id="a",
    path="clip é.mp4",
    sha256="0" * 64,
    kind="video",
    width_px=640,
    height_px=360,
    time_s=np.array([0.0, 1 / 30, 0.1 + 0.2]),
    rotation_deg=90,
    codec="h264",
    slow_motion_factor=4.0,
    cut_times_s=(0.05,),
    warnings=("The picture is dark.",),
)


@st.composite
def pose_tracks(draw: st.DrawFn) -> PoseTrack:
    frames = draw(st.integers(0, 6))
    keypoints = tuple(draw(st.lists(st.sampled_from(CANONICAL_KEYPOINTS), unique=True, max_size=4)))
    intervals = draw(hnp.arrays(float, frames, elements=st.floats(1e-3, 10)))
    points = draw(hnp.arrays(float, (frames, len(keypoints), 2), elements=st.floats(allow_infinity=False)))
    visibility = draw(hnp.arrays(float, (frames, len(keypoints)), elements=st.floats(0, 1)))
    return PoseTrack(np.cumsum(intervals), points, visibility, keypoints, (640, 360), draw(st.text(max_size=8)))


def _assert_same(one: object, other: object) -> None:
    for field in fields(one):  # type: ignore[arg-type]
        np.testing.assert_array_equal(getattr(one, field.name), getattr(other, field.name), err_msg=field.name)


@pytest.mark.parametrize("suffix", [".npz", ".parquet"])
@settings(max_examples=25, deadline=None)
@given(track=pose_tracks())
def test_reading_gives_back_what_was_written(suffix: str, track: PoseTrack) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"pose{suffix}"
        save_pose_track(track, path)
        _assert_same(read_pose_track(path), track)


@pytest.mark.parametrize("suffix", [".npz", ".parquet"])
def test_the_recording_travels_with_its_track(tmp_path: Path, suffix: str) -> None:
    track = PoseTrack(RECORDING.time_s, np.zeros((3, 1, 2)), np.ones((3, 1)), ("nose",), (640, 360), "fake")
    dated = replace(RECORDING, recorded_at=datetime(2026, 3, 2, 7, 30, tzinfo=UTC))
    save_pose_track(track, tmp_path / f"pose{suffix}", recording=dated)
    read_track, recording = read_saved_pose(tmp_path / f"pose{suffix}")
    assert recording is not None
    _assert_same(recording, dated)
    _assert_same(read_track, track)


def test_without_a_recording_there_is_none(tmp_path: Path) -> None:
    track = PoseTrack(np.zeros(0), np.zeros((0, 1, 2)), np.zeros((0, 1)), ("nose",), (640, 360), "fake")
    save_pose_track(track, tmp_path / "pose.npz")
    assert read_saved_pose(tmp_path / "pose.npz")[1] is None


def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    track = PoseTrack(np.zeros(0), np.zeros((0, 1, 2)), np.zeros((0, 1)), ("nose",), (640, 360), "fake")
    with pytest.raises(OutputError, match=r"\.npz or \.parquet"):
        save_pose_track(track, tmp_path / "pose.json")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    track = PoseTrack(np.zeros(0), np.zeros((0, 1, 2)), np.zeros((0, 1)), ("nose",), (640, 360), "fake")
    for name in ("pose.npz", "pose.parquet"):
        with pytest.raises(OutputError, match=name):
            save_pose_track(track, tmp_path / "missing" / name)


@pytest.mark.parametrize("content", [b"", b"PAR1 broken", b"PK\x03\x04 broken", b"something else"])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pose.npz"
    path.write_bytes(content)
    with pytest.raises(KeypointFileError, match=r"pose\.npz"):
        read_pose_track(path)


def test_arrays_of_somebody_else_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", time_s=np.arange(3.0))
    with pytest.raises(KeypointFileError, match="saved by evenstride"):
        read_pose_track(tmp_path / "other.npz")
