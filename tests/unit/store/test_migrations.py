"""Every migration applied gives the declared tables, and takes the data along."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from evenstride.store.engine import make_engine, switch_to_wal
from evenstride.store.migrating import HEAD, MIGRATIONS, current_revision, migrate
from evenstride.store.tables import Base


def test_every_migration_applied_equals_the_declared_tables(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert current_revision(connection) == HEAD
    engine.dispose()


def test_the_declared_checks_are_there(database_url: str) -> None:
    """Alembic does not compare them."""
    engine = make_engine(database_url)
    migrate(engine)
    checks = {each["name"] for each in inspect(engine).get_check_constraints("diary_entries")}
    engine.dispose()
    assert "ck_diary_entries_level_0_to_10" in checks


def test_the_newest_migration_is_the_one_that_the_program_asks_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_migrating_again_changes_nothing_and_keeps_foreign_keys_on(database_url: str) -> None:
    engine = make_engine(database_url)
    if database_url.startswith("sqlite"):
        switch_to_wal(engine)
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        if database_url.startswith("sqlite"):
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert current_revision(connection) == HEAD
    engine.dispose()
