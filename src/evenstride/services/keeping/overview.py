"""What is kept, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.io.value_json import value_to_plain
from evenstride.model.stored import StoredRunner

if TYPE_CHECKING:
    from evenstride.store import Store

OVERVIEW_SCHEMA = "evenstride.overview/1"
_MOST_NAMED = 10


@dataclass(frozen=True)
class RunnerOverview:
    """A runner and how much is kept of them."""

    id: str
    name: str
    is_sample: bool
    n_recordings: int
    n_assessments: int
    n_sessions: int
    n_runs: int


@dataclass(frozen=True)
class Overview:
    """The data folder at a glance."""

    home: str
    database: str
    n_files: int
    size_bytes: int
    runners: tuple[RunnerOverview, ...]

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.overview/1`` document: plain types only."""
        return {"schema": OVERVIEW_SCHEMA, **value_to_plain(self)}


def survey_data(store: Store) -> Overview:
    """Where the data are and how much there is."""
    sizes = [store.artefacts.path(each).stat().st_size for each in store.artefacts.hashes()]
    with store.read() as work:
        runners = tuple(
            RunnerOverview(
                id=each.id,
                name=each.name,
                is_sample=each.is_sample,
                n_recordings=len(work.recordings.of_runner(each.id)),
                n_assessments=len(work.assessments.of_runner(each.id)),
                n_sessions=len(work.sessions.of_runner(each.id)),
                n_runs=len(work.runs.of_runner(each.id)),
            )
            for each in work.runners.all()
        )
    return Overview(str(store.home), store.database_kind, len(sizes), sum(sizes), runners)


def find_runner(store: Store, wanted: str | None) -> StoredRunner:
    """The runner of a name or id; with None the only one who is no sample.

    Raises
    ------
    InputError : nobody, or several; the message names who there is.
    """
    with store.read() as work:
        known = work.runners.all()
    own = [each for each in known if not each.is_sample]
    found = own if wanted is None else [each for each in known if wanted in (each.id, each.name)]
    if len(found) == 1:
        return found[0]
    if not known:
        raise InputError("Expected a runner, got data without any. Start the app: evenstride serve")
    named = ", ".join(f"{each.name} ({each.id})" for each in known[:_MOST_NAMED])
    if wanted is None:
        raise InputError(f"Expected the name or id of one runner, got none. There are: {named}.")
    problem = "which names several" if found else "which names nobody"
    raise InputError(f"Expected the name or id of one runner, got {wanted[:40]}, {problem}. There are: {named}.")
