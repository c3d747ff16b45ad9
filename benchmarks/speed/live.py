"""The live coach from camera to cue: a drawn person before a fake camera in Chromium, the app's own server, one or two.

The bare model is timed alone in a process of its own, one thread, on the pictures the browsers send.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

COLUMNS = (
    "coaches",
    "pictures/s",
    "capture to answer p50 ms",
    "p95 ms",
    "on the server p50 ms",
    "bare model ms",
    "x bare model",
)
PAGE = "/coach/inner_quad_squat?sets=1&reps=50"
WARM_UP_S, MEASURED_S = 8.0, 12.0
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
#: Counts every picture that the page shows, with its delay and what the server says that it took.
_LISTEN = """
window.liveMeasured = [];
window.addEventListener('coach-seen', (event) => window.liveMeasured.push(event.detail));
"""
_MEASURED = "const seen = window.liveMeasured; window.liveMeasured = []; return seen"
#: Prints the milliseconds of one run of the quick model, the median of many.
_BARE_MODEL = """
import time
from statistics import median
import numpy as np
from evenstride.pose.tflite import TfliteModel
from evenstride.pose.weights import weights_path
model = TfliteModel(weights_path("full"))
crop = np.random.default_rng(0).random((model.input_size_px, model.input_size_px, 3), dtype=np.float32)
times_ms = []
for _ in range(120):
    started_s = time.perf_counter()
    model.run(crop)
    times_ms.append(1000 * (time.perf_counter() - started_s))
print(median(times_ms[20:]))
"""


def time_live(counts: tuple[int, ...] = (1, 2)) -> list[dict[str, float]]:
    """One row for each number of coaches at once; of several the slowest one."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="evenstride-live-") as folder:
        clip = Path(folder) / "squats.mjpeg"
        _write_squats(clip)
        bare_ms = float(_printed(_BARE_MODEL))
        for count in counts:
            seen = _watch(Path(folder) / str(count), clip, count)
            rows.append(_row(count, seen, bare_ms))
    return rows


def render_live(rows: list[dict[str, float]]) -> list[str]:
    """Lines of a Markdown table, with how busy the machine was."""
    load = os.getloadavg()[0]
    lines = [f"\n### Live coach (640 x 480, load average {load:.1f} on {os.cpu_count()} cores)\n"]
    lines += ["| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    for row in rows:
        lines.append(f"| {row['coaches']:.0f} | " + " | ".join(f"{row[name]:.1f}" for name in COLUMNS[1:]) + " |")
    return lines


def _row(count: int, seen: list[list[dict[str, float]]], bare_ms: float) -> dict[str, float]:
    slowest = min(seen, key=len)
    delays, took = (sorted(each[name] for each in slowest) for name in ("latency_ms", "took_ms"))
    values = (
        count,
        len(slowest) / MEASURED_S,
        _share(delays, 0.5),
        _share(delays, 0.95),
        _share(took, 0.5),
        bare_ms,
        _share(took, 0.5) / bare_ms,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _watch(folder: Path, clip: Path, count: int) -> list[list[dict[str, float]]]:
    """What every page was answered within the measured time."""
    folder.mkdir()
    with ExitStack() as open_now:
        address = open_now.enter_context(_running_app(folder))
        drivers = [open_now.enter_context(_chromium(folder / f"profile{i}", clip)) for i in range(count)]
        for driver in drivers:
            driver.get(address)
            driver.get(address.partition("/start")[0] + PAGE)
            driver.execute_script(_LISTEN)
            driver.execute_script("document.getElementById('with-camera').click()")
        time.sleep(WARM_UP_S)
        for driver in drivers:
            driver.execute_script(_MEASURED)
        time.sleep(MEASURED_S)
        return [driver.execute_script(_MEASURED) for driver in drivers]


@contextmanager
def _running_app(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "evenstride.cli.main", "serve", "--no-browser", "--port", "0", "--no-sample"]
    process = subprocess.Popen(
        command,
        env={**os.environ, "EVENSTRIDE_HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127.0.0.1:\d+/start\S+", process.stdout.readline())
        assert found, "the server did not say where it is"
        yield found.group()
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _chromium(profile: Path, clip: Path) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--use-file-for-fake-video-capture={clip}", f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        yield driver
    finally:
        driver.quit()


def _write_squats(path: Path) -> None:
    from evenstride.knowledge import load_knowledge
    from evenstride.testing_exercise import CameraStand, Performance, performed
    from evenstride.testing_person import person_pictures, save_camera_clip

    camera = CameraStand(yaw_deg=20.0, size_px=(640, 480), body_share=0.72)
    squats = performed(load_knowledge().movements["inner_quad_squat"], Performance(reps=2), camera, fps=30.0)
    save_camera_clip(person_pictures(squats, body_share=camera.body_share), path)


def _printed(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    measured = time_live()
    print("\n".join(render_live(measured)))
    print(json.dumps(measured), file=sys.stderr)
