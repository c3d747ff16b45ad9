"""A PostgreSQL of the tests' own: on a socket in a folder of theirs, gone with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_START_S = 60
_USER = "evenstride"
_numbers = count(1)


class PostgresServer:
    """Makes databases, each for one test."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def url(self, database: str) -> str:
        return f"postgresql://{_USER}@/{database}?unix_sock={self._socket}"

    def new_database(self, name: str | None = None, *, template: str = "template1") -> str:
        """The URL of a new database that holds what the template does."""
        name = name or f"test_{next(_numbers)}"
        engine = create_engine(
            self.url("postgres").replace("postgresql:", "postgresql+pg8000:"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        engine.dispose()
        return self.url(name)


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
