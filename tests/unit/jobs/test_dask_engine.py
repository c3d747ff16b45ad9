"""The same queue with its stages on a Dask cluster of this machine's loopback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evenstride.jobs import JobSettings, Workers, cancel
from evenstride.store import Store, open_store
from jobs_at_work import (
    QUICK,
    children_of,
    commits_of,
    ended,
    gone,
    in_the_midst_of,
    log_commits,
    own_processes,
    submit_synthetic,
    wait_for,
)
from synthetic_kinds import NAMES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills processes and reads their states from /proc")


@pytest.fixture(scope="module")
def cluster() -> Iterator[subprocess.Popen[str]]:
    """A Dask cluster of two workers; ``args[-1]`` of it is its address."""
    pytest.importorskip("distributed")
    script = Path(__file__).resolve().parents[2] / "dask_cluster.py"
    process = subprocess.Popen(
        [sys.executable, str(script), "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        text=True,
    )
    yield process
    process.communicate(timeout=60.0)


@pytest.fixture(scope="module")
def on_cluster(cluster: subprocess.Popen[str]) -> JobSettings:
    assert cluster.stdout is not None
    return replace(QUICK, scheduler=cluster.stdout.readline().strip())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as opened:
        log_commits(tmp_path / "home")
        yield opened


def walled_on(cluster: subprocess.Popen[str]) -> list[int]:
    """Numbers of the processes behind the wall on the cluster."""
    return [number for number in children_of(cluster.pid) if number in own_processes("evenstride.wall.child")]


@pytest.mark.slow
def test_a_dask_worker_that_is_killed_costs_an_attempt_and_nothing_else(
    store: Store, cluster: subprocess.Popen[str], on_cluster: JobSettings, tmp_path: Path
) -> None:
    job = submit_synthetic(store, is_long_in="pose")
    with Workers(store, on_cluster) as workers:
        wait_for(store, job, in_the_midst_of("pose"))
        (walled,) = walled_on(cluster)
        assert walled not in children_of(workers.pids[0])
        parent = int(Path(f"/proc/{walled}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(parent, signal.SIGKILL)
        assert gone([walled]) == []
        done = wait_for(store, job, ended)
    assert (done.state, done.error) == ("done", None)
    assert commits_of(tmp_path / "home", job) == list(NAMES)
    assert list((tmp_path / "home" / "scratch").glob("*/*")) == []


def test_a_job_on_the_cluster_is_cancelled_within_two_seconds(
    store: Store, cluster: subprocess.Popen[str], on_cluster: JobSettings
) -> None:
    job = submit_synthetic(store, is_long_in="probe")
    with Workers(store, on_cluster):
        wait_for(store, job, in_the_midst_of("probe"))
        walled = walled_on(cluster)
        asked = time.monotonic()
        cancel(store, job.id)
        cancelled = wait_for(store, job, ended)
        assert time.monotonic() - asked < 2.0
        assert gone(walled) == []
    assert cancelled.state == "cancelled"


@pytest.mark.slow
def test_a_refusal_comes_back_from_the_cluster_as_its_line(store: Store, on_cluster: JobSettings) -> None:
    job = submit_synthetic(store, refuses_in="probe")
    with Workers(store, on_cluster):
        failed = wait_for(store, job, ended)
    assert (failed.state, failed.error) == ("failed", "Expected something else.")


@pytest.mark.slow
def test_without_a_scheduler_a_job_waits_and_says_so(store: Store) -> None:
    pytest.importorskip("distributed")
    job = submit_synthetic(store)
    with Workers(store, replace(QUICK, scheduler="nonsense://here")):
        waiting = wait_for(store, job, lambda now: "Expected a Dask scheduler" in now.message)
    assert (waiting.state, waiting.attempts) == ("queued", 0)
