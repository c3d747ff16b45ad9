from __future__ import annotations

import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest

from evenstride.io.video import EncodedPart, PreviewEncoder, join_previews, probe_video, read_frames
from evenstride.io.video.preview import preview_size_px


@pytest.fixture(scope="module")
def sample_preview(sample_clip, tmp_path_factory):
    """The preview of the first 1.5 s of the sample in two parts, as two processes make it, and its file."""
    parts = [_encode(sample_clip, end_s=0.8), _encode(sample_clip, start_s=0.8, end_s=1.5)]
    preview = join_previews(pickle.loads(pickle.dumps(parts)), probe_video(sample_clip).packet_time_s[:90])
    path = tmp_path_factory.mktemp("preview") / "preview.mp4"
    path.write_bytes(preview.mp4)
    return preview, path


def test_a_preview_shows_the_same_pictures_one_by_one(sample_clip, sample_preview):
    _, path = sample_preview
    source = [_small(frame.rgb()) for frame in read_frames(sample_clip, end_s=1.5)]
    shown = [_small(frame.rgb()) for frame in read_frames(path)]
    assert len(shown) == len(source) == 90
    for index, picture in enumerate(shown):
        differences = [np.abs(picture - source[i]).mean() for i in range(max(index - 2, 0), min(index + 3, 90))]
        assert np.argmin(differences) == min(index, 2)
        assert min(differences) < 4


def test_the_pictures_of_a_joined_preview_come_at_their_true_times(sample_preview):
    preview, path = sample_preview
    probe = probe_video(path)
    assert probe.packet_time_s == pytest.approx(preview.time_s, abs=1e-5)
    assert np.diff(np.append(probe.keyframe_time_s, 1.5)).max() <= 15 / 60 + 1e-4
    assert (probe.width_px, probe.height_px) == (preview.width_px, preview.height_px) == (720, 404)


def test_variable_times_stay_variable(write_clip, runner_pictures, tmp_path):
    time_s = np.cumsum([0, 0.033, 0.033, 0.050, 0.017, 0.033, 0.100, 0.033, 0.033, 0.034])
    clip = write_clip("vfr.mp4", runner_pictures(10), time_s=time_s)
    preview = join_previews([_encode(clip)], time_s)
    path = tmp_path / "preview.mp4"
    path.write_bytes(preview.mp4)
    assert probe_video(path).packet_time_s == pytest.approx(time_s, abs=1e-5)


@pytest.mark.parametrize("rotation_deg", [90, 180, 270])
def test_a_turned_clip_gives_an_upright_preview(write_clip, runner_pictures, tmp_path, rotation_deg):
    clip = write_clip("turned.mp4", runner_pictures(3), rotation_deg=rotation_deg)
    part = _encode(clip)
    path = tmp_path / "preview.mp4"
    path.write_bytes(join_previews([part], np.arange(3) / 30).mp4)
    shown, source = next(read_frames(path)), next(read_frames(clip))
    assert shown.rotation_deg == 0
    assert shown.rgb().shape == source.rgb().shape
    assert np.abs(shown.rgb().astype(int) - source.rgb()).mean() < 8


def test_nothing_of_the_source_but_its_pictures_is_in_a_preview(write_clip, runner_pictures):
    secrets = {"location": "+48.2082+016.3738/", "com.apple.quicktime.model": "SecretPhone 9", "title": "Anna"}
    clip = write_clip(
        "private.mp4", runner_pictures(5), format_options={"movflags": "use_metadata_tags"}, metadata=secrets
    )
    assert all(secret.encode() in clip.read_bytes() for secret in ("+48.2082", "SecretPhone 9", "Anna"))
    mp4 = join_previews([_encode(clip)], np.arange(5) / 30).mp4
    assert not any(secret.encode() in mp4 for secret in ("48.2082", "SecretPhone", "Anna", "private"))


def test_a_page_can_play_a_preview_before_all_of_it_is_there(sample_preview):
    preview, _ = sample_preview
    assert preview.mp4.find(b"moov") < preview.mp4.find(b"mdat")


def test_a_preview_is_tagged_with_the_colours_it_has(sample_preview):
    _, path = sample_preview
    decoded = next(read_frames(path)).decoded
    assert (decoded.format.name, int(decoded.colorspace), int(decoded.color_range)) == ("yuv420p", 1, 1)


def test_the_same_pictures_give_the_same_bytes(write_clip, runner_pictures):
    clip = write_clip("again.mp4", runner_pictures(20))
    first, second = (join_previews([_encode(clip)], np.arange(20) / 30) for _ in range(2))
    assert first.mp4 == second.mp4


def test_an_empty_part_is_passed_over(write_clip, runner_pictures):
    part = _encode(write_clip("short.mp4", runner_pictures(5)))
    empty = PreviewEncoder(320, 240, 30.0).finish()
    assert len(empty) == 0
    assert len(join_previews([part, empty], np.arange(5) / 30).time_s) == 5


def test_times_that_do_not_fit_the_pictures_are_refused(write_clip, runner_pictures):
    part = _encode(write_clip("short.mp4", runner_pictures(5)))
    with pytest.raises(ValueError, match="one time for each of the 5"):
        join_previews([part], np.arange(4) / 30)


@pytest.mark.parametrize(
    ("source", "small"),
    [((1280, 720), (720, 404)), ((720, 1280), (404, 720)), ((3840, 2160), (720, 404)), ((320, 241), (320, 240))],
)
def test_the_size_is_even_and_at_most_720_px(source, small):
    assert preview_size_px(*source) == small


def _encode(path: Path, **interval: float) -> EncodedPart:
    probe = probe_video(path)
    encoder = PreviewEncoder(probe.width_px, probe.height_px, probe.fps_nominal)
    for frame in read_frames(path, **interval):
        encoder.add(frame)
    return encoder.finish()


def _small(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(picture, (360, 202), interpolation=cv2.INTER_AREA).astype(float)
