"""Whether a result can be written where the user wants it, found out before a minute of work is spent."""

from __future__ import annotations

import tempfile
from pathlib import Path

from evenstride.errors import OutputError

REPORT_SUFFIXES = (".html", ".htm")
PDF_SUFFIXES = (".pdf",)
TABLE_SUFFIXES = (".csv", ".parquet")
POSE_SUFFIXES = (".npz", ".parquet")


def check_output(path: Path, what: str, *, suffixes: tuple[str, ...] = (), source: Path) -> None:
    """Refuse a name that cannot, or must not, be written.

    Parameters
    ----------
    what : what is to be written, for the message: ``table``.
    suffixes : allowed endings; none allows any.
    source : the recording that is read; it is never overwritten.

    Raises
    ------
    OutputError
        Another ending, a folder or a device, the recording itself, a missing folder, or one that cannot be written to.
    """
    try:
        _check_name(path, what, suffixes, source)
        with tempfile.TemporaryFile(dir=path.absolute().parent):
            pass
    except OSError as error:
        raise OutputError(
            f"Expected to be able to write the {what} {path.name}: {error.strerror or error}. Choose another place."
        ) from error


def _check_name(path: Path, what: str, suffixes: tuple[str, ...], source: Path) -> None:
    if suffixes and path.suffix.lower() not in suffixes:
        raise OutputError(f"Expected a name ending in {' or '.join(suffixes)} for the {what}, got {path.name}.")
    if path.exists() and not path.is_file():
        kind = "folder" if path.is_dir() else "device"
        raise OutputError(f"Expected a file name for the {what}, got the {kind} {path}.")
    if not path.absolute().parent.is_dir():
        raise OutputError(f"Expected an existing folder for {path.name}, got {path.parent}; make the folder first.")
    if path.exists() and source.exists() and path.samefile(source):
        raise OutputError(f"Expected another name for the {what} than that of the recording itself, {path.name}.")
