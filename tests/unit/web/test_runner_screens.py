"""Home screens over the API: scores in, what they say out, and what that does to an assessment's suspicions."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, MakeApp, signed_in
from evenstride.store import Store
from stored_examples import Kept, keep_everything


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    client = signed_in(make_app())
    client.headers.update(FROM_OUR_PAGE)
    return client


@pytest.fixture
def kept(store: Store) -> Kept:
    return keep_everything(store)


def sent(client: TestClient, kept: Kept, **score: Any) -> Any:
    return client.post(f"/api/runners/{kept.runner.id}/screens", json=[score])


def test_a_score_is_judged_and_every_result_stays(client: TestClient, kept: Kept) -> None:
    plank = {"screen_id": "side_plank", "side": "left", "value": 24.0, "scored_by": "timer", "pain": 1}
    newest = sent(client, kept, **plank).json()
    assert newest[-1].items() >= {**plank, "outcome": "supported", "why": "Less than 30 s.", "unit": "s"}.items()
    sent(client, kept, **{**plank, "value": 50.0})
    address = f"/api/runners/{kept.runner.id}/screens"
    assert [each["outcome"] for each in client.get(address).json() if each["screen_id"] == "side_plank"] == [
        "not_supported"
    ]
    history = client.get(f"{address}/history", params={"screen_id": "side_plank"}).json()
    assert [each["value"] for each in history] == [24.0, 50.0]


def test_the_suspicions_of_an_assessment_change_with_a_screen(client: TestClient, kept: Kept) -> None:
    address = f"/api/assessments/{kept.assessment.id}/suspicions"

    def tight_hip_flexor() -> dict[str, Any]:
        every = client.get(address).json()
        return next(each for each in every if each["muscle_id"] == "iliopsoas")

    before = tight_hip_flexor()
    assert (before["outcome"], before["told_by"], before["to_test"]) == ("unknown", [], ["modified_thomas"])
    assert (before["finding_id"], before["side"], before["finding_status"]) == ("hard_heel_landing", "left", "present")
    sent(client, kept, screen_id="modified_thomas", side="left", value=4.0)
    after = tight_hip_flexor()
    assert (after["outcome"], after["told_by"][0]["value"], after["to_test"]) == ("supported", 4.0, [])
    sent(client, kept, screen_id="modified_thomas", side="left", value=-14.0)
    assert tight_hip_flexor()["outcome"] == "not_supported"
    sent(client, kept, screen_id="modified_thomas", side="left", pain=5.0)
    assert tight_hip_flexor()["outcome"] == "unknown"


@pytest.mark.parametrize(
    "score",
    [
        {"screen_id": "handstand", "value": 3},
        {"screen_id": "side_plank", "value": 3},
        {"screen_id": "side_plank", "side": "left"},
        {"screen_id": "side_plank", "side": "left", "value": 1e9},
        {"screen_id": "side_plank", "side": "left", "value": 3, "pain": 12},
        {"screen_id": "side_plank", "side": "left", "value": 3, "path": "/etc/passwd"},
        {"screen_id": "side_plank", "side": "left", "value": 3, "outcome": "supported"},
    ],
)
def test_what_is_no_score_is_refused(client: TestClient, kept: Kept, score: dict[str, Any]) -> None:
    assert sent(client, kept, **score).status_code == 422
    assert len(client.get(f"/api/runners/{kept.runner.id}/screens/history").json()) == 1


def test_an_unknown_runner_or_assessment_is_told(client: TestClient, kept: Kept) -> None:
    gone = "0" * 26
    assert client.get(f"/api/runners/{gone}/screens").status_code == 404
    assert client.get(f"/api/assessments/{gone}/suspicions").status_code == 404
