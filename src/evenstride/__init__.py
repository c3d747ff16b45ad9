"""Evenstride: from one phone clip of a runner to measured form, explained findings and exercises. Offline.

``evenstride.analyze(path)`` returns the same values as ``evenstride analyze PATH``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.services.analyze_clip import analyze as analyze

__version__ = "0.1.0"
__all__ = ["__version__", "analyze"]


def __getattr__(name: str) -> object:
    """Load the analysis on first use, so that ``import evenstride`` stays quick."""
    if name == "analyze":
        from evenstride.services.analyze_clip import analyze

        return analyze
    raise AttributeError(f"module 'evenstride' has no attribute {name!r}")
