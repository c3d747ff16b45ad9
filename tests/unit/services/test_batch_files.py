from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cohort_files import write_cohort
from evenstride.errors import InputError
from evenstride.io.pose_files import save_pose_track
from evenstride.services.batch_files import BatchFile, find_recordings
from gait_fixtures.synthetic_runner import RUNNER, film

DEFAULTS = BatchFile(Path(), "", height_m=1.7)


def names(*sources: str | Path, left_out: tuple[Path, ...] = ()) -> list[str]:
    return [file.name for file in find_recordings(sources, defaults=DEFAULTS, left_out=left_out)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two recordings in the folder, two below it, and much that is none."""
    root = tmp_path / "cohort"
    for name in ("b.MP4", "sub/trial.c3d", "sub/a.npz", "._b.mp4", ".hidden/c.mp4", "notes.txt", "picture.jpg"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())
    (root / "runners.csv").write_text("file,height_m\n")
    (root / "labels.json").write_text('{"contacts": []}')
    (root / "points.csv").write_text("time_s,left_hip_x,left_hip_y\n")
    return root


def test_a_folder_is_searched_with_all_below_it_and_only_recordings_are_taken(folder):
    assert names(folder) == ["b.MP4", "points.csv", "sub/a.npz", "sub/trial.c3d"]


def test_a_parquet_file_is_taken_from_a_folder_only_where_it_is_a_pose_track(tmp_path):
    import pandas as pd

    pd.DataFrame({"x": [1]}).to_parquet(tmp_path / "table.parquet")
    save_pose_track(film(RUNNER, duration_s=1.0, fps=30.0), tmp_path / "pose.parquet")

    assert names(tmp_path) == ["pose.parquet"]


def test_our_own_results_are_left_out(folder):
    assert names(folder, left_out=(folder / "sub", folder / "points.csv")) == ["b.MP4"]


def test_a_pattern_takes_what_fits_named_after_the_fixed_folder(folder):
    assert names(f"{folder}/*/*.npz") == ["sub/a.npz"]
    assert names(f"{folder}/**/*.c3d") == ["sub/trial.c3d"]


def test_single_files_are_named_after_the_folder_that_holds_them_all(folder):
    assert names(folder / "b.MP4", folder / "sub" / "a.npz") == ["b.MP4", "sub/a.npz"]


def test_a_file_named_twice_is_taken_once(folder):
    assert names(folder, folder / "b.MP4", f"{folder}/*.MP4").count("b.MP4") == 1


def test_a_text_list_is_read_from_its_own_folder_without_comments(folder):
    listing = folder / "notes.txt"
    listing.write_text("# a comment\n\nb.MP4\n  sub/a.npz  \nmissing.mp4\n")

    files = find_recordings([listing], defaults=DEFAULTS)

    assert [file.name for file in files] == ["b.MP4", "missing.mp4", "sub/a.npz"]
    assert files[0].path == folder / "b.MP4"
    assert {file.height_m for file in files} == {1.7}


def test_a_table_list_says_what_is_known_of_each_runner(folder):
    listing = folder / "runners.csv"
    listing.write_text("file, height_m,recorded_fps,view\nb.MP4,1.81,240,left\nsub/a.npz,,,\n")

    first, second = find_recordings([listing], defaults=DEFAULTS)

    assert (first.height_m, first.recorded_fps, first.view) == (1.81, 240.0, "left")
    assert second == replace(DEFAULTS, path=folder / "sub" / "a.npz", name="sub/a.npz")


def test_a_recording_listed_with_two_heights_is_two_recordings(folder):
    listing = folder / "runners.csv"
    listing.write_text("file,height_m\nb.MP4,1.81\nb.MP4,1.91\n")

    assert [file.height_m for file in find_recordings([listing], defaults=DEFAULTS)] == [1.81, 1.91]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,height\nb.MP4,1.8\n", "got height"),
        ("file,height_m\nb.MP4,tall\n", "line 2: expected a number for height_m, got tall"),
        ("file,height_m\nb.MP4,181\n", "expected height_m from 0.8 to 2.5, got 181"),
        ("file,view\nb.MP4,above\n", "expected a view"),
        ("file,height_m\n,1.8\n", "line 2: expected a file name"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_with_its_line(folder, text, said):
    (folder / "runners.csv").write_text(text)

    with pytest.raises(InputError, match=said):
        names(folder / "runners.csv")


def test_sources_that_are_not_there_or_hold_nothing_are_refused(tmp_path):
    for source, said in (
        (tmp_path / "nowhere", "there is no"),
        (f"{tmp_path}/*.mp4", "found none"),
        (tmp_path, "found none"),
    ):
        with pytest.raises(InputError, match=said):
            names(source)


def test_a_cohort_of_pose_tracks_is_found(tmp_path):
    write_cohort(tmp_path, 2)

    assert names(tmp_path) == ["run00.npz", "run01.npz"]
