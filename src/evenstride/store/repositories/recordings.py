"""Artefacts and recordings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from evenstride.model.stored import Artefact, StoredRecording
from evenstride.store.artefacts import ArtefactFiles, PutFile
from evenstride.store.errors import ArtefactError
from evenstride.store.repositories.rows import Repository, to_value
from evenstride.store.tables.recordings import ArtefactRow, AssessmentFileRow, AssessmentRow, RecordingRow
from evenstride.store.tables.running import RunRow
from evenstride.store.tables.work import JobFileRow

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
        if not self._files.has(put.sha256):
            raise ArtefactError("The file was taken away while it was being noted. Hand it over again.")
        found = self.find(put.sha256)
        if found is not None:
            return found
        artefact = Artefact(put.sha256, put.size_bytes, media_type, datetime.now(UTC))
        self._session.add(ArtefactRow(**vars(artefact)))
        self._session.flush()
        return artefact

    def find(self, sha256: str) -> Artefact | None:
        """The note of a file, None where there is none."""
        row = self._session.get(ArtefactRow, sha256)
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
        """Take the notes of files away."""
        self._session.execute(delete(ArtefactRow).where(ArtefactRow.sha256.in_(list(hashes))))


class Recordings(Repository[StoredRecording]):
    """The recordings."""

    value_type, row_type, in_order_of = StoredRecording, RecordingRow, "imported_at"

    def with_content(self, runner_id: str, sha256: str) -> StoredRecording | None:
        """The runner's recording of that content, None where there is none."""
        found = self._all(select(RecordingRow).filter_by(runner_id=runner_id, sha256=sha256))
        return found[0] if found else None
