"""The page to record on, and the stills that it sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, PORT, MakeApp, signed_in
from evenstride.services.runners import ProfileEntry, answer_storage_consent, create_runner
from evenstride.services.sample_runner import keep_sample_runner
from evenstride.store import Store, open_store
from evenstride.web.app import create_app
from evenstride.web.context import LanDoor
from evenstride.web.settings import ServeSettings


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    client = signed_in(make_app())
    client.headers.update({**PAGE, **FROM_OUR_PAGE})
    return client


def test_files_are_taken_of_a_runner_who_agreed_only(client: TestClient, store: Store) -> None:
    keep_sample_runner(store)
    page = client.get("/record").text
    assert 'href="/welcome"' in page
    assert 'id="pick"' not in page
    ada = create_runner(store, ProfileEntry("Ada"))
    assert "has not agreed yet" in client.get("/record").text
    answer_storage_consent(store, ada.id, is_given=True)
    page = client.get("/record").text
    assert 'id="pick"' in page
    assert f'data-runner="{ada.id}"' in page


def test_a_clinic_chooses_the_runner_of_the_files(client: TestClient, store: Store) -> None:
    create_runner(store, ProfileEntry("Ada"), agrees_to_storage=True)
    assert 'id="runner-choice"' not in client.get("/record").text
    create_runner(store, ProfileEntry("Bea"), agrees_to_storage=True)
    assert 'id="runner-choice"' in client.get("/record").text


def test_without_lan_one_sentence_says_how_to_turn_it_on(client: TestClient) -> None:
    assert "evenstride serve --lan" in client.get("/record").text


def test_with_lan_the_computer_shows_the_code_and_the_phone_does_not(store: Store) -> None:
    create_runner(store, ProfileEntry("Ada"), agrees_to_storage=True)
    settings = ServeSettings(port=PORT, lan_address="192.0.2.20")
    app = create_app(settings, store=store, lan=LanDoor("AB:CD"))
    computer, phone = signed_in(app), signed_in(app, origin=settings.lan_origin or "")
    code = app.state.context.lan.pairing.code()
    page = computer.get("/record", headers=PAGE).text
    assert f"{code[:4]} {code[4:]}" in page
    assert "<svg" in page
    page = phone.get("/record", headers=PAGE).text
    assert f"{code[:4]} {code[4:]}" not in page
    assert 'capture="environment"' in page


def test_a_still_is_looked_at(client: TestClient) -> None:
    grey = bytes([120]) * (3 * 320 * 180)
    answer = client.post("/api/framing?width_px=320&height_px=180&view=side", content=grey)
    assert answer.status_code == 200
    assert answer.json()["checks"][0] == {
        "id": "person",
        "state": "mend",
        "words": "Nobody is seen yet. Stand where you will run.",
    }


@pytest.mark.parametrize("query", ["", "?width_px=320", "?width_px=320&height_px=9", "?width_px=320&height_px=180"])
def test_a_still_of_the_wrong_size_is_refused(client: TestClient, query: str) -> None:
    assert client.post(f"/api/framing{query}", content=b"abc").status_code == 422
