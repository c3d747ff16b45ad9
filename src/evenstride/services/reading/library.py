"""The knowledge to be read: its pages and drawings by their path, as ``evenstride knowledge render`` writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from evenstride.store import NotStoredError

if TYPE_CHECKING:
    from evenstride.reports.knowledge_pages.page import Page

_SUFFIX, _EXERCISES = ".md", "exercises"
_KEPT_DRAWN = 64


def read_library_page(path: str) -> Page:
    """The page at a path such as ``findings/hip_drop``; the index at an empty one.

    Raises
    ------
    NotStoredError : the knowledge has no such page.
    """
    kind, _, identifier = path.partition("/")
    if f"{path}{_SUFFIX}" in _pages() and kind == _EXERCISES and identifier != "index":
        return _exercise(identifier)
    found = _pages().get(f"{path or 'index'}{_SUFFIX}") or _pages().get(f"{path}/index{_SUFFIX}")
    if found is None:
        raise NotStoredError("Expected a page of the knowledge, there is none of that name. Begin at its first page.")
    return found


def read_library_figure(name: str) -> str:
    """A drawing of an exercise as SVG, by the name of its file.

    Raises
    ------
    NotStoredError : the knowledge has no such drawing.
    """
    identifier = name.removesuffix(".svg").partition("-")[0]
    if f"{_EXERCISES}/{identifier}{_SUFFIX}" in _pages() and identifier != "index":
        for figure in _exercise(identifier).figures:
            if figure.path == f"figures/{name}":
                return figure.svg
    raise NotStoredError("Expected a drawing of an exercise, there is none of that name.")


def library_path(kind: str, identifier: str) -> str:
    """Where an entry stands below the library's beginning: ``findings/hip_drop``, ``references#chan2018``."""
    from evenstride.reports.knowledge_pages.addresses import INDEX, address

    page, _, anchor = address(kind, identifier, seen_from=INDEX).partition("#")
    folder = page.removesuffix(_SUFFIX)
    shown = "" if folder == "index" else folder.removesuffix("/index")
    return f"{shown}#{anchor}" if anchor else shown


@lru_cache(maxsize=1)
def _pages() -> dict[str, Page]:
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.knowledge_pages import pages_of

    return {page.path: page for page in pages_of(load_knowledge(), is_drawn=False)}


@lru_cache(maxsize=_KEPT_DRAWN)
def _exercise(identifier: str) -> Page:
    from evenstride.knowledge import load_knowledge
    from evenstride.reports.knowledge_pages.library import drawn_exercise_page

    return drawn_exercise_page(identifier, load_knowledge())
