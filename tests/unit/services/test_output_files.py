from __future__ import annotations

import os
from pathlib import Path

import pytest

from evenstride.errors import OutputError
from evenstride.services.output_files import POSE_SUFFIXES, REPORT_SUFFIXES, check_output


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "run.mp4"
    path.write_bytes(b"film")
    return path


def refusal(path: Path, source: Path, suffixes: tuple[str, ...] = ()) -> str:
    with pytest.raises(OutputError) as caught:
        check_output(path, "report", suffixes=suffixes, source=source)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_a_new_file_beside_the_clip_is_fine_and_nothing_is_left_there(clip: Path) -> None:
    check_output(clip.with_suffix(".html"), "report", suffixes=REPORT_SUFFIXES, source=clip)
    assert list(clip.parent.iterdir()) == [clip]


def test_an_older_result_may_be_written_over(clip: Path) -> None:
    older = clip.with_suffix(".NPZ")
    older.touch()
    check_output(older, "pose track", suffixes=POSE_SUFFIXES, source=clip)


def test_another_ending_is_refused(clip: Path) -> None:
    words = refusal(clip.with_suffix(".pdf"), clip, REPORT_SUFFIXES)
    assert words == "Expected a name ending in .html or .htm for the report, got run.pdf."


def test_a_folder_is_refused(clip: Path, tmp_path: Path) -> None:
    assert "got the folder" in refusal(tmp_path, clip)


@pytest.mark.skipif(os.name != "posix", reason="device files")
def test_a_device_is_refused_so_that_it_is_not_replaced_by_a_file(clip: Path) -> None:
    assert "got the device /dev/null" in refusal(Path("/dev/null"), clip)


def test_a_missing_folder_is_refused(clip: Path, tmp_path: Path) -> None:
    assert "make the folder first" in refusal(tmp_path / "none" / "report.html", clip)


def test_the_recording_is_never_written_over(clip: Path, tmp_path: Path) -> None:
    assert "another name" in refusal(clip, clip)
    link = tmp_path / "link.html"
    link.symlink_to(clip)
    assert "another name" in refusal(link, clip)
    assert clip.read_bytes() == b"film"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a place that nobody can write to")
def test_a_place_that_cannot_be_written_to_is_refused(clip: Path) -> None:
    assert "Choose another place" in refusal(Path("/proc/report.html"), clip)


def test_a_name_that_is_too_long_is_refused(clip: Path) -> None:
    assert "Expected to be able to write" in refusal(clip.parent / ("a" * 300 + ".html"), clip)
