"""Hostile requests: foreign hosts, foreign pages, programs without a token."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from app_client import FROM_OUR_PAGE, ORIGIN, PORT, MakeApp, signed_in, stranger

TALK = f"ws://127.0.0.1:{PORT}/talk"
FOREIGN_HOSTS = [
    "evil.example",
    f"evil.example:{PORT}",
    "127.0.0.1",
    "127.0.0.1:80",
    f"127.0.0.1:{PORT}.evil.example",
    f"0.0.0.0:{PORT}",
    f"[::1]:{PORT}",
    f"192.0.2.20:{PORT}",
    "",
]


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_a_name_that_was_rebound_to_our_address_gets_nothing(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["code"] == "wrong_host"


@pytest.mark.parametrize("host", [f"127.0.0.1:{PORT}", f"localhost:{PORT}", f"LOCALHOST:{PORT}"])
def test_the_apps_own_names_are_answered(client: TestClient, host: str) -> None:
    client.headers["cookie"] = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"https://127.0.0.1:{PORT}"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": f"http://localhost:{PORT}"},
    ],
    ids=str,
)
def test_what_changes_something_must_come_from_our_own_page(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/appearance", data={"scheme": "dark"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "cross_origin"


@pytest.mark.parametrize(
    "headers",
    [FROM_OUR_PAGE, {"origin": ORIGIN}, {"origin": "null", "sec-fetch-site": "same-origin"}],
    ids=str,
)
def test_a_form_of_our_own_page_is_taken(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/appearance", data={"scheme": "dark"}, headers=headers).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "CONNECT"])
def test_every_other_method_counts_as_changing(client: TestClient, method: str) -> None:
    answer = client.request(method, "/", headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


def test_a_foreign_page_may_link_here_but_not_embed_or_fetch(client: TestClient) -> None:
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert client.get("/", headers=link).status_code == 200
    for mode, dest in [("no-cors", "image"), ("cors", "empty"), ("navigate", "iframe"), ("no-cors", "script")]:
        headers = {"sec-fetch-site": "cross-site", "sec-fetch-mode": mode, "sec-fetch-dest": dest}
        assert client.get("/", headers=headers).status_code == 403


def test_another_server_on_this_machine_counts_as_foreign(client: TestClient) -> None:
    headers = {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}
    assert client.get("/", headers=headers).status_code == 403


def test_no_answer_lets_foreign_scripts_read_it(client: TestClient) -> None:
    answer = client.options("/", headers={"origin": "https://evil.example", "access-control-request-method": "PUT"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "http://127.0.0.1:3000"])
def test_a_web_socket_of_a_foreign_page_is_not_opened(origin: str | None, make_app: MakeApp) -> None:
    app = make_app()
    opened = []

    @app.websocket("/talk")
    async def talk(socket: WebSocket) -> None:
        opened.append(socket)
        await socket.accept()

    headers = {} if origin is None else {"origin": origin}
    with pytest.raises(WebSocketDisconnect), signed_in(app).websocket_connect(TALK, headers=headers):
        pass
    with pytest.raises(WebSocketDisconnect), stranger(app).websocket_connect(TALK, headers={"origin": ORIGIN}):
        pass
    assert opened == []
    with signed_in(app).websocket_connect(TALK, headers={"origin": ORIGIN}):
        assert len(opened) == 1
