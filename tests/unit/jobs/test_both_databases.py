"""Two workers beside each other on SQLite and on PostgreSQL, one of them killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.jobs import JobSettings, Workers, cancel, status
from evenstride.jobs.hold import Hold, HoldLostError, end_hold_of, take_next
from evenstride.store import Store, open_store
from jobs_at_work import QUICK, ended, in_the_midst_of, submit_synthetic, wait_for
from stores import database_url, postgres

__all__ = ["database_url", "postgres"]


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home", database_url) as opened:
        yield opened


@pytest.mark.skipif(sys.platform != "linux", reason="kills processes and reads their states from /proc")
def test_two_workers_do_two_jobs_though_one_is_killed(store: Store, database_url: str) -> None:
    first, second = submit_synthetic(store), submit_synthetic(store, is_long_in="probe")
    with Workers(store, replace(QUICK, workers=2), database_url=database_url) as workers:
        wait_for(store, second, in_the_midst_of("probe"))
        os.kill(workers.pids[0], signal.SIGKILL)
        done = wait_for(store, first, ended), wait_for(store, second, ended)
    assert [job.state for job in done] == ["done", "done"]
    assert [job.result and job.result["stages"] for job in done] == [4, 4]


def test_a_job_has_one_holder_and_who_lost_it_can_write_nothing(store: Store) -> None:
    job = submit_synthetic(store)
    settings = JobSettings(lease_s=0.4, beat_s=0.1)
    mine = take_next(store, "mine", settings, ["synthetic"])
    assert mine is not None
    assert take_next(store, "theirs", settings, ["synthetic"]) is None
    hold = Hold(store, mine, settings)
    assert hold.beat(progress=0.25, message="At it.") is False

    with store.write() as work:  # silent for too long
        work.jobs.change(job.id, lease_until=datetime.now(UTC) - timedelta(seconds=1))
    theirs = take_next(store, "theirs", settings, ["synthetic"])
    assert theirs is not None
    assert (theirs.id, theirs.attempts, theirs.progress) == (job.id, 2, 0.25)
    for attempt in (
        lambda: hold.beat(progress=0.9),
        lambda: hold.commit_stage("probe", {"token": "old"}, [], finish=None, progress=0.9),
        lambda: hold.fail("Too late."),
        lambda: hold.give_back(is_counted=True),
        hold.end_cancelled,
    ):
        with pytest.raises(HoldLostError):
            attempt()
    assert status(store, job.id) == theirs


def test_a_job_that_is_cancelled_while_its_worker_is_closing_does_not_wait_for_ever(store: Store) -> None:
    job = submit_synthetic(store)
    taken = take_next(store, "mine", QUICK, ["synthetic"])
    assert taken is not None
    hold = Hold(store, taken, QUICK)
    hold.beat()
    cancel(store, job.id)
    hold.give_back(is_counted=False)
    assert status(store, job.id).state == "cancelled"


def test_a_job_that_is_cancelled_after_its_worker_died_is_ended_by_the_next_one(store: Store) -> None:
    job = submit_synthetic(store)
    assert take_next(store, "dead", QUICK, ["synthetic"]) is not None
    cancel(store, job.id)
    end_hold_of(store, "dead")
    assert take_next(store, "next", QUICK, ["synthetic"]) is None
    assert status(store, job.id).state == "cancelled"


def test_what_fails_half_way_through_keeping_is_not_kept(store: Store) -> None:
    job = submit_synthetic(store)
    taken = take_next(store, "mine", QUICK, ["synthetic"])
    assert taken is not None

    def fail(_work: object) -> dict[str, object]:
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        Hold(store, taken, QUICK).commit_stage("report", {"token": "new"}, [], finish=fail, progress=1.0)
    now = status(store, job.id)
    assert (now.state, now.stage_done, now.result) == ("running", {}, None)
