"""Every migration applied gives the declared tables, and takes the data along."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, bindparam, inspect, text

from evenstride.store import open_store
from evenstride.store.engine import make_engine, switch_to_wal
from evenstride.store.migrating import HEAD, MIGRATIONS, current_revision, migrate
from evenstride.store.tables import Base
from evenstride.store.tables.base import UtcMoment
from stored_examples import BEGAN


def test_every_migration_applied_equals_the_declared_tables(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine, to="0001")
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == current_revision(connection) == HEAD
    engine.dispose()


def test_a_new_database_is_what_all_migrations_make(database_url: str) -> None:
    engine = make_engine(database_url)
    migrate(engine)
    made_at_once = _schema(engine)
    with engine.begin() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == HEAD
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    migrate(engine, to="0001")
    migrate(engine)
    assert _schema(engine) == made_at_once
    engine.dispose()


def _schema(engine: Engine) -> dict[str, Any]:
    """Columns, keys, uniques, indexes and checks of every table, whatever their order.

    Without the defaults that rows from before a column got: the program names every value that it writes.
    """
    found = inspect(engine)
    return {
        table: {
            "columns": sorted(
                (each["name"], repr(each["type"]), each["nullable"]) for each in found.get_columns(table)
            ),
            "primary key": found.get_pk_constraint(table)["constrained_columns"],
            **{
                kind: sorted(json.dumps(each, sort_keys=True, default=str) for each in read(table))
                for kind, read in (
                    ("foreign keys", found.get_foreign_keys),
                    ("uniques", found.get_unique_constraints),
                    ("indexes", found.get_indexes),
                    ("checks", found.get_check_constraints),
                )
            },
        }
        for table in found.get_table_names()
    }


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


def test_data_of_the_first_version_survive_all_migrations(database_url: str, tmp_path: Path) -> None:
    """Rows as the first version wrote them; these statements never change."""
    engine = make_engine(database_url)
    migrate(engine, to="0001")
    with engine.begin() as connection:
        for statement in _ROWS_OF_THE_FIRST_VERSION:
            values = {"hash": "ab" * 32, "at": BEGAN, "yes": True, "no": False}
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            typed = [bindparam("at", type_=UtcMoment())] if "at" in used else []
            connection.execute(text(statement).bindparams(*typed), used)
    engine.dispose()
    with open_store(tmp_path, database_url) as store, store.read() as work:
        (runner,) = work.runners.all()
        assert (runner.name, runner.equipment, runner.created_at) == ("Ada", ("band",), BEGAN)
        (recording,) = work.recordings.of_runner("r1")
        assert (recording.sha256, recording.probe) == ("ab" * 32, {"fps_nominal": 120.0})
        (assessment,) = work.assessments.of_runner("r1")
        assert [(each.measure_id, each.value) for each in assessment.measures] == [("cadence", 171.25)]
        assert [each.level for each in work.diary.of_kind("r1", "pain")] == [2.5]
        (screen,) = work.screen_answers.of_runner("r1")
        assert (screen.outcome, screen.value, screen.scored_by, screen.evidence) == ("supported", None, "told", {})


_ROWS_OF_THE_FIRST_VERSION = (
    "INSERT INTO runners (id, name, created_at, units, equipment, locale, is_sample)"
    " VALUES ('r1', 'Ada', :at, 'metric', '[\"band\"]', 'en', :no)",
    "INSERT INTO artefacts (sha256, size_bytes, media_type, created_at) VALUES (:hash, 3, 'video/mp4', :at)",
    "INSERT INTO recordings (id, runner_id, kind, name, sha256, size_bytes, imported_at, probe)"
    " VALUES ('c1', 'r1', 'video', 'a.mp4', :hash, 3, :at, '{\"fps_nominal\"\\: 120.0}')",
    "INSERT INTO assessments (id, runner_id, document_sha256, created_at, measured_at, package_version,"
    " configuration_hash, is_running) VALUES ('a1', 'r1', :hash, :at, :at, '0.1.0', 'c0', :yes)",
    "INSERT INTO measures (assessment_id, position, measure_id, value, unit, n_steps, status)"
    " VALUES ('a1', 0, 'cadence', 171.25, 'steps/min', 24, 'ok')",
    "INSERT INTO diary_entries (id, runner_id, kind, level, noted_at, note) VALUES ('d1', 'r1', 'pain', 2.5, :at, '')",
    "INSERT INTO screen_answers (id, runner_id, screen_id, side, outcome, answered_at)"
    " VALUES ('s1', 'r1', 'side_plank', 'left', 'supported', :at)",
)
