from __future__ import annotations

import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest

from evenstride.io.video import SceneMonitor, SceneSummary, read_frames


def test_the_doubled_first_pictures_of_a_real_clip_are_found(shared_data):
    summary = _watch(shared_data / "video/running/overground_side_30fps.mp4")
    assert np.flatnonzero(summary.repeated[:36]).tolist() == [1, 2], "from picture 36 on the scene is empty"


@pytest.mark.parametrize("clip", ["running/treadmill_side_30fps.mp4", "negatives/elder_walk_side.mp4"])
def test_no_picture_of_a_whole_real_clip_counts_as_doubled(shared_data, clip):
    assert not _watch(shared_data / "video" / clip).repeated.any()


def test_every_second_picture_of_a_doubled_clip_is_found(write_clip, runner_pictures):
    doubled = [picture for picture in runner_pictures(30) for _ in range(2)]
    summary = _watch(write_clip("doubled.mp4", doubled, fps=60, codec_options={"g": "12"}))
    assert summary.repeated.tolist() == [False, True] * 30


def test_copies_are_found_in_a_doubled_clip_though_a_poor_encoder_changed_them(write_clip, runner_pictures):
    doubled = [picture for picture in runner_pictures(30) for _ in range(2)]
    summary = _watch(write_clip("poor.mp4", doubled, fps=60, codec_options={"crf": "28", "g": "12"}))
    assert summary.repeated.tolist() == [False, True] * 30


def test_one_doubled_picture_in_a_run_is_found(write_clip, runner_pictures):
    pictures = runner_pictures(40)
    pictures[17] = pictures[16]
    assert np.flatnonzero(_watch(write_clip("one.mp4", pictures)).repeated).tolist() == [17]


def test_a_person_who_slows_down_and_stands_still_is_not_doubled(write_clip, texture):
    rng = np.random.default_rng(3)
    position = np.concatenate(
        [np.arange(0, 90, 6), 90 + np.cumsum([4, 2, 1]), np.full(20, 97), 97 + np.arange(0, 90, 6)]
    )
    pictures = []
    for x in position:
        picture = texture[:240, :320].copy()
        picture[60:200, x : x + 40] = (230, 60, 60)
        noise = rng.normal(0, 2.5, picture.shape)
        pictures.append(np.clip(picture + noise, 0, 255).astype(np.uint8))
    assert not _watch(write_clip("stands.mp4", pictures)).repeated.any()


def test_a_cut_is_found_where_it_is(write_clip, runner_pictures, texture):
    other_place = [np.ascontiguousarray(texture[200:440, 700 + i : 1020 + i]) for i in range(20)]
    summary = _watch(write_clip("cut.mp4", runner_pictures(25) + other_place))
    assert summary.cut_times_s == (pytest.approx(25 / 30, abs=1e-3),)


@pytest.mark.parametrize("length", [1, 2])
def test_a_flash_is_no_cut(write_clip, runner_pictures, length):
    pictures = runner_pictures(40)
    for index in range(20, 20 + length):
        pictures[index] = np.full_like(pictures[index], 250)
    assert _watch(write_clip("flash.mp4", pictures)).cut_times_s == ()


def test_a_change_of_brightness_is_no_cut(write_clip, runner_pictures):
    pictures = [picture if index < 20 else picture // 2 for index, picture in enumerate(runner_pictures(40))]
    assert _watch(write_clip("dim.mp4", pictures)).cut_times_s == ()


def test_a_still_camera_stands_still_though_a_runner_moves(write_clip, runner_pictures):
    summary = _watch(write_clip("still.mp4", runner_pictures(60)))
    assert summary.camera_motion_px_s == pytest.approx(0, abs=1)
    assert not summary.is_pan


@pytest.mark.parametrize("speed_px", [2, 8])
def test_a_pan_is_measured_in_pixels_per_second(write_clip, texture, speed_px):
    pictures = []
    for index in range(60):
        picture = np.ascontiguousarray(texture[:240, index * speed_px : index * speed_px + 320])
        picture[60:200, 140:180] = (230, 60, 60)
        pictures.append(picture)
    summary = _watch(write_clip("pan.mp4", pictures))
    assert summary.is_pan
    assert summary.camera_motion_px_s == pytest.approx(30 * speed_px, rel=0.05)
    assert np.nanmedian(summary.camera_velocity_px_s[:, 0]) == pytest.approx(-30 * speed_px, rel=0.05)


def test_a_pan_of_a_turned_phone_is_measured_as_shown(write_clip, texture):
    pictures = [np.ascontiguousarray(texture[:240, 4 * i : 4 * i + 320]) for i in range(30)]
    summary = _watch(write_clip("turned.mp4", pictures, rotation_deg=90))
    assert np.nanmedian(summary.camera_velocity_px_s, axis=0) == pytest.approx([0, -120], abs=6)


def test_a_trembling_hand_is_no_pan(write_clip, texture):
    shake = np.round(6 * np.sin(np.arange(60) * 2.1)).astype(int) + 10
    pictures = [np.ascontiguousarray(texture[:240, x : x + 320]) for x in shake]
    summary = _watch(write_clip("hand.mp4", pictures))
    assert not summary.is_pan
    assert summary.camera_motion_px_s > 20


def test_real_clips_from_a_tripod_show_no_camera_motion(shared_data, sample_clip):
    for clip in (sample_clip, shared_data / "video/running/overground_side_30fps.mp4"):
        summary = _watch(clip)
        assert summary.camera_motion_px_s < 5
        assert not summary.is_pan


@pytest.mark.parametrize("joint", [3, 23, 24, 25, 26, 27, 40])
def test_two_parts_joined_tell_the_same_as_the_whole(write_clip, runner_pictures, texture, joint):
    pictures = runner_pictures(25) + [np.ascontiguousarray(texture[200:440, 700 + i : 1020 + i]) for i in range(20)]
    pictures[8] = pictures[7]
    path = write_clip("parts.mp4", pictures)
    whole = _watch(path)
    joint_s = float(whole.time_s[joint])
    joined = _watch(path, end_s=joint_s).join(pickle.loads(pickle.dumps(_watch(path, start_s=joint_s))))
    assert np.array_equal(joined.time_s, whole.time_s)
    assert np.array_equal(joined.repeated, whole.repeated)
    assert joined.evidence.change == pytest.approx(whole.evidence.change, nan_ok=True)
    assert joined.evidence.block_change == pytest.approx(whole.evidence.block_change, nan_ok=True)
    assert joined.cut_times_s == whole.cut_times_s
    assert len(whole.cut_times_s) == 1


def test_a_copy_right_at_the_joint_is_found(write_clip, runner_pictures):
    pictures = runner_pictures(40)
    pictures[20] = pictures[19]
    path = write_clip("joint.mp4", pictures)
    joined = _watch(path, end_s=20 / 30).join(_watch(path, start_s=20 / 30))
    assert np.flatnonzero(joined.repeated).tolist() == [20]


def test_parts_that_overlap_count_every_picture_once(write_clip, runner_pictures):
    path = write_clip("overlap.mp4", runner_pictures(40))
    whole = _watch(path)
    joined = _watch(path, end_s=0.8).join(_watch(path, start_s=0.6))
    assert np.array_equal(joined.time_s, whole.time_s)
    assert joined.evidence.block_change == pytest.approx(whole.evidence.block_change, nan_ok=True)


def test_parts_in_the_wrong_order_are_refused(sample_clip):
    early, late = _watch(sample_clip, end_s=0.2), _watch(sample_clip, start_s=0.2, end_s=0.4)
    with pytest.raises(ValueError, match="in order of time"):
        late.join(early)


def test_watching_nothing_says_nothing():
    summary = SceneMonitor().summary()
    assert len(summary.time_s) == 0
    assert summary.camera_motion_px_s is None
    assert summary.cut_times_s == ()


def test_a_plain_wall_without_texture_leaves_the_camera_unknown(write_clip):
    plain = np.full((240, 320, 3), 128, np.uint8)
    pictures = []
    for index in range(30):
        picture = plain.copy()
        cv2.circle(picture, (60 + 5 * index, 120), 30, (20, 20, 20), -1)
        pictures.append(picture)
    assert _watch(write_clip("plain.mp4", pictures)).camera_motion_px_s is None


def _watch(path: Path, **interval: float) -> SceneSummary:
    monitor = SceneMonitor()
    for frame in read_frames(path, **interval):
        monitor.add(frame)
    return monitor.summary()
