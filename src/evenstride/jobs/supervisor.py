"""Keep workers alive: started with the server, started again when they die, ended with it."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from evenstride.errors import EvenstrideError
from evenstride.jobs.execution import scratch_of, sweep_scratch
from evenstride.jobs.hold import end_hold_of
from evenstride.jobs.settings import JobSettings, settings_from_environment
from evenstride.store import Store
from evenstride.store.location import DATABASE_SETTING
from evenstride.wall.confine import missing_walls

logger = logging.getLogger(__name__)

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.2, 30.0
#: A worker that lived so long was healthy: the next one is started without delay again.
_HEALTHY_S = 60.0
_PATIENCE_S = 5.0
_LOOK_EVERY_S = 0.1


class Workers:
    """The workers of one server; a context manager.

    Parameters
    ----------
    store : open; the workers open the same data themselves.
    database_url : where it is not the one that ``EVENSTRIDE_DATABASE_URL`` or the data folder name.

    Notes
    -----
    Each worker is a child with a pipe to this process. When this process dies, even by ``kill -9``, the pipe ends and
    the worker with it. When a worker dies, what it held is free at once.
    """

    def __init__(self, store: Store, settings: JobSettings | None = None, *, database_url: str | None = None) -> None:
        self._store, self._settings = store, settings or settings_from_environment()
        self._database_url = database_url
        self._closing = threading.Event()
        self._guard = threading.Lock()
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._keepers = [
            threading.Thread(target=self._keep, args=(slot,), daemon=True) for slot in range(self._settings.workers)
        ]

    def __enter__(self) -> Workers:
        if missing := missing_walls():
            logger.warning("the wall around decoding is lower on this system", extra={"missing": missing})
        sweep_scratch(self._store)
        for keeper in self._keepers:
            keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """Numbers of the workers' processes."""
        with self._guard:
            return tuple(child.pid for child in self._children.values() if child.poll() is None)

    def close(self) -> None:
        """End the workers; what they were doing goes on from its last stage when there are workers again."""
        self._closing.set()
        for keeper in self._keepers:
            keeper.join()

    def _keep(self, slot: int) -> None:
        """Start a worker, wait for its end, start another."""
        pause_s = _FIRST_PAUSE_S
        while not self._closing.is_set():
            name, started_s = f"worker-{slot}-{secrets.token_hex(8)}", time.monotonic()
            child = self._start(slot, name)
            while child.poll() is None and not self._closing.wait(_LOOK_EVERY_S):
                pass
            if self._closing.is_set():
                _end(child)
                return
            _end(child)
            logger.warning("a worker ended and is started again", extra={"code": child.returncode})
            self._let_go(name)
            pause_s = _FIRST_PAUSE_S if time.monotonic() - started_s > _HEALTHY_S else pause_s
            self._closing.wait(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    def _start(self, slot: int, name: str) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "evenstride.jobs.worker", "--name", name, *self._options()],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=self._environment(),
            # Out of reach of Ctrl-C, which is for the server to decide.
            process_group=0 if os.name == "posix" else None,
        )
        with self._guard:
            self._children[slot] = child
        return child

    def _options(self) -> list[str]:
        given = self._settings
        options = ["--home", str(self._store.home), "--kinds", given.kinds]
        for name in ("lease_s", "beat_s", "poll_s", "processes", "scheduler"):
            value = getattr(given, name)
            options += [] if value is None else [f"--{name.replace('_', '-')}", str(value)]
        return options

    def _environment(self) -> dict[str, str]:
        places = [place or str(Path.cwd()) for place in sys.path]
        database = {} if self._database_url is None else {DATABASE_SETTING: self._database_url}
        return {**os.environ, **database, "PYTHONPATH": os.pathsep.join(places)}

    def _let_go(self, name: str) -> None:
        # The lease ends by itself where the database cannot be reached just now.
        with contextlib.suppress(EvenstrideError):
            end_hold_of(self._store, name)
            shutil.rmtree(scratch_of(self._store, name), ignore_errors=True)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Close its input, which it obeys; end it where it does not."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
    try:
        child.wait(_PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
