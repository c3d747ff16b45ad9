"""A PostgreSQL of the tests' own: on a socket in a folder of theirs, gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from evenstride.store.tables import Base

_START_S = 60
_USER = "evenstride"


class PostgresServer:
    """Gives databases by name, and empties them."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._made: set[str] = set()

    def database(self, name: str) -> str:
        """The URL of a database; it is made where there is none yet."""
        if name not in self._made:
            self._run("postgres", f"CREATE DATABASE {name}")
            self._made.add(name)
        return self._url(name)

    def drop_tables(self, url: str) -> None:
        """Leave nothing in a database."""
        self._run(_name_in(url), "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")

    def empty_tables(self, url: str) -> None:
        """Leave only the tables in a database."""
        names = ", ".join(Base.metadata.tables)
        self._run(_name_in(url), f"TRUNCATE {names}")

    def _url(self, name: str) -> str:
        return f"postgresql://{_USER}@/{name}?unix_sock={self._socket}"

    def _run(self, name: str, *statements: str) -> None:
        url = make_url(self._url(name)).set(drivername="postgresql+pg8000")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server and end it; skips, with the reason, where this machine has none."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="evenstride-pg-"))
    as_owner = _as_owner(folder)
    data = folder / "data"
    start = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        _run([*as_owner, programs / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-sync"])
        _run([*as_owner, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", start, "start"])
        yield PostgresServer(folder / ".s.PGSQL.5432")
    finally:
        if (data / "postmaster.pid").exists():
            _run([*as_owner, programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _name_in(url: str) -> str:
    name = make_url(url).database
    assert name is not None
    return name


def _programs() -> Path:
    """The newest server's programs, where Debian or the path has them."""
    pytest.importorskip("pg8000", reason="needs pg8000, the extra 'postgres'")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("pg_ctl")
    found = debian[-1] if debian else Path(on_path).resolve() if on_path else None
    if found is None or not (found.parent / "initdb").exists():
        pytest.skip("needs PostgreSQL (Debian's package postgresql), which this machine does not have")
    return found.parent


def _as_owner(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root, so that it runs as its own user then."""
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") is None:
        pytest.skip("needs runuser to start PostgreSQL as somebody else than root")
    for user in ("postgres", "nobody"):
        try:
            shutil.chown(folder, user)
        except LookupError:
            continue
        return ["runuser", "-u", user, "--"]
    pytest.skip("needs a user other than root to start PostgreSQL")


def _run(command: list[str | Path]) -> None:
    # The server inherits what it is started with: pipes would keep us waiting for its end.
    subprocess.run(
        command, check=True, timeout=_START_S, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/tmp"
    )
