"""``python -m benchmarks.accuracy.live_sources``: do computer and browser see the same body in the same pictures?

A squat that was filmed beside motion capture goes, as the JPEG pictures that a page would send, through the live
tracker of the computer and through that of a page in Chromium; the lighter model is what a slow browser changes to.
Writes a table to ``docs/accuracy/exercises`` and prints it.
"""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.exercises import DEEP_DEG, GROUP, MOCAP
from benchmarks.accuracy.table import Table, plain
from benchmarks.running_app import chromium, running_app
from evenstride.coaching.body import KnownBody
from evenstride.coaching.landmarks import LandmarkFrame
from evenstride.coaching.signals import read_signals
from evenstride.services.live_coach.landmark_points import frame_of_points

PAGE = "/coach/inner_quad_squat"
HEIGHT_PX, EVERY = 480, 2
#: So many pictures go to the browser in one call.
_AT_ONCE = 40
#: Starts the worker of a coach's page once, and has it look at pictures ([seconds, base64 of a JPEG]) one by one.
LOOK = """
const look = async (pictures) => {
  const { model_address: address } = JSON.parse(document.getElementById('coach').dataset.exercise);
  const { src } = document.querySelector('script[src*="/app/coach_page.js"]');
  if (!window.poseWorker) {
    const { startPoseWorker } = await import(src.replace('coach_page', 'coach_pose_start'));
    window.poseWorker = await startPoseWorker(address, { isFixed: true });
  }
  const answer = (message, gift) => new Promise((resolve) => {
    window.poseWorker.onmessage = ({ data }) => resolve(data);
    window.poseWorker.onerror = ({ message: words }) => resolve({ kind: 'failed', words });
    window.poseWorker.postMessage(message, gift);
  });
  const seen = [];
  for (const [timeS, content] of pictures) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
    seen.push((await answer({ kind: 'look', number: 0, picture, timeS }, [picture])).points);
  }
  return seen;
};
"""
_LOOKED = (
    "look(arguments[0]).then((points) => arguments[1]({ points }), (error) => arguments[1]({ error: String(error) }))"
)
Shot = tuple[float, bytes]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write."""
    import argparse

    repository = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy.live_sources", description=__doc__)
    parser.add_argument("--shared", type=Path, default=repository.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=repository / "docs" / "accuracy" / "exercises")
    options = parser.parse_args(arguments)
    video = options.shared / "video"
    shots, size_px = _shots(video / f"{MOCAP}.mp4")
    computer = seen_by_computer(shots)
    others = {
        "computer": computer,
        "browser": _seen_by_browser(shots, size_px),
        "the lighter model": seen_by_computer(shots, "lite"),
    }
    truth = np.genfromtxt(video / f"{MOCAP}.truth.csv", delimiter=",", names=True)
    table = _table(others, computer, truth)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / table.file_name).write_text(table.to_csv(), encoding="utf-8")
    print(table.to_markdown())
    return 0


def _shots(path: Path) -> tuple[list[Shot], tuple[int, int]]:
    """(seconds, JPEG) of every second picture, as high as a webcam's."""
    import cv2

    from evenstride.io.video import read_frames
    from evenstride.testing_person import jpeg_of

    shots = []
    size_px = (0, 0)
    for at, frame in enumerate(read_frames(path)):
        if at % EVERY == 0:
            size_px = (round(frame.width_px * HEIGHT_PX / frame.height_px), HEIGHT_PX)
            small = np.asarray(cv2.resize(frame.rgb(), size_px, interpolation=cv2.INTER_AREA), np.uint8)
            shots.append((frame.time_s, jpeg_of(small)))
    return shots, size_px


def seen_by_computer(shots: list[Shot], model: str = "full") -> list[LandmarkFrame]:
    """Landmarks of (seconds, JPEG) in order, by the tracker of the live coach; NaN where nobody is found."""
    from evenstride.io.jpeg import read_jpeg
    from evenstride.pose.blazepose import BlazePose
    from evenstride.pose.detector import PersonDetector
    from evenstride.pose.live import LiveTracker
    from evenstride.pose.weights import weights_path

    backend = BlazePose("full", path=weights_path(model))
    tracker = LiveTracker(backend, PersonDetector())
    frames = []
    for time_s, jpeg in shots:
        picture = read_jpeg(jpeg, time_s=time_s)
        estimate = tracker.look(picture)
        n_points = len(backend.keypoints)
        xy_px = np.full((n_points, 2), np.nan) if estimate is None else estimate.xy_px
        seen = np.zeros(n_points) if estimate is None else estimate.visibility
        frames.append(LandmarkFrame(time_s, xy_px, seen, backend.keypoints, (picture.width_px, picture.height_px)))
    return frames


def _seen_by_browser(shots: list[Shot], size_px: tuple[int, int]) -> list[LandmarkFrame]:
    with tempfile.TemporaryDirectory(prefix="evenstride-sources-") as scratch:
        folder = Path(scratch)
        with running_app(folder) as app, chromium(folder / "profile") as driver:
            driver.set_script_timeout(120)
            driver.get(app.address)
            driver.get(app.address.partition("/start")[0] + PAGE)
            points: list[Any] = []
            for first in range(0, len(shots), _AT_ONCE):
                sent = [[time_s, base64.b64encode(jpeg).decode()] for time_s, jpeg in shots[first : first + _AT_ONCE]]
                answer = driver.execute_async_script(LOOK + _LOOKED, sent)
                if "error" in answer:
                    raise SystemExit(f"Expected the page to look at the pictures, got: {answer['error']}")
                points += answer["points"]
    return [
        frame_of_points(each, "blazepose_33", size_px, time_s) for each, (time_s, _) in zip(points, shots, strict=True)
    ]


def _table(others: dict[str, list[LandmarkFrame]], computer: list[LandmarkFrame], truth: NDArray[Any]) -> Table:
    times_s = np.array([frame.time_s for frame in computer])
    names = truth.dtype.names or ()
    bends = {
        side: np.interp(times_s, truth[names[0]], truth[next(n for n in names if n.startswith(f"knee_flex_{side[0]}"))])
        for side in ("left", "right")
    }
    is_deep = (bends["left"] + bends["right"]) / 2 > DEEP_DEG
    body_px = np.nanmax([_body_px(frame) for frame in computer])
    own = {side: _knee_deg(computer, side) for side in bends}
    rows = []
    for who, frames in others.items():
        distance_px = np.array([apart_px(one, other) for one, other in zip(frames, computer, strict=True)])
        knee = {side: _knee_deg(frames, side) for side in bends}
        apart_deg = np.abs(np.concatenate([knee[side] - own[side] for side in bends]))
        error_deg = np.abs(np.concatenate([(knee[side] - bends[side])[is_deep] for side in bends]))
        found = sum(bool(np.isfinite(frame.xy_px).all()) for frame in frames)
        rows.append(
            (
                who,
                f"{found} of {len(frames)}",
                plain(_over(np.nanmean, distance_px)),
                f"{100 * _over(np.nanmean, distance_px) / body_px:.2f}",
                plain(_over(np.nanmean, apart_deg)),
                plain(_over(lambda values: np.nanpercentile(values, 95), apart_deg)),
                plain(_over(np.nanmean, error_deg)),
            )
        )
    return Table(
        "Who looks at the pictures of the coach",
        "Five squats from in front and aside as JPEG pictures 480 high, 30 a second. Distances are to the computer's "
        "points, over shoulders, hips, knees, ankles, heels and toes; the error of both knees is against motion "
        f"capture, where they are bent by more than {DEEP_DEG:g} degrees.",
        (
            *("Who looks", "Person found", "Mean distance px", "% of body height"),
            *("Knee bend, mean difference deg", "95 % deg", "Knee error at depth deg"),
        ),
        tuple(rows),
        GROUP,
    )


def _over(summary: Callable[[NDArray[np.float64]], Any], values: NDArray[np.float64]) -> float:
    return float(summary(values))


def _knee_deg(frames: list[LandmarkFrame], side: str) -> NDArray[np.float64]:
    known, signal = KnownBody(), f"{side}_knee_flexion_deg"
    return np.array([read_signals(known.see(frame), ("knee_flexion_deg",))[signal] for frame in frames])


_COMPARED = tuple(
    f"{side}_{point}" for side in ("left", "right") for point in ("shoulder", "hip", "knee", "ankle", "heel", "toe")
)


def apart_px(one: LandmarkFrame, other: LandmarkFrame) -> float:
    """Mean distance between the points of two frames, those of trunk and legs."""
    return float(np.mean([np.hypot(*(one.point(name) - other.point(name))) for name in _COMPARED]))


def _body_px(frame: LandmarkFrame) -> float:
    """From the nose to the heels; in the picture in which they stand tallest it is taken as the body."""
    return float(
        np.mean([np.hypot(*(frame.point("nose") - frame.point(f"{side}_heel"))) for side in ("left", "right")])
    )


if __name__ == "__main__":
    raise SystemExit(main())
