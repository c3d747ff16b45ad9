"""``evenstride batch`` as its user runs it, killed half-way, stopped, and on a Dask cluster."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cohort_files import batch_workers, is_alive, kill_and_see_it_end, reader_of, write_blocking_recording, write_cohort
from command_line import COMMAND, run_evenstride

RECORDINGS = 12
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cohort") / "in"
    write_cohort(folder, RECORDINGS)
    return folder


@pytest.fixture(scope="module")
def undisturbed(cohort: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of a run that nothing happened to, with one worker."""
    folder = tmp_path_factory.mktemp("undisturbed")
    outcome = run_evenstride("batch", cohort, "--out", folder / "out.parquet", "--workers", "1")
    assert outcome.code == 0, outcome.err
    return tables_in(folder)


def tables_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def start_batch(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "batch", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for_parts(folder: Path, count: int) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while len(list(folder.glob("*.parts/*.json"))) < count:
        assert time.monotonic() < end_s, "the batch keeps nothing"
        time.sleep(0.005)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_run_killed_half_way_goes_on_and_ends_with_the_same_bytes(cohort, undisturbed, tmp_path):
    running = start_batch(cohort, "--out", tmp_path / "out.parquet", "--workers", "2")
    wait_for_parts(tmp_path, 3)
    workers = batch_workers(running.pid)
    running.kill()
    running.communicate()
    psutil.wait_procs(workers, timeout=PATIENCE_S)

    assert not any(is_alive(worker) for worker in workers)
    assert tables_in(tmp_path) == {}
    kept = [json.loads(part.read_text()) for part in tmp_path.glob("*.parts/*.json")]
    assert 3 <= len(kept) < RECORDINGS

    outcome = run_evenstride("batch", cohort, "--out", tmp_path / "out.parquet", "--json", "-")

    assert outcome.code == 0, outcome.err
    assert json.loads(outcome.out)["already_done"] == len(kept)
    assert tables_in(tmp_path) == undisturbed


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_stops_in_one_line_and_keeps_what_is_done(cohort, tmp_path):
    running = start_batch(cohort, "--out", tmp_path / "out.parquet", "--workers", "1")
    wait_for_parts(tmp_path, 3)
    workers = batch_workers(running.pid)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=PATIENCE_S)

    assert running.returncode == 1
    assert "are kept. The same command goes on." in err.splitlines()[-1]
    assert "Traceback" not in err
    assert not any(is_alive(worker) for worker in workers)
    assert tables_in(tmp_path) == {}
    assert len(list(tmp_path.glob("*.parts/*.json"))) >= 3


def test_wrong_usage_is_told_before_anything_is_done(tmp_path):
    write_cohort(tmp_path / "in", 1)
    out = tmp_path / "out.parquet"
    both = run_evenstride("batch", tmp_path / "in", "--out", out, "--scheduler", "tcp://127.0.0.1:1", "--workers", "2")
    nothing = run_evenstride("batch", tmp_path / "in" / "none*.mp4", "--out", out)

    assert both.code == 2
    assert "--workers is for this machine" in both.err
    assert nothing.code == 1
    assert "found none" in nothing.error_line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_a_cohort_in_which_nothing_can_be_measured_ends_with_code_3(tmp_path):
    (tmp_path / "bad.mp4").write_bytes(b"no video")
    outcome = run_evenstride("batch", tmp_path / "bad.mp4", "--out", tmp_path / "out.csv")

    assert outcome.code == 3
    assert "1 failed" in outcome.out
    assert "Traceback" not in outcome.err


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a Dask cluster of two workers on the loopback."""
    pytest.importorskip("distributed")
    script = Path(__file__).resolve().parents[1] / "dask_cluster.py"
    cluster = subprocess.Popen(
        [sys.executable, str(script), "2"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert cluster.stdout is not None
    yield cluster.stdout.readline().strip()
    cluster.communicate(timeout=PATIENCE_S)


def test_dask_gives_the_bytes_that_one_machine_gives(cohort, undisturbed, scheduler, tmp_path):
    assert scheduler.startswith("tcp://127.0.0.1:")

    outcome = run_evenstride("batch", cohort, "--out", tmp_path / "out.parquet", "--scheduler", scheduler)

    assert outcome.code == 0, outcome.err
    assert tables_in(tmp_path) == undisturbed


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux tells which files a process has open")
def test_a_recording_that_kills_processes_leaves_the_dask_workers_alive(scheduler, tmp_path):
    from distributed import Client

    from evenstride.services.batch_dask import analyse_in_child
    from evenstride.services.batch_job import BatchJob

    blocking = write_blocking_recording(tmp_path / "blocking.npz")
    (good,) = write_cohort(tmp_path / "in", 1)
    with Client(scheduler, set_as_default=False) as client:
        before = set(client.scheduler_info()["workers"])
        futures = [client.submit(analyse_in_child, BatchJob(str(p), p.name, "0").to_dict()) for p in (blocking, good)]
        for _ in range(2):
            with reader_of(blocking):
                kill_reader(blocking)
        outcomes = [future.result(timeout=PATIENCE_S) for future in futures]
        after = set(client.scheduler_info()["workers"])

    assert [outcome["status"] for outcome in outcomes] == ["failed", "ok"]
    assert "signal 9" in outcomes[0]["reason"]
    assert after == before


def kill_reader(path: Path) -> None:
    """Kill the process, of whatever parent, that has a recording open."""
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        for process in psutil.process_iter(["cmdline"]):
            if "evenstride.services.batch_worker" in (process.info["cmdline"] or ()) and has_open(process, path):
                kill_and_see_it_end(process)
                return
        time.sleep(0.02)
    pytest.fail("nobody has it open")


def has_open(process: psutil.Process, path: Path) -> bool:
    try:
        handles = list(Path(f"/proc/{process.pid}/fd").iterdir())
        return any(os.path.realpath(handle) == str(path) for handle in handles)
    except OSError:
        return False
