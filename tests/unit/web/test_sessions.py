"""The session's page and what it sends: once, whole, refused with a reason; what a browser may keep of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in, stranger
from evenstride.model.ids import new_id
from evenstride.store import Store
from training_examples import Trained, a_measured_runner, follow_short_plan

TODAY = date.today()
BEGAN = datetime.now(UTC) - timedelta(minutes=20)


@pytest.fixture
def store(another_store: Callable[[], Store]) -> Store:
    return another_store()


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


@pytest.fixture
def trained(store: Store) -> Trained:
    return follow_short_plan(store, a_measured_runner(store), TODAY)


def a_record(trained: Trained, **changes: Any) -> dict[str, Any]:
    record = {
        "id": new_id(),
        "runner_id": trained.runner_id,
        "plan_id": trained.plan_id,
        "plan_day": TODAY.isoformat(),
        "started_at": BEGAN.isoformat(),
        "ended_at": (BEGAN + timedelta(minutes=7)).isoformat(),
        "sets": [{"exercise_id": "hip_flexor_release", "side": "left", "set_number": 1, "hold_s": 30}],
        "entries": [{"id": new_id(), "kind": "effort", "level": 4, "noted_at": BEGAN.isoformat(), "note": "set 1"}],
    }
    return record | changes


def send(client: TestClient, record: dict[str, Any]):
    return client.post("/api/sessions", json=record, headers=FROM_OUR_PAGE)


def test_the_page_reads_without_a_script_and_carries_its_sheet(client: TestClient, trained: Trained) -> None:
    page = client.get("/session", headers=PAGE).text
    lines = " ".join(page.split())
    for words in ("Today's session".replace("'", "&#39;"), "Hip flexor release", "How it is done", "<animate"):
        assert words in lines or words.replace("&#39;", "'") in lines
    sheet = json.loads(re.search(r'id="session-sheet">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    assert sheet["plan_id"] == trained.plan_id
    assert [each["exercise_id"] for each in sheet["exercises"]] == ["hip_flexor_release", "kegel_ball_squeeze"]


def test_without_a_plan_the_page_leads_to_one(client: TestClient, store: Store) -> None:
    assert "No plan yet" in client.get("/session", headers=PAGE).text
    a_measured_runner(store)
    assert "No plan yet" in client.get("/session", headers=PAGE).text


def test_a_session_is_kept_and_says_how_to_go_on(client: TestClient, trained: Trained, store: Store) -> None:
    record = a_record(trained)
    first, again = send(client, record), send(client, record)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (first.json()["is_new"], again.json()["is_new"]) == (True, False)
    assert first.json()["says"] == "Go on with this stage."
    with store.read() as work:
        kept = work.sessions.of_runner(trained.runner_id)
        entries = work.diary.of_runner(trained.runner_id)
    assert [each.sets[0].hold_s for each in kept] == [30.0]
    assert [(each.kind, each.level, each.session_id) for each in entries] == [("effort", 4.0, record["id"])]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"id": "../../etc"}, 422),
        ({"runner_id": "nobody"}, 404),
        ({"started_at": "yesterday"}, 422),
        ({"sets": [{"exercise_id": "x", "set_number": 0}]}, 422),
        ({"sets": [{"exercise_id": "x", "set_number": 1, "outcome": "won"}]}, 422),
        ({"entries": [{"id": "x", "kind": "pain", "level": 11, "noted_at": "2026-01-01T00:00:00Z"}]}, 422),
        ({"entries": [{"id": "x", "kind": "joy", "level": 1, "noted_at": "2026-01-01T00:00:00Z"}]}, 422),
        ({"note": "x" * 501}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
    client: TestClient, trained: Trained, store: Store, changes: dict[str, Any], status: int
) -> None:
    answer = send(client, a_record(trained, **changes))
    assert answer.status_code == status, answer.text
    assert {"code", "message", "next"} == answer.json().keys()
    with store.read() as work:
        assert work.sessions.of_runner(trained.runner_id) == ()


def test_a_foreign_page_can_send_nothing(client: TestClient, trained: Trained) -> None:
    answer = client.post("/api/sessions", json=a_record(trained), headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_every_file_that_the_page_names_is_kept_for_offline(client: TestClient, trained: Trained) -> None:
    named = set(re.findall(r'"(/static/[^"]+)"', client.get("/session", headers=PAGE).text))
    kept = set(re.findall(r'"(/static/[^"]+)"', client.get("/session_worker.js").text))
    assert len(named) >= 9
    assert named <= kept


def test_the_worker_is_for_the_session_only_and_for_who_is_signed_in(client: TestClient, make_app: MakeApp) -> None:
    answer = client.get("/session_worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["service-worker-allowed"] == "/session"
    assert "worker-src 'self'" in answer.headers["content-security-policy"]
    for address in re.findall(r'"(/static/[^"]+)"', answer.text):
        assert client.get(address).status_code == 200, address
    assert stranger(make_app()).get("/session_worker.js").status_code == 401
