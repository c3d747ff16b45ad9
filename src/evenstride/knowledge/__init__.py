"""Reviewed knowledge as data: measures, findings, muscles, exercises, screens, each number with its source.

`load_knowledge` gives the knowledge that ships with the package; ``content/VERSION`` is its own version. Nothing is
read and pydantic is not imported before the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from evenstride.knowledge.knowledge import Knowledge

__all__ = ["check", "load_knowledge", "load_knowledge_from"]


def load_knowledge() -> Knowledge:
    """The knowledge that ships with the package, read once per process."""
    from evenstride.knowledge.loader import load_shipped

    return load_shipped()


def load_knowledge_from(folder: Path) -> Knowledge:
    """The knowledge in another folder of the same shape.

    Raises
    ------
    KnowledgeError
        Listing every problem as ``file:line path: what is wrong``; the same lines are in ``facts["problems"]``.
    """
    from evenstride.knowledge.loader import load_folder

    return load_folder(folder)


def check(folder: Path | None = None) -> list[str]:
    """Every problem of the knowledge, one line each: schema, references, tracing both ways, wording; empty when good.

    Examples
    --------
    >>> from evenstride import knowledge
    >>> knowledge.check()
    []
    """
    from evenstride.knowledge.checks import check_folder
    from evenstride.knowledge.loader import CONTENT

    return check_folder(folder or CONTENT)
