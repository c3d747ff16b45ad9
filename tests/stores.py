"""Stores to test with: the same on SQLite and on PostgreSQL.

Making tables takes longer than most tests, so that they are made once: SQLite's file is copied, PostgreSQL's tables are
emptied.
"""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database with the newest tables."""
    url = postgres.database("test_tables")
    open_store(tmp_path_factory.mktemp("home"), url).close()
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the newest tables, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    open_store(folder, f"sqlite:///{folder / 'evenstride.db'}").close()
    return folder / "evenstride.db"


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind without tables."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.database("test_empty")
        server.drop_tables(url)
        return url
    return f"sqlite:///{tmp_path / 'evenstride.db'}"


@pytest.fixture(params=DATABASES)
def store(request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path) -> Iterator[Store]:
    """An open, empty store of each kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("migrated_postgres")
        request.getfixturevalue("postgres").empty_tables(url)
    else:
        url = _copied(migrated_sqlite, tmp_path)
    with open_store(tmp_path / "home", url) as opened:
        yield opened


@pytest.fixture
def another_store(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Callable[[], Store]]:
    """Makes further, empty stores on SQLite."""
    opened: list[Store] = []

    def make() -> Store:
        home = tmp_path / f"home{len(opened)}"
        home.mkdir()
        opened.append(open_store(home, _copied(migrated_sqlite, home)))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def _copied(database: Path, folder: Path) -> str:
    return f"sqlite:///{shutil.copy(database, folder / 'evenstride.db')}"
