"""Films come in ranges with their type; nothing that the database does not know, and nothing that would run."""

from __future__ import annotations

from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from app_client import MakeApp, signed_in, stranger
from evenstride.store import Store

FILM = bytes(range(256)) * 40
PAGE = b"<script>alert(1)</script>"


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


@pytest.fixture
def film(store: Store) -> str:
    return _kept(store, FILM, "video/mp4")


def _kept(store: Store, content: bytes, media_type: str) -> str:
    put = store.artefacts.put_bytes(content)
    with store.write() as kept:
        kept.artefacts.add(put, media_type)
    return put.sha256


def test_a_film_comes_whole_with_its_type(client: TestClient, film: str) -> None:
    answer = client.get(f"/media/{film}")
    assert (answer.status_code, answer.content) == (200, FILM)
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("wanted", "expected", "stated"),
    [
        ("bytes=0-9", FILM[:10], "bytes 0-9/10240"),
        ("bytes=10000-", FILM[10000:], "bytes 10000-10239/10240"),
        ("bytes=-5", FILM[-5:], "bytes 10235-10239/10240"),
        ("bytes=10239-99999", FILM[-1:], "bytes 10239-10239/10240"),
    ],
)
def test_a_player_gets_the_range_it_asks_for(
    client: TestClient, film: str, wanted: str, expected: bytes, stated: str
) -> None:
    answer = client.get(f"/media/{film}", headers={"range": wanted})
    assert (answer.status_code, answer.content, answer.headers["content-range"]) == (206, expected, stated)


@pytest.mark.parametrize("wanted", ["bytes=99999-", "bytes=9-3", "bytes=", "bytes=a-b", "pages=1-2", "bytes=--1", ","])
def test_a_senseless_range_breaks_nothing(client: TestClient, film: str, wanted: str) -> None:
    assert client.get(f"/media/{film}", headers={"range": wanted}).status_code in {200, 400, 416}


def test_a_film_is_shown_to_nobody_who_is_not_signed_in(make_app: MakeApp, film: str) -> None:
    assert stranger(make_app()).get(f"/media/{film}").status_code == 401


@pytest.mark.parametrize(
    "name",
    ["", "../evenstride.db", "%2e%2e%2fevenstride.db", "%2fetc%2fpasswd", "a" * 63, "A" * 64, "g" * 64, "a" * 65],
)
def test_what_is_no_hash_leads_nowhere(client: TestClient, name: str) -> None:
    assert client.get(f"/media/{name}").status_code in {404, 422}


def test_a_file_that_the_database_does_not_know_is_not_there(client: TestClient, store: Store) -> None:
    put = store.artefacts.put_bytes(b"left behind by somebody")
    answer = client.get(f"/media/{put.sha256}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_file_that_the_folder_lost_is_said_to_be_missing(client: TestClient, store: Store) -> None:
    lost = _kept(store, b"lost", "video/mp4")
    store.artefacts.remove(lost)
    assert client.get(f"/media/{lost}").json()["code"] == "bad_artefact"


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/pdf", "text/javascript"])
def test_what_a_browser_would_run_is_handed_over_to_be_saved(client: TestClient, store: Store, media_type: str) -> None:
    answer = client.get(f"/media/{_kept(store, PAGE + media_type.encode(), media_type)}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_file_is_the_one_that_the_hash_names(client: TestClient, film: str) -> None:
    assert sha256(client.get(f"/media/{film}").content).hexdigest() == film
