"""A deleted person leaves nothing behind, and takes nothing from others."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from evenstride.services.keeping.deleting import delete_recording, delete_runner, tidy
from evenstride.store import NotStoredError, Store
from stored_examples import keep_everything, keep_file


def files_in(store: Store) -> set[str]:
    return set(store.artefacts.hashes())


def age(store: Store, sha256: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(store.artefacts.path(sha256), (then, then))


def test_a_runner_goes_with_all_media_that_nobody_else_has(store: Store) -> None:
    ada, ben = keep_everything(store, film=b"one film"), keep_everything(store, name="Ben", film=b"one film")
    eve = keep_everything(store, name="Eve", film=b"a film of Eve")
    with store.read() as work:
        before = work.artefacts.known()
    assert before == files_in(store)
    deleted = delete_runner(store, eve.runner.id)
    assert (deleted.n_files, deleted.size_bytes) == (2, len(b"a film of Eve") + len(b"keypoints of ") + 64)
    assert not store.artefacts.has(eve.recording.sha256)
    delete_runner(store, ada.runner.id)
    assert store.artefacts.read_bytes(ben.recording.sha256) == b"one film"
    delete_runner(store, ben.runner.id)
    assert files_in(store) == set()
    with store.read() as work:
        assert work.runners.all() == ()
        assert work.artefacts.known() == frozenset()


def test_nothing_of_a_deleted_runner_is_left_in_the_database_file(tmp_path: Path) -> None:
    from evenstride.store import open_store

    with open_store(tmp_path, f"sqlite:///{tmp_path / 'evenstride.db'}") as store:
        kept = keep_everything(store, name="Wilhelmina Unmistakable")
        assert b"Unmistakable" in b"".join(path.read_bytes() for path in tmp_path.glob("evenstride.db*"))
        delete_runner(store, kept.runner.id)
        assert b"Unmistakable" not in b"".join(path.read_bytes() for path in tmp_path.glob("evenstride.db*"))


def test_deleting_leaves_alone_what_is_just_being_kept(store: Store) -> None:
    kept = keep_everything(store)
    with store.write() as work:
        waiting = keep_file(store, work, b"an upload that is being looked at")
    delete_runner(store, kept.runner.id)
    assert files_in(store) == {waiting}


def test_an_unknown_runner_or_recording_is_told(store: Store) -> None:
    with pytest.raises(NotStoredError):
        delete_runner(store, "none")
    with pytest.raises(NotStoredError):
        delete_recording(store, "none")


def test_a_recording_goes_with_its_assessments(store: Store) -> None:
    kept = keep_everything(store)
    delete_recording(store, kept.recording.id)
    assert files_in(store) == set()
    with store.read() as work:
        assert work.assessments.of_runner(kept.runner.id) == ()
        assert work.plans.get(kept.plan.id).assessment_id is None
        assert work.sessions.of_runner(kept.runner.id) == (kept.session,)


def test_tidying_takes_what_nothing_wants_once_it_is_old(store: Store) -> None:
    kept = keep_everything(store)
    unnoted = store.artefacts.put(io.BytesIO(b"never noted")).sha256
    with store.write() as work:
        unwanted = keep_file(store, work, b"noted and not wanted")
    assert tidy(store, grace_s=60).n_files == 0
    for sha256 in (unnoted, unwanted, kept.recording.sha256):
        age(store, sha256, 3600)
    assert tidy(store, grace_s=60).n_files == 2
    assert store.artefacts.has(kept.recording.sha256)
    assert not store.artefacts.has(unnoted)
    with store.read() as work:
        assert work.artefacts.known() == files_in(store)
