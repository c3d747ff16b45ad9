"""Jobs over the API: how far they are, stopped, taken up again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, MakeApp, signed_in
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.store import Store
from evenstride.web.api.jobs import progress_words

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


@pytest.fixture
def job(store: Store) -> Job:
    with store.write() as work:
        return work.jobs.add(Job(new_id(), "analyse_recordings", NOW, message="Waiting."))


def _running(**changes: object) -> Job:
    return Job(new_id(), "analyse_recordings", NOW, state="running", message="Measuring.", **changes)  # type: ignore[arg-type]


def test_a_job_is_told_with_its_state(client: TestClient, job: Job) -> None:
    answer = client.get(f"/api/jobs/{job.id}").json()
    assert (answer["id"], answer["state"], answer["progress"], answer["message"]) == (job.id, "queued", 0.0, "Waiting.")
    assert answer in client.get("/api/jobs", params={"state": "queued"}).json()["items"]
    assert client.get("/api/jobs", params={"state": "failed"}).json() == {"items": [], "next": None}


def test_a_job_is_stopped_and_taken_up_again(client: TestClient, job: Job) -> None:
    assert client.post(f"/api/jobs/{job.id}/cancel", headers=FROM_OUR_PAGE).json()["state"] == "cancelled"
    assert client.get(f"/api/jobs/{job.id}/progress").json()["is_done"] is True
    assert client.post(f"/api/jobs/{job.id}/retry", headers=FROM_OUR_PAGE).json()["state"] == "queued"


def test_a_foreign_page_stops_nothing(client: TestClient, job: Job) -> None:
    assert client.post(f"/api/jobs/{job.id}/cancel", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get(f"/api/jobs/{job.id}").json()["state"] == "queued"


@pytest.mark.parametrize(
    ("estimate_s", "words"),
    [
        (None, "Measuring."),
        (0.2, "Measuring. About 1 s left."),
        (17.4, "Measuring. About 17 s left."),
        (150.0, "Measuring. About 2 min left."),
    ],
)
def test_the_words_say_what_is_done_and_how_long_it_takes_yet(estimate_s: float | None, words: str) -> None:
    assert progress_words(_running(estimate_s=estimate_s)) == words


def test_the_api_describes_itself_and_no_page(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert "/api/jobs/{job_id}/progress" in paths
    assert all(path.startswith("/api/") for path in paths)
