"""Take an export in: what is not here yet is added, what is here stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evenstride.errors import InputError
from evenstride.io.value_json import value_from_plain
from evenstride.model.diary import RunDone, Shoe
from evenstride.model.ids import is_id
from evenstride.model.stored import StoredAssessment, StoredPlan, StoredRecording
from evenstride.services.keeping.export_archive import ExportArchive, ExportLimits, open_export
from evenstride.services.keeping.export_format import KINDS, KindOfValue, data_path, file_path
from evenstride.services.keeping.exporting import wanted_files
from evenstride.services.keeping.plans import read_plan
from evenstride.services.keeping.recordings import safe_name

if TYPE_CHECKING:
    from evenstride.store import PutFile, Store, UnitOfWork


@dataclass(frozen=True)
class Imported:
    """What became of an export, by kind of value.

    Attributes
    ----------
    added : how many are new here.
    was_there : how many were here already, equal.
    kept_ours : how many are here with the same id and other content; ours was kept.
    """

    added: dict[str, int]
    was_there: dict[str, int]
    kept_ours: dict[str, int]


def import_data(store: Store, source: Path | BinaryIO, *, limits: ExportLimits | None = None) -> Imported:
    """Take an ``evenstride.export/1`` ZIP in, whole or not at all. Doing it twice adds nothing.

    Parameters
    ----------
    source : path, or a seekable open file.

    Notes
    -----
    Nothing of the ZIP is written under a name it chooses: files are kept by their hash, which is checked. Where this
    store has a value of the same id, or a recording of the same content, ours stays. An active plan is archived where
    its runner follows another one here, and a default pair of shoes is none where there is another.

    Raises
    ------
    InputError : not an export, damaged, or hostile.
    ConflictError : values that do not belong together.
    """
    with open_export(source, limits) as archive:
        values = {kind.name: _read_values(archive, kind) for kind in KINDS}
        with _kept_files(store, archive, values) as files, store.write() as work:
            for put, media_type in files:
                work.artefacts.add(put, media_type)
            return _Merge(work).take(values)


def _read_values(archive: ExportArchive, kind: KindOfValue) -> list[Any]:
    path = data_path(kind)
    listed = archive.data(path)
    if not isinstance(listed, list):
        raise InputError(f"Expected a list in {path}, got something else. Export again.")
    values = [value_from_plain(kind.value_type, each, where=f"{path}[{at}]") for at, each in enumerate(listed)]
    for at, each in enumerate(values):
        if not is_id(each.id):
            raise InputError(f"{path}[{at}].id: expected an id of Evenstride, got something else. Export again.")
        if isinstance(each, StoredPlan):
            read_plan(each.document)
    return values


@contextmanager
def _kept_files(
    store: Store, archive: ExportArchive, values: Mapping[str, Sequence[Any]]
) -> Iterator[list[tuple[PutFile, str]]]:
    """Put the files that the values name into the store; they go again where the import fails."""
    files: list[tuple[PutFile, str]] = []
    try:
        for sha256 in wanted_files(values):
            files.append(_keep_file(store, archive, sha256))
        yield files
    except BaseException:
        new = [put.sha256 for put, _ in files if not put.was_there]
        with store.write() as work:
            work.artefacts.remove_unnoted(new, unused_since_s=0.0)
        raise


def _keep_file(store: Store, archive: ExportArchive, sha256: str) -> tuple[PutFile, str]:
    listed = archive.file(file_path(sha256))
    if listed is None:
        raise InputError(f"Expected the file {sha256[:12]} in the export, got none. Export again.")
    with archive.open(listed.path) as content:
        put = store.artefacts.put(content, most_bytes=listed.size_bytes)
    if put.sha256 != sha256:
        if not put.was_there:
            with store.write() as work:
                work.artefacts.remove_unnoted([put.sha256], unused_since_s=0.0)
        raise InputError(f"Expected the file {sha256[:12]} in the export, got other content. Export again.")
    return put, listed.media_type or "application/octet-stream"


class _Merge:
    """One import on one transaction; remembers which recordings are here under another id."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work
        self._here_as: dict[str, str] = {}
        self._added: Counter[str] = Counter()
        self._was_there: Counter[str] = Counter()
        self._kept_ours: Counter[str] = Counter()

    def take(self, values: Mapping[str, Sequence[Any]]) -> Imported:
        """Merge kind by kind, each after what it belongs to."""
        for kind in KINDS:
            repository = kind.repository(self._work)
            for value in values[kind.name]:
                fitted = self._fitted(value)
                if fitted is None:
                    self._was_there[kind.name] += 1
                    continue
                ours = repository.find(fitted.id)
                if ours is None:
                    repository.add(fitted)
                    self._added[kind.name] += 1
                else:
                    (self._was_there if ours in (value, fitted) else self._kept_ours)[kind.name] += 1
        return Imported(dict(self._added), dict(self._was_there), dict(self._kept_ours))

    def _fitted(self, value: Any) -> Any:
        """The value with what it names here; None where the same content is here under another id."""
        if isinstance(value, StoredRecording):
            ours = self._work.recordings.with_content(value.runner_id, value.sha256)
            if ours is not None and ours.id != value.id:
                self._here_as[value.id] = ours.id
                return None
            return replace(value, name=safe_name(value.name))
        if isinstance(value, StoredAssessment):
            return replace(value, recording_ids=tuple(self._here_as.get(each, each) for each in value.recording_ids))
        if isinstance(value, RunDone) and value.recording_id is not None:
            return replace(value, recording_id=self._here_as.get(value.recording_id, value.recording_id))
        if isinstance(value, Shoe) and value.is_default:
            others = [each for each in self._work.shoes.of_runner(value.runner_id) if each.id != value.id]
            return replace(value, is_default=not any(each.is_default for each in others))
        if isinstance(value, StoredPlan) and value.status == "active":
            active = self._work.plans.active(value.runner_id)
            if active is not None and active.id != value.id:
                return replace(value, status="archived", archived_at=datetime.now(UTC))
        return value
