"""A process that analyses recordings, and what its death means. Real processes, really killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from cohort_files import batch_workers, kill_and_see_it_end, reader_of, write_blocking_recording, write_cohort
from evenstride.services.batch_job import BatchJob, BatchOutcome
from evenstride.services.batch_local import analyse_here
from evenstride.services.batch_worker import BatchWorker

PATIENCE_S = 90.0
pytestmark = pytest.mark.skipif(os.name != "posix", reason="named pipes and signals of POSIX")


def job_of(path: Path) -> BatchJob:
    return BatchJob(str(path), path.name, "0" * 64)


def kill_readers(path: Path, *, times: int) -> None:
    """Kill the process that reads a blocking recording, and the one that tries again."""
    for _ in range(times):
        with reader_of(path):
            (worker,) = batch_workers()
            kill_and_see_it_end(worker)


@pytest.fixture
def blocking(tmp_path: Path) -> Path:
    return write_blocking_recording(tmp_path / "blocking.npz")


def test_one_process_analyses_one_recording_after_the_other(tmp_path):
    first, second = write_cohort(tmp_path, 2)
    with BatchWorker() as worker:
        outcomes = [worker.analyse(job_of(path)) for path in (first, tmp_path / "missing.npz", second)]

    assert [outcome.status for outcome in outcomes] == ["ok", "failed", "ok"]
    assert "missing.npz" in outcomes[1].reason
    assert "\n" not in outcomes[1].reason


def test_a_process_that_dies_twice_fails_its_recording_only(tmp_path, blocking):
    first, second = write_cohort(tmp_path / "good", 2)
    killer = threading.Thread(target=kill_readers, args=(blocking,), kwargs={"times": 2}, daemon=True)
    killer.start()

    outcomes: dict[str, BatchOutcome] = {}
    jobs = [job_of(path) for path in (first, blocking, second)]
    asking = threading.Thread(
        target=lambda: outcomes.update((job.name, outcome) for job, outcome in analyse_here(jobs, workers=1)),
        daemon=True,
    )
    asking.start()
    killer.join(timeout=PATIENCE_S)
    asking.join(timeout=PATIENCE_S)

    assert outcomes["run00.npz"].status == outcomes["run01.npz"].status == "ok"
    assert outcomes["blocking.npz"].status == "failed"
    assert "signal 9, 2 times" in outcomes["blocking.npz"].reason


def test_a_process_that_dies_once_is_given_its_recording_again(blocking, tmp_path):
    (good,) = write_cohort(tmp_path / "good", 1)
    answer: list[str] = []
    with BatchWorker() as worker:
        asking = threading.Thread(target=lambda: answer.append(worker.analyse(job_of(blocking)).status), daemon=True)
        asking.start()
        with reader_of(blocking):
            good.replace(blocking)
            (process,) = batch_workers()
            kill_and_see_it_end(process)
        asking.join(timeout=PATIENCE_S)

    assert answer == ["ok"]


def test_closing_ends_a_process_in_the_middle_of_a_recording(blocking):
    answer: list[str] = []
    worker = BatchWorker()
    asking = threading.Thread(target=lambda: answer.append(worker.analyse(job_of(blocking)).status), daemon=True)
    asking.start()
    with reader_of(blocking):
        worker.close()
        asking.join(timeout=PATIENCE_S)

        assert answer == ["failed"]
        assert batch_workers() == []


def test_a_process_whose_parent_is_gone_ends_in_the_middle_of_a_recording(blocking, tmp_path):
    script = (
        "import sys; from evenstride.services.batch_worker import BatchWorker; "
        "from evenstride.services.batch_job import BatchJob; BatchWorker().analyse(BatchJob(sys.argv[1], 'a', '0'))"
    )
    parent = subprocess.Popen([sys.executable, "-c", script, str(blocking)])
    with reader_of(blocking):
        (worker,) = batch_workers(parent.pid)
        parent.kill()
        parent.wait()
        gone, _ = psutil.wait_procs([worker], timeout=PATIENCE_S)

    assert gone == [worker]
