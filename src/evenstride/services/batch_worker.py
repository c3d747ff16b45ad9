"""A process that analyses recordings one after the other, and its parent's hold on it.

A plain child fed through its standard input, as the second process of a single analysis is: it starts the same on every
system, and when it dies it is known of which recording. Messages are lines of JSON: a job in, an outcome out. Where the
parent is gone its end of the pipe closes, and the child ends at once, in the middle of a recording too.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from evenstride.services.batch_job import BatchJob, BatchOutcome, analyse_job, failed

#: A recording during which the process died is tried once more: memory may have been short for a moment.
ATTEMPTS = 2
#: A process is ended and started anew after this many, so that what a library leaks cannot add up.
MOST_RECORDINGS = 200
_PATIENCE_S = 5.0
#: One core for each process: threads of a linear-algebra library would only stand in each other's way.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class BatchWorker:
    """A child process that analyses what it is given; a context manager, used by one thread at a time."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._done = 0
        self._is_closed = False
        self._guard = threading.Lock()
        self._pipes_in_use = threading.Lock()

    def __enter__(self) -> BatchWorker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_closed(self) -> bool:
        """Whether it was told to end."""
        return self._is_closed

    def analyse(self, job: BatchJob) -> BatchOutcome:
        """The outcome of one recording; where the process dies with it twice, that is its outcome."""
        end = ""
        for _ in range(ATTEMPTS):
            answer = self._ask(job)
            if answer is not None:
                return answer
            end = self._why_it_ended()
            if self._is_closed:
                break
        return failed(f"The process that analysed it {end}, {ATTEMPTS} times. Often the memory was full.")

    def close(self) -> None:
        """End the child, whatever it does; callable from another thread to stop a recording half-way."""
        with self._guard:
            self._is_closed = True
        self._end_child(patience_s=0.0)

    def _ask(self, job: BatchJob) -> BatchOutcome | None:
        """The child's answer, None where it died."""
        child = self._living_child()
        if child is None or child.stdin is None or child.stdout is None:
            return None
        try:
            with self._pipes_in_use:
                child.stdin.write(json.dumps(job.to_dict()).encode() + b"\n")
                child.stdin.flush()
                line = child.stdout.readline()
        except (OSError, ValueError):
            return None
        if not line.endswith(b"\n"):
            return None
        self._done += 1
        return BatchOutcome(**json.loads(line))

    def _living_child(self) -> subprocess.Popen[bytes] | None:
        if self._done >= MOST_RECORDINGS:
            self._end_child(patience_s=_PATIENCE_S)
        with self._guard:
            if self._is_closed:
                return None
            if self._child is None:
                self._child = _start_child()
                self._done = 0
            return self._child

    def _why_it_ended(self) -> str:
        child = self._child
        if child is None:
            return "was stopped"
        try:
            code = child.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            code = 0
        self._end_child(patience_s=0.0)
        return f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"

    def _end_child(self, *, patience_s: float) -> None:
        with self._guard:
            child, self._child = self._child, None
        if child is None:
            return
        # Killed first where there is no patience: a thread may be waiting for its answer, and then gets the end.
        if not patience_s:
            child.kill()
        with self._pipes_in_use:
            for pipe in (child.stdin, child.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
        try:
            child.wait(patience_s or None)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _start_child() -> subprocess.Popen[bytes]:
    places = [place or str(Path.cwd()) for place in sys.path]
    return subprocess.Popen(
        # -P: a file in the user's folder that is named like one of our modules must not be run.
        [sys.executable, "-P", "-m", "evenstride.services.batch_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(places)},
        # Out of reach of Ctrl-C, which is for the parent to decide.
        process_group=0 if os.name == "posix" else None,
    )


def main() -> None:
    """The child's side: a job a line, until no more come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What libraries print goes to standard error from here on, not between the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    jobs: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_read_jobs, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        outcome = analyse_job(BatchJob(**json.loads(jobs.get())))
        answers.write(json.dumps(outcome.to_dict(), ensure_ascii=False, allow_nan=False).encode() + b"\n")
        answers.flush()


def _read_jobs(pipe: IO[bytes], jobs: queue.Queue[bytes]) -> None:
    """Pass lines on; the end of them means that the parent wants nothing more, or is gone."""
    for line in pipe:
        jobs.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
