"""Everything can be exported, deleted and imported again in the browser; a folder is watched only where asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.services.keeping.exporting import export_data
from evenstride.services.running.watched_folder import watched_folder
from evenstride.store import Store, open_store
from progress_examples import Seeded, keep_progress

TODAY = datetime.now(UTC).date()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home", url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def seeded(store: Store) -> Seeded:
    return keep_progress(store, today=TODAY)


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


def _import(client: TestClient, content: bytes) -> tuple[int, dict[str, dict[str, int]]]:
    new = {"name": "export.zip", "size_bytes": len(content)}
    upload = client.post("/api/uploads", json=new, headers=FROM_OUR_PAGE).json()["id"]
    client.put(f"/api/uploads/content/{upload}?offset=0", content=content, headers=FROM_OUR_PAGE)
    answer = client.post("/api/data/import", json={"upload_id": upload}, headers=FROM_OUR_PAGE)
    assert client.get(f"/api/uploads/{upload}").status_code == 404
    return answer.status_code, answer.json()


def _data_of(store: Store, runner_id: str) -> dict[str, bytes]:
    target = io.BytesIO()
    export_data(store, target, runner_id=runner_id)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def test_export_then_delete_then_import_gives_the_same_again(client: TestClient, store: Store, seeded: Seeded) -> None:
    before = _data_of(store, seeded.runner_id)
    exported = client.get(f"/api/data/export?runner_id={seeded.runner_id}")
    assert exported.headers["content-type"] == "application/zip"
    assert "attachment" in exported.headers["content-disposition"]
    page = unescape(client.get(f"/settings/data/{seeded.runner_id}/delete", headers=PAGE).text)
    assert "10 runs" in page
    assert "10 files" in page
    wrong = client.post(f"/settings/data/{seeded.runner_id}/delete", data={"name": "Adam"}, headers=FROM_OUR_PAGE)
    assert wrong.status_code == 422
    assert "Nothing was deleted" in wrong.text
    right = client.post(f"/settings/data/{seeded.runner_id}/delete", data={"name": "Ada"}, headers=FROM_OUR_PAGE)
    assert right.headers["location"] == "/settings/data?said=deleted"
    assert list(store.artefacts.hashes()) == []
    status, said = _import(client, exported.content)
    assert (status, said["added"]["runs"], said["was_there"]) == (200, 10, {})
    assert _data_of(store, seeded.runner_id) == before
    assert _import(client, exported.content)[1]["added"] == {}


def test_all_runners_go_into_one_export(client: TestClient, store: Store, seeded: Seeded) -> None:
    keep_progress(store, today=TODAY, name="Grace")
    with zipfile.ZipFile(io.BytesIO(client.get("/api/data/export").content)) as archive:
        runners = archive.read("data/runners.json").decode()
    assert seeded.runner_id in runners
    assert "Grace" in runners


def test_an_export_of_nobody_is_refused_before_its_first_byte(client: TestClient) -> None:
    assert client.get("/api/data/export?runner_id=nobody").status_code == 422


def test_a_damaged_original_is_told_and_gives_no_whole_export(client: TestClient, store: Store, seeded: Seeded) -> None:
    with store.read() as work:
        sha256 = work.recordings.of_runner(seeded.runner_id)[0].sha256
    store.artefacts.path(sha256).write_bytes(b"something else")
    answer = client.get(f"/api/data/export?runner_id={seeded.runner_id}")
    assert answer.status_code == 410
    assert "damaged" in answer.json()["message"]


@pytest.mark.parametrize("content", [b"no zip at all", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_export_is_refused_in_words(client: TestClient, content: bytes) -> None:
    status, said = _import(client, content)
    assert status == 422
    assert "export" in str(said["message"])


def test_a_recording_goes_with_its_report(client: TestClient, store: Store, seeded: Seeded) -> None:
    page = client.get(f"/settings/data/{seeded.runner_id}", headers=PAGE).text
    assert "week_4.mp4" in page
    with store.read() as work:
        recording = next(each for each in work.recordings.of_runner(seeded.runner_id) if each.name == "week_4.mp4")
    other = keep_progress(store, today=TODAY, name="Grace")
    strange = f"/settings/data/{other.runner_id}/recordings/{recording.id}/delete"
    assert client.post(strange, headers=FROM_OUR_PAGE).status_code == 404
    own = f"/settings/data/{seeded.runner_id}/recordings/{recording.id}/delete"
    assert client.post(own, headers=FROM_OUR_PAGE).status_code == 303
    with store.read() as work:
        assert seeded.assessment_ids[-1] not in {each.id for each in work.assessments.of_runner(seeded.runner_id)}


def test_tidying_takes_what_nothing_names(client: TestClient) -> None:
    assert client.post("/settings/data/tidy", headers=FROM_OUR_PAGE).headers["location"] == "/settings/data?said=tidied"


def test_a_folder_is_watched_and_left(client: TestClient, store: Store, seeded: Seeded, tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    form = {"path": str(folder), "runner_id": seeded.runner_id, "takes_present": "yes"}
    assert client.post("/settings/folder", data=form, headers=FROM_OUR_PAGE).status_code == 303
    assert str(folder) in client.get("/settings", headers=PAGE).text
    client.post("/settings/folder/leave", headers=FROM_OUR_PAGE)
    assert watched_folder(store) is None
    assert "Whole path of the folder" in client.get("/settings", headers=PAGE).text


def test_a_path_that_is_no_folder_apart_is_refused(client: TestClient, seeded: Seeded, tmp_path: Path) -> None:
    inside = tmp_path / "home" / "artefacts"
    for path in ("runs", "", str(tmp_path / "nowhere"), str(tmp_path), str(inside), str(tmp_path / "evenstride.db")):
        form = {"path": path, "runner_id": seeded.runner_id}
        assert client.post("/settings/folder", data=form, headers=FROM_OUR_PAGE).status_code == 422, path


def test_a_phone_does_not_say_which_folder_is_read(make_app: MakeApp, seeded: Seeded, tmp_path: Path) -> None:
    client = signed_in(make_app(lan_address="192.0.2.7"), origin="https://192.0.2.7:8765")
    headers = {"origin": "https://192.0.2.7:8765", "sec-fetch-site": "same-origin"}
    form = {"path": str(tmp_path), "runner_id": seeded.runner_id}
    answer = client.post("/settings/folder", data=form, headers=headers)
    assert answer.status_code == 422
    assert "from a phone" in answer.text
