"""What every answer carries, and that an error is one page or one JSON shape and never a traceback."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in, stranger
from evenstride.errors import EvenstrideError, InputError, NotAVideoError
from evenstride.web.error_table import OUTCOMES, outcome_of
from evenstride.web.security.headers import HEADERS
from evenstride.web.settings import BodyLimits


class _Answers(BaseModel):
    count: int


@pytest.fixture
def app(make_app: MakeApp) -> FastAPI:
    app = make_app(body_limits=BodyLimits(others=1000, by_path=(("/api/large", 5000), ("/api/large/er", 9000))))

    @app.get("/breaks")
    def breaks() -> None:
        raise ZeroDivisionError("a secret place: /home/somebody")

    @app.get("/refuses")
    def refuses() -> None:
        raise NotAVideoError("Expected a video, got a letter.", next_step="Send a video.")

    @app.post("/api/count")
    def count(answers: _Answers) -> int:
        return answers.count

    @app.post("/api/large/er")
    def larger(answers: _Answers) -> int:
        return answers.count

    return app


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    return signed_in(app)


@pytest.mark.parametrize("path", ["/", "/nowhere", "/breaks", "/refuses", "/api/openapi.json", "/start"])
def test_every_answer_is_dressed(app: FastAPI, path: str) -> None:
    for client in (signed_in(app), stranger(app)):
        answer = client.get(path, headers=PAGE)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_refusals_of_the_outermost_guards_are_dressed_too(client: TestClient) -> None:
    for headers in ({"host": "evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = client.get("/", headers=headers)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline_evaluated_or_foreign() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy
    for directive in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'"):
        assert directive in policy


def test_no_template_holds_inline_script_style_or_a_foreign_address() -> None:
    from evenstride.web.templating import TEMPLATES

    for template in TEMPLATES.rglob("*.j2"):
        text = template.read_text(encoding="utf-8")
        assert "<style" not in text, template
        assert " style=" not in text, template
        assert " onclick=" not in text, template
        assert "javascript:" not in text, template
        assert "http://" not in text, template
        assert "https://" not in text, template
        modules = text.count('<script type="module" src="{{ asset(')
        data = text.count('<script type="application/json" id="')  # read as text, never run
        assert text.count("<script") == modules + data, template


def test_an_unexpected_error_tells_the_log_and_not_the_reader(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="evenstride.web"):
        page = client.get("/breaks", headers=PAGE)
        answer = client.get("/breaks")
    assert page.status_code == answer.status_code == 500
    for text in (page.text, answer.text):
        assert "secret place" not in text
        assert "ZeroDivision" not in text
        assert "Traceback" not in text
    assert answer.json() == {
        "code": "error",
        "message": "The app met an error that it did not expect.",
        "next": OUTCOMES["error"].next_step,
    }
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError] * 2


def test_our_own_errors_keep_their_words_and_name_the_next_step(client: TestClient) -> None:
    answer = client.get("/refuses")
    assert answer.status_code == 415
    assert answer.json() == {
        "code": "not_a_video",
        "message": "Expected a video, got a letter.",
        "next": "Send a video.",
    }
    page = client.get("/refuses", headers=PAGE)
    assert page.status_code == 415
    assert "Expected a video, got a letter." in page.text
    assert "Send a video." in page.text


def test_an_error_without_a_line_of_its_own_is_answered_as_its_parent() -> None:
    class OddFileError(InputError):
        """Odd."""

        code = "odd_file"

    assert outcome_of(OddFileError()) == OUTCOMES["bad_input"]
    assert outcome_of(EvenstrideError()) == OUTCOMES["error"]


def test_unknown_places_and_methods_have_their_answer(client: TestClient) -> None:
    assert client.get("/nowhere", headers=PAGE).status_code == 404
    assert client.get("/api/nowhere", headers=PAGE).json()["code"] == "not_found"
    answer = client.post("/", headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (
        405,
        "method_not_allowed",
        "GET, HEAD",
    )


def test_what_was_sent_wrongly_is_named_and_never_repeated(client: TestClient) -> None:
    answer = client.post("/api/count", json={"count": "<b>many</b>"}, headers=FROM_OUR_PAGE)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
    assert answer.json()["message"].startswith("count: ")
    assert "many" not in answer.text


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[]", b"null", b""])
def test_a_broken_body_is_refused_and_breaks_nothing(client: TestClient, body: bytes) -> None:
    headers = {**FROM_OUR_PAGE, "content-type": "application/json"}
    answer = client.post("/api/count", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert set(answer.json()) == {"code", "message", "next"}


def test_a_body_may_be_as_long_as_its_path_allows_and_no_longer(client: TestClient) -> None:
    headers = {**FROM_OUR_PAGE, "content-type": "application/json"}
    sizes = {"/api/count": 1000, "/api/large/er": 9000}
    for path, limit in sizes.items():
        for length, status in ((limit, 200), (limit + 1, 413)):
            body = b'{"count": 1}'.ljust(length)
            assert client.post(path, content=body, headers=headers).status_code == status


def test_a_body_that_hides_its_length_is_cut_off(client: TestClient) -> None:
    def blocks() -> object:
        for _ in range(100):
            yield b" " * 100

    headers = {**FROM_OUR_PAGE, "content-type": "application/json"}
    answer = client.post("/api/count", content=blocks(), headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", " Multipart/Mixed; boundary=x"])
def test_a_form_in_parts_is_refused_before_a_file_is_opened_for_one(client: TestClient, kind: str) -> None:
    part = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nb'
    answer = client.post("/api/count", content=part, headers={**FROM_OUR_PAGE, "content-type": kind})
    assert (answer.status_code, answer.json()["code"]) == (415, "form_kind")
    assert "/api/uploads" in answer.text


def test_head_is_get_without_the_content(client: TestClient) -> None:
    page, head = client.get("/", headers=PAGE), client.head("/", headers=PAGE)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(page.content))


def test_a_route_that_sets_a_header_keeps_it(app: FastAPI) -> None:
    @app.get("/kept")
    def kept() -> PlainTextResponse:
        return PlainTextResponse("x", headers={"Cache-Control": "private, max-age=60"})

    assert signed_in(app).get("/kept").headers["cache-control"] == "private, max-age=60"
