"""The sample runner comes once and does not come back when the person deleted them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from evenstride.services.sample_runner import find_sample_runner, keep_sample_runner, sample_clip
from stores import another_store, migrated_sqlite

__all__ = ["another_store", "migrated_sqlite"]


def test_the_clip_is_the_one_of_the_repository(sample_clip: Path) -> None:
    from evenstride.services import sample_runner

    assert sample_runner.sample_clip().read_bytes() == sample_clip.read_bytes()


def test_the_sample_runner_is_kept_once_with_their_clip(another_store) -> None:
    store = another_store()
    assert find_sample_runner(store) is None
    kept = keep_sample_runner(store)
    assert kept is not None
    assert keep_sample_runner(store) == kept
    with store.read() as work:
        runners = work.runners.all()
        recording = work.recordings.get(kept.recording_id)
    assert [(runner.id, runner.is_sample) for runner in runners] == [(kept.runner_id, True)]
    assert recording.sha256 == hashlib.sha256(sample_clip().read_bytes()).hexdigest()
    assert store.artefacts.has(recording.sha256)


def test_a_deleted_sample_runner_does_not_come_back(another_store) -> None:
    store = another_store()
    kept = keep_sample_runner(store)
    assert kept is not None
    with store.write() as work:
        assert work.runners.remove(kept.runner_id)
    assert find_sample_runner(store) is None
    assert keep_sample_runner(store) is None
    with store.read() as work:
        assert work.runners.all() == ()
