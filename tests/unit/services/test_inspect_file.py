from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from clip_copies import remuxed
from evenstride.errors import InputError
from evenstride.io.imu import ImuDeclaration
from evenstride.io.laboratory.registry import read_trial
from evenstride.io.pose_files import save_pose_track
from evenstride.io.video import probe_video
from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.services.analyze_clip import is_keypoint_file, read_pose
from evenstride.services.analyze_markers import is_trial
from evenstride.services.analyze_run import analyze_run
from evenstride.services.inspect_file import inspect_file, inspect_here
from evenstride.testing import synthetic_analysis
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


def write_keypoints(path: Path) -> Path:
    """The synthetic runner's points, four seconds at 60 pictures a second, in the format of the name's ending."""
    track = synthetic_analysis(duration_s=4.0, fps=60.0).pose_track
    if path.suffix in (".npz", ".parquet"):
        save_pose_track(track, path)
        return path
    names = [name for name in track.keypoints if name in CANONICAL_KEYPOINTS]
    xy_px = np.stack([track.point(name) for name in names], axis=1)
    if path.suffix == ".json":
        scored = np.concatenate([xy_px, np.ones((*xy_px.shape[:2], 1))], axis=-1)
        width, height = track.image_size_px
        document = {"schema": "gaitlab.pose/v1", "fps": 60.0, "source": "other", "width": width, "height": height}
        content = {"keypoint_names": names, "timestamps": track.time_s.tolist(), "frames": scored.tolist()}
        path.write_text(json.dumps({**document, **content}))
    elif path.suffix == ".csv":
        header = ["time_s", *(f"{name}_{axis}" for name in names for axis in "xy")]
        rows = np.column_stack([track.time_s, xy_px.reshape(len(track), -1)])
        path.write_text("\n".join([",".join(header), *(",".join(f"{v:.5f}" for v in row) for row in rows)]))
    else:
        lines = ["PathFileType\t4\t(X/Y/Z)\trun.trc", "DataRate\tNumFrames\tNumMarkers\tUnits"]
        lines += [f"60\t{len(track)}\t{len(names)}\tpx", "Frame#\tTime\t" + "\t\t\t".join(names), "\t\tX1\tY1\tZ1"]
        for number, (time_s, points) in enumerate(zip(track.time_s, xy_px, strict=True), start=1):
            cells = "\t".join(f"{x:.3f}\t{y:.3f}\t0" for x, y in points)
            lines.append(f"{number}\t{time_s:.5f}\t{cells}")
        path.write_text("\n".join(lines))
    return path


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


@pytest.mark.parametrize("name", ["saved.npz", "saved.parquet", "other.csv", "other.trc", "other.json"])
def test_keypoints_are_known_under_any_name_and_the_analysis_takes_them_for_the_same(name: str, tmp_path: Path) -> None:
    written = write_keypoints(tmp_path / name)
    claimed = tmp_path / "clip.mp4"
    claimed.write_bytes(written.read_bytes())
    found = inspect_file(claimed)
    assert (found.kind, found.facts["picture_count"]) == ("keypoints", 240)
    assert found.facts["fps_nominal"] == pytest.approx(60.0, abs=0.1)
    assert is_keypoint_file(claimed)
    assert read_pose(claimed)[0].keypoints == read_pose(written)[0].keypoints
    assert not is_trial(claimed)


def test_a_sensors_table_and_a_trial_are_read_by_content_too(shared_data: Path, tmp_path: Path) -> None:
    table, trial = tmp_path / "clip.mp4", tmp_path / "trial.bin"
    table.write_bytes((shared_data / "imu" / "sacrum_alcantara" / "Sample_test_data_shimmer512.csv").read_bytes())
    trial.write_bytes(next((shared_data / "lab").rglob("*.c3d")).read_bytes())
    sensor = ImuDeclaration(place="sacrum")
    assert inspect_file(table).kind == "imu_csv"
    assert analyze_run(table, sensor=sensor).assessment.says_something
    assert inspect_file(trial).kind == "c3d"
    assert is_trial(trial)
    assert read_trial(trial).markers.rate_hz == 150.0


def test_a_text_named_as_a_table_is_refused_for_what_the_sensors_reader_misses(tmp_path: Path) -> None:
    notes, unnamed = tmp_path / "notes.csv", tmp_path / "unnamed.csv"
    notes.write_text("how the run felt\nlong\n")
    unnamed.write_text("a,b\n" + "1,2\n" * 50)
    assert "Expected rows of numbers in notes.csv" in own_refusal(notes)
    assert "Expected acceleration columns in unnamed.csv" in own_refusal(unnamed)


def test_a_broken_pose_track_is_refused_as_one(tmp_path: Path) -> None:
    whole = write_keypoints(tmp_path / "saved.npz").read_bytes()
    broken = tmp_path / "clip.mp4"
    broken.write_bytes(whole[: len(whole) // 2])
    assert "Expected a pose track saved by evenstride in clip.mp4" in own_refusal(broken)


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
