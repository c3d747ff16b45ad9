from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from clip_copies import remuxed
from evenstride.model import PoseTrack
from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.pipelines.clip_tracking import LEAST_PICTURES_TO_SHARE, TrackedClip, fair_cut_s, track_clip
from evenstride.pipelines.worker import SecondProcess


class Progress:
    """Keeps what was reported, and whether two reports ever came at the same time."""

    def __init__(self) -> None:
        self.reports: list[tuple[int, int]] = []
        self.overlapped = False
        self._busy = threading.Lock()

    def __call__(self, done: int, expected: int) -> None:
        self.overlapped |= not self._busy.acquire(blocking=False)
        self.reports.append((done, expected))
        self._busy.release()


def body_px(track: PoseTrack) -> NDArray[np.float64]:
    """(time, keypoint, xy) of the pose model's own points; what is read off the picture beside them may be absent."""
    return track.xy_px[:, [name in CANONICAL_KEYPOINTS for name in track.keypoints]]


@pytest.fixture(scope="module")
def progress() -> Progress:
    return Progress()


@pytest.fixture(scope="module")
def clip(sample_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As short as a clip may be to be shared between two processes, and a few pictures more."""
    return remuxed(sample_clip, tmp_path_factory.mktemp("clip") / "clip.mp4", count=LEAST_PICTURES_TO_SHARE + 4)


@pytest.fixture(scope="module")
def by_one(clip: Path) -> TrackedClip:
    return track_clip(clip, with_preview=False)


@pytest.fixture(scope="module")
def loaded_in() -> list[str]:
    """Names of the threads in which something was loaded beside tracking."""
    return []


@pytest.fixture(scope="module")
def by_two(clip: Path, progress: Progress, loaded_in: list[str]) -> TrackedClip:
    def load() -> None:
        loaded_in.append(threading.current_thread().name)

    with SecondProcess(None) as second:
        return track_clip(clip, with_preview=True, on_progress=progress, second=second, load_meanwhile=load)


def test_what_comes_after_is_loaded_once_in_a_thread_of_its_own(by_two: TrackedClip, loaded_in: list[str]) -> None:
    assert len(loaded_in) == 1
    assert loaded_in[0] != threading.main_thread().name


@pytest.mark.parametrize("fps", [30, 60, 240])
def test_the_cut_gives_both_processes_about_half(fps: int) -> None:
    times_s = np.arange(40 * fps) / fps
    cut_s = fair_cut_s(times_s, np.arange(0.0, 40.0, 2.0))
    assert cut_s in times_s
    assert 0.5 <= cut_s / 40.0 < 0.53


def test_where_key_pictures_are_rare_the_later_part_is_the_shorter_one() -> None:
    times_s = np.arange(36_000) / 60
    often, once = (fair_cut_s(times_s, keys) for keys in (np.arange(0.0, 600.0), np.zeros(1)))
    assert often < once
    assert fair_cut_s(times_s, np.zeros(0)) == pytest.approx(once, abs=20.0)


def test_one_process_and_two_find_the_same_points(by_one: TrackedClip, by_two: TrackedClip) -> None:
    one, two = by_one.pose_track, by_two.pose_track
    assert one is not None
    assert two is not None
    assert np.array_equal(one.time_s, two.time_s)
    assert np.array_equal(body_px(one), body_px(two))


def test_a_process_that_has_loaded_everything_finds_the_points_of_one_that_has_not(
    clip: Path, by_two: TrackedClip
) -> None:
    with SecondProcess(None) as second:
        again = track_clip(clip, with_preview=False, second=second)
    assert again.pose_track is not None
    assert by_two.pose_track is not None
    assert np.array_equal(body_px(again.pose_track), body_px(by_two.pose_track))


def test_one_process_and_two_see_the_same_scene(by_one: TrackedClip, by_two: TrackedClip) -> None:
    assert by_one.scene is not None
    assert by_two.scene is not None
    assert np.array_equal(by_one.scene.time_s, by_two.scene.time_s)
    assert np.array_equal(by_one.scene.repeated, by_two.scene.repeated)
    assert by_one.scene.cut_times_s == by_two.scene.cut_times_s == ()


def test_every_picture_has_a_row_and_a_picture_in_the_preview(by_two: TrackedClip) -> None:
    assert by_two.pose_track is not None
    assert by_two.preview is not None
    assert np.array_equal(by_two.pose_track.time_s, by_two.probe.packet_time_s)
    assert np.array_equal(by_two.preview.time_s, by_two.pose_track.time_s)


def test_the_runner_is_found_in_every_picture(by_two: TrackedClip) -> None:
    assert by_two.pose_track is not None
    assert np.isfinite(body_px(by_two.pose_track)).all()
    assert by_two.survey.people_count == 1


def test_progress_counts_up_to_the_last_picture_one_report_at_a_time(by_two: TrackedClip, progress: Progress) -> None:
    done = [report[0] for report in progress.reports]
    assert done == sorted(done)
    assert progress.reports[-1] == (len(by_two.probe.packet_time_s),) * 2
    assert not progress.overlapped


def test_the_time_of_every_stage_is_told(by_two: TrackedClip) -> None:
    assert set(by_two.timings_s) == {"survey", "pose", "join"}
    assert all(seconds >= 0 for seconds in by_two.timings_s.values())


def test_an_error_of_the_progress_report_ends_the_work(clip: Path) -> None:
    def stop(done: int, _expected: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        track_clip(clip, with_preview=False, on_progress=stop)


def test_the_camera_tilt_is_read_off_the_scene_whether_one_process_or_two_look(
    by_one: TrackedClip, by_two: TrackedClip
) -> None:
    """The sample was filmed with a level camera."""
    for clip in (by_one, by_two):
        assert clip.tilt is not None
        assert clip.tilt.source == "scene"
        assert abs(clip.tilt.roll_deg) < 3 * clip.tilt.roll_error_deg < 3.6
    assert by_one.tilt is not None
    assert by_two.tilt is not None
    assert by_one.tilt.roll_deg == pytest.approx(by_two.tilt.roll_deg, abs=0.3)
