"""An export from outside, opened without trusting it: what it lists is what it holds, and no more comes out of it."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from evenstride.errors import InputError
from evenstride.io.json_files import parse_json
from evenstride.io.value_json import value_from_plain
from evenstride.services.keeping.export_format import EXPORT_SCHEMA, MANIFEST, ExportedFile, Manifest

_AN_EXPORT = f"an export of Evenstride ({EXPORT_SCHEMA})"
#: A runner's ten years of daily sessions are a hundredth of it.
_MOST_TEXT_BYTES = 256_000_000
_MOST_FILES = 200_000
#: JSON packs to a tenth; bombs pack to a thousandth.
_MOST_UNPACKED = 100
_ALWAYS_FINE_BYTES = 16_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True)
class ExportLimits:
    """What an export may hold at most."""

    most_bytes: int = 500_000_000_000


class ExportArchive:
    """An export whose list was checked against what the ZIP says of itself."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest
        self._by_path = {each.path: each for each in manifest.files}

    def data(self, path: str) -> Any:
        """The plain values of a data file, its hash checked; an empty list where there is no such file."""
        listed = self._by_path.get(path)
        if listed is None:
            return []
        content = _read_text(self._archive, path)
        if hashlib.sha256(content).hexdigest() != listed.sha256:
            raise InputError(f"Expected {path} as the export lists it, got other content. Export again.")
        return parse_json(content.decode(errors="replace"), what=_AN_EXPORT, name=path)

    def file(self, path: str) -> ExportedFile | None:
        """What the list says of a file, None where it is not listed."""
        return self._by_path.get(path)

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """The content of a file, to be read block by block; what is damaged in it is told."""
        try:
            with self._archive.open(path) as file:
                yield cast("BinaryIO", file)
        except _DAMAGED as error:
            raise InputError(f"The export is damaged at {path}: {error}. Export again.") from error


@contextmanager
def open_export(source: Path | BinaryIO, limits: ExportLimits | None = None) -> Iterator[ExportArchive]:
    """Open an export; nothing is unpacked yet.

    Raises
    ------
    InputError
        Not a ZIP, not an export, one of a newer version, or one whose names, sizes or kinds of members do not hold.
    """
    with _opened_zip(source) as (archive, packed_bytes):
        members = _checked_members(archive, packed_bytes, (limits or ExportLimits()).most_bytes)
        manifest = _read_manifest(archive, members)
        _check_list(manifest, members)
        yield ExportArchive(archive, manifest)


@contextmanager
def _opened_zip(source: Path | BinaryIO) -> Iterator[tuple[zipfile.ZipFile, int]]:
    name = source.name if isinstance(source, Path) else "the file"
    try:
        archive = zipfile.ZipFile(source)
    except _DAMAGED as error:
        raise InputError(f"Expected {_AN_EXPORT}, a ZIP file; {name} is none or is damaged.") from error
    with archive:
        file = archive.fp
        assert file is not None
        yield archive, file.seek(0, 2)


def _checked_members(archive: zipfile.ZipFile, packed_bytes: int, most_bytes: int) -> dict[str, zipfile.ZipInfo]:
    """The members by name; refuses names that lead elsewhere, links, encryption and bombs."""
    listed = archive.infolist()
    if len(listed) > _MOST_FILES:
        raise InputError(f"Expected at most {_MOST_FILES} files in an export, got {len(listed)}.")
    members = {each.filename: each for each in listed if not each.is_dir()}
    for each in listed:
        _check_member(each)
    if len(members) < sum(not each.is_dir() for each in listed):
        raise InputError("Expected every file of an export once, got one twice. Export again.")
    unpacked = sum(each.file_size for each in listed)
    if unpacked > most_bytes:
        raise InputError(f"Expected an export of at most {most_bytes / 1e9:.0f} GB, got {unpacked / 1e9:.0f} GB.")
    if unpacked > _MOST_UNPACKED * packed_bytes + _ALWAYS_FINE_BYTES:
        raise InputError("Expected films and notes, got a ZIP that unpacks to a hundred times its size. It is refused.")
    return members


def _check_member(member: zipfile.ZipInfo) -> None:
    name, parts = member.orig_filename, member.filename.split("/")
    if "\\" in name or "\0" in name or ":" in name or name.startswith("/") or ".." in parts:
        raise InputError("Expected plain names in an export, got one that leads out of it. It is refused.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise InputError("Expected plain files in an export, got a link. It is refused.")
    if member.flag_bits & _ENCRYPTED or member.compress_type not in _METHODS:
        raise InputError("Expected an export as Evenstride writes it, got an encrypted or otherwise packed ZIP.")


def _read_manifest(archive: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo]) -> Manifest:
    if MANIFEST not in members:
        raise InputError(f"Expected {_AN_EXPORT}; this ZIP holds no {MANIFEST}.")
    plain = parse_json(_read_text(archive, MANIFEST).decode(errors="replace"), what=_AN_EXPORT, name=MANIFEST)
    schema = plain.get("schema") if isinstance(plain, Mapping) else None
    if schema != EXPORT_SCHEMA:
        raise InputError(
            f"Expected {EXPORT_SCHEMA}, got {str(schema)[:40]}. If a newer Evenstride wrote it, update this one."
        )
    return value_from_plain(Manifest, plain, where=MANIFEST)


def _check_list(manifest: Manifest, members: Mapping[str, zipfile.ZipInfo]) -> None:
    """Every listed file is there in the size listed; what is there and not listed is never read."""
    paths = [each.path for each in manifest.files]
    if len(set(paths)) < len(paths):
        raise InputError(f"Expected every file once in {MANIFEST}, got one twice. Export again.")
    for each in manifest.files:
        member = members.get(each.path)
        if member is None or member.file_size != each.size_bytes:
            raise InputError(f"Expected {each.path[:80]} in its size in the export. It is cut short; export again.")


def _read_text(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        if archive.getinfo(path).file_size > _MOST_TEXT_BYTES:
            raise InputError(f"Expected at most {_MOST_TEXT_BYTES / 1e6:.0f} MB of notes in {path}, got more.")
        with archive.open(path) as file:
            return file.read(_MOST_TEXT_BYTES)
    except _DAMAGED as error:
        raise InputError(f"The export is damaged at {path}: {error}. Export again.") from error
