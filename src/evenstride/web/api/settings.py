"""This start of the app: its version, and what is kept where."""

from __future__ import annotations

from evenstride.services.keeping.overview import survey_data
from evenstride.version import __version__
from evenstride.web.api_shapes import Answer
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("settings")


class RunnerCounts(Answer):
    """A runner and how much is kept of them."""

    id: str
    name: str
    is_sample: bool
    n_recordings: int
    n_assessments: int
    n_sessions: int
    n_runs: int


class SettingsAnswer(Answer):
    """The app: ``home`` is the data folder, ``database`` is sqlite or postgresql."""

    version: str
    knowledge_version: str
    home: str
    database: str
    n_files: int
    size_bytes: int
    runners: list[RunnerCounts]


@router.get("")
def get_settings(context: Context) -> SettingsAnswer:
    """Version, data folder and how much is in it."""
    from evenstride.knowledge import load_knowledge

    found = survey_data(context.store)
    return SettingsAnswer(
        version=__version__,
        knowledge_version=load_knowledge().version,
        **{name: getattr(found, name) for name in ("home", "database", "n_files", "size_bytes")},
        runners=[RunnerCounts.model_validate(each) for each in found.runners],
    )
