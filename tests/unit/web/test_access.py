"""Only who is signed in sees anything, and the way in works as it says."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app_client import PAGE, MakeApp, signed_in, stranger
from evenstride.web.security.sessions import MOST_SESSIONS, BrowserSessions


@pytest.fixture
def sessions() -> BrowserSessions:
    return BrowserSessions()


def _started(make_app: MakeApp, *, works_once: bool) -> tuple[TestClient, str]:
    app = make_app()
    return stranger(app), app.state.context.sessions.issue_start_secret(works_once=works_once)


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/api/nowhere", "/api/openapi.json", "/start/", "/static", "//start"]
)
def test_a_stranger_gets_nothing_not_even_that_a_page_exists(path: str, make_app: MakeApp) -> None:
    answer = stranger(make_app()).get(path)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_signed_in"


def test_a_stranger_with_a_browser_is_told_the_next_step_on_a_page(make_app: MakeApp) -> None:
    answer = stranger(make_app()).get("/", headers=PAGE)
    assert answer.status_code == 401
    assert "Open the address that evenstride serve printed" in answer.text
    assert 'aria-label="Main"' not in answer.text


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5000, '"', "="])
def test_a_made_up_cookie_opens_nothing(cookie: str, make_app: MakeApp) -> None:
    headers = {"cookie": f"evenstride_session_8765={cookie}".encode()}
    assert stranger(make_app()).get("/", headers=headers).status_code == 401


def test_the_start_secret_becomes_a_cookie_that_no_script_reads_and_leaves_the_address(make_app: MakeApp) -> None:
    client, secret = _started(make_app, works_once=True)
    answer = client.get(f"/start?secret={secret}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert secret not in cookie
    assert re.fullmatch(r"evenstride_session_8765=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", cookie)
    assert client.get("/").status_code == 200


def test_the_secret_that_other_programs_can_see_works_once(make_app: MakeApp) -> None:
    client, secret = _started(make_app, works_once=True)
    assert client.get(f"/start?secret={secret}").status_code == 303
    assert client.get(f"/start?secret={secret}").status_code == 401


def test_the_secret_of_the_terminal_opens_a_second_browser(make_app: MakeApp) -> None:
    client, secret = _started(make_app, works_once=False)
    assert client.get(f"/start?secret={secret}").status_code == 303
    assert client.get(f"/start?secret={secret}").status_code == 303


@pytest.mark.parametrize("query", ["", "?secret=", "?secret=x", "?secret=%00", "?secret[]=1", "?secret=a&secret=b"])
def test_a_guessed_secret_opens_nothing(query: str, make_app: MakeApp) -> None:
    assert stranger(make_app()).get(f"/start{query}").status_code == 401


def test_secrets_are_long_and_kept_as_digests_only(sessions: BrowserSessions) -> None:
    secret = sessions.open_session()
    assert len(secret) == 43
    assert secret not in repr(vars(sessions))
    assert sessions.is_open(secret)
    sessions.close(secret)
    assert not sessions.is_open(secret)


def test_the_oldest_session_ends_where_there_are_very_many(sessions: BrowserSessions) -> None:
    first = sessions.open_session()
    others = [sessions.open_session() for _ in range(MOST_SESSIONS)]
    assert not sessions.is_open(first)
    assert all(sessions.is_open(each) for each in others)


def test_signed_in_the_first_page_is_there(make_app: MakeApp) -> None:
    assert signed_in(make_app()).get("/", headers=PAGE).status_code == 200
