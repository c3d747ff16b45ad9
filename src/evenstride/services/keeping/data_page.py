"""What the data page shows: where everything lies, how much of whom, and what a deletion would take."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from evenstride.model.stored import StoredRunner
from evenstride.services.keeping.deleting import Deleted, delete_recording
from evenstride.services.keeping.export_format import KINDS
from evenstride.services.keeping.exporting import wanted_files
from evenstride.services.keeping.overview import Overview, survey_data

if TYPE_CHECKING:
    from evenstride.store import Store, UnitOfWork

_KIND_NAMES = {
    "video": "clip",
    "keypoints": "keypoints",
    "run": "run of a watch",
    "imu": "motion sensor",
    "lab": "laboratory trial",
}


#: One and several of every kind of value that belongs to a runner.
_COUNTED = {
    "consents": ("answer about consent", "answers about consent"),
    "answers": ("answer to a question about health", "answers to questions about health"),
    "screen_answers": ("home screen", "home screens"),
    "shoes": ("pair of shoes", "pairs of shoes"),
    "recordings": ("recording", "recordings"),
    "assessments": ("report", "reports"),
    "plans": ("plan", "plans"),
    "sessions": ("session", "sessions"),
    "runs": ("run", "runs"),
    "diary": ("note of pain or effort", "notes of pain and effort"),
    "retests": ("retest", "retests"),
}


@dataclass(frozen=True)
class DataSummary:
    """The data folder in words."""

    overview: Overview
    size: str
    free: str


@dataclass(frozen=True)
class RecordingLine:
    """A kept recording; ``n_reports`` assessments rest on it and go with it."""

    id: str
    name: str
    kind: str
    day: str
    size: str
    n_reports: int


@dataclass(frozen=True)
class WhatGoes:
    """What deleting a runner takes: counts in words, and the files that nobody else wants."""

    counts: tuple[str, ...]
    n_files: int
    size: str


def summarise_data(store: Store) -> DataSummary:
    """Where the data are, how much there is, how much room is left."""
    overview = survey_data(store)
    return DataSummary(overview, size_words(overview.size_bytes), size_words(shutil.disk_usage(store.home).free))


def list_recordings(
    store: Store, runner_id: str, *, zone: tzinfo | None
) -> tuple[StoredRunner, tuple[RecordingLine, ...]]:
    """A runner and their recordings, the newest first.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.read() as work:
        runner = work.runners.get(runner_id)
        resting: dict[str, int] = {}
        for assessment in work.assessments.of_runner(runner_id):
            for id_ in assessment.recording_ids:
                resting[id_] = resting.get(id_, 0) + 1
        lines = []
        for each in reversed(work.recordings.of_runner(runner_id)):
            moment = (each.recorded_at or each.imported_at).astimezone(zone)
            lines.append(
                RecordingLine(
                    id=each.id,
                    name=each.name,
                    kind=_KIND_NAMES[each.kind],
                    day=f"{moment.day} {moment:%b %Y}",
                    size=size_words(each.size_bytes),
                    n_reports=resting.get(each.id, 0),
                )
            )
    return runner, tuple(lines)


def delete_own_recording(store: Store, runner_id: str, recording_id: str) -> Deleted:
    """Delete a recording of this runner, as `delete_recording` does.

    Raises
    ------
    NotStoredError : this runner has no such recording.
    """
    from evenstride.store import NotStoredError

    with store.read() as work:
        recording = work.recordings.find(recording_id)
    if recording is None or recording.runner_id != runner_id:
        raise NotStoredError("Expected a recording of this runner, got another. Load the page again.")
    return delete_recording(store, recording_id)


def what_goes(store: Store, runner_id: str) -> WhatGoes:
    """What `delete_runner` would take.

    Raises
    ------
    NotStoredError : no such runner.
    """
    with store.read() as work:
        work.runners.get(runner_id)
        own = _values(work, runner_id)
        others = [_values(work, each.id) for each in work.runners.all() if each.id != runner_id]
    kept = {sha256 for values in others for sha256 in wanted_files(values)}
    gone = [sha256 for sha256 in wanted_files(own) if sha256 not in kept and store.artefacts.has(sha256)]
    size = sum(store.artefacts.path(sha256).stat().st_size for sha256 in gone)
    counts = tuple(_counted(name, len(values)) for name, values in own.items() if values)
    return WhatGoes(counts, len(gone), size_words(size))


def _counted(kind: str, count: int) -> str:
    """``1 plan``, ``3 plans``."""
    one, many = _COUNTED[kind]
    return f"{count} {one if count == 1 else many}"


def size_words(size_bytes: int) -> str:
    """``12.3 MB``.

    Examples
    --------
    >>> size_words(1_234_567), size_words(999), size_words(5_600_000_000)
    ('1.2\\xa0MB', '1\\xa0kB', '5.6\\xa0GB')
    """
    if size_bytes >= 1e9:
        return f"{size_bytes / 1e9:.1f}\u00a0GB"
    if size_bytes >= 1e6:
        return f"{size_bytes / 1e6:.1f}\u00a0MB"
    return f"{max(1, round(size_bytes / 1e3)) if size_bytes else 0}\u00a0kB"


def _values(work: UnitOfWork, runner_id: str) -> dict[str, tuple[Any, ...]]:
    """Everything of a runner by kind, without the runner."""
    return {kind.name: tuple(kind.repository(work).of_runner(runner_id)) for kind in KINDS[1:]}
