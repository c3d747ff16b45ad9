from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from evenstride.model import PoseTrack
from evenstride.pipelines.clip_tracking import TrackedClip
from evenstride.pipelines.recordings import recording_of, recording_of_keypoints


def test_the_files_own_facts_are_kept_and_its_folder_is_not(make_clip: Callable[..., TrackedClip]) -> None:
    recording = recording_of(make_clip())
    assert recording.path == "run.mp4"
    assert recording.id == "ab" * 6
    assert (recording.kind, recording.codec, recording.rotation_deg) == ("video", "hevc", 90)
    assert recording.warnings == ("The pixels are not square.",)


def test_repeated_pictures_are_counted_apart(make_clip: Callable[..., TrackedClip]) -> None:
    recording = recording_of(make_clip(repeated=tuple(range(1, 240, 2))))
    assert (recording.frame_count, recording.repeated_frame_count) == (120, 120)
    assert recording.fps_nominal == pytest.approx(30.0)


def test_several_people_are_said(make_clip: Callable[..., TrackedClip]) -> None:
    assert "3 people are in the picture" in recording_of(make_clip(survey={"people_count": 3})).warnings[-1]


def test_a_cut_is_said_with_its_instant(make_clip: Callable[..., TrackedClip]) -> None:
    recording = recording_of(make_clip(cut_times_s=(1.5, 3.25)))
    assert "is cut at 1.5 s, 3.2 s" in recording.warnings[-1]
    assert recording.cut_times_s == (1.5, 3.25)


def test_pictures_that_stop_early_are_said_once(make_clip: Callable[..., TrackedClip]) -> None:
    stops = "stops giving pictures before its end"
    assert stops in recording_of(make_clip(ended_early=True)).warnings[-1]
    known = recording_of(make_clip(ended_early=True, probe={"truncated": True}))
    assert not any(stops in warning for warning in known.warnings), "the probe has said it already"


def test_keypoints_alone_are_told_by_their_own_hash(tmp_path: Path, runner_track: PoseTrack) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(b"time_s,left_knee_x,left_knee_y\n")
    recording = recording_of_keypoints(path, runner_track)
    assert recording.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (recording.kind, recording.path, recording.frame_count) == ("keypoints", "points.csv", 240)
