"""The live coach from camera to cue: a drawn person before a fake camera in Chromium, the app's own server, one or two.

The bare model is timed alone in a process of its own, one thread, on the pictures the browsers send.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evenstride.model import PoseTrack

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


def time_parts_ms(*, rounds: int = 60) -> dict[str, float]:
    """Median milliseconds of the processor for one picture, part by part and beside the bare model, in turn.

    What else the machine does weighs on all of them alike, so that the ratio holds on a busy machine too.
    """
    times_ms: dict[str, list[float]] = {"bare model": [], "decode": [], "follow": [], "coach": []}
    for part, milliseconds in _timed_parts(rounds):
        times_ms[part].append(milliseconds)
    return {part: median(each) for part, each in times_ms.items()}


def render_parts(parts_ms: dict[str, float]) -> list[str]:
    """Lines of a Markdown table."""
    bare_ms = parts_ms["bare model"]
    whole_ms = sum(parts_ms.values()) - bare_ms
    lines = ["\n### One live picture, milliseconds of the processor\n", "| part | ms | x bare model |", "|---|---|---|"]
    rows = {**parts_ms, "whole (without the bare model)": whole_ms}
    return [*lines, *(f"| {part} | {value:.1f} | {value / bare_ms:.2f} |" for part, value in rows.items())]


def _timed_parts(rounds: int) -> Iterator[tuple[str, float]]:
    import numpy as np

    from evenstride.coaching import LandmarkFrame
    from evenstride.io.jpeg import read_jpeg
    from evenstride.pose.blazepose import BlazePose
    from evenstride.pose.detector import PersonDetector
    from evenstride.pose.live import LiveTracker
    from evenstride.pose.tflite import TfliteModel
    from evenstride.pose.weights import weights_path
    from evenstride.services.live_coach.live_set import LiveSet, Wanted
    from evenstride.services.live_coach.watched_form import watched_form
    from evenstride.testing_person import jpeg_of, person_pictures

    squats, body_share = _squats()
    model, backend = TfliteModel(weights_path("full")), BlazePose("full")
    crop = np.random.default_rng(0).random((model.input_size_px, model.input_size_px, 3), dtype=np.float32)
    tracker, live = LiveTracker(backend, PersonDetector()), LiveSet(watched_form("inner_quad_squat", None))
    live.begin(Wanted(reps=50))
    for time_s, pixels in zip(squats.time_s[:rounds], person_pictures(squats, body_share=body_share), strict=False):
        moment_s, jpeg = float(time_s), jpeg_of(pixels)
        _, milliseconds = _timed(model.run, crop)
        yield "bare model", milliseconds
        picture, milliseconds = _timed(partial(read_jpeg, time_s=moment_s), jpeg)
        yield "decode", milliseconds
        estimate, milliseconds = _timed(tracker.look, picture)
        yield "follow", milliseconds
        size_px = (picture.width_px, picture.height_px)
        frame = LandmarkFrame(moment_s, estimate.xy_px, estimate.visibility, backend.keypoints, size_px)
        yield "coach", _timed(live.take, frame)[1]


def _timed(call: Callable[[Any], Any], argument: Any) -> tuple[Any, float]:
    started_s = time.process_time()
    result = call(argument)
    return result, 1000 * (time.process_time() - started_s)


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
    from evenstride.testing_person import person_pictures, save_camera_clip

    squats, body_share = _squats()
    save_camera_clip(person_pictures(squats, body_share=body_share), path)


def _squats() -> tuple[PoseTrack, float]:
    """Two made-up squats as a webcam sees them, and the body's share of the picture's height."""
    from evenstride.knowledge import load_knowledge
    from evenstride.testing_exercise import CameraStand, Performance, performed

    camera = CameraStand(yaw_deg=20.0, size_px=(640, 480), body_share=0.72)
    movement = load_knowledge().movements["inner_quad_squat"]
    return performed(movement, Performance(reps=2), camera, fps=30.0), camera.body_share


def _printed(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    print("\n".join(render_parts(time_parts_ms())))
    print("\n".join(render_live(time_live())))
