"""Write the knowledge as a folder of linked pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from evenstride.errors import OutputError
from evenstride.services.output_files import check_output

_WRITTEN_SUFFIXES = (".md", ".svg")


def render_knowledge(folder: Path) -> tuple[int, tuple[Path, ...]]:
    """Write every page and drawing; a page that no entry makes any more is taken away.

    Only files that a rendering made before are taken away: pages with the line that says so, and drawings beside them.

    Returns
    -------
    How many files the folder holds now, and the stale ones that were taken away.

    Raises
    ------
    OutputError : the folder is a file, lies in a folder that is missing, or cannot be written to.
    """
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.files import write_whole
    from evenstride.reports.knowledge_pages import render_files

    _check_folder(folder)
    files = render_files(load_knowledge())
    stale = tuple(path for path in _rendered_before(folder) if path.relative_to(folder).as_posix() not in files)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, partial(_fill, content.encode()))
    for path in stale:
        path.unlink()
    return len(files), stale


def _fill(content: bytes, part: Path) -> None:
    part.write_bytes(content)


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"Expected a folder for the pages, got the file {folder.name}.")
    if folder.is_dir():
        check_output(folder / "index.md", "index page", source=folder)
        return
    if not folder.absolute().parent.is_dir():
        raise OutputError(f"Expected an existing folder around {folder.name}; make {folder.parent.name} first.")
    try:
        folder.mkdir()
    except OSError as error:
        raise OutputError(f"Expected to make the folder {folder.name}: {error.strerror or error}.") from error


def _rendered_before(folder: Path) -> list[Path]:
    from evenstride.reports.knowledge_pages.markdown import GENERATED

    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in _WRITTEN_SUFFIXES]
    return [path for path in found if _is_drawing(path, folder) or path.read_text("utf-8").startswith(GENERATED)]


def _is_drawing(path: Path, folder: Path) -> bool:
    return path.suffix == ".svg" and path.parent == folder / "figures"
