"""``evenstride data`` and ``evenstride progress`` as their user runs them."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from command_line import COMMAND, run_evenstride
from evenstride.model.ids import new_id
from evenstride.store import open_store
from stored_examples import Kept, a_measure, keep_everything


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Ada's year in the data folder that the commands open."""
    home = tmp_path / "home"
    monkeypatch.setenv("EVENSTRIDE_HOME", str(home))
    monkeypatch.delenv("EVENSTRIDE_DATABASE_URL", raising=False)
    with open_store(home) as store:
        return keep_everything(store)


def test_where_names_the_folder_and_what_is_in_it(kept: Kept, tmp_path: Path) -> None:
    said = run_evenstride("data", "where")
    assert f"folder: {tmp_path / 'home'}" in said.out
    assert f"Ada ({kept.runner.id}): 1 recordings, 1 assessments, 1 sessions, 1 runs" in said.out
    document = json.loads(run_evenstride("data", "where", "--json", "-").out)
    assert document["schema"] == "evenstride.overview/1"
    assert document["runners"][0]["n_recordings"] == 1


def test_what_is_deleted_comes_back_from_the_export(kept: Kept, tmp_path: Path) -> None:
    out = tmp_path / "ada.zip"
    assert run_evenstride("data", "export", out, "--runner", "Ada").code == 0
    deleted = run_evenstride("data", "delete", "Ada", "--yes")
    assert (deleted.code, deleted.out) == (0, "Deleted Ada with 3 files, 0.0 MB.\n")
    assert "Ada" not in run_evenstride("data", "where").out
    imported = run_evenstride("data", "import", out)
    assert "1 recordings" in imported.out
    assert run_evenstride("data", "import", out).out.startswith("here already: ")
    assert "Ada" in run_evenstride("data", "where").out


def test_deleting_asks_and_another_word_deletes_nothing(kept: Kept) -> None:
    done = subprocess.run(
        [*COMMAND, "data", "delete", "Ada"], input="Adam\n", capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert "Nothing was deleted" in done.stderr
    assert "Ada" in run_evenstride("data", "where").out


def test_an_unknown_runner_is_told_with_those_there_are(kept: Kept) -> None:
    said = run_evenstride("data", "delete", "Eve", "--yes")
    assert said.code == 1
    assert f"Ada ({kept.runner.id})" in said.error_line


def test_what_is_no_export_is_told_in_one_line(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "photo.zip").write_bytes(b"no zip")
    said = run_evenstride("data", "import", tmp_path / "photo.zip")
    assert said.code == 1
    assert "Expected an export" in said.error_line


def test_tidying_leaves_what_is_wanted(kept: Kept) -> None:
    assert run_evenstride("data", "tidy").out == "0 files, 0.0 MB.\n"


def test_progress_is_told_and_is_the_same_in_json(kept: Kept, tmp_path: Path) -> None:
    later = replace(
        kept.assessment,
        id=new_id(),
        measured_at=kept.assessment.measured_at.replace(month=5),
        measures=(a_measure(177.25),),
        files=(),
    )
    with open_store(tmp_path / "home") as store, store.write() as work:
        work.assessments.add(later)
    said = run_evenstride("progress")
    assert "Cadence: 6.0 steps/min higher than on 2 March 2026, more than the 1.9 steps/min" in said.out
    assert "Pain, left_knee: at most 2.5 of 10 in the week of 2026-03-02" in said.out
    assert "10.2" in said.out
    document = json.loads(run_evenstride("progress", "--runner", "Ada", "--json", "-").out)
    assert document["schema"] == "evenstride.progress/1"
    cadence = next(each for each in document["measures"] if each["measure_id"] == "cadence")
    assert [each["verdict"] for each in cadence["series"]["readings"]] == ["baseline", "changed"]
    assert cadence["series"]["readings"][1]["change"] == pytest.approx(6.0)


def test_without_a_runner_progress_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENSTRIDE_HOME", str(tmp_path / "empty"))
    monkeypatch.delenv("EVENSTRIDE_DATABASE_URL", raising=False)
    said = run_evenstride("progress")
    assert said.code == 1
    assert "evenstride serve" in said.error_line
