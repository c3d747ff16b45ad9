from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from evenstride.errors import NotAVideoError
from evenstride.io.video import probe_video, read_frames
from evenstride.signals.pictures import halve


def test_pictures_come_at_the_times_the_container_gives(sample_clip):
    with read_frames(sample_clip) as frames:
        time_s = [frame.time_s for frame in frames]
    assert time_s == probe_video(sample_clip).packet_time_s.tolist()
    assert not frames.ended_early
    assert frames.undecodable_packet_count == 0


@pytest.mark.parametrize(
    "clip",
    [
        "exercise/squat_with_mocap_60fps.mp4",
        "negatives/walk_with_mocap_60fps.mp4",
        "negatives/elder_walk_side.mp4",
        "running/overground_side_30fps.mp4",
    ],
)
def test_every_shown_packet_of_a_real_clip_gives_its_picture(shared_data, clip):
    path = shared_data / "video" / clip
    time_s = [frame.time_s for frame in read_frames(path, threads=2)]
    assert time_s == probe_video(path).packet_time_s.tolist()


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_two_halves_hold_the_same_pictures_as_the_whole(write_clip, runner_pictures, name):
    path = write_clip(name, runner_pictures(60), b_frames=2, codec_options={"g": "12"})
    whole = _pictures(path)
    middle_s = whole[31][0]
    halves = _pictures(path, end_s=middle_s) + _pictures(path, start_s=middle_s)
    assert [time_s for time_s, _ in halves] == [time_s for time_s, _ in whole]
    assert all(np.array_equal(a[1], b[1]) for a, b in zip(halves, whole, strict=True))


def test_halves_of_a_clip_with_an_edit_list_meet_without_gap_or_overlap(shared_data):
    path = shared_data / "video/exercise/squat_with_mocap_60fps.mp4"
    expected = probe_video(path).packet_time_s[380:420]
    time_s = [frame.time_s for frame in read_frames(path, start_s=expected[0], end_s=expected[20])]
    time_s += [frame.time_s for frame in read_frames(path, start_s=expected[20], end_s=expected[-1])]
    assert time_s == expected[:-1].tolist()


def test_the_interval_is_half_open(sample_clip):
    times = probe_video(sample_clip).packet_time_s
    read = [frame.time_s for frame in read_frames(sample_clip, start_s=times[10], end_s=times[13])]
    assert read == times[10:13].tolist()


def test_the_number_of_a_picture_counts_from_the_start_of_the_clip(sample_clip):
    frames = read_frames(sample_clip, start_s=1.0, end_s=1.06)
    assert [frame.index_hint for frame in frames] == [60, 61, 62, 63]


@pytest.mark.parametrize("start_s", [5.0, 400.0])
def test_reading_past_the_end_gives_nothing(sample_clip, start_s):
    assert list(read_frames(sample_clip, start_s=start_s)) == []


@pytest.mark.parametrize(("rotation_deg", "corner"), [(0, (0, 0)), (90, (0, 1)), (180, (1, 1)), (270, (1, 0))])
def test_pictures_are_upright(write_clip, rotation_deg, corner):
    picture = np.zeros((96, 128, 3), np.uint8)
    picture[:48, :64] = 255
    frame = next(read_frames(write_clip("corner.mp4", [picture] * 3, rotation_deg=rotation_deg)))
    shown = frame.rgb()
    assert shown.shape[:2] == (frame.height_px, frame.width_px)
    row, column = corner
    assert _quarter(shown, row, column).mean() > 240
    assert _quarter(frame.luma_thumbnail(), row, column).mean() > 200
    assert shown.mean() < 80


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv444p"])
def test_a_region_is_the_same_as_that_part_of_the_whole_picture(write_clip, texture, rotation_deg, pix_fmt):
    pictures = [np.ascontiguousarray(texture[:240, i : i + 320]) for i in range(3)]
    for picture in pictures:
        picture[..., 2] //= 2
    frame = next(read_frames(write_clip("part.mp4", pictures, rotation_deg=rotation_deg, pix_fmt=pix_fmt)))
    whole = frame.rgb().astype(int)
    for x0, y0, x1, y1 in [
        (10, 20, 110, 140),
        (31, 7, 152, 200),
        (0, 0, 1, 1),
        (0, 0, frame.width_px, frame.height_px),
    ]:
        part = frame.rgb_region(x0, y0, x1, y1)
        assert part.shape == (y1 - y0, x1 - x0, 3)
        assert np.array_equal(part, whole[y0:y1, x0:x1])


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv420p10le", "yuv444p"])
@pytest.mark.parametrize("halvings", [1, 2])
def test_a_halved_region_is_the_mean_of_its_pixels(write_clip, texture, rotation_deg, pix_fmt, halvings):
    picture = cv2.GaussianBlur(np.ascontiguousarray(texture[:240, :320]), (0, 0), 2)
    frame = next(read_frames(write_clip("half.mp4", [picture] * 3, rotation_deg=rotation_deg, pix_fmt=pix_fmt)))
    for x0, y0, x1, y1 in [(12, 20, 112, 140), (31, 7, 152, 200), (0, 0, 3, 3), (-8, 4, 92, 104)]:
        part = frame.rgb_region(x0, y0, x1, y1, halvings=halvings)
        expected = halve(frame.rgb()[y0:y1, max(x0, 0) : x1], halvings)
        assert part.shape == expected.shape
        assert np.abs(part - expected.astype(int)).mean() < 1.5


def test_a_region_of_a_ten_bit_picture_differs_by_rounding_only(write_clip, texture):
    picture = np.ascontiguousarray(texture[:240, :320])
    frame = next(read_frames(write_clip("hdr.mp4", [picture] * 3, pix_fmt="yuv420p10le", rotation_deg=90)))
    difference = np.abs(frame.rgb_region(31, 7, 152, 200) - frame.rgb()[7:200, 31:152].astype(int))
    assert difference.mean() < 1.5
    assert frame.luma().dtype == np.uint8
    assert float(frame.luma().mean()) == pytest.approx(16 + float(picture.mean()) * 219 / 255, abs=1.5)


def test_a_region_beyond_the_edge_is_cut_at_the_edge(sample_clip):
    frame = next(read_frames(sample_clip))
    assert frame.rgb_region(-50, -20, 100, 60).shape == (60, 100, 3)
    assert frame.rgb_region(1200, 700, 2000, 900).shape == (20, 80, 3)
    assert frame.rgb_region(1300, 0, 1400, 100).size == 0


def test_untagged_high_definition_is_read_as_bt709(write_clip):
    """Pure BT.709 green has luma 173, which BT.601 would show too bright."""
    planes = np.empty((1080, 1280), np.uint8)
    planes[:720], planes[720:900], planes[900:] = 173, 42, 26
    frame = next(read_frames(write_clip("hd.mp4", [planes] * 2, picture_format="yuv420p")))
    assert frame.decoded.colorspace == 2, "the file names no colour matrix"
    assert np.abs(frame.rgb().reshape(-1, 3).mean(axis=0) - (0, 255, 0)).max() < 4


def test_a_thumbnail_is_small_and_shows_the_same(sample_clip):
    frame = next(read_frames(sample_clip))
    thumbnail = frame.luma_thumbnail()
    assert thumbnail.dtype == np.uint8
    assert 48 <= max(thumbnail.shape) < 96
    assert float(thumbnail.mean()) == pytest.approx(float(frame.luma().mean()), abs=1)


def test_a_truncated_clip_ends_quietly_and_says_so(sample_clip, tmp_path):
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(sample_clip.read_bytes()[:200_000])
    with read_frames(cut) as frames:
        count = sum(1 for _ in frames)
    assert 20 < count < 200
    assert frames.ended_early
    with read_frames(cut, end_s=0.5) as beginning:
        assert sum(1 for _ in beginning) == 30
    assert not beginning.ended_early


def test_what_is_no_video_is_refused_at_the_call(tmp_path):
    with pytest.raises(NotAVideoError):
        read_frames(tmp_path / "gone.mp4")


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process's memory from /proc")
def test_memory_does_not_grow_with_the_clip(write_clip, texture):
    path = write_clip("long.mp4", (texture[:240, i % 900 : i % 900 + 320].copy() for i in range(2000)))
    assert sum(1 for _ in read_frames(path, end_s=10.0)) == 300
    before_mib = _resident_mib()
    assert sum(frame.luma().size > 0 for frame in read_frames(path)) == 2000
    # All pictures together would be 220 MiB.
    assert _resident_mib() - before_mib < 12


def _quarter(picture: np.ndarray, row: int, column: int) -> np.ndarray:
    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    return picture[row * height : (row + 1) * height, column * width : (column + 1) * width]


def _pictures(path: Path, **interval: float) -> list[tuple[float, np.ndarray]]:
    return [(frame.time_s, frame.luma().copy()) for frame in read_frames(path, **interval)]


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20
