"""Delete a person, or a recording, with all media that nobody else wants; tidy up what was left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.store import Store, UnitOfWork

#: What nobody wants stays this long, so that an upload that is being noted does not lose its file.
GRACE_S = 24 * 3600.0


@dataclass(frozen=True)
class Deleted:
    """What went: how many files, and how many bytes they were."""

    n_files: int
    size_bytes: int


def delete_runner(store: Store, runner_id: str) -> Deleted:
    """Delete a runner with everything that was kept of them.

    Files go at once unless another runner has the same. The database overwrites what it deletes; a copy of the data
    folder, an export or a backup that was made before is not touched.

    Raises
    ------
    NotStoredError : no such runner.
    """

    def remove(work: UnitOfWork) -> None:
        work.runners.get(runner_id)
        work.runners.remove(runner_id)

    return _delete(store, remove)


def delete_recording(store: Store, recording_id: str) -> Deleted:
    """Delete a recording with its original and the assessments that rest on it.

    Raises
    ------
    NotStoredError : no such recording.
    """
    return delete_recordings(store, (recording_id,))


def delete_recordings(store: Store, recording_ids: Sequence[str]) -> Deleted:
    """Delete recordings with their originals, the assessments that rest on them, and the work on them.

    Raises
    ------
    NotStoredError : one of them is not kept; nothing is deleted then.
    """

    def remove(work: UnitOfWork) -> None:
        for recording_id in recording_ids:
            runner_id = work.recordings.get(recording_id).runner_id
            for assessment in work.assessments.of_recording(recording_id):
                work.assessments.remove(assessment.id)
            for job in work.jobs.of_runner(runner_id):
                if recording_id in job.payload.get("recording_ids", ()):
                    work.jobs.remove(job.id)
            work.recordings.remove(recording_id)

    return _delete(store, remove)


def delete_report(store: Store, assessment_id: str) -> Deleted:
    """Delete an assessment with the recordings that it rests on.

    Raises
    ------
    NotStoredError : no such assessment.
    """
    with store.read() as work:
        recording_ids = work.assessments.get(assessment_id).recording_ids
    return delete_recordings(store, recording_ids)


def tidy(store: Store, *, grace_s: float = GRACE_S) -> Deleted:
    """Take away files that nothing wants and that nobody handed over within the grace, and half uploads."""
    store.artefacts.clear_incoming(unused_since_s=grace_s)
    with store.write() as work:
        old = [each for each in work.artefacts.unreferenced() if store.artefacts.is_unused(each, since_s=grace_s)]
        work.artefacts.forget(old)
    return _remove_files(store, tuple(store.artefacts.hashes()), grace_s)


def _delete(store: Store, remove: Callable[[UnitOfWork], None]) -> Deleted:
    """Delete rows, then the files that only they wanted; dying in between leaves files for `tidy`."""
    with store.write() as work:
        before = frozenset(work.artefacts.unreferenced())
        remove(work)
        orphans = tuple(each for each in work.artefacts.unreferenced() if each not in before)
        work.artefacts.forget(orphans)
    deleted = _remove_files(store, orphans, 0.0)
    store.forget_traces()
    return deleted


def _remove_files(store: Store, hashes: tuple[str, ...], grace_s: float) -> Deleted:
    sizes = {each: store.artefacts.path(each).stat().st_size for each in hashes if store.artefacts.has(each)}
    with store.write() as work:
        removed = work.artefacts.remove_unnoted(sizes, unused_since_s=grace_s)
    return Deleted(len(removed), sum(sizes[each] for each in removed))
