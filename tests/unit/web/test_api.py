"""The API over the kept things of a runner: parts of lists, one value, documents, what goes and what is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, MakeApp, signed_in, stranger
from evenstride.model.ids import new_id
from evenstride.prescription.profile import known_equipment
from evenstride.services.api_tokens import create_api_token
from evenstride.store import Store, open_store
from stored_examples import DOCUMENT, Kept, keep_everything


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("home")
    with open_store(home, url=f"sqlite:///{home / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture(scope="module")
def kept(store: Store) -> Kept:
    return keep_everything(store, name="Ada", film=b"a film")


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    made = signed_in(make_app())
    made.headers.update(FROM_OUR_PAGE)
    return made


def test_a_list_comes_in_parts_the_newest_first(client: TestClient, store: Store) -> None:
    kept = keep_everything(store, name="Parts", film=b"parts")
    more = [{"name": f"Part {number}"} for number in range(3)]
    made = [client.post("/api/runners", json=each).json()["id"] for each in more]
    seen: list[str] = []
    after = None
    while True:
        part = client.get("/api/runners", params={"length": 2} | ({"after": after} if after else {})).json()
        seen += [each["id"] for each in part["items"]]
        assert len(part["items"]) <= 2
        after = part["next"]
        if after is None:
            break
    assert seen[:3] == made[::-1]
    assert kept.runner.id in seen
    assert len(set(seen)) == len(seen)


def test_everything_of_a_runner_can_be_asked_for(client: TestClient, kept: Kept) -> None:
    own = {"runner_id": kept.runner.id}
    (recording,) = client.get("/api/recordings", params=own).json()["items"]
    (assessment,) = client.get("/api/assessments", params=own).json()["items"]
    assert client.get(f"/api/recordings/{recording['id']}").json() == recording
    assert client.get(f"/api/recordings/{recording['id']}/original").content == b"a film"
    assert client.get(f"/api/assessments/{assessment['id']}").json() == assessment
    assert client.get(f"/api/assessments/{assessment['id']}/document").content == DOCUMENT
    measures = client.get(f"/api/assessments/{assessment['id']}/measures").json()
    assert (measures[0]["measure_id"], measures[0]["value"]) == ("cadence", 171.25)
    (finding,) = client.get(f"/api/assessments/{assessment['id']}/findings").json()
    assert finding == {"finding_id": "hard_heel_landing", "side": "left", "status": "present", "strength": 0.75}


def test_a_runner_is_made_changed_asked_and_deleted(client: TestClient) -> None:
    made = client.post("/api/runners", json={"name": "Bo", "height_m": 1.7, "agrees_to_storage": True})
    assert made.status_code == 201
    tool = known_equipment()[0]
    address = f"/api/runners/{made.json()['id']}"
    assert client.get(f"{address}/consent").json()["is_given"] is True
    changed = client.put(address, json={"name": "Bo", "equipment": [tool], "days_a_week": 3}).json()
    assert (changed["height_m"], changed["equipment"], changed["days_a_week"]) == (None, [tool], 3)
    questions = client.get(f"{address}/questions").json()
    first = questions["questions"][0]["id"]
    answered = client.post(f"{address}/questions", json={"answers": {first: False}}).json()
    assert answered["open_count"] == questions["open_count"] - 1
    screen = {"screen_id": "single_leg_squat", "side": "left", "outcome": "supported"}
    assert client.post(f"{address}/screens", json=[screen]).json()[0].items() >= screen.items()
    progress = client.get(f"{address}/progress", params={"today": "2026-03-02"}).json()
    assert (progress["schema"], progress["measures"]) == ("evenstride.progress/1", [])
    assert client.put(f"{address}/consent", json={"is_given": False}).json()["is_given"] is False
    assert client.delete(address).json() == {"n_files": 0, "size_bytes": 0}
    assert client.get(address).json()["code"] == "not_found"


def test_what_is_known_is_not_sent_again(client: TestClient, kept: Kept) -> None:
    address = f"/api/assessments/{kept.assessment.id}/document"
    tag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).content == DOCUMENT
    job = f"/api/jobs/{kept.job.id}"
    tag = client.get(job).headers["etag"]
    assert client.get(job, headers={"If-None-Match": tag}).status_code == 304
    client.post(f"{job}/cancel")
    assert client.get(job, headers={"If-None-Match": tag}).json()["state"] == "cancelled"


def _imported(client: TestClient, content: bytes) -> Any:
    upload = client.post("/api/uploads", json={"name": "export.zip", "size_bytes": len(content)}).json()
    assert client.put(f"/api/uploads/content/{upload['id']}", content=content).status_code == 200
    return client.post("/api/data/import", json={"upload_id": upload["id"]})


def test_an_export_comes_out_and_goes_in_elsewhere(client: TestClient, kept: Kept) -> None:
    answer = client.get("/api/data/export", params={"runner_id": kept.runner.id})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("manifest.json"))["schema"] == "evenstride.export/1"
    again = _imported(client, answer.content)
    assert (again.status_code, again.json()["added"]) == (200, {})
    assert again.json()["was_there"]["recordings"] == 1
    refused = _imported(client, b"PK\x03\x04 no")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_input")
    unknown = client.get("/api/data/export", params={"runner_id": new_id()})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")


def test_a_damaged_file_is_not_exported(client: TestClient, store: Store) -> None:
    kept = keep_everything(store, name="Damaged", film=b"a film that is damaged")
    store.artefacts.path(kept.recording.sha256).write_bytes(b"other")
    answer = client.get("/api/data/export", params={"runner_id": kept.runner.id})
    assert (answer.status_code, answer.json()["code"]) == (410, "bad_artefact")


def test_two_assessments_are_compared(client: TestClient, store: Store) -> None:
    one, other = (keep_everything(store, name=name, film=name.encode()) for name in ("One", "Other"))
    ids = {"a": one.assessment.id, "b": other.assessment.id}
    document = client.get("/api/comparisons", params=ids).json()
    assert (document["schema"], document["measures"]) == ("evenstride.comparison/1", [])


def test_the_knowledge_is_there(client: TestClient) -> None:
    listed = client.get("/api/knowledge").json()["ids"]
    for kind, of_kind in listed.items():
        entries = client.get(f"/api/knowledge/{kind}s").json()["entries"]
        assert {each["id"] for each in entries} == set(of_kind)
    found = client.get("/api/knowledge/exercises/single-leg squat")
    named = client.get("/api/knowledge/explain", params={"name": "hip_drop"}).json()
    assert (named["kind"], named["id"]) == ("finding", "hip_drop")
    assert found.json().get("schema", found.json().get("code")) in ("evenstride.explanation/1", "bad_input")
    assert client.get("/api/knowledge/questions").json()[0]["text"].endswith("?")


def test_a_token_makes_no_other_and_is_taken_back(client: TestClient, store: Store, make_app: MakeApp) -> None:
    made = client.post("/api/tokens", json={"name": "notebook"}).json()
    program = stranger(make_app())
    program.headers["Authorization"] = f"Bearer {made['secret']}"
    assert made["id"] in {each["id"] for each in program.get("/api/tokens").json()}
    refused = program.post("/api/tokens", json={"name": "another"})
    assert (refused.status_code, refused.json()["code"]) == (403, "for_people")
    assert program.delete(f"/api/tokens/{made['id']}").status_code == 204
    assert program.get("/api/tokens").status_code == 401


def test_a_program_that_forgot_its_token_is_told_so(make_app: MakeApp) -> None:
    answer = stranger(make_app()).post("/api/runners", json={"name": "Bo"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": "Eve", "height_m": 17},
        {"name": "Eve", "minutes_a_day": "NaN"},
        {"name": "Eve", "unknown": 1},
        {"name": "\ud800"},
        {"name": "Eve", "equipment": ["anvil"]},
        {},
    ],
)
def test_a_body_is_read_strictly(client: TestClient, body: dict[str, object]) -> None:
    answer = client.post("/api/runners", content=json.dumps(body), headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert set(answer.json()) == {"code", "message", "next"}


def test_every_route_says_in_openapi_what_it_answers(client: TestClient) -> None:
    description = client.get("/api/openapi.json").json()
    for path, methods in description["paths"].items():
        for method, route in methods.items():
            assert route["security"] == [{"token": []}], (method, path)
            assert {"4XX", "5XX"} <= set(route["responses"]), (method, path)
            assert route["description"], (method, path)
            answers = [each for status, each in route["responses"].items() if status.startswith("2")]
            assert all(each.get("content") or "204" in route["responses"] for each in answers), (method, path)


def test_the_token_of_a_program_is_its_own(store: Store, make_app: MakeApp) -> None:
    program = stranger(make_app())
    program.headers["Authorization"] = f"Bearer {create_api_token(store, 'here').secret}"
    settings = program.get("/api/settings").json()
    assert (settings["database"], settings["home"]) == ("sqlite", str(store.home))
