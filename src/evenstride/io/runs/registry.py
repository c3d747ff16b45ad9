"""Run files of any known format behind one function; the content decides, not the name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from evenstride.errors import RunFileError
from evenstride.io.runs.fit import read_fit
from evenstride.io.runs.fit_frames import is_fit
from evenstride.io.runs.gpx import read_gpx
from evenstride.io.runs.limits import MAX_XML_BYTES, MEBIBYTE
from evenstride.io.runs.source import RunSource
from evenstride.io.runs.tcx import read_tcx
from evenstride.io.runs.wrapping import unwrap
from evenstride.model.run import RunRecording

_SNIFFED_BYTES = 4096


class _Read(Protocol):
    def __call__(self, source: RunSource, *, strict: bool) -> tuple[RunRecording, ...]: ...


@dataclass(frozen=True)
class RunReader:
    """One format: how it is told from its first bytes, and how it is read."""

    name: str
    is_format: Callable[[bytes], bool]
    read: _Read


READERS = (
    RunReader("FIT", is_fit, read_fit),
    RunReader("TCX", lambda start: _has_root(start, b"TrainingCenterDatabase"), read_tcx),
    RunReader("GPX", lambda start: _has_root(start, b"gpx"), read_gpx),
)


def read_run(path: str | Path, *, strict: bool = False) -> RunRecording | tuple[RunRecording, ...]:
    """Read a watch's file: one run, or a tuple where the file holds several (multisport, chained files).

    FIT, TCX and GPX are told by their content, also inside gzip or ZIP, whatever the ending says.

    Parameters
    ----------
    strict : raise at the first thing that cannot be read. Otherwise everything before and after it counts, and
        `RunRecording.lost` says what was lost, with the byte where it is known.

    Raises
    ------
    RunFileError
        When the file cannot be read, is of no known format, or holds no run.
    """
    runs = read_runs(path, strict=strict)
    return runs[0] if len(runs) == 1 else runs


def read_runs(path: str | Path, *, strict: bool = False) -> tuple[RunRecording, ...]:
    """The same as `read_run`, always as a tuple, in the file's order and with at least one run."""
    path = Path(path)
    data = bytes_of(path)
    sha256 = hashlib.sha256(data).hexdigest()
    runs: list[RunRecording] = []
    refusals: list[RunFileError] = []
    for payload in unwrap(data, path.name, strict=strict):
        source = RunSource(path, sha256, payload.data, payload.lost)
        try:
            runs += _reader_of(source).read(source, strict=strict)
        except RunFileError as error:
            refusals.append(error)
    if refusals and (strict or not runs):
        raise refusals[0]
    lost = tuple(f"Another file in {path.name} is not read: {refusal}" for refusal in refusals)
    count = len(runs)
    stem = path.stem.removesuffix(".tcx").removesuffix(".gpx").removesuffix(".fit")
    return tuple(
        replace(run, id=stem if count == 1 else f"{stem}-{number}", lost=(*run.lost, *lost))
        for number, run in enumerate(runs, 1)
    )


def bytes_of(path: Path) -> bytes:
    """The whole file, where it is not larger than any run."""
    if path.is_dir():
        raise RunFileError(f"Expected one run file, got the folder {path.name}.")
    try:
        if path.stat().st_size > MAX_XML_BYTES:
            raise RunFileError(
                f"Expected a run file of at most {MAX_XML_BYTES // MEBIBYTE} MiB, {path.name} is larger."
            )
        return path.read_bytes()
    except OSError as error:
        raise RunFileError(f"Expected to read {path.name}: {error.strerror or error}.") from error


def _reader_of(source: RunSource) -> RunReader:
    start = source.data[:_SNIFFED_BYTES]
    if not start.strip():
        raise RunFileError(f"Expected a run in {source.name}, the file is empty.")
    reader = next((reader for reader in READERS if reader.is_format(start)), None)
    if reader is None:
        known = ", ".join(reader.name for reader in READERS)
        raise RunFileError(f"Expected one of {known}; {source.name} is none of them.")
    return reader


def _has_root(start: bytes, root: bytes) -> bool:
    """Whether XML's first element has this name, with or without a prefix, after any declaration and comments.

    UTF-16 is told by its byte order mark; the names are ASCII.
    """
    text = (
        start.decode("utf-16", "replace").encode("ascii", "replace")
        if start[:2] in (b"\xff\xfe", b"\xfe\xff")
        else start
    )
    at = 0
    while (at := text.find(b"<", at)) >= 0:
        if text[at + 1 : at + 4] == b"!--":
            at = text.find(b"-->", at)
            if at < 0:
                return False
        elif text[at + 1 : at + 2] not in (b"?", b"!"):
            name = text[at + 1 : at + 120].split(None, 1)[0].split(b">")[0] if text[at + 1 : at + 2].strip() else b""
            return name.rpartition(b":")[2] == root
        at += 1
    return False
