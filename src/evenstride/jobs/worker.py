"""A worker: ``python -m evenstride.jobs.worker`` takes jobs one after the other until its input ends.

The input is a pipe from the process that started it (`supervisor`). When that process is gone the pipe ends, and so
does the worker, with what it has behind the wall; the job goes on from its last stage under another one.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from evenstride.jobs.execution import Engine, work_on
from evenstride.jobs.hold import take_next
from evenstride.jobs.settings import JobSettings
from evenstride.jobs.stages import load_kinds
from evenstride.store import Store, StoreBusyError, open_store
from evenstride.wall import call_walled

logger = logging.getLogger(__name__)

#: So that pages are answered first where cores are few.
_NICENESS = 15


def run_worker(store: Store, name: str, settings: JobSettings, stop: threading.Event) -> None:
    """Take jobs and work on them until ``stop`` is set.

    Parameters
    ----------
    name : of this worker, unlike any other's at any time.
    """
    kinds, engine = load_kinds(settings.kinds), _engine_of(settings)
    while not stop.is_set():
        try:
            job = take_next(store, name, settings, kinds)
        except StoreBusyError:
            logger.info("the database is busy, looking for jobs again")
            job = None
        if job is None:
            stop.wait(settings.poll_s)
        else:
            work_on(store, job, kinds[job.kind], engine=engine, settings=settings, stop=stop)


def _engine_of(settings: JobSettings) -> Engine:
    if settings.scheduler is None:
        return call_walled
    from evenstride.jobs.dask_engine import DaskEngine

    return DaskEngine(settings.scheduler)


def main() -> None:
    """Work until the input ends or the process is told to."""
    arguments = _arguments()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_stop_with_input, args=(stop,), daemon=True).start()
    with contextlib.suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    settings = JobSettings(
        processes=arguments.processes,
        lease_s=arguments.lease_s,
        beat_s=arguments.beat_s,
        poll_s=arguments.poll_s,
        scheduler=arguments.scheduler,
        kinds=arguments.kinds,
    )
    with open_store(arguments.home) as store:
        run_worker(store, arguments.name, settings, stop)


def _stop_with_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evenstride.jobs.worker", description="Works on jobs.")
    parser.add_argument("--name", required=True)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--processes", type=int)
    parser.add_argument("--scheduler")
    parser.add_argument("--kinds", default=JobSettings.kinds)
    for name in ("lease_s", "beat_s", "poll_s"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(JobSettings, name))
    return parser.parse_args()


if __name__ == "__main__":
    main()
