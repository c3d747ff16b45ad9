"""What a run file is wrapped in: nothing, gzip, or ZIP. Told by the first bytes, unpacked with bounds."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from evenstride.errors import RunFileError
from evenstride.io.runs.limits import (
    MAX_UNPACKING_RATIO,
    MAX_WRAPPINGS,
    MAX_XML_BYTES,
    MAX_ZIP_DIRECTORY_BYTES,
    MAX_ZIP_MEMBERS,
    MEBIBYTE,
)

_GZIP_MAGIC, _ZIP_MAGIC = b"\x1f\x8b", b"PK\x03\x04"
_CHUNK = 1 << 16


@dataclass(frozen=True)
class Payload:
    """The bytes of one run file without its wrapping, and what was lost on the way."""

    data: bytes
    lost: tuple[str, ...] = ()


def unwrap(data: bytes, name: str, *, strict: bool, depth: int = 0) -> tuple[Payload, ...]:
    """Take gzip and ZIP off; several run files in one ZIP come out as several payloads.

    Raises
    ------
    RunFileError
        When the wrapping is damaged from the start, holds more than `limits` allows, or is wrapped again and again.
    """
    if not data.startswith((_GZIP_MAGIC, _ZIP_MAGIC)):
        return (Payload(data),)
    if depth >= MAX_WRAPPINGS:
        raise RunFileError(f"Expected a run file in {name}, got packed files inside packed files. Unpack it first.")
    inner = (_gunzip(data, name),) if data.startswith(_GZIP_MAGIC) else _unzip(data, name)
    if strict:
        _refuse_losses(inner, name)
    return tuple(
        Payload(found.data, (*payload.lost, *found.lost))
        for payload in inner
        for found in unwrap(payload.data, name, strict=strict, depth=depth + 1)
    )


def _refuse_losses(payloads: tuple[Payload, ...], name: str) -> None:
    lost = [sentence for payload in payloads for sentence in payload.lost]
    if lost:
        raise RunFileError(f"Expected an undamaged packed file, {name} is not: {lost[0]}")


def _gunzip(data: bytes, name: str) -> Payload:
    """One gzip stream. A cut stream gives what was unpacked before the cut."""
    unpacker = zlib.decompressobj(wbits=31)
    out = bytearray()
    limit = _limit(len(data))
    lost: tuple[str, ...] = ()
    for offset in range(0, len(data), _CHUNK):
        try:
            out += unpacker.decompress(data[offset : offset + _CHUNK], limit + 1 - len(out))
        except zlib.error as error:
            lost = (f"The gzip stream is damaged after byte {offset} ({error}); what follows is lost.",)
            break
        if len(out) > limit:
            raise RunFileError(_too_big(name, limit))
        if unpacker.eof:
            break
    if not out:
        raise RunFileError(f"Expected a run file inside the gzip {name}, it cannot be unpacked.")
    if not lost and not unpacker.eof:
        lost = (f"The gzip stream ends before it should, at byte {len(data)}; what follows is lost.",)
    return Payload(bytes(out), lost)


def _unzip(data: bytes, name: str) -> tuple[Payload, ...]:
    """The members of a ZIP in their order, without folders and the notes of file managers."""
    _check_directory(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [
                info
                for info in archive.infolist()
                if not info.is_dir() and not info.filename.startswith(("__MACOSX/", ".")) and info.file_size
            ]
            if not members or len(members) > MAX_ZIP_MEMBERS:
                raise RunFileError(
                    f"Expected one to {MAX_ZIP_MEMBERS} files in the ZIP {name}, got {len(members)}. Unpack it first."
                )
            return tuple(_member(archive, info, name) for info in members)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError, OSError) as error:
        raise RunFileError(
            f"Expected a run file inside the ZIP {name}, it cannot be unpacked ({str(error).rstrip('.')})."
        ) from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Payload:
    limit = _limit(info.compress_size)
    with archive.open(info) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise RunFileError(_too_big(name, limit))
    return Payload(data)


def _check_directory(data: bytes, name: str) -> None:
    """Refuse a table of contents that would fill the memory when it is read.

    The end record holds the table's size (APPNOTE.TXT 4.3.16); sizes beyond 32 bit stand in a record of their own,
    which no export of a run needs.
    """
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - (1 << 16) - 22))
    if at < 0 or at + 16 > len(data):
        raise RunFileError(f"Expected a whole ZIP in {name}, its end is missing at byte {len(data)}. Copy it again.")
    size = struct.unpack_from("<I", data, at + 12)[0]
    if size > MAX_ZIP_DIRECTORY_BYTES or data.rfind(b"PK\x06\x07", max(0, at - 64), at) >= 0:
        raise RunFileError(f"Expected a ZIP with a few files in {name}, got a table of contents of {size} bytes.")


def _limit(packed: int) -> int:
    return min(MAX_XML_BYTES, max(MEBIBYTE, packed * MAX_UNPACKING_RATIO))


def _too_big(name: str, limit: int) -> str:
    return f"Expected at most {limit / MEBIBYTE:.0f} MiB inside {name}, got more. This is not a run's file."
