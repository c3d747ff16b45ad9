"""The app's own files: right types, kept for good, nothing else reachable."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from app_client import MakeApp, stranger
from evenstride.web.assets import ROOTS, load_assets


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return stranger(make_app())


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("app/app.js", "text/javascript; charset=utf-8"),
        ("app/shell.css", "text/css; charset=utf-8"),
        ("report/theme.css", "text/css; charset=utf-8"),
        ("app/icon.svg", "image/svg+xml"),
    ],
)
def test_a_file_has_its_type_and_may_be_kept_for_good(client: TestClient, name: str, media_type: str) -> None:
    answer = client.get(load_assets().address(name))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    room, _, file_name = name.partition("/")
    assert answer.content == (ROOTS[room] / file_name).read_bytes()
    again = client.get(load_assets().address(name), headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    [
        "app/../app.py",
        "../app.py",
        "app/%2e%2e/app.py",
        "app/..%2fapp.py",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "app/app.js%00.css",
        "app/",
        "",
        "app/nothing.js",
        "app\\app.js",
    ],
)
def test_no_path_leads_anywhere_else(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{load_assets().version}/{name}")
    assert answer.status_code in {401, 404}
    assert "import" not in answer.text


def test_another_version_is_not_there(client: TestClient) -> None:
    assert client.get("/static/0000000000000000/app/app.js").status_code == 404


def test_modules_import_only_files_that_are_there() -> None:
    assets = load_assets()
    for name, asset in assets.by_name.items():
        if name.startswith("app/") and name.endswith(".js"):
            for imported in re.findall(r'from "(\.{1,2}/[^"]+)"', asset.content.decode()):
                target = imported.removeprefix("../") if imported.startswith("../") else f"app/{imported[2:]}"
                assert target in assets.by_name, (name, imported)


def test_a_chosen_scheme_is_the_same_sheet_without_the_question() -> None:
    assets = load_assets()
    dark = assets.by_name["report/theme.dark.css"].content.decode()
    light = assets.by_name["report/theme.light.css"].content.decode()
    for sheet in (dark, light):
        assert "prefers-color-scheme" not in sheet
    assert "@media screen {" in dark
    assert "color-scheme: dark" in dark
    assert "@media not all {" in light
    assert "color-scheme: light;" in light
    assert assets.address("report/theme.css", "dark").endswith("report/theme.dark.css")


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_assets().address("app/nothing.css")
