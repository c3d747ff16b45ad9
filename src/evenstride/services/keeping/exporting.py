"""Hand out everything that is kept of one runner, or of all, as one ZIP."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evenstride.io.value_json import value_to_plain
from evenstride.services.keeping.export_format import (
    EXPORT_SCHEMA,
    KINDS,
    MANIFEST,
    ExportedFile,
    FileRole,
    Manifest,
    data_path,
    file_path,
)
from evenstride.services.keeping.export_tables import export_tables
from evenstride.version import __version__

if TYPE_CHECKING:
    from evenstride.store import Store

_BLOCK_BYTES = 1 << 20
_CSV_TYPE, _JSON_TYPE = "text/csv", "application/json"
Values = Mapping[str, Sequence[Any]]


def export_data(store: Store, target: Path | BinaryIO, *, runner_id: str | None = None) -> Manifest:
    """Write an ``evenstride.export/1`` ZIP of one runner or of all.

    Parameters
    ----------
    target : path, written whole or not at all; or an open file, which need not be seekable.

    Returns
    -------
    Manifest : what was written. Tokens, settings and jobs are of this installation and stay here.

    Raises
    ------
    NotStoredError : no such runner.
    ArtefactError : a file is missing, or is not what its name says.
    OutputError : the path cannot be written.
    """
    if isinstance(target, Path):
        return _export_to_path(store, target, runner_id)
    with store.read() as work:
        owners = [work.runners.get(runner_id)] if runner_id is not None else list(work.runners.all())
        values: dict[str, list[Any]] = {"runners": owners}
        for kind in KINDS[1:]:
            values[kind.name] = [each for owner in owners for each in kind.repository(work).of_runner(owner.id)]
        media_types = {sha256: _media_type(work.artefacts.find(sha256)) for sha256 in wanted_files(values)}
    return _write(store, target, values, media_types)


def wanted_files(values: Values) -> dict[str, str]:
    """The hashes that values name, and the name of the original where it is one."""
    wanted = {each.document_sha256: "" for each in values.get("assessments", ())}
    wanted |= {use.sha256: "" for each in values.get("assessments", ()) for use in each.files}
    wanted |= {each.document_sha256: "" for each in values.get("runs", ()) if each.document_sha256}
    return wanted | {each.sha256: each.name for each in values.get("recordings", ())}


def _export_to_path(store: Store, path: Path, runner_id: str | None) -> Manifest:
    from evenstride.reports.files import write_whole

    written: list[Manifest] = []

    def write(part: Path) -> None:
        with part.open("wb") as file:
            written.append(export_data(store, file, runner_id=runner_id))

    write_whole(path, write)
    return written[0]


def _write(store: Store, target: BinaryIO, values: Values, media_types: Mapping[str, str]) -> Manifest:
    names = wanted_files(values)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files = [_write_data(archive, data_path(kind), values[kind.name]) for kind in KINDS]
        files += [
            _write_text(archive, f"tables/{name}.csv", text, "table", _CSV_TYPE)
            for name, text in export_tables(values).items()
        ]
        files += [_write_file(store, archive, each, media_types[each], names[each]) for each in sorted(names)]
        manifest = Manifest(EXPORT_SCHEMA, datetime.now(UTC), __version__, tuple(files))
        archive.writestr(MANIFEST, _as_json(value_to_plain(manifest)))
    return manifest


def _write_data(archive: zipfile.ZipFile, path: str, values: Iterable[Any]) -> ExportedFile:
    return _write_text(archive, path, _as_json([value_to_plain(each) for each in values]), "data", _JSON_TYPE)


def _write_text(archive: zipfile.ZipFile, path: str, text: str, role: FileRole, media_type: str) -> ExportedFile:
    content = text.encode()
    archive.writestr(path, content)
    return ExportedFile(path, role, hashlib.sha256(content).hexdigest(), len(content), media_type)


def _write_file(store: Store, archive: zipfile.ZipFile, sha256: str, media_type: str, name: str) -> ExportedFile:
    """Copy a file as it is; films do not get smaller by packing."""
    from evenstride.store import ArtefactError

    member = zipfile.ZipInfo(file_path(sha256), date_time=datetime.now(UTC).timetuple()[:6])
    digest, size = hashlib.sha256(), 0
    with store.artefacts.open(sha256) as source, archive.open(member, "w", force_zip64=True) as copy:
        while block := source.read(_BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            copy.write(block)
    if digest.hexdigest() != sha256:
        raise ArtefactError(
            f"The file {sha256[:12]} ({name or media_type}) in the data folder is damaged. Nothing was exported; "
            "delete its recording, or put the file back from a backup."
        )
    return ExportedFile(file_path(sha256), "file", sha256, size, media_type, name)


def _as_json(plain: object) -> str:
    return json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _media_type(artefact: Any) -> str:
    return "" if artefact is None else str(artefact.media_type)
