"""Recordings of one session, checked before the work and analysed to one result."""

from __future__ import annotations

from pathlib import Path

import pytest

import evenstride
from evenstride.errors import EvenstrideError, InputError, KeypointFileError
from evenstride.io.pose_files import save_pose_track
from evenstride.model import PoseTrack
from evenstride.services.analyze_clip import analyze
from evenstride.services.analyze_session import analyze_session
from gait_fixtures.synthetic_runner import mirrored


@pytest.fixture
def other_file(tmp_path: Path, runner_track: PoseTrack) -> Path:
    """The same run from the other side: the mirrored picture of the mirrored runner."""
    path = tmp_path / "other.npz"
    save_pose_track(mirrored(runner_track), path)
    return path


def test_the_service_is_what_the_package_offers() -> None:
    assert evenstride.analyze_session is analyze_session


def test_one_recording_gives_what_it_gives_alone(runner_file: Path) -> None:
    session = analyze_session([runner_file], height_m=1.8)
    assert session.assessment.measures == analyze(runner_file, height_m=1.8).assessment.measures


def test_both_sides_become_one_result_with_the_view_said_for_each(runner_file: Path, other_file: Path) -> None:
    session = analyze_session([runner_file, other_file], height_m=1.8, view=["right", "left"])
    assert [view.view for view in session.assessment.views] == ["right", "left"]
    cadence = session.assessment.measure("cadence")
    assert cadence is not None
    assert len(cadence.parts) == 2
    alone = [clip.assessment.measure("cadence") for clip in session.clips]
    assert cadence.n_steps == sum(each.n_steps for each in alone if each is not None)


def test_the_same_file_twice_is_analysed_once(runner_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.npz"
    copy.write_bytes(runner_file.read_bytes())
    seen: list[tuple[int, int]] = []
    session = analyze_session([runner_file, copy], on_progress=lambda done, of: seen.append((done, of)))
    assert len(session.clips) == 1
    assert "it was counted once" in session.assessment.warnings[0]


def test_a_file_that_cannot_be_read_stops_before_any_is_analysed(
    runner_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.npz"
    broken.write_bytes(b"not an archive")

    def too_early(*_: object, **__: object) -> None:
        raise AssertionError("Expected all files to be opened before the first is analysed.")

    monkeypatch.setattr("evenstride.services.analyze_session.analyze", too_early)
    with pytest.raises(KeypointFileError, match=r"broken\.npz"):
        analyze_session([runner_file, broken])
    with pytest.raises(EvenstrideError, match=r"gone\.mp4|none at"):
        analyze_session([runner_file, tmp_path / "gone.mp4"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"view": ["left", "right", "rear"]}, "Expected one view for all 2 recordings"),
        ({"recorded_fps": [240.0, None, None]}, "Expected one recorded frame rate for all 2 recordings"),
        ({"view": ["left", "up"]}, "Expected the view auto, left, right, rear or front, got up"),
        ({"height_m": 178.0}, "Expected a height"),
        ({"save_pose": "pose.npz"}, "Expected one recording with a pose track to save, got 2"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    runner_file: Path, other_file: Path, options: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        analyze_session([runner_file, other_file], **options)  # type: ignore[arg-type]


def test_nothing_to_analyse_is_refused() -> None:
    with pytest.raises(InputError, match="Expected 1 to 20 recordings, got 0"):
        analyze_session([])
