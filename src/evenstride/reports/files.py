"""Writing results: a whole file or none."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evenstride.errors import OutputError
from evenstride.model import Assessment
from evenstride.reports.html import render_html
from evenstride.reports.model import Report


def write_html(report: Report, path: Path) -> None:
    """Write the report as one self-contained HTML file.

    Raises
    ------
    OutputError
        The folder is missing or cannot be written to.
    """
    text = render_html(report)
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8"))


def write_json(assessment: Assessment, path: Path) -> None:
    """Write the ``evenstride.assessment/1`` document.

    Raises
    ------
    OutputError
        The folder is missing or cannot be written to.
    """
    write_document(assessment.to_dict(), path)


def write_document(document: dict[str, Any], path: Path) -> None:
    """Write a document of plain values as JSON; errors as in `write_json`."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(path, lambda part: part.write_text(text, encoding="utf-8"))


def write_whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Let ``write`` fill a part file beside ``path``, then put it in place in one move.

    Whoever looks at ``path`` sees the old file or the whole new one, also when the machine stops half-way.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise OutputError(f"Expected an existing folder for {path.name}; make the folder first.", path=str(path))
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
        os.close(handle)
        part = Path(name)
        write(part)
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise OutputError(f"Could not write {path.name}: {error.strerror or error}.", path=str(path)) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _umask() -> int:
    """The process's mask for new files, which the temporary file's private mode ignored."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
