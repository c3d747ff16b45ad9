"""Open the data folder and its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from evenstride.errors import InputError, OutputError
from evenstride.store.artefacts import ArtefactFiles
from evenstride.store.engine import is_sqlite, make_engine, reading, switch_to_wal, writing
from evenstride.store.errors import ConflictError, StoreBusyError, StoreError
from evenstride.store.location import data_home, database_address
from evenstride.store.migrating import migrate
from evenstride.store.repositories.known_parts import KnownParts
from evenstride.store.unit_of_work import UnitOfWork

#: Classes of SQLSTATE: integrity constraint violation, transaction rollback, data exception.
_CONTRADICTION, _LOST_THE_RACE, _NO_VALUE = "23", "40", "22"
_CANNOT_BE_KEPT = "Expected values that can be kept, got a number that is too large or a letter that is none."


class Store:
    """An open data folder. Threads may share it; a process that was started opens its own.

    Attributes
    ----------
    home : the data folder.
    artefacts : its content-addressed files.
    """

    def __init__(self, home: Path, engine: Engine) -> None:
        self.home = home
        self.artefacts = ArtefactFiles(home / "artefacts")
        self._known = KnownParts()
        self._engine, self._reading_engine, self._writing_engine = engine, reading(engine), writing(engine)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """One view of the data; what is changed in it is not kept."""
        with _translated(), Session(self._reading_engine, expire_on_commit=False) as session:
            yield UnitOfWork(session, self.artefacts, self._known)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """One change of the data: kept whole at the end, or not at all where something is raised.

        On SQLite it waits for whoever writes. Keep it short; never decode, hash or ask the network in it.

        Raises
        ------
        StoreBusyError
            Another process wrote for longer than half a minute.
        ConflictError
            What was written contradicts what is there.
        InputError
            A value that no database keeps: a number that is too large, a letter that is none.
        """
        with _translated(), Session(self._writing_engine, expire_on_commit=False) as session, session.begin():
            session.connection()  # begins now, so that what is read is what is written on
            yield UnitOfWork(session, self.artefacts)

    def forget_traces(self) -> None:
        """Take what was deleted out of SQLite's log too, as far as no reader still needs it.

        The file itself is overwritten on deletion. What PostgreSQL keeps is for its own maintenance.
        """
        if is_sqlite(self._engine):
            with _translated(), self._engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def database_kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._engine.dialect.name

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(home: Path | None = None, url: str | None = None) -> Store:
    """Open the data, make them where there are none, bring them to the newest tables.

    Parameters
    ----------
    home : data folder; else ``EVENSTRIDE_HOME``, else the platform's folder for a user's data.
    url : database; else ``EVENSTRIDE_DATABASE_URL``, else SQLite in the data folder.

    Raises
    ------
    OutputError
        The folder cannot be made or written.
    NewerSchemaError
        The data were written by a newer version.
    StoreError
        The database cannot be reached or read.
    """
    folder = data_home(home)
    _make_private(folder)
    engine = make_engine(database_address(folder, url))
    try:
        with _translated():
            if is_sqlite(engine):
                switch_to_wal(engine)
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(folder, engine)


def _make_private(folder: Path) -> None:
    """Make the folder, for its owner only: films of people and notes about their pain."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / "artefacts").mkdir(exist_ok=True, mode=0o700)
    except OSError as error:
        raise OutputError(
            f"Expected a data folder that can be written, got {folder}: {error.strerror or error}. "
            "Name another one in EVENSTRIDE_HOME."
        ) from error


@contextmanager
def _translated() -> Iterator[None]:
    """SQLAlchemy's exceptions as ours."""
    try:
        yield
    except DBAPIError as error:
        state = _sql_state(error)
        if isinstance(error, IntegrityError) or state.startswith(_CONTRADICTION):
            raise ConflictError(f"What should be written contradicts what is there: {_reason(error)}.") from error
        if "locked" in _reason(error) or state.startswith(_LOST_THE_RACE):
            raise StoreBusyError from error
        if state.startswith(_NO_VALUE):
            raise InputError(_CANNOT_BE_KEPT) from error
        raise StoreError(f"The database cannot be used: {_reason(error)}.") from error
    except (OverflowError, UnicodeError) as error:  # what SQLite's driver says of the same
        raise InputError(_CANNOT_BE_KEPT) from error


def _sql_state(error: DBAPIError) -> str:
    """PostgreSQL's code of the error, which its driver puts in a mapping; empty on SQLite."""
    told = _told(error)
    return str(told.get("C", "")) if isinstance(told, dict) else ""


def _reason(error: DBAPIError) -> str:
    """What the driver says, without the statement and its values."""
    told = _told(error)
    return str(told.get("M", "") if isinstance(told, dict) else told).strip().rstrip(".")


def _told(error: DBAPIError) -> object:
    return error.orig.args[0] if error.orig is not None and error.orig.args else error.orig
