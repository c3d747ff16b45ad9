"""Small cohorts for tests: saved pose tracks of made-up runners, each analysed in a few hundredths of a second."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil

from evenstride.io.pose_files import save_pose_track
from gait_fixtures.synthetic_runner import RUNNER, film


def write_cohort(folder: Path, count: int) -> list[Path]:
    """``run00.npz`` and so on: the same runner at rising cadence."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"run{number:02d}.npz" for number in range(count)]
    for number, path in enumerate(paths):
        runner = replace(RUNNER, cadence_spm=160.0 + number)
        save_pose_track(film(runner, duration_s=4.0, fps=60.0), path)
    return paths


def write_blocking_recording(path: Path) -> Path:
    """A recording whose reader waits for ever: a named pipe to which nobody writes."""
    os.mkfifo(path)
    return path


@contextlib.contextmanager
def reader_of(path: Path, *, patience_s: float = 30.0) -> Iterator[None]:
    """Wait until a process reads a blocking recording, and keep it waiting; on leaving it gets an empty file."""
    end_s = time.monotonic() + patience_s
    while True:
        try:
            # Fails until somebody has opened the other end.
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError:
            assert time.monotonic() < end_s, "nobody reads it"
            time.sleep(0.01)
    try:
        yield
    finally:
        os.close(handle)


def batch_workers(parent: int | None = None) -> list[psutil.Process]:
    """The processes that analyse recordings for this process, or for another."""
    found = []
    for child in psutil.Process(parent).children(recursive=True):
        # One that has just ended, of this test or of another before it, cannot be asked.
        with contextlib.suppress(psutil.Error):
            if "evenstride.services.batch_worker" in child.cmdline():
                found.append(child)
    return found


def kill_and_see_it_end(process: psutil.Process, *, patience_s: float = 10.0) -> None:
    """Kill a process and return once its parent has heard of it.

    Before that its first thread can be dead while another still holds its files open, a named pipe among them.
    """
    process.kill()
    end_s = time.monotonic() + patience_s
    while psutil.pid_exists(process.pid):
        assert time.monotonic() < end_s, "it lives on"
        time.sleep(0.01)


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
