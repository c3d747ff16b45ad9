"""Opening the data folder: where it is, that two may do it at once, that a newer one is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from evenstride.errors import OutputError
from evenstride.store import NewerSchemaError, Store, StoreError, open_store
from evenstride.store.engine import make_engine

_OPEN = """
import sys
from pathlib import Path
from evenstride.store import open_store
open_store(Path(sys.argv[1]), sys.argv[2])
"""


def test_the_folder_is_the_named_one_and_only_its_owner_may_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "deep" / "home"
    monkeypatch.setenv("EVENSTRIDE_HOME", str(home))
    monkeypatch.delenv("EVENSTRIDE_DATABASE_URL", raising=False)
    with open_store() as store:
        assert store.home == home
        assert store.database_kind == "sqlite"
    assert (home / "evenstride.db").is_file()
    assert home.stat().st_mode & 0o077 == 0


def test_the_setting_names_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setenv("EVENSTRIDE_DATABASE_URL", database_url)
    with open_store(tmp_path / "home") as store:
        assert store.database_kind == database_url.partition(":")[0]


def test_four_processes_that_open_new_data_at_once_all_succeed(tmp_path: Path, database_url: str) -> None:
    command = [sys.executable, "-c", _OPEN, str(tmp_path), database_url]
    opening = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    told = [process.communicate(timeout=60)[1] for process in opening]
    assert [process.returncode for process in opening] == [0] * 4, told


def test_data_of_a_newer_version_are_refused_in_one_line(tmp_path: Path, database_url: str) -> None:
    open_store(tmp_path, database_url).close()
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerSchemaError, match=r"9999.*Update") as refused:
        open_store(tmp_path, database_url)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://host/name", "got mysql"),
        ("no url", "got something else"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be used"),
    ],
)
def test_a_wrong_database_setting_is_told_in_one_line(tmp_path: Path, url: str, says: str) -> None:
    if url.startswith("postgresql"):
        pytest.importorskip("pg8000")
    with pytest.raises(StoreError, match=says) as refused:
        open_store(tmp_path, url)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "evenstride.db").write_text("these are not the data of a database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        open_store(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="EVENSTRIDE_HOME"):
        open_store(tmp_path / "file" / "home")


def test_sqlite_waits_keeps_and_checks(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    engine = make_engine(f"sqlite:///{tmp_path / 'evenstride.db'}")
    with engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "secure_delete")
        }
    engine.dispose()
    assert (read["journal_mode"], read["foreign_keys"], read["busy_timeout"]) == ("wal", 1, 30000)
    assert (read["synchronous"], read["secure_delete"]) == (2, 1)


def test_a_reader_sees_one_view_while_another_writes(store: Store) -> None:
    with store.read() as before:
        assert before.settings.get("units") is None
        with store.write() as writing:
            writing.settings.put("units", "metric")
        assert before.settings.get("units") is None
    with store.read() as after:
        assert after.settings.get("units") == "metric"


def test_what_fails_half_way_leaves_nothing(store: Store) -> None:
    def fail_half_way() -> None:
        with store.write() as work:
            work.settings.put("units", "metric")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with store.read() as work:
        assert work.settings.get("units") is None
