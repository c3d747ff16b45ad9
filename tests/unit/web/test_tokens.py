"""Programs come in with a token, to the API only, until it is taken back."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in, stranger
from evenstride.services.api_tokens import MOST_LETTERS, create_api_token, list_api_tokens, revoke_api_token
from evenstride.store import Store


@pytest.fixture
def token(store: Store) -> str:
    return create_api_token(store, "notebook").secret


def _program(make_app: MakeApp, token: str) -> TestClient:
    client = stranger(make_app())
    client.headers["authorization"] = f"Bearer {token}"
    return client


def test_a_token_opens_the_api_and_no_page(make_app: MakeApp, token: str) -> None:
    program = _program(make_app, token)
    assert program.get("/api/openapi.json").status_code == 200
    assert program.get("/").status_code == 401
    assert program.get("/settings").status_code == 401
    assert program.post("/settings/tokens", data={"name": "x"}).status_code == 401


@pytest.mark.parametrize("secret", ["", "x", "evenstride_", "evenstride_x", "é", "evenstride_" + "a" * 5000])
def test_a_guessed_token_opens_nothing_even_beside_a_good_cookie(make_app: MakeApp, secret: str) -> None:
    headers = {"authorization": f"Bearer {secret}".encode()}
    assert signed_in(make_app()).get("/api/openapi.json", headers=headers).status_code == 401


def test_a_token_in_the_address_is_not_looked_at(make_app: MakeApp, token: str) -> None:
    client = stranger(make_app())
    for query in (f"?token={token}", f"?access_token={token}", f"?authorization=Bearer%20{token}"):
        assert client.get(f"/api/openapi.json{query}").status_code == 401


def test_a_program_needs_no_origin_and_a_foreign_page_still_gets_nothing(make_app: MakeApp, token: str) -> None:
    program = _program(make_app, token)
    assert program.post("/api/nowhere").status_code == 404
    assert program.post("/api/nowhere", headers={"origin": "https://evil.example"}).status_code == 403


def test_a_token_that_was_taken_back_opens_nothing(make_app: MakeApp, store: Store) -> None:
    made = create_api_token(store, "old")
    program = _program(make_app, made.secret)
    assert program.get("/api/openapi.json").status_code == 200
    revoke_api_token(store, made.token.id)
    assert program.get("/api/openapi.json").status_code == 401


def test_only_the_digest_of_a_token_is_kept_and_its_use_is_noted(make_app: MakeApp, store: Store) -> None:
    made = create_api_token(store, "  the \n notebook ")
    assert made.token.name == "the notebook"
    assert made.secret not in repr(made.token)
    assert made.token.last_used_at is None
    _program(make_app, made.secret).get("/api/openapi.json")
    kept = next(each for each in list_api_tokens(store) if each.id == made.token.id)
    assert kept.last_used_at is not None


def test_the_settings_page_makes_shows_once_and_takes_back(make_app: MakeApp, store: Store) -> None:
    client = signed_in(make_app())
    made = client.post("/settings/tokens", data={"name": "<b>mine</b>"}, headers={**FROM_OUR_PAGE, **PAGE})
    secret = re.search(r"evenstride_[\w-]{43}", made.text)
    assert secret
    assert "<b>mine" not in made.text
    page = client.get("/settings", headers=PAGE).text
    assert secret.group() not in page
    token_id = next(each.id for each in list_api_tokens(store) if each.name == "<b>mine</b>")
    assert f'action="/settings/tokens/{token_id}/revoke"' in page
    answer = client.post(f"/settings/tokens/{token_id}/revoke", headers=FROM_OUR_PAGE)
    assert answer.status_code == 303
    assert token_id not in client.get("/settings", headers=PAGE).text


@pytest.mark.parametrize("name", ["", "  ", "x" * (MOST_LETTERS + 1)])
def test_a_token_needs_a_name_of_sensible_length(make_app: MakeApp, name: str) -> None:
    answer = signed_in(make_app()).post("/settings/tokens", data={"name": name}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422


def test_taking_back_what_is_not_there_says_so(make_app: MakeApp) -> None:
    answer = signed_in(make_app()).post("/settings/tokens/none/revoke", headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_browser_that_signed_out_gets_nothing(make_app: MakeApp) -> None:
    client = signed_in(make_app())
    cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}
    assert client.post("/settings/sign-out", headers=FROM_OUR_PAGE).status_code == 303
    client.cookies.clear()
    assert client.get("/", headers=cookie).status_code == 401
