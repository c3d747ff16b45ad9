"""Evenstride: from one phone clip of a runner to measured form, explained findings and exercises. Offline.

``evenstride.analyze(path)`` returns the same values as ``evenstride analyze PATH``,
``evenstride.analyze_session([side, rear])`` as ``evenstride analyze SIDE REAR``,
``evenstride.analyze_run([file])`` as ``evenstride run FILE``, ``evenstride.compare_recordings(a, b)`` as
``evenstride compare A B``, and
``evenstride.make_plan(assessment, start_on=day)`` the same plan as ``evenstride plan ASSESSMENT``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.version import __version__

if TYPE_CHECKING:
    from evenstride.services.analyze_clip import analyze as analyze
    from evenstride.services.analyze_run import analyze_run as analyze_run
    from evenstride.services.analyze_session import analyze_session as analyze_session
    from evenstride.services.compare import compare_recordings as compare_recordings
    from evenstride.services.make_plan import make_plan as make_plan

__all__ = ["__version__", "analyze", "analyze_run", "analyze_session", "compare_recordings", "make_plan"]


def __getattr__(name: str) -> object:
    """Load a service on first use, so that ``import evenstride`` stays quick."""
    if name == "analyze":
        from evenstride.services.analyze_clip import analyze

        return analyze
    if name == "analyze_run":
        from evenstride.services.analyze_run import analyze_run

        return analyze_run
    if name == "analyze_session":
        from evenstride.services.analyze_session import analyze_session

        return analyze_session
    if name == "compare_recordings":
        from evenstride.services.compare import compare_recordings

        return compare_recordings
    if name == "make_plan":
        from evenstride.services.make_plan import make_plan

        return make_plan
    raise AttributeError(f"module 'evenstride' has no attribute {name!r}")
