"""A job's record: who may take it, who may change it, which files it keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.model.stored import ArtefactUse
from evenstride.store import Store
from stored_examples import BEGAN, keep_file

_LEASE = timedelta(seconds=30)


def _claim(store: Store, worker: str, now: datetime, **options: object) -> Job | None:
    with store.write() as work:
        return work.jobs.claim(worker, now=now, lease_until=now + _LEASE, **options)  # type: ignore[arg-type]


@pytest.fixture
def two_jobs(store: Store) -> tuple[Job, Job]:
    first = Job(new_id(), "analyse", BEGAN, max_attempts=2)
    second = Job(new_id(), "export", BEGAN + timedelta(seconds=1))
    with store.write() as work:
        work.jobs.add(second)
        work.jobs.add(first)
    return first, second


def test_the_oldest_waiting_job_is_taken_once(store: Store, two_jobs: tuple[Job, Job]) -> None:
    first, second = two_jobs
    taken = _claim(store, "a", BEGAN)
    assert taken == replace(
        first, state="running", worker="a", attempts=1, heartbeat_at=BEGAN, lease_until=BEGAN + _LEASE, started_at=BEGAN
    )
    other = _claim(store, "b", BEGAN)
    assert other is not None
    assert other.id == second.id
    assert _claim(store, "c", BEGAN) is None


def test_a_job_whose_worker_fell_silent_is_taken_again_until_its_attempts_are_used_up(
    store: Store, two_jobs: tuple[Job, Job]
) -> None:
    first, _ = two_jobs
    _claim(store, "a", BEGAN, kinds=["analyse"])
    assert _claim(store, "b", BEGAN + _LEASE / 2, kinds=["analyse"]) is None
    again = _claim(store, "b", BEGAN + 2 * _LEASE, kinds=["analyse"])
    assert again is not None
    assert (again.id, again.worker, again.attempts, again.started_at) == (first.id, "b", 2, BEGAN)
    assert _claim(store, "c", BEGAN + 10 * _LEASE, kinds=["analyse"]) is None


def test_what_was_asked_to_be_cancelled_is_left_alone(store: Store, two_jobs: tuple[Job, Job]) -> None:
    first, second = two_jobs
    with store.write() as work:
        assert work.jobs.change(first.id, cancel_requested=True)
    taken = _claim(store, "a", BEGAN)
    assert taken is not None
    assert taken.id == second.id


def test_only_the_worker_that_holds_a_job_changes_it(store: Store, two_jobs: tuple[Job, Job]) -> None:
    first, _ = two_jobs
    _claim(store, "a", BEGAN)
    with store.write() as work:
        assert work.jobs.change(first.id, worker="a", stage="pose", progress=0.5, stage_done={"probe": {"frames": 9}})
        assert not work.jobs.change(first.id, worker="b", state="done")
        assert work.jobs.change(first.id, worker="a", state="done")
        assert not work.jobs.change(first.id, worker="a", progress=0.1)
    with store.read() as work:
        job = work.jobs.get(first.id)
        assert (job.state, job.progress, job.stage_done) == ("done", 0.5, {"probe": {"frames": 9}})
        assert [each.id for each in work.jobs.in_state("done", "failed")] == [first.id]


def test_files_of_a_stage_are_kept_as_long_as_the_job_wants_them(store: Store, two_jobs: tuple[Job, Job]) -> None:
    first, _ = two_jobs
    with store.write() as work:
        old, new = keep_file(store, work, b"old"), keep_file(store, work, b"new")
        work.jobs.keep_file(first.id, ArtefactUse("pose_track", old))
        work.jobs.keep_file(first.id, ArtefactUse("pose_track", new))
        assert work.jobs.files(first.id) == (ArtefactUse("pose_track", new),)
        assert work.artefacts.unreferenced() == (old,)
        work.jobs.drop_files(first.id)
        assert set(work.artefacts.unreferenced()) == {old, new}
