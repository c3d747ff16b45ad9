"""What is exported is imported equal; twice adds nothing; what is here already stays."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evenstride.model.ids import new_id
from evenstride.services.keeping.deleting import delete_recording, delete_runner
from evenstride.services.keeping.export_format import KINDS, MANIFEST
from evenstride.services.keeping.exporting import export_data
from evenstride.services.keeping.importing import import_data
from evenstride.store import ArtefactError, NotStoredError, Store
from stored_examples import Kept, keep_everything

MakeStore = Callable[[], Store]


def everything(store: Store) -> dict[str, object]:
    with store.read() as work:
        owners = work.runners.all()
        values: dict[str, object] = {
            kind.name: [each for owner in owners for each in kind.repository(work).of_runner(owner.id)]
            for kind in KINDS[1:]
        }
        return {"runners": owners, "files": work.artefacts.known(), **values}


def without(values: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in values.items() if name not in names}


@pytest.fixture
def exported(store: Store, tmp_path: Path) -> tuple[Path, Kept, Kept]:
    ada, ben = keep_everything(store), keep_everything(store, name="Ben", film=b"a film of Ben")
    path = tmp_path / "export.zip"
    export_data(store, path)
    return path, ada, ben


def test_what_was_exported_comes_back_equal_in_an_empty_store(
    store: Store, exported: tuple[Path, Kept, Kept], another_store: MakeStore
) -> None:
    there = another_store()
    imported = import_data(there, exported[0])
    assert everything(there) == everything(store)
    assert set(there.artefacts.hashes()) == set(store.artefacts.hashes())
    assert imported.added["runners"] == 2
    assert (imported.was_there, imported.kept_ours) == ({}, {})
    for sha256 in there.artefacts.hashes():
        assert there.artefacts.read_bytes(sha256) == store.artefacts.read_bytes(sha256)


def test_importing_again_adds_nothing(store: Store, exported: tuple[Path, Kept, Kept]) -> None:
    before = everything(store)
    imported = import_data(store, exported[0])
    assert (imported.added, imported.kept_ours) == ({}, {})
    assert imported.was_there["recordings"] == 2
    assert everything(store) == before


def test_a_deleted_runner_comes_back_from_the_export(store: Store, exported: tuple[Path, Kept, Kept]) -> None:
    path, ada, _ = exported
    before = everything(store)
    delete_runner(store, ada.runner.id)
    assert everything(store) != before
    import_data(store, path)
    assert everything(store) == before


def test_one_runner_is_exported_alone(
    store: Store, exported: tuple[Path, Kept, Kept], another_store: MakeStore, tmp_path: Path
) -> None:
    _, ada, ben = exported
    export_data(store, tmp_path / "ada.zip", runner_id=ada.runner.id)
    there = another_store()
    import_data(there, tmp_path / "ada.zip")
    with there.read() as work:
        assert work.runners.all() == (ada.runner,)
    assert not there.artefacts.has(ben.recording.sha256)
    with pytest.raises(NotStoredError):
        export_data(store, io.BytesIO(), runner_id="none")


def test_what_was_changed_here_stays_and_is_said(store: Store, exported: tuple[Path, Kept, Kept]) -> None:
    path, ada, _ = exported
    ours = replace(ada.runner, name="Ada L.")
    with store.write() as work:
        work.runners.replace(ours)
    imported = import_data(store, path)
    assert imported.kept_ours == {"runners": 1}
    with store.read() as work:
        assert work.runners.get(ours.id) == ours


def test_a_recording_that_is_here_under_another_id_is_not_doubled(
    store: Store, exported: tuple[Path, Kept, Kept]
) -> None:
    path, ada, _ = exported
    delete_recording(store, ada.recording.id)
    from evenstride.services.keeping.recordings import RecordingFacts, keep_recording

    again = keep_recording(store, ada.runner.id, io.BytesIO(b"a film of Ada"), RecordingFacts("video"), name="a.mp4")
    import_data(store, path)
    with store.read() as work:
        assert work.recordings.of_runner(ada.runner.id) == (again.recording,)
        (assessment,) = work.assessments.of_runner(ada.runner.id)
    assert assessment == replace(ada.assessment, recording_ids=(again.recording.id,))
    assert import_data(store, path).added == {}


def test_a_runner_who_follows_another_plan_here_goes_on_with_it(
    store: Store, exported: tuple[Path, Kept, Kept]
) -> None:
    path, ada, _ = exported
    newer = replace(ada.plan, id=new_id())
    with store.write() as work:
        work.plans.remove(ada.plan.id)
        work.plans.add(newer)
    import_data(store, path)
    with store.read() as work:
        assert work.plans.active(ada.runner.id) == newer
        assert work.plans.get(ada.plan.id).status == "archived"
    assert import_data(store, path).added == {}


def test_the_list_names_every_file_with_its_hash_and_the_originals_by_name(
    exported: tuple[Path, Kept, Kept],
) -> None:
    path, ada, _ = exported
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read(MANIFEST))
        assert {each["path"] for each in manifest["files"]} | {MANIFEST} == set(archive.namelist())
        original = next(each for each in manifest["files"] if each["sha256"] == ada.recording.sha256)
        assert (original["name"], original["media_type"]) == ("left.mp4", "video/mp4")
        assert archive.read(original["path"]) == b"a film of Ada"


def test_tables_can_be_read_by_a_spreadsheet_and_hold_no_formula(store: Store, tmp_path: Path) -> None:
    keep_everything(store, name="=HYPERLINK(1)")
    export_data(store, tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(f"tables/{name}.csv").decode())))
            for name in ("measures", "sets", "diary", "runs")
        }
    cadence = tables["measures"][0]
    assert (cadence["measure_id"], float(cadence["value"]), float(cadence["mdc"])) == ("cadence", 171.25, 1.9)
    assert cadence["runner"] == "'=HYPERLINK(1)"
    assert [row["outcome"] for row in tables["sets"]] == ["done", "stopped_for_pain"]
    assert tables["runs"][0]["shoe"] == "Road, blue"
    assert float(tables["diary"][0]["level_0_to_10"]) == 2.5


def test_an_empty_store_is_exported_and_imported_too(another_store: MakeStore) -> None:
    archive = io.BytesIO()
    export_data(another_store(), archive)
    imported = import_data(another_store(), archive)
    assert imported.added == {}


def test_a_damaged_original_stops_the_export_and_leaves_no_half_one(store: Store, tmp_path: Path) -> None:
    kept = keep_everything(store)
    store.artefacts.path(kept.recording.sha256).write_bytes(b"something else")
    with pytest.raises(ArtefactError, match=r"left\.mp4"):
        export_data(store, tmp_path / "export.zip")
    assert not (tmp_path / "export.zip").exists()
    assert list(tmp_path.glob(".export*")) == []
