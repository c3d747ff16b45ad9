from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from clip_copies import remuxed
from evenstride.errors import InputError
from evenstride.io.video import probe_video
from evenstride.services.inspect_file import inspect_file, inspect_here
from evenstride.wall import OverLimitError, WallLimits
from hostile_files import (
    countless_pictures,
    endless_clock,
    gigantic_header,
    gigantic_pictures,
    many_streams,
    packed_bombs,
    playlists,
    tiny_clip,
)


def refusal(path: Path) -> str:
    """The one line with which a file is refused behind the wall."""
    with pytest.raises(InputError) as caught:
        inspect_file(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def own_refusal(path: Path) -> str:
    """The same without the wall, which costs a new process: for what is refused before anything is decoded."""
    with pytest.raises(InputError) as caught:
        inspect_here({"path": str(path)}, folder=path.parent, tell=lambda _done_frac, _sentence: None)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_clip_is_known_by_its_content_with_the_facts_that_its_reader_finds(short_clip: Path, tmp_path: Path) -> None:
    claimed = tmp_path / "run.fit"
    claimed.write_bytes(short_clip.read_bytes())

    found, probe = inspect_file(claimed), probe_video(short_clip)

    assert found.kind == "video"
    assert found.facts == {
        "width_px": 1280,
        "height_px": 720,
        "fps_nominal": probe.fps_nominal,
        "frame_count": probe.frame_count_estimate,
        "duration_s": probe.duration_s,
        "rotation_deg": 0,
        "codec": "h264",
        "slow_motion_factor": None,
        "recorded_at": None,
    }


@pytest.mark.parametrize(
    ("name", "kind", "fact"),
    [
        ("watch/tcx_gpx/sportslib_6782987395_fr945.tcx", "tcx", ("runs", 1)),
        ("watch/tcx_gpx/sportslib_6782987395_fr945.gpx", "gpx", ("runs", 1)),
        ("imu/sacrum_alcantara/Sample_test_data_shimmer512.csv", "imu_csv", None),
    ],
)
def test_a_run_file_is_known_under_the_name_of_a_clip(
    name: str, kind: str, fact: tuple[str, object] | None, shared_data: Path, tmp_path: Path
) -> None:
    claimed = tmp_path / "clip.mp4"
    claimed.write_bytes((shared_data / name).read_bytes())
    found = inspect_file(claimed)
    assert found.kind == kind
    assert fact is None or found.facts[fact[0]] == fact[1]


def test_marker_files_are_known(shared_data: Path) -> None:
    c3d = inspect_file(next((shared_data / "lab").rglob("*.c3d")))
    trc = inspect_file(next((shared_data / "lab").rglob("*.trc")))
    assert (c3d.kind, c3d.facts["rate_hz"]) == ("c3d", 150.0)
    assert (trc.kind, trc.facts["rate_hz"] > 0, trc.facts["markers"] > 10) == ("trc", True, True)


def test_declared_sizes_counts_and_times_that_no_camera_makes_are_refused(tmp_path: Path) -> None:
    assert "declares 9000 x 9000" in refusal(gigantic_header(tmp_path))
    assert "can be decoded" in refusal(gigantic_pictures(tmp_path))
    assert "at most 500000 pictures" in refusal(countless_pictures(tmp_path))
    assert "at most 12 hours" in refusal(endless_clock(tmp_path))
    assert "more than 32 tracks" in refusal(many_streams(tmp_path))


def test_a_coding_that_no_phone_writes_is_refused(tmp_path: Path) -> None:
    assert "is in ffv1" in own_refusal(tiny_clip(tmp_path / "clip.mkv", codec="ffv1"))


def test_lists_open_neither_the_files_nor_the_addresses_they_name(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ts"
    secret.write_bytes(b"")
    called = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)

        def wait_for_a_call() -> None:
            while not done.is_set():
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    continue
                called.set()

        done = threading.Event()
        listener = threading.Thread(target=wait_for_a_call)
        listener.start()
        lines = [
            own_refusal(path) for path in playlists(tmp_path, "http://{}:{}".format(*server.getsockname()), secret)
        ]
        done.set()
        listener.join()
    assert not called.is_set()
    assert sum("a list that only names others" in line for line in lines) == 5
    assert all("Choose the clip itself" in line for line in lines)


def test_packed_bombs_are_refused(tmp_path: Path) -> None:
    lines = [own_refusal(path) for path in packed_bombs(tmp_path)]
    assert ["got more" in line for line in lines] == [True, True, False]
    assert "packed files inside packed files" in lines[2]


def test_half_a_clip_is_taken_as_far_as_it_goes_and_its_index_missing_is_said(
    sample_clip: Path, tmp_path: Path
) -> None:
    content = sample_clip.read_bytes()
    cut, headless = tmp_path / "cut.mp4", tmp_path / "headless.mp4"
    cut.write_bytes(content[: len(content) // 2])
    # An index at the end, as phones write it, is what an interrupted copy lacks.
    whole = remuxed(sample_clip, tmp_path / "whole.mp4").read_bytes()
    headless.write_bytes(whole[: len(whole) // 2])

    assert "The file ends early" in inspect_file(cut).warnings[0]
    assert "ends before its index" in own_refusal(headless)


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    for name, content in (("empty.mp4", b""), ("text.mp4", b"a letter"), ("programme.mov", b"\x7fELF" + bytes(4000))):
        (tmp_path / name).write_bytes(content)
        assert own_refusal(tmp_path / name).startswith("Expected a")
    assert "there is no file" in own_refusal(tmp_path / "gone.mp4")


def test_time_for_a_look_is_limited(short_clip: Path) -> None:
    with pytest.raises(OverLimitError, match="Use a shorter recording"):
        inspect_file(short_clip, limits=WallLimits(memory_bytes=2 << 30, cpu_s=20, wall_s=0.01))


@pytest.mark.slow
def test_damage_anywhere_ends_in_facts_or_in_one_line(short_clip: Path, tmp_path: Path) -> None:
    content = np.frombuffer(short_clip.read_bytes(), np.uint8)
    damaged = tmp_path / "damaged.mp4"
    for seed in range(60):
        rng = np.random.default_rng(seed)
        copy = content.copy()
        begin = 0 if seed % 2 else max(0, len(copy) - 4000)
        at = begin + rng.integers(0, 4000, size=rng.integers(1, 30))
        copy[at] = rng.integers(0, 256, size=len(at))
        damaged.write_bytes(copy.tobytes())
        with suppress(InputError):  # a crash, or anything that is not ours, would not be suppressed
            assert inspect_file(damaged).kind == "video"
