from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import evenstride
from evenstride.errors import EvenstrideError, InputError, KeypointFileError, NotAVideoError, OutputError
from evenstride.io.pose_files import read_saved_pose, save_pose_track
from evenstride.model import Measure, PoseTrack
from evenstride.model.gait import other
from evenstride.services.analyze_clip import analyze
from gait_fixtures.synthetic_runner import RUNNER, film, mirrored


def values(measures: tuple[Measure, ...]) -> list[tuple[object, ...]]:
    return [(m.id, m.side, m.value, m.standard_error, m.n_steps, m.status, m.reasons) for m in measures]


def saved(track: PoseTrack, path: Path) -> Path:
    save_pose_track(track, path)
    return path


def test_the_service_is_what_the_package_offers() -> None:
    assert evenstride.analyze is analyze


@pytest.mark.parametrize("suffix", [".npz", ".parquet"])
def test_a_saved_track_gives_identical_measures_again(runner_file: Path, tmp_path: Path, suffix: str) -> None:
    kept = tmp_path / f"kept{suffix}"
    first = analyze(runner_file, height_m=1.8, save_pose=kept).assessment
    again = analyze(str(kept), height_m=1.8).assessment
    assert values(again.measures) == values(first.measures)
    assert again.events == first.events
    assert again.recordings[0].sha256 == first.recordings[0].sha256, "the recording is told with the points"


def test_a_mirrored_runner_has_mirrored_sides_and_equal_magnitudes(
    runner_file: Path, runner_track: PoseTrack, tmp_path: Path
) -> None:
    plain = analyze(runner_file).assessment
    mirror = analyze(saved(mirrored(runner_track), tmp_path / "mirror.npz")).assessment
    assert (plain.views[0].view, mirror.views[0].view) == ("right", "left")
    for measure in plain.measures:
        opposite = mirror.measure(measure.id, None if measure.side is None else other(measure.side))
        assert opposite is not None
        assert opposite.status == measure.status
        if measure.number is None:
            assert opposite.value == measure.value
        else:
            assert opposite.number == pytest.approx(measure.number, abs=0.02 * max(1.0, abs(measure.number)))


def test_saying_the_near_side_of_a_mirrored_clip_gives_the_runners_own_sides(
    runner_track: PoseTrack, tmp_path: Path
) -> None:
    clip = saved(mirrored(runner_track), tmp_path / "mirror.npz")
    assert analyze(clip, view="right").assessment.views[0].view == "right"


def test_pictures_that_a_phone_left_out_do_not_change_the_cadence(runner_track: PoseTrack, tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    kept = np.sort(rng.choice(len(runner_track), round(0.75 * len(runner_track)), replace=False))
    dropped = replace(
        runner_track,
        time_s=runner_track.time_s[kept],
        xy_px=runner_track.xy_px[kept],
        visibility=runner_track.visibility[kept],
    )
    assessment = analyze(saved(dropped, tmp_path / "variable.npz")).assessment
    assert assessment.recordings[0].timestamps == "variable"
    cadence = assessment.measure("cadence")
    assert cadence is not None
    assert cadence.number == pytest.approx(RUNNER.cadence_spm, rel=0.01)


def test_lengths_scale_with_the_height_and_angles_do_not(runner_file: Path) -> None:
    short, tall = (analyze(runner_file, height_m=height_m).assessment for height_m in (1.5, 1.8))
    for name, ratio in (("vertical_oscillation", 1.2), ("cadence", 1.0), ("trunk_lean", 1.0)):
        one, other_one = short.measure(name), tall.measure(name)
        assert one is not None
        assert other_one is not None
        assert other_one.number == pytest.approx(ratio * one.number, rel=1e-6)


@pytest.mark.parametrize("height_m", [178.0, 0.0, -1.7, float("nan"), float("inf")])
def test_an_impossible_height_is_refused(runner_file: Path, height_m: float) -> None:
    with pytest.raises(InputError, match=r"Expected a height between 0\.8 and 2\.5 metres"):
        analyze(runner_file, height_m=height_m)


@pytest.mark.parametrize("recorded_fps", [0.0, -240.0, 1.0, 1e9, float("nan")])
def test_an_impossible_recorded_rate_is_refused(runner_file: Path, recorded_fps: float) -> None:
    with pytest.raises(InputError, match="Expected a recorded frame rate between 10 and 10000"):
        analyze(runner_file, recorded_fps=recorded_fps)


@pytest.mark.parametrize("view", ["side", "behind", ""])
def test_a_view_that_nobody_knows_is_refused(runner_file: Path, view: str) -> None:
    with pytest.raises(InputError, match="Expected the view auto, left, right, rear or front"):
        analyze(runner_file, view=view)


@pytest.mark.parametrize("view", ["rear", "front"])
def test_a_view_that_the_runner_names_is_taken(runner_file: Path, view: str) -> None:
    assert analyze(runner_file, view=view).view.view == view


def test_a_missing_clip_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(NotAVideoError, match="there is none at"):
        analyze(tmp_path / "gone.mp4")


@pytest.mark.parametrize("name", ["pose.txt", "pose", "missing/pose.npz"])
def test_a_pose_track_that_cannot_be_kept_is_refused_before_the_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        analyze(tmp_path / "gone.mp4", save_pose=tmp_path / name)


def test_the_pose_track_never_takes_the_place_of_its_source(runner_file: Path) -> None:
    before = runner_file.read_bytes()
    with pytest.raises(OutputError, match="another name"):
        analyze(runner_file, save_pose=runner_file)
    assert runner_file.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("unknown.json", b'{"schema": "somebody.else/7", "frames": []}'),
        ("list.json", b"[1, 2, 3]"),
        ("half.json", b'{"schema": "gaitlab.pose/v1", "frames": [[['),
        ("broken.npz", b"PK\x03\x04" + bytes(200)),
        ("text.npz", b"not an archive"),
        ("empty.npz", b""),
        ("broken.parquet", b"PAR1" + bytes(50)),
        ("words.csv", b"name,age\nann,31\n"),
        ("no_times.csv", b"time_s,left_knee_x,left_knee_y\n,1,2\n0.1,2,3\n"),
        ("backwards.csv", b"time_s,left_knee_x,left_knee_y\n0.2,1,2\n0.1,2,3\n"),
        ("metres.trc", b"PathFileType\t4\t(X/Y/Z)\tx.trc\nUnits\nm\nFrame#\tTime\tRHip\n\n1\t0\t0\t0\t0\n"),
    ],
)
def test_a_keypoint_file_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(KeypointFileError) as caught:
        analyze(path)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_named_like_a_keypoint_file_is_refused(tmp_path: Path) -> None:
    for name in ("folder.npz", "folder.json"):
        (tmp_path / name).mkdir()
        with pytest.raises(EvenstrideError):
            analyze(tmp_path / name)


def test_points_of_one_joint_alone_are_refused_and_not_guessed_from(tmp_path: Path) -> None:
    path = tmp_path / "knee.csv"
    path.write_text("time_s,left_knee_x,left_knee_y\n" + "".join(f"{i / 30},{i},3\n" for i in range(90)))
    assessment = analyze(path).assessment
    assert not assessment.says_something
    assert not assessment.is_running


def test_another_tools_keypoints_can_be_kept_as_a_pose_track(tmp_path: Path) -> None:
    track = film(RUNNER, duration_s=3.0, fps=60.0)
    header = ["time_s", *(f"{name}_{axis}" for name in track.keypoints for axis in "xy")]
    rows = np.column_stack([track.time_s, track.xy_px.reshape(len(track), -1)])
    path = tmp_path / "points.csv"
    path.write_text("\n".join([",".join(header), *(",".join(map(repr, row)) for row in rows.tolist())]))
    kept = tmp_path / "kept.npz"
    first = analyze(path, save_pose=kept).assessment
    again_track, recording = read_saved_pose(kept)
    assert recording is not None
    assert recording.kind == "keypoints"
    assert np.array_equal(again_track.xy_px, track.xy_px)
    assert values(analyze(kept).assessment.measures) == values(first.measures)
    assert first.says_something
