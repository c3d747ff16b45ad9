"""The app on PostgreSQL by one setting: main pages and API answer as they do on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, PORT, signed_in
from evenstride.store import open_store
from evenstride.store.location import DATABASE_SETTING
from evenstride.web.app import create_app
from evenstride.web.settings import ServeSettings
from postgres_server import PostgresServer
from progress_examples import Seeded, keep_progress

PAGES = (
    "/",
    "/reports",
    "/plan",
    "/session",
    "/progress",
    "/runs",
    "/record",
    "/settings",
    "/runners",
    "/settings/data",
)
LISTS = ("runners", "recordings", "assessments", "plans", "sessions", "diary", "runs", "shoes", "retests", "jobs")


@pytest.fixture
def on_postgres(
    postgres: PostgresServer, migrated_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[TestClient, Seeded]]:
    postgres.empty_tables(migrated_postgres)
    monkeypatch.setenv(DATABASE_SETTING, migrated_postgres)
    with open_store(tmp_path) as store:
        assert store.database_kind == "postgresql"
        seeded = keep_progress(store, today=date.today())
        client = signed_in(create_app(ServeSettings(port=PORT), store=store))
        client.headers.update(FROM_OUR_PAGE)
        yield client, seeded


def test_the_app_works_on_postgresql(on_postgres: tuple[TestClient, Seeded]) -> None:
    client, seeded = on_postgres
    assert {page: client.get(page, headers=PAGE).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)
    own = {"runner_id": seeded.runner_id}
    for kind in LISTS:
        answer = client.get(f"/api/{kind}", params={} if kind == "runners" else own).json()
        assert answer["items"] or kind == "jobs", kind
    progress = client.get(f"/api/runners/{seeded.runner_id}/progress", params={"today": date.today().isoformat()})
    assert progress.json()["measures"]
    assert client.get("/api/settings").json()["database"] == "postgresql"
    exported = client.get("/api/data/export", params=own)
    assert exported.content.startswith(b"PK")
    made = client.post("/api/runners", json={"name": "Grace\u0000"})
    assert made.status_code in (201, 422)
    assert client.get("/api/plans", params=own | {"length": 1, "after": "0" * 26}).status_code == 404
    assert client.post("/runners/choose", data={"runner_id": "\x00", "back": "/"}).status_code in (404, 422)
    assert client.delete(f"/api/runners/{seeded.runner_id}").status_code == 200
    assert client.get(f"/api/runners/{seeded.runner_id}").status_code == 404
