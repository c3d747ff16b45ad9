"""Artefacts and recordings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, exists, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from evenstride.model.stored import Artefact, StoredRecording
from evenstride.store.artefacts import ArtefactFiles, PutFile
from evenstride.store.errors import ArtefactError
from evenstride.store.repositories.rows import Repository, to_value
from evenstride.store.tables.recordings import ArtefactRow, AssessmentFileRow, AssessmentRow, RecordingRow
from evenstride.store.tables.running import RunRow
from evenstride.store.tables.work import JobFileRow

#: Any number of ours: who notes files of PostgreSQL's shares it, who takes files away has it alone.
_FILES_LOCK = 7_310_463
#: Every column that keeps a file from being taken away.
REFERENCES = (
    RecordingRow.sha256,
    AssessmentRow.document_sha256,
    AssessmentFileRow.sha256,
    RunRow.document_sha256,
    JobFileRow.sha256,
)


class Artefacts:
    """Which files are kept, and how many rows want them."""

    def __init__(self, session: Session, files: ArtefactFiles) -> None:
        self._session, self._files = session, files

    def add(self, put: PutFile, media_type: str) -> Artefact:
        """Note a file that was put, unless it is noted.

        Raises
        ------
        ArtefactError
            The file went away in between; hand it over again.
        """
        self._hold("pg_advisory_xact_lock_shared")
        if not self._files.has(put.sha256):
            raise ArtefactError("The file was taken away while it was being noted. Hand it over again.")
        columns = {"sha256": put.sha256, "size_bytes": put.size_bytes, "media_type": media_type}
        row = self._insert(ArtefactRow).values(**columns, created_at=datetime.now(UTC))
        self._session.execute(row.on_conflict_do_nothing())
        note = self.find(put.sha256)
        assert note is not None
        return note

    def find(self, sha256: str) -> Artefact | None:
        """The note of a file, None where there is none."""
        query = select(ArtefactRow.__table__).filter_by(sha256=sha256)
        row = self._session.execute(query).mappings().first()
        return None if row is None else to_value(row, Artefact)

    def count_references(self, sha256: str) -> int:
        """How many rows want this file."""
        counts = (select(column).where(column == sha256) for column in REFERENCES)
        return sum(len(self._session.execute(query).all()) for query in counts)

    def unreferenced(self) -> tuple[str, ...]:
        """The files that no row wants."""
        wanted = [exists().where(column == ArtefactRow.sha256) for column in REFERENCES]
        return tuple(self._session.scalars(select(ArtefactRow.sha256).where(*(~each for each in wanted))))

    def known(self) -> frozenset[str]:
        """All files that are noted."""
        return frozenset(self._session.scalars(select(ArtefactRow.sha256)))

    def forget(self, hashes: Iterable[str]) -> None:
        """Take the notes of files away; the files themselves go with `remove_unnoted`."""
        for sha256 in hashes:
            self._session.execute(delete(ArtefactRow).where(ArtefactRow.sha256 == sha256))

    def remove_unnoted(self, hashes: Iterable[str], *, unused_since_s: float) -> tuple[str, ...]:
        """Take those of the files away that are not noted; which these were.

        Nobody can note a file meanwhile: on SQLite because this writes, on PostgreSQL because of a lock.
        """
        self._hold("pg_advisory_xact_lock")
        known = self.known()
        return tuple(
            sha256
            for sha256 in hashes
            if sha256 not in known and self._files.remove(sha256, unused_since_s=unused_since_s)
        )

    def _hold(self, lock: str) -> None:
        if self._dialect == "postgresql":
            self._session.execute(text(f"SELECT {lock}(:lock)"), {"lock": _FILES_LOCK})

    @property
    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name

    @property
    def _insert(self) -> Any:
        return (postgresql if self._dialect == "postgresql" else sqlite).insert


class Recordings(Repository[StoredRecording]):
    """The recordings."""

    value_type, row_type, in_order_of = StoredRecording, RecordingRow, "imported_at"

    def with_content(self, runner_id: str, sha256: str) -> StoredRecording | None:
        """The runner's recording of that content, None where there is none."""
        return self._first(runner_id=runner_id, sha256=sha256)
