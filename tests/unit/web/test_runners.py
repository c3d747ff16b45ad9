"""Setting up a runner, choosing one, and the questions before exercises, as pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in, stranger
from evenstride.services.runners import ProfileEntry, create_runner, list_runners, storage_consent
from evenstride.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    client = signed_in(make_app())
    client.headers.update({**PAGE, **FROM_OUR_PAGE})
    return client


def test_the_first_set_up_keeps_the_runner_and_leads_to_the_questions(client: TestClient, store: Store) -> None:
    assert "Set up" in client.get("/").text
    answer = client.post("/welcome", data={"name": "Ada", "storage": "yes", "height": "5 ft 6 in", "units": "imperial"})
    (ada,) = list_runners(store)
    assert answer.headers["location"] == f"/runners/{ada.id}/questions?first=yes"
    assert (ada.height_m, ada.units, ada.equipment) == (1.6764, "imperial", None)
    consent = storage_consent(store, ada.id)
    assert consent is not None
    assert consent.is_given
    assert "Ada" in client.get("/").text


def test_a_wrong_field_is_named_and_nothing_typed_is_lost(client: TestClient, store: Store) -> None:
    answer = client.post("/welcome", data={"name": "Ada", "height": "tall", "minutes_a_day": "15", "storage": "yes"})
    assert answer.status_code == 422
    assert 'id="height-error"' in answer.text
    assert 'value="Ada"' in answer.text
    assert 'value="15"' in answer.text
    assert list_runners(store) == ()


def test_without_agreement_the_profile_is_there_and_agreement_can_follow(client: TestClient, store: Store) -> None:
    client.post("/welcome", data={"name": "Ada"})
    (ada,) = list_runners(store)
    assert "Not agreed to yet" in client.get(f"/runners/{ada.id}").text
    client.post(f"/runners/{ada.id}/consent", data={"storage": "yes"})
    assert "Agreed on" in client.get(f"/runners/{ada.id}").text


def test_one_of_several_runners_is_chosen_in_this_browser(client: TestClient, store: Store) -> None:
    create_runner(store, ProfileEntry("Ada"))
    bea = create_runner(store, ProfileEntry("Bea"))
    assert "Runner: Ada." in client.get("/settings").text
    answer = client.post("/runners/choose", data={"runner_id": bea.id, "back": "/settings"})
    assert answer.headers["location"] == "/settings"
    assert "Runner: Bea." in client.get("/settings").text
    assert client.post("/runners/choose", data={"runner_id": "nobody"}).status_code == 404


def test_a_profile_is_changed(client: TestClient, store: Store) -> None:
    ada = create_runner(store, ProfileEntry("Ada", equipment=("mat",)))
    assert 'value="mat" checked' in client.get(f"/runners/{ada.id}").text
    data = {"name": "Ada", "equipment_choice": "only", "equipment": ["chair", "wall"], "days_a_week": "3"}
    assert client.post(f"/runners/{ada.id}", data=data).status_code == 303
    (changed,) = list_runners(store)
    assert (changed.equipment, changed.days_a_week) == (("chair", "wall"), 3)


def test_an_answer_that_stops_plans_says_whom_to_see(client: TestClient, store: Store) -> None:
    ada = create_runner(store, ProfileEntry("Ada"))
    path = f"/runners/{ada.id}/questions"
    assert "Answered on" not in client.get(path).text
    client.post(path, data={"chest_signs": "yes", "under_18": "no", "strong_pain": "2"})
    page = client.get(path).text
    assert "At once: see the emergency service, now" in page
    assert page.count("Answered on") == 3
    client.post(path, data={"chest_signs": "no"})
    assert "emergency service" not in client.get(f"{path}?answered=yes").text


@pytest.mark.parametrize("data", [{"made_up": "yes"}, {"chest_signs": "perhaps"}, {"strong_pain": "12"}])
def test_answers_that_are_none_are_refused(client: TestClient, store: Store, data: dict[str, str]) -> None:
    ada = create_runner(store, ProfileEntry("Ada"))
    assert client.post(f"/runners/{ada.id}/questions", data=data).status_code == 422


@pytest.mark.parametrize("path", ["/welcome", "/runners", "/runners/x", "/runners/x/questions"])
def test_a_stranger_sees_nobody(make_app: MakeApp, path: str) -> None:
    assert stranger(make_app()).get(path, headers=PAGE).status_code == 401
