"""Workers and servers are killed for real, in every stage; nothing may be lost or done twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from evenstride.jobs import Workers, cancel, retry, status
from evenstride.store import Store, open_store
from jobs_at_work import (
    QUICK,
    children_of,
    commits_of,
    ended,
    gone,
    in_the_midst_of,
    log_commits,
    submit_synthetic,
    wait_for,
)
from synthetic_kinds import NAMES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills processes and reads their states from /proc")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def own_store(home: Path) -> Iterator[Store]:
    with open_store(home) as store:
        log_commits(home)
        yield store


def test_a_worker_that_is_killed_in_every_stage_loses_nothing_and_does_nothing_twice(
    own_store: Store, home: Path
) -> None:
    job = submit_synthetic(own_store)
    with Workers(own_store, QUICK) as workers:
        for stage in NAMES:
            wait_for(own_store, job, in_the_midst_of(stage))
            (worker,) = workers.pids
            below = children_of(worker)
            os.kill(worker, signal.SIGKILL)
            assert below
            assert gone([worker, *below]) == []
        done = wait_for(own_store, job, ended)

    assert (done.state, done.error) == ("done", None)
    assert [folder for folder in (home / "scratch").glob("*/*") if folder.is_dir()] == []
    assert commits_of(home, job) == list(NAMES)
    assert done.result == {"files": sorted(NAMES), "stages": 4}


def test_a_process_behind_the_wall_that_is_killed_in_every_stage_is_started_again(own_store: Store, home: Path) -> None:
    job = submit_synthetic(own_store)
    with Workers(own_store, QUICK) as workers:
        for stage in NAMES:
            wait_for(own_store, job, in_the_midst_of(stage))
            (worker,) = workers.pids
            os.kill(children_of(worker)[0], signal.SIGKILL)
            wait_for(own_store, job, lambda now, stage=stage: now.attempts == 2 and now.stage == stage)
        done = wait_for(own_store, job, ended)
        assert workers.pids == (worker,)

    assert done.state == "done"
    assert commits_of(home, job) == list(NAMES)


@pytest.fixture
def start_server(home: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        server = subprocess.Popen(
            [sys.executable, "-m", "job_server", str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        started.append(server)
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        return server

    yield start
    for server in started:
        server.kill()
        server.wait()
        for pipe in (server.stdin, server.stdout):
            assert pipe is not None
            pipe.close()


def test_a_server_that_is_killed_in_every_stage_goes_on_where_it_was(
    own_store: Store, home: Path, start_server: Callable[[], subprocess.Popen[bytes]]
) -> None:
    job = submit_synthetic(own_store)
    for stage in NAMES:
        server = start_server()
        wait_for(own_store, job, in_the_midst_of(stage))
        below = children_of(server.pid)
        server.send_signal(signal.SIGKILL)
        server.wait()
        assert len(below) >= 2
        assert gone(below) == []
    start_server()
    assert len(list((home / "scratch").iterdir())) <= 2  # what killed servers left is taken away
    done = wait_for(own_store, job, ended)

    assert done.state == "done"
    assert commits_of(home, job) == list(NAMES)


def test_a_job_that_keeps_killing_its_process_ends_with_its_reason_and_the_next_one_is_done(
    own_store: Store, home: Path
) -> None:
    poison, sound = submit_synthetic(own_store, dies_in="pose"), submit_synthetic(own_store)
    with Workers(own_store, QUICK):
        failed = wait_for(own_store, poison, ended)
        done = wait_for(own_store, sound, ended)

    assert failed.state == "failed"
    assert failed.error == (
        "The analysis was ended by the system 3 times in stage pose; often the memory was full. "
        "Close other programs or use a shorter clip, then try again."
    )
    assert commits_of(home, poison) == ["probe"]
    assert done.state == "done"


def test_a_job_whose_worker_is_killed_every_time_ends_with_its_reason(own_store: Store) -> None:
    job = submit_synthetic(own_store)
    with Workers(own_store, QUICK) as workers:
        for attempt in (1, 2, 3):
            wait_for(own_store, job, lambda now, n=attempt: in_the_midst_of("probe")(now) and now.attempts == n)
            os.kill(workers.pids[0], signal.SIGKILL)
        failed = wait_for(own_store, job, ended)
    assert failed.state == "failed"
    assert failed.error is not None
    assert "ended by the system 3 times in stage probe" in failed.error


def test_a_job_is_cancelled_in_every_stage_within_two_seconds_and_goes_on_from_there(
    own_store: Store, home: Path
) -> None:
    job, took_s = submit_synthetic(own_store), []
    with Workers(own_store, QUICK) as workers:
        for stage in NAMES:
            wait_for(own_store, job, in_the_midst_of(stage))
            asked = time.monotonic()
            cancel(own_store, job.id)
            cancelled = wait_for(own_store, job, ended)
            took_s.append(time.monotonic() - asked)
            assert (cancelled.state, cancelled.result) == ("cancelled", None)
            assert gone(children_of(workers.pids[0])) == []
            retry(own_store, job.id)
        done = wait_for(own_store, job, ended)
    assert done.state == "done"
    assert commits_of(home, job) == list(NAMES)
    assert min(took_s) < 2.0  # other work on the machine lengthens some, never shortens one


def test_a_refusal_ends_the_job_at_once_with_its_line(own_store: Store) -> None:
    job = submit_synthetic(own_store, refuses_in="measures")
    with Workers(own_store, QUICK):
        failed = wait_for(own_store, job, ended)
    assert (failed.state, failed.error, failed.attempts) == ("failed", "Expected something else.", 1)
    assert sorted(failed.stage_done) == ["made_with", "pose", "probe"]


def test_closing_gives_the_job_back_without_counting_and_leaves_no_process(own_store: Store, home: Path) -> None:
    job = submit_synthetic(own_store)
    with Workers(own_store, QUICK) as workers:
        wait_for(own_store, job, in_the_midst_of("pose"))
        numbers = [*workers.pids, *children_of(workers.pids[0])]
    waiting = status(own_store, job.id)
    assert (waiting.state, waiting.attempts) == ("queued", 0)
    assert gone(numbers) == []
    assert not list((home / "scratch").glob("*/*"))

    with Workers(own_store, QUICK):
        assert wait_for(own_store, job, ended).state == "done"
    assert commits_of(home, job) == list(NAMES)
