"""The first start: seconds from ``evenstride serve`` on an empty data folder to the sample run's report.

``python -m benchmarks.speed.first_start`` asks as the first page of the app does, four times a second instead of once,
and then for the report's page. What a browser takes to draw it comes on top (``tests/browser`` looks at that).
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx

COMMAND = [sys.executable, "-m", "evenstride.cli.main", "serve", "--no-browser", "--port", "0"]
#: What a browser says that was led here by a person.
AS_A_PERSON = {"accept": "text/html", "sec-fetch-site": "none", "sec-fetch-mode": "navigate"}
TARGET_S, PATIENCE_S, ASKED_EVERY_S = 5.0, 120.0, 0.25


def main(arguments: list[str] | None = None) -> int:
    """Start several times and print a row for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.first_start", description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args(arguments).rounds
    print("| start | the server answers, s | the report is there, s |\n|---|---|---|")
    reports = []
    for number in range(rounds):
        ready_s, report_s = time_first_start()
        reports.append(report_s)
        print(f"| {number + 1} | {ready_s:.2f} | {report_s:.2f} |", flush=True)
    print(f"| median | | {median(reports):.2f} (target {TARGET_S:g}) |")
    return 0


def time_first_start() -> tuple[float, float]:
    """Seconds until the server answers, and until the report's page has come."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "EVENSTRIDE_HOME": str(Path(folder) / "home")}
        environment.pop("EVENSTRIDE_DATABASE_URL", None)
        began_s = time.perf_counter()
        process = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout
            found = re.search(r"(http://\S+:\d+)/start\S+", process.stdout.readline())
            assert found, "Expected the app's address."
            ready_s = time.perf_counter() - began_s
            with httpx.Client(base_url=found[1], headers=AS_A_PERSON, follow_redirects=True) as reader:
                reader.get(found[0])
                _open_report(reader)
            return ready_s, time.perf_counter() - began_s
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_S)
            assert process.stdout
            process.stdout.close()


def _open_report(reader: httpx.Client) -> None:
    """Look at the first page until it leads to the report, and open that."""
    end_s = time.perf_counter() + PATIENCE_S
    while (found := re.search(r'href="(/reports/\w+)"', reader.get("/").text)) is None:
        assert time.perf_counter() < end_s, "Expected the sample run's report, it did not come."
        time.sleep(ASKED_EVERY_S)
    reader.get(found[1]).raise_for_status()


if __name__ == "__main__":
    raise SystemExit(main())
