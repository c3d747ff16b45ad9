"""Stores to test with: the same on SQLite and on PostgreSQL, and a runner's whole year in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evenstride.store import Store, open_store
from postgres_server import PostgresServer, postgres_server

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.new_database()
    return f"sqlite:///{tmp_path / 'evenstride.db'}"


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> PostgresServer:
    """The server, with a database called ``test_migrated`` that holds the newest tables."""
    url = postgres.new_database("test_migrated")
    open_store(tmp_path_factory.mktemp("home"), url).close()
    return postgres


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An open, empty store of each kind."""
    url = None
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("migrated_postgres")
        url = server.new_database(template="test_migrated")
    with open_store(tmp_path / "home", url or f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def another_store(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Makes further, empty stores on SQLite."""
    opened: list[Store] = []

    def make() -> Store:
        opened.append(open_store(tmp_path / f"home{len(opened)}"))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
