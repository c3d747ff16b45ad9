"""The knowledge as pages: one description of a page, printed as Markdown with links or as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.reports.knowledge_pages.library import pages_of as pages_of
    from evenstride.reports.knowledge_pages.library import render_files as render_files

__all__ = ["pages_of", "render_files"]


def __getattr__(name: str) -> object:
    """Load the pages on first use."""
    if name in __all__:
        from evenstride.reports.knowledge_pages import library

        return getattr(library, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
