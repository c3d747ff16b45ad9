"""Many recordings on this machine: a few processes side by side, each with one recording at a time."""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator, Sequence

from evenstride.services.batch_job import BatchJob, BatchOutcome
from evenstride.services.batch_worker import BatchWorker


def usable_cores() -> int:
    """Processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def analyse_here(jobs: Sequence[BatchJob], *, workers: int) -> Iterator[tuple[BatchJob, BatchOutcome]]:
    """Outcomes as they come, in any order.

    Closing the iterator, or an interrupt while it waits, ends the processes with what they are at.
    """
    waiting: queue.SimpleQueue[BatchJob] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    ready: queue.Queue[tuple[BatchJob, BatchOutcome] | BaseException] = queue.Queue()
    processes = [BatchWorker() for _ in range(min(workers, len(jobs)))]
    threads = [
        threading.Thread(target=_work_through, args=(process, waiting, ready), daemon=True) for process in processes
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in jobs:
            answer = ready.get()
            if isinstance(answer, BaseException):
                raise answer
            yield answer
    finally:
        for process in processes:
            process.close()
        for thread in threads:
            thread.join()


def _work_through(
    process: BatchWorker,
    waiting: queue.SimpleQueue[BatchJob],
    ready: queue.Queue[tuple[BatchJob, BatchOutcome] | BaseException],
) -> None:
    """Take one job after the other until none is left or the process is closed."""
    try:
        while not process.is_closed:
            job = waiting.get_nowait()
            ready.put((job, process.analyse(job)))
    except queue.Empty:
        return
    # The thread has nobody to raise to: the caller gets it from the iterator.
    except BaseException as error:  # noqa: BLE001
        ready.put(error)
