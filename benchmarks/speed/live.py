"""The live coach from camera to cue: a drawn person before a fake camera in Chromium, the app's own server, one or two.

``python -m benchmarks.speed.live`` times pictures that the computer looks at and pictures that the browser looks at;
``--looks computer --coaches 1`` one of them alone. The bare model is timed alone in a process of its own, one thread.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.running_app import chromium, running_app

if TYPE_CHECKING:
    from evenstride.model import PoseTrack

COLUMNS = (
    "pictures/s",
    "capture to cue p50 ms",
    "p95 ms",
    "camera to page",
    "made ready",
    "way",
    "waited",
    "computer",
    "drawn",
    "cores of browsers",
    "cores of app",
)
#: Of what an answer tells, in the order of the columns between delay and processors.
_PARTS = ("camera_ms", "ready_ms", "way_ms", "waited_ms", "took_ms", "draw_ms")
PAGE = "/coach/inner_quad_squat?sets=1&reps=50"
WARM_UP_S, MEASURED_S = 8.0, 12.0
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


def time_live(
    counts: tuple[int, ...] = (1, 2), looks: tuple[str, ...] = ("computer", "browser")
) -> dict[tuple[str, int], dict[str, float]]:
    """(who looks, coaches at once) -> values by column; of several coaches the slowest one."""
    rows = {}
    with tempfile.TemporaryDirectory(prefix="evenstride-live-") as folder:
        clip = Path(folder) / "squats.mjpeg"
        _write_squats(clip)
        for who in looks:
            for count in counts:
                rows[who, count] = _row(*_watch(Path(folder) / f"{who}{count}", clip, who, count))
    return rows


def render_live(rows: dict[tuple[str, int], dict[str, float]]) -> list[str]:
    """Lines of a Markdown table, with how busy the machine was; parts are medians in milliseconds."""
    load, bare_ms = os.getloadavg()[0], float(_printed(_BARE_MODEL))
    machine = f"load average {load:.1f} on {os.cpu_count()} cores, bare model {bare_ms:.1f} ms"
    lines = [
        f"\n### Live coach (640 x 480, {machine})\n",
        "| who looks | coaches | " + " | ".join(COLUMNS) + " |",
        "|---" * (len(COLUMNS) + 2) + "|",
    ]
    for (who, count), row in rows.items():
        lines.append(f"| {who} | {count} | " + " | ".join(f"{row[name]:.1f}" for name in COLUMNS) + " |")
    return lines


def _row(seen: list[list[dict[str, float]]], browser_s: float, app_s: float) -> dict[str, float]:
    slowest = min(seen, key=len)
    delays = sorted(each["latency_ms"] + each["draw_ms"] for each in slowest)
    parts = [_share(sorted(each[part] for each in slowest), 0.5) for part in _PARTS]
    cores = (browser_s / MEASURED_S, app_s / MEASURED_S)
    values = (len(slowest) / MEASURED_S, _share(delays, 0.5), _share(delays, 0.95), *parts, *cores)
    return dict(zip(COLUMNS, values, strict=True))


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _watch(folder: Path, clip: Path, who: str, count: int) -> tuple[list[list[dict[str, float]]], float, float]:
    """What every page was answered within the measured time, and the processors' seconds of browsers and app."""
    folder.mkdir()
    with ExitStack() as open_now:
        app = open_now.enter_context(running_app(folder))
        drivers = [open_now.enter_context(chromium(folder / f"profile{i}", clip)) for i in range(count)]
        for driver in drivers:
            driver.get(app.address)
            driver.get(app.address.partition("/start")[0] + PAGE)
            driver.execute_script(_LISTEN)
            driver.execute_script(f"document.querySelector('input[name=looks][value={who}]').click()")
            driver.execute_script("document.getElementById('with-camera').click()")
        time.sleep(WARM_UP_S)
        roots = ([driver.service.process.pid for driver in drivers], [app.pid])
        before_s = [_processor_s(each) for each in roots]
        for driver in drivers:
            driver.execute_script(_MEASURED)
        time.sleep(MEASURED_S)
        seen = [driver.execute_script(_MEASURED) for driver in drivers]
        browser_s, app_s = (_processor_s(each) - before for each, before in zip(roots, before_s, strict=True))
        return seen, browser_s, app_s


def _processor_s(roots: list[int]) -> float:
    """Seconds of the processor that these processes and all below them have used."""
    used, parents = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        parents[int(path.parent.name)] = int(facts[1])
        used[int(path.parent.name)] = int(facts[11]) + int(facts[12])
    wanted = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return sum(used.get(pid, 0) for pid in wanted) / os.sysconf("SC_CLK_TCK")


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


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.live")
    parser.add_argument("--coaches", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--looks", nargs="+", default=["computer", "browser"], choices=["computer", "browser"])
    wanted = parser.parse_args()
    print("\n".join(render_parts(time_parts_ms())))
    print("\n".join(render_live(time_live(tuple(wanted.coaches), tuple(wanted.looks)))))


if __name__ == "__main__":
    main()
