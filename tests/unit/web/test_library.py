"""The knowledge in the app: every page opens, every link on it leads somewhere, every drawing is there."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from starlette.testclient import TestClient

from app_client import PAGE, MakeApp, signed_in

LINK = re.compile(r'(?:href|src)="(/library[^"]*)"')


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


def test_every_page_of_the_library_opens_and_every_link_and_anchor_is_there(client: TestClient) -> None:
    texts: dict[str, str] = {}
    waiting, anchors = ["/library"], set()
    while waiting:
        path = waiting.pop()
        if path in texts or "/figures/" in path:
            continue
        answer = client.get(path, headers=PAGE)
        assert answer.status_code == 200, path
        texts[path] = answer.text
        for found in LINK.findall(answer.text):
            page, anchor = urldefrag(found)
            waiting.append(page)
            anchors.add((page, anchor))
    assert len(texts) > 90
    for page, anchor in anchors:
        assert not anchor or f'id="{anchor}"' in texts[page], (page, anchor)


def test_a_finding_leads_to_its_sources_and_says_what_it_does_not(client: TestClient) -> None:
    page = client.get("/library/findings/hip_drop", headers=PAGE).text
    assert "<h1>Hip drop</h1>" in page
    assert 'href="/library/references#' in page
    assert 'href="/library/measures/pelvic_drop"' in page


def test_an_exercise_shows_its_drawing(client: TestClient) -> None:
    page = client.get("/library/exercises/calf_raise", headers=PAGE).text
    (first, *_) = re.findall(r'src="(/library/figures/[^"]+)"', page)
    answer = client.get(first)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")


@pytest.mark.parametrize("path", ["/library/nothing", "/library/findings/nothing", "/library/figures/nothing.svg"])
def test_what_the_knowledge_lacks_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/library/../pyproject", "/library/exercises/../../secret", "/library/figures/..-x.svg"]
)
def test_no_path_leads_out_of_the_library(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
