"""Many recordings to one table: what is computed, what is kept, and what an accident costs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from cohort_files import write_cohort
from evenstride.errors import InputError, OutputError
from evenstride.services import batch as batch_service
from evenstride.services.batch import ANALYSING, BatchStoppedError, BatchSummary, analyze_batch


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three runners, a copy of one, a file of somebody who stands, and one that is damaged."""
    folder = tmp_path_factory.mktemp("cohort") / "in"
    paths = write_cohort(folder, 3)
    shutil.copy(paths[1], folder / "sub.npz")
    (folder / "bad.npz").write_bytes(b"nonsense")
    (folder / "still.csv").write_text(standing_still())
    return folder


@pytest.fixture(scope="module")
def done(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[BatchSummary, Path]:
    """The cohort analysed once, and the folder of the results; tests that change something copy it."""
    folder = tmp_path_factory.mktemp("done")
    return analyze_batch([cohort], out=folder / "out.parquet", workers=1), folder


@pytest.fixture
def kept(done: tuple[BatchSummary, Path], tmp_path: Path) -> Path:
    """The table of a copy of that run."""
    shutil.copytree(done[1], tmp_path / "kept")
    return tmp_path / "kept" / "out.parquet"


def standing_still() -> str:
    points = [
        f"{side}_{point}" for point in ("shoulder", "hip", "knee", "ankle", "heel", "toe") for side in ("left", "right")
    ]
    header = ",".join(["time_s", *(f"{point}_{axis}" for point in points for axis in "xy")])
    place = ",".join(f"{100 + i % 2},{100 + 40 * (i // 2)}" for i in range(len(points)))
    return "\n".join([header, *(f"{i / 30:.4f},{place}" for i in range(60))])


def parts_of(out: Path) -> dict[str, int]:
    """Name and instant of writing of every part."""
    return {path.name: path.stat().st_mtime_ns for path in out.with_name("out.parquet.parts").iterdir()}


def test_every_recording_is_told_as_what_it_is(done):
    summary, _ = done

    assert (summary.recordings, summary.ok, summary.already_done) == (5, 3, 0)
    assert [each.file for each in summary.failed] == ["bad.npz"]
    assert [each.file for each in summary.nothing_measured] == ["still.csv"]
    assert "hardly move" in summary.nothing_measured[0].reason
    assert [(each.file, each.same_as) for each in summary.duplicates] == [("sub.npz", "run01.npz")]


def test_the_table_has_a_row_for_each_recording_measure_and_side(done):
    table = pd.read_parquet(done[1] / "out.parquet")

    cadence = table[(table["id"] == "cadence") & (table["file_status"] == "ok")].set_index("file")
    assert list(cadence.index) == ["run00.npz", "run01.npz", "run02.npz"]
    assert cadence["value"].tolist() == pytest.approx([160.0, 161.0, 162.0], abs=1.5)
    assert set(cadence["view"]) == {"right"}
    assert cadence["fps"].tolist() == pytest.approx([60.0] * 3)
    assert not table[table["id"].notna()].duplicated(["file", "id", "side"]).any()
    contact = table[(table["file"] == "run00.npz") & (table["id"] == "contact_time")]
    assert sorted(contact["side"]) == ["left", "right"]


def test_a_failed_recording_is_one_row_with_its_reason(done):
    table = pd.read_parquet(done[1] / "out.parquet")

    (row,) = table[table["file"] == "bad.npz"].to_dict("records")
    assert (row["status"], row["file_status"]) == ("failed", "failed")
    assert "not an archive of arrays" in row["reasons"]
    assert pd.isna(row["id"])


def test_the_findings_stand_in_a_table_of_their_own(done):
    findings = pd.read_parquet(done[1] / "out.findings.parquet")

    assert set(findings["file"]) == {"run00.npz", "run01.npz", "run02.npz", "still.csv"}
    assert set(findings["status"]) <= {"present", "possible", "absent", "unknown"}


def test_refusals_are_counted_by_reason_most_frequent_first(done):
    refusals = done[0].refusals

    counts = [refusal.recordings for refusal in refusals]
    assert counts == sorted(counts, reverse=True)
    assert any("cadence_drift" in refusal.measures and refusal.recordings == 3 for refusal in refusals)


def test_a_second_run_computes_nothing_but_what_failed(kept, cohort):
    before = parts_of(kept)
    table = kept.read_bytes()
    asked: list[tuple[str, int, int]] = []

    summary = analyze_batch([cohort], out=kept, workers=1, on_progress=lambda *step: asked.append(step))

    after = parts_of(kept)
    assert summary.already_done == 4
    assert [step for step in asked if step[0] == ANALYSING] == [(ANALYSING, 0, 1), (ANALYSING, 1, 1)]
    assert sum(after[name] != before[name] for name in before) == 1
    assert kept.read_bytes() == table


def test_a_changed_option_is_computed_anew_and_the_old_results_stay(kept, cohort):
    before = parts_of(kept)

    summary = analyze_batch([cohort], out=kept, height_m=1.9, workers=1)

    assert summary.already_done == 0
    assert before.items() <= parts_of(kept).items()


def test_a_part_that_is_cut_short_is_computed_anew(kept, cohort):
    table = kept.read_bytes()
    part = next(path for path in kept.with_name("out.parquet.parts").iterdir() if b'"ok"' in path.read_bytes())
    part.write_bytes(part.read_bytes()[:100])

    summary = analyze_batch([cohort], out=kept, workers=1)

    assert summary.already_done == 3
    assert kept.read_bytes() == table


def test_a_renamed_recording_is_not_computed_anew(kept, cohort, tmp_path):
    moved = tmp_path / "moved"
    moved.mkdir()
    shutil.copy(cohort / "run00.npz", moved / "anna.npz")

    summary = analyze_batch([moved], out=kept, workers=1)

    assert summary.already_done == 1
    assert set(pd.read_parquet(kept)["file"]) == {"anna.npz"}


def test_one_worker_and_three_write_the_same_bytes(done, cohort, tmp_path):
    analyze_batch([cohort], out=tmp_path / "out.parquet", workers=3)

    for name in ("out.parquet", "out.findings.parquet"):
        assert (tmp_path / name).read_bytes() == (done[1] / name).read_bytes()


def test_a_batch_gives_what_analyze_gives(done, cohort):
    from evenstride.reports.tables import measure_table
    from evenstride.services.analyze_clip import analyze

    alone = measure_table(analyze(cohort / "run00.npz").assessment)
    table = pd.read_parquet(done[1] / "out.parquet")
    together = table[table["file"] == "run00.npz"][list(alone.columns)].reset_index(drop=True)

    pd.testing.assert_frame_equal(together, alone, check_dtype=False)


def test_a_csv_and_documents_are_written_on_demand(kept, cohort, tmp_path):
    out = kept.with_name("table.csv")
    kept.with_name("out.parquet.parts").rename(kept.with_name("table.csv.parts"))

    analyze_batch([cohort], out=out, json_dir=tmp_path / "documents", workers=1)

    table = pd.read_csv(out)
    assert table["file"].nunique() == 5
    document = json.loads((tmp_path / "documents" / "run00.npz.json").read_text())
    assert document["schema"] == "evenstride.assessment/1"
    assert not (tmp_path / "documents" / "bad.npz.json").exists()


def test_results_in_the_folder_of_the_recordings_are_no_recordings(cohort, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(cohort / "run00.npz", folder)
    options = {"out": folder / "out.parquet", "json_dir": folder / "json", "workers": 1}
    analyze_batch([folder], **options)

    assert analyze_batch([folder], **options).recordings == 1


def test_a_listed_file_that_is_missing_is_a_failed_recording(cohort, tmp_path):
    listing = tmp_path / "list.txt"
    listing.write_text(f"{cohort / 'run00.npz'}\nnowhere.mp4\n")

    summary = analyze_batch([listing], out=tmp_path / "out.parquet", workers=1)

    assert summary.ok == 1
    assert [each.file for each in summary.failed] == ["nowhere.mp4"]
    assert "No such file" in summary.failed[0].reason


def test_an_interrupt_keeps_what_is_done_and_writes_no_table(cohort, tmp_path):
    def stop_after_two(stage: str, done: int, expected: int) -> None:
        if stage == ANALYSING and done == 2:
            raise KeyboardInterrupt

    out = tmp_path / "out.parquet"
    with pytest.raises(BatchStoppedError, match="2 of 5 recordings done"):
        analyze_batch([cohort], out=out, workers=1, on_progress=stop_after_two)

    assert len(parts_of(out)) == 2
    assert not out.exists()


def test_what_cannot_be_written_is_refused_before_any_work(cohort, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file")
    for options, error, said in (
        ({"out": tmp_path / "out.xlsx"}, OutputError, "ending in .csv or .parquet"),
        ({"out": tmp_path / "nowhere" / "out.csv"}, OutputError, "existing folder"),
        ({"out": tmp_path / "out.csv", "json_dir": taken}, OutputError, "Expected to make the folder"),
        ({"out": tmp_path / "out.csv", "workers": 0}, InputError, "at least 1 worker"),
    ):
        with pytest.raises(error, match=said):
            analyze_batch([cohort], **options)
    assert not list(tmp_path.glob("*.parts"))


def test_a_scheduler_that_is_not_there_is_one_clear_error(cohort, tmp_path, monkeypatch):
    pytest.importorskip("distributed")
    from evenstride.services import batch_dask

    monkeypatch.setattr(batch_dask, "CONNECT_S", 0.5)
    with pytest.raises(batch_dask.SchedulerError, match=r"Expected a Dask scheduler at tcp://127\.0\.0\.1:9"):
        analyze_batch([cohort], out=tmp_path / "out.csv", scheduler="tcp://127.0.0.1:9")


def test_the_summary_is_a_plain_document(done):
    document = json.loads(json.dumps(done[0].to_dict()))

    assert document["schema"] == batch_service.SCHEMA
    assert document["failed"][0]["file"] == "bad.npz"
