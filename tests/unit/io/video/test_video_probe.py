from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from evenstride.errors import NotAVideoError, TruncatedVideoError
from evenstride.io.video import probe_video, read_frames


def test_a_plain_clip_tells_its_size_rate_and_length(sample_clip):
    probe = probe_video(sample_clip)
    assert (probe.width_px, probe.height_px, probe.rotation_deg) == (1280, 720, 0)
    assert (probe.codec, probe.frame_count_estimate) == ("h264", 300)
    assert probe.fps_nominal == pytest.approx(60)
    assert probe.duration_s == pytest.approx(5.0)
    assert probe.packet_time_s[0] == 0
    assert probe.keyframe_time_s[0] == 0
    assert probe.slow_motion_factor is None
    assert not probe.truncated
    assert probe.warnings == ()


def test_the_hash_is_that_of_the_file(sample_clip):
    assert probe_video(sample_clip).sha256 == hashlib.sha256(sample_clip.read_bytes()).hexdigest()


@pytest.mark.parametrize(("rotation_deg", "size"), [(90, (240, 320)), (180, (320, 240)), (270, (240, 320))])
def test_a_turned_phone_gives_the_size_as_shown(write_clip, runner_pictures, rotation_deg, size):
    probe = probe_video(write_clip("turned.mp4", runner_pictures(4), rotation_deg=rotation_deg))
    assert probe.rotation_deg == rotation_deg
    assert (probe.width_px, probe.height_px) == size


@pytest.mark.parametrize("name", ["phone.mp4", "browser.mkv"])
def test_a_variable_rate_keeps_the_true_times(write_clip, runner_pictures, name):
    time_s = np.cumsum([0, 0.033, 0.033, 0.050, 0.017, 0.033, 0.100, 0.033, 0.033, 0.034])
    probe = probe_video(write_clip(name, runner_pictures(10), time_s=time_s, b_frames=2))
    assert probe.packet_time_s == pytest.approx(time_s, abs=0.00051)
    assert probe.fps_nominal == pytest.approx(1 / 0.033, rel=0.01)


def test_an_edit_list_hides_what_the_phone_cut_off(shared_data):
    probe = probe_video(shared_data / "video/exercise/squat_with_mocap_60fps.mp4")
    assert probe.frame_count_estimate == 807, "832 packets, of which the edit list hides 25"
    assert probe.packet_time_s[0] == 0
    assert np.diff(probe.packet_time_s) == pytest.approx(1 / 60, abs=0.001)


def test_a_transport_stream_that_starts_late_starts_at_zero(write_clip, runner_pictures):
    late_s = 90_000.0
    clip = write_clip("late.ts", runner_pictures(20), time_s=late_s + np.arange(20) / 25)
    assert probe_video(clip).packet_time_s == pytest.approx(np.arange(20) / 25, abs=1e-4)


def test_a_browser_recording_without_a_duration_is_whole(write_clip, runner_pictures):
    clip = write_clip("live.webm", runner_pictures(30), codec="libvpx", format_options={"live": "1"})
    probe = probe_video(clip)
    assert probe.frame_count_estimate == 30
    assert probe.duration_s == pytest.approx(1.0, abs=0.01)
    assert not probe.truncated


@pytest.mark.parametrize("name", ["old.avi", "old.mpg"])
def test_a_file_without_picture_times_is_counted_through_and_says_so(write_clip, runner_pictures, name):
    clip = write_clip(name, runner_pictures(20), fps=25, b_frames=3, codec_options={"preset": "medium"})
    probe = probe_video(clip)
    assert probe.packet_time_s == pytest.approx(np.arange(20) / 25)
    assert [frame.time_s for frame in read_frames(clip)] == pytest.approx(probe.packet_time_s)
    assert "no time for its pictures" in probe.warnings[0]
    assert [frame.time_s for frame in read_frames(clip, start_s=0.4, end_s=0.5)] == pytest.approx([0.4, 0.44, 0.48])


def test_capture_rate_in_the_file_tells_slow_motion(write_clip, runner_pictures):
    clip = write_clip(
        "slow.mp4",
        runner_pictures(10),
        format_options={"movflags": "use_metadata_tags"},
        metadata={"com.android.capture.fps": "240.0"},
    )
    assert probe_video(clip).slow_motion_factor == 8


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_clip_that_ends_early_says_how_much_could_be_read(sample_clip, tmp_path, share):
    cut = _cut_short(sample_clip, tmp_path, share)
    probe = probe_video(cut)
    assert probe.truncated
    assert 0.1 < probe.duration_s < 4.75
    assert f"{probe.duration_s:.1f} s of 5.0 s" in probe.warnings[0]
    assert [frame.time_s for frame in read_frames(cut)] == probe.packet_time_s.tolist()


def test_a_matroska_clip_that_ends_early_is_noticed_too(write_clip, runner_pictures, tmp_path):
    cut = _cut_short(write_clip("whole.mkv", runner_pictures(120)), tmp_path, 0.5)
    probe = probe_video(cut)
    assert probe.truncated
    assert "of 4.0 s" in probe.warnings[0]


@pytest.mark.parametrize("byte_count", [100, 3_000, 4_500])
def test_a_clip_that_ends_before_its_first_pictures_is_refused_as_cut_short(sample_clip, tmp_path, byte_count):
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(sample_clip.read_bytes()[:byte_count])
    with pytest.raises(TruncatedVideoError, match="Copy it again"):
        probe_video(cut)


@pytest.mark.parametrize("share", [0.2, 0.8])
def test_a_phone_clip_whose_index_is_missing_is_refused_as_cut_short(write_clip, runner_pictures, tmp_path, share):
    cut = _cut_short(write_clip("index_last.mp4", runner_pictures(60)), tmp_path, share)
    with pytest.raises(TruncatedVideoError, match="ends before its index"):
        probe_video(cut)


def test_a_text_file_is_not_a_video(tmp_path):
    path = tmp_path / "notes.mp4"
    path.write_text("Easy run, 8 km.\n" * 500)
    _expect_not_a_video(path, "notes.mp4 is none of these")


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".gif"])
def test_an_image_is_not_a_video(tmp_path, suffix):
    path = tmp_path / "photo.mp4"
    encoded = cv2.imencode(suffix, np.full((40, 60, 3), 90, np.uint8))[1]
    path.write_bytes(encoded.tobytes())
    _expect_not_a_video(path, "photo.mp4 is none of these")


def test_an_empty_file_is_not_a_video(tmp_path):
    path = tmp_path / "empty.mov"
    path.touch()
    _expect_not_a_video(path, "is empty")


def test_a_folder_is_not_a_video(tmp_path):
    _expect_not_a_video(tmp_path, "is a folder")


def test_a_missing_file_is_not_a_video(tmp_path):
    _expect_not_a_video(tmp_path / "gone.mp4", "there is none at")


def test_sound_alone_is_not_a_video(tmp_path):
    path = tmp_path / "song.m4a"
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("aac", rate=44100)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        silence.sample_rate, silence.pts, silence.time_base = 44100, 0, Fraction(1, 44100)
        output.mux(stream.encode(silence))
        output.mux(stream.encode(None))
    _expect_not_a_video(path, "only sound")


def test_a_single_picture_is_not_a_video(write_clip, runner_pictures):
    _expect_not_a_video(write_clip("still.mp4", runner_pictures(1)), "single picture")


def test_a_playlist_that_names_other_files_is_not_opened(tmp_path, sample_clip):
    path = tmp_path / "list.mp4"
    path.write_text(f"ffconcat version 1.0\nfile '{sample_clip}'\n")
    _expect_not_a_video(path, "none of these")


def _expect_not_a_video(path: Path, words: str) -> None:
    with pytest.raises(NotAVideoError) as caught:
        probe_video(path)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message


def _cut_short(path: Path, folder: Path, share: float) -> Path:
    data = path.read_bytes()
    cut = folder / f"cut{path.suffix}"
    cut.write_bytes(data[: round(len(data) * share)])
    return cut
