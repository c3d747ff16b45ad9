"""The real server in a process of its own, on a free port of loopback, with a data folder of its own."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READY_S = 120
STOP_S = 60


@dataclass(frozen=True)
class RunningApp:
    """A server that answers. ``start_address`` signs a browser in; it works as often as it is opened."""

    origin: str
    start_address: str
    home: Path
    process: subprocess.Popen[str]


@contextmanager
def running_app(home: Path, *options: str, with_sample: bool = False) -> Iterator[RunningApp]:
    """Start ``evenstride serve`` and stop it at the end as Ctrl-C would; without the sample run where not asked for."""
    sample = () if with_sample else ("--no-sample",)
    with (home.parent / f"{home.name}.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "evenstride.cli.main", "serve", "--no-browser", "--port", "0", *sample, *options],
            env={**os.environ, "EVENSTRIDE_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        address = _announced(process)
        yield RunningApp(address.partition("/start")[0], address, home, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def _announced(process: subprocess.Popen[str]) -> str:
    """The address that the server prints when it is ready."""
    lines: queue.Queue[str] = queue.Queue()
    assert process.stdout
    output = process.stdout
    threading.Thread(target=lambda: lines.put(output.readline()), daemon=True).start()
    line = lines.get(timeout=READY_S)
    found = re.search(r"http://127.0.0.1:\d+/start\S+", line)
    assert found, f"the server said: {line!r}"
    return found.group()
