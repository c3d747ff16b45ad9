"""The app under load: many readers and some uploads at once, on one machine, while jobs run.

``python -m benchmarks.speed.app`` starts ``evenstride serve`` on data of its own with a measured run and a plan, then
lets readers go from page to page in two ways: each looks at a page for a moment before the next (``reading``), and each
asks for the next as soon as one has come (``hammering``), which no person does. Meanwhile files are sent without a
pause and handed in, so that a worker always analyses a clip. All of it runs on the cores of this machine, the readers
too, so that their own work weighs on what they measure.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from evenstride.client import App, connect
from evenstride.services.api_tokens import create_api_token
from evenstride.store import open_store

CLIP = Path(__file__).resolve().parents[2] / "samples" / "treadmill_side_60fps.mp4"
READERS, SENDERS = 50, 4
#: A reader looks at a page for about so long; people take longer.
LOOKS_S = (1.0, 3.0)
#: Each file that is sent is the sample clip with so much random padding.
SENT_BYTES = 24_000_000
TARGET_P95_MS = 300.0
_START_S, _FIRST_JOB_S = 60.0, 900.0


@dataclass
class Taken:
    """What readers and senders met; threads only append."""

    page_ms: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    files: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Server:
    """A running app, a signed-in browser's cookie and a program's token."""

    port: int
    cookie: str
    token: str

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"


def main(arguments: list[str] | None = None) -> int:
    """Measure both ways of reading and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.app", description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="how long each way of reading lasts")
    parser.add_argument("--readers", type=int, default=READERS)
    parser.add_argument("--senders", type=int, default=SENDERS)
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, serving(Path(folder) / "home") as server:
        with connect(server.url, server.token) as app:
            pages = prepare(app)
        for way, looks_s in (("reading", LOOKS_S), ("hammering", (0.0, 0.0))):
            before = os.getloadavg()[0]
            taken = load(server, pages, options.readers, options.senders, options.seconds, looks_s)
            print("\n".join(render(way, taken, options, before)))
    return 0


@contextmanager
def serving(home: Path) -> Iterator[Server]:
    """Start the app as a user does, on data of its own."""
    with open_store(home, url=f"sqlite:///{home / 'evenstride.db'}") as store:
        token = create_api_token(store, "load").secret
    command = [sys.executable, "-m", "evenstride.cli.main", "serve", "--no-browser", "--no-sample", "--port", "0"]
    environment = {**os.environ, "EVENSTRIDE_HOME": str(home)}
    environment.pop("EVENSTRIDE_DATABASE_URL", None)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        found = re.search(r":(\d+)(/start\S+)", process.stdout.readline())
        assert found, "Expected the app's address."
        port = int(found[1])
        yield Server(port, _signed_in(port, found[2]), token)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_START_S)


def prepare(app: App) -> tuple[str, ...]:
    """A runner with a measured run and a plan; the pages that readers go through."""
    runner = app.add_runner("Reader", agrees_to_storage=True, height_m=1.75)
    (job,) = app.analyse([CLIP], runner_id=runner["id"])
    assessment_id = app.wait(job, timeout_s=_FIRST_JOB_S).assessment_id
    questions = app.ask("GET", "/api/knowledge/questions")
    app.answer(runner["id"], {each["id"]: 0.0 if each["is_pain"] else False for each in questions})
    app.make_plan(runner["id"], start_on=date.today(), minutes_a_day=15, days_a_week=4)
    report = f"/reports/{assessment_id}"
    return ("/", "/reports", report, "/plan", "/session", "/progress", "/runs", "/record", "/settings", report)


def load(
    server: Server, pages: tuple[str, ...], readers: int, senders: int, seconds: float, looks_s: tuple[float, float]
) -> Taken:
    """Readers and senders at once for so long."""
    taken, end = Taken(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_guarded, args=(taken, lambda n=n: _read(server, pages, looks_s, end, taken, n)))
        for n in range(readers)
    ]
    threads += [
        threading.Thread(target=_guarded, args=(taken, lambda n=n: _send(server, end, taken, n)))
        for n in range(senders)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def render(way: str, taken: Taken, options: argparse.Namespace, load_before: float) -> list[str]:
    """A heading, what happened, and the times of each page."""
    every = [ms for _, ms in taken.page_ms]
    lines = [
        f"\n### {way}: {options.readers} readers, {options.senders} uploads, {options.seconds:.0f} s, "
        f"{os.cpu_count()} cores, load before {load_before:.1f}, after {os.getloadavg()[0]:.1f}\n",
        f"{len(every)} pages ({len(every) / options.seconds:.0f} a second), {len(taken.files)} files of "
        f"{SENT_BYTES / 1e6:.0f} MB sent, {len(taken.errors)} errors.\n",
        "| page | n | p50 ms | p95 ms |",
        "|---|---|---|---|",
    ]
    for name in sorted({name for name, _ in taken.page_ms}):
        lines.append(_row(name, [ms for each, ms in taken.page_ms if each == name]))
    lines.append(_row(f"**all** (target {TARGET_P95_MS:.0f})", every))
    return lines + [f"error: {each}" for each in sorted(set(taken.errors))[:10]]


def _row(name: str, times_ms: list[float]) -> str:
    p95 = quantiles(times_ms, n=20)[-1] if len(times_ms) > 1 else float("nan")
    return f"| {name} | {len(times_ms)} | {median(times_ms):.0f} | {p95:.0f} |"


def _guarded(taken: Taken, work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever a reader meets is counted
        taken.errors.append(f"{type(error).__name__}: {error}")


def _read(
    server: Server, pages: tuple[str, ...], looks_s: tuple[float, float], end: float, taken: Taken, number: int
) -> None:
    """One reader: a page, a look at it, another page."""
    chance = random.Random(number)
    time.sleep(chance.uniform(0.0, looks_s[1]))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    headers = {"Cookie": server.cookie, "Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    while time.monotonic() < end:
        page = chance.choice(pages)
        started_s = time.perf_counter()
        connection.request("GET", page, headers=headers)
        answer = connection.getresponse()
        answer.read()
        name = "/reports/ID" if page.startswith("/reports/") else page
        taken.page_ms.append((name, 1000 * (time.perf_counter() - started_s)))
        if answer.status != 200:
            taken.errors.append(f"{name}: {answer.status}")
        time.sleep(chance.uniform(*looks_s))
    connection.close()


def _send(server: Server, end: float, taken: Taken, number: int) -> None:
    """One sender: a clip that nobody sent before, handed in, and the next."""
    with connect(server.url, server.token) as app, TemporaryDirectory() as folder:
        runner = app.add_runner(f"Sender {number} {time.monotonic_ns()}", agrees_to_storage=True)
        path = Path(folder) / "run.mp4"
        while time.monotonic() < end:
            padding = os.urandom(SENT_BYTES - CLIP.stat().st_size - 8)
            path.write_bytes(CLIP.read_bytes() + struct.pack(">I4s", 8 + len(padding), b"free") + padding)
            started_s = time.perf_counter()
            app.analyse([path], runner_id=runner["id"])
            taken.files.append(time.perf_counter() - started_s)


def _signed_in(port: int, start_path: str) -> str:
    """The cookie that the printed address gives."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_S)
    connection.request("GET", start_path)
    cookie = (connection.getresponse().getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    return cookie


if __name__ == "__main__":
    raise SystemExit(main())
