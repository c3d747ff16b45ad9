"""Plans, sessions, notes, retests, runs and shoes over the API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, MakeApp, signed_in
from evenstride.store import Store
from stored_examples import Kept, keep_everything


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    made = signed_in(make_app())
    made.headers.update(FROM_OUR_PAGE)
    return made


@pytest.fixture(scope="module")
def kept(store: Store) -> Kept:
    return keep_everything(store, name="Training", film=b"training")


@pytest.fixture
def today() -> str:
    return datetime.now(UTC).astimezone().date().isoformat()


def _only(client: TestClient, kind: str, kept: Kept) -> dict[str, object]:
    (found,) = client.get(f"/api/{kind}", params={"runner_id": kept.runner.id}).json()["items"]
    assert isinstance(found, dict)
    return found


def test_a_plan_is_read_taken_along_and_closed(client: TestClient, store: Store) -> None:
    kept = keep_everything(store, name="Closing", film=b"closing")
    plan = _only(client, "plans", kept)
    address = f"/api/plans/{plan['id']}"
    assert (plan["status"], plan["start_on"]) == ("active", "2026-11-23")
    assert client.get(f"{address}/document").json() == kept.plan.document
    assert client.get(f"{address}/files/ics").text.startswith("BEGIN:VCALENDAR")
    assert client.get(f"{address}/files/exe").json()["code"] == "not_found"
    assert client.post(f"{address}/close").json()["status"] == "archived"
    assert client.post(f"{address}/close").json()["code"] == "bad_input"


def test_a_plan_needs_answers_and_an_assessment(client: TestClient, today: str) -> None:
    runner_id = client.post("/api/runners", json={"name": "Nia", "agrees_to_storage": True}).json()["id"]
    wish = {"runner_id": runner_id, "start_on": today}
    open_ones = client.post("/api/plans", json=wish).json()
    assert (open_ones["code"], open_ones["next"]) == ("bad_input", "Answer the questions first; it takes two minutes.")
    questions = client.get(f"/api/runners/{runner_id}/questions").json()["questions"]
    answers = {each["id"]: 0 if each["is_pain"] else False for each in questions}
    assert client.post(f"/api/runners/{runner_id}/questions", json={"answers": answers}).json()["open_count"] == 0
    assert client.post("/api/plans", json=wish).json()["next"] == "Record a run first."


def test_sessions_are_read_with_their_sets(client: TestClient, kept: Kept) -> None:
    session = _only(client, "sessions", kept)
    assert client.get(f"/api/sessions/{session['id']}").json() == session
    assert session["plan_day"] == "2026-03-03"
    assert [each["outcome"] for each in session["sets"]] == ["done", "stopped_for_pain"]  # type: ignore[attr-defined]


def test_pain_is_noted_and_taken_away(client: TestClient, kept: Kept, today: str) -> None:
    note = {
        "runner_id": kept.runner.id,
        "kind": "pain",
        "level": 3,
        "on": today,
        "place": "left_knee",
        "note": "stairs",
    }
    made = client.post("/api/diary", json=note)
    assert (made.status_code, made.json()["level"], made.json()["place"]) == (201, 3.0, "left_knee")
    listed = client.get("/api/diary", params={"runner_id": kept.runner.id, "kind": "pain"}).json()["items"]
    assert listed[0] == made.json()
    assert client.delete(f"/api/diary/{made.json()['id']}").status_code == 204
    assert client.post("/api/diary", json=note | {"level": 11}).status_code == 422
    assert client.post("/api/diary", json=note | {"place": "moon"}).json()["code"] == "bad_input"


def test_a_retest_is_kept_noted_and_taken_away(client: TestClient, kept: Kept) -> None:
    made = client.post("/api/retests", json={"runner_id": kept.runner.id, "due_on": "2027-03-01"}).json()
    noted = client.put(f"/api/retests/{made['id']}/note", json={"note": "the same shoes"}).json()
    assert noted == client.get(f"/api/retests/{made['id']}").json()
    assert (noted["due_on"], noted["note"], noted["done_at"]) == ("2027-03-01", "the same shoes", None)
    assert client.delete(f"/api/retests/{made['id']}").status_code == 204
    assert client.get(f"/api/retests/{made['id']}").status_code == 404


def test_shoes_run_as_far_as_their_runs(client: TestClient, kept: Kept) -> None:
    new = {"runner_id": kept.runner.id, "name": "Trail, red", "start_distance_m": 16_093.44}
    shoe = client.post("/api/shoes", json=new).json()
    assert shoe["start_distance_m"] == pytest.approx(16_093.44, abs=1e-6)
    run = _only(client, "runs", kept)
    assert client.put(f"/api/runs/{run['id']}/shoe", json={"shoe_id": shoe["id"]}).json()["shoe_id"] == shoe["id"]
    far = client.get(f"/api/shoes/{shoe['id']}/distance").json()["distance_m"]
    assert far == pytest.approx(16_093.44 + 10_250.0, abs=1e-6)
    renamed = client.put(f"/api/shoes/{shoe['id']}", json={"name": "Trail", "start_distance_m": 0}).json()
    assert (renamed["name"], renamed["start_distance_m"]) == ("Trail", 0.0)
    assert client.post(f"/api/shoes/{shoe['id']}/make-default").json()["is_default"] is True
    assert client.put(f"/api/shoes/{shoe['id']}/use", json={"is_retired": True}).json()["is_default"] is False
    assert client.delete(f"/api/runs/{run['id']}").status_code == 204
