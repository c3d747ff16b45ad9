"""One engine for SQLite, one for PostgreSQL; what they need to be written safely by several processes."""

from __future__ import annotations

import importlib.util
import sqlite3
import time
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from evenstride.store.errors import StoreBusyError, StoreError

#: A write waits this long for another process's.
BUSY_S = 30.0
_AGAIN_S = 0.02
_WRITES = "evenstride_writes"
_SETTINGS = (f"busy_timeout={round(1000 * BUSY_S)}", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
_READERS = {"pool_size": 10, "max_overflow": 50}


def make_engine(address: str) -> Engine:
    """An engine for a URL that starts with ``sqlite:`` or ``postgresql:``.

    Raises
    ------
    StoreError
        Another kind of database, not a URL, or the driver of PostgreSQL is not installed.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError(
            "Expected a database URL such as postgresql://user:password@host/name, got something else. "
            "Correct EVENSTRIDE_DATABASE_URL, or unset it to use a file in the data folder."
        ) from error
    kind = url.get_backend_name()
    if kind == "sqlite":
        return _sqlite_engine(url)
    if kind == "postgresql":
        return _postgresql_engine(url)
    raise StoreError(f"Expected a database URL of sqlite or postgresql, got {kind}. Correct EVENSTRIDE_DATABASE_URL.")


def writing(engine: Engine) -> Engine:
    """The same engine with transactions that hold the right to write from their first statement."""
    return engine.execution_options(**{_WRITES: True})


def reading(engine: Engine) -> Engine:
    """The same engine with transactions that see the data as they were at their first statement."""
    return engine if is_sqlite(engine) else engine.execution_options(isolation_level="REPEATABLE READ")


def is_sqlite(engine: Engine) -> bool:
    """Whether the data stand in a file of SQLite."""
    return engine.dialect.name == "sqlite"


def switch_to_wal(engine: Engine) -> None:
    """Let readers read while one writes. The mode stays with the file.

    Switching waits for nobody in SQLite, so two processes that open a new file at once try again here.
    """
    until = time.monotonic() + BUSY_S
    while not _is_wal(engine):
        if time.monotonic() > until:
            raise StoreBusyError
        time.sleep(_AGAIN_S)


def _is_wal(engine: Engine) -> bool:
    """Switch; whether it could be done."""
    try:
        with closing(engine.raw_connection()) as raw:
            mode: tuple[str] = raw.cursor().execute("PRAGMA journal_mode=WAL").fetchone()
            return mode[0] == "wal"
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            return False
        raise StoreError(f"Expected Evenstride's database in the data folder: {error}.") from error


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False}, **_READERS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own transactions would begin too late to hold the right to write.
    connection.isolation_level = None
    try:
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except sqlite3.DatabaseError:
        connection.close()
        raise


def _begin_sqlite(connection: Connection) -> None:
    options: dict[str, Any] = dict(connection.get_execution_options())
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


def _postgresql_engine(url: URL) -> Engine:
    if importlib.util.find_spec("pg8000") is None:
        raise StoreError("Expected the driver of PostgreSQL, got none. Install it: pip install 'evenstride[postgres]'.")
    return create_engine(url.set(drivername="postgresql+pg8000"), pool_pre_ping=True, **_READERS)
