"""Bring a database to the declared tables: under a lock, in one transaction, never backwards.

A new one is made as the tables are declared, in a fifth of the time; one with data goes migration by migration.
That both come to the same is a test.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, inspect, text

from evenstride.store.engine import is_sqlite, writing
from evenstride.store.errors import NewerSchemaError, StoreError
from evenstride.store.tables import Base

if TYPE_CHECKING:
    from alembic.config import Config

#: The newest migration in ``migrations/versions``.
HEAD = "0003"
MIGRATIONS = Path(__file__).with_name("migrations")
#: As Alembic makes and reads it.
_VERSION_TABLE = Table(
    "alembic_version", MetaData(), Column("version_num", String(32), primary_key=True, nullable=False)
)
#: Any number of ours: who migrates the same PostgreSQL database waits on it.
_LOCK = 7_310_462


def migrate(engine: Engine, to: str = HEAD) -> None:
    """Make the tables of a new database, or apply the migrations that are missing.

    Two processes that do it at once both succeed. Short of the newest one (``to``), a new database is migrated too.

    Raises
    ------
    NewerSchemaError
        The database was written by a newer version.
    """
    with engine.connect() as connection:
        if current_revision(connection) == to:
            return
    with _alone(engine) as connection:
        found = current_revision(connection)
        if found is None and to == HEAD:
            _make_new(connection)
        elif found != to:
            _upgrade(connection, found, to)


def current_revision(connection: Connection) -> str | None:
    """The last migration that was applied, None in a new database."""
    if not inspect(connection).has_table(_VERSION_TABLE.name):
        return None
    return connection.execute(_VERSION_TABLE.select()).scalar()


def alembic_config(connection: Connection) -> Config:
    """Alembic's settings with the migrations of the package, on an open connection."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _make_new(connection: Connection) -> None:
    Base.metadata.create_all(connection)
    _VERSION_TABLE.create(connection)
    connection.execute(_VERSION_TABLE.insert().values(version_num=HEAD))


def _upgrade(connection: Connection, found: str | None, to: str) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config = alembic_config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise NewerSchemaError(
            f"Expected data of schema {HEAD} or older, got schema {found}, written by a newer Evenstride. "
            "Update this one, or name another data folder in EVENSTRIDE_HOME."
        )
    command.upgrade(config, to)


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction during which no other process migrates."""
    with writing(engine).connect() as connection:
        if not is_sqlite(engine):
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection
            return
        # A table that is made anew must not take the rows that point to it with it; what points nowhere shows below.
        _set_foreign_keys(connection, "OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StoreError("A migration would have left rows that belong to nothing; nothing was changed.")
        finally:
            _set_foreign_keys(connection, "ON")


def _set_foreign_keys(connection: Connection, state: str) -> None:
    """Outside a transaction, where SQLite heeds it."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={state}")
