"""``python -m evenstride.pipelines.live_pose.child FOLDER``: JPEG pictures in, landmarks out, rights given up first.

It ends with its input. Nothing is written anywhere: a picture is gone when the next one comes.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import Any

from evenstride.io.jpeg import MOST_BYTES, PictureError, read_jpeg
from evenstride.pipelines.live_pose.messages import send_answer, take_picture
from evenstride.pose.backend import PoseEstimate
from evenstride.pose.blazepose import BlazePose
from evenstride.pose.detector import PersonDetector
from evenstride.pose.live import LiveTracker
from evenstride.wall.confine import confine
from evenstride.wall.limits import GIBIBYTE, MEBIBYTE, WallLimits

#: The person's browser and the app come first.
_NICE = 5
#: A long training and some more; an hour of coaching computes for about a quarter of it.
_LIMITS = WallLimits(memory_bytes=3 * GIBIBYTE, cpu_s=4 * 3600, wall_s=24 * 3600, file_bytes=MEBIBYTE, open_files=64)


def main() -> None:
    """Answer every picture until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(_NICE)
    folder = Path(sys.argv[1])
    _load_decoder()
    backend, detector = BlazePose("full"), PersonDetector()
    confine(_LIMITS, readable=[], folder=folder)
    tracker = LiveTracker(backend, detector)
    with contextlib.suppress(BrokenPipeError):
        send_answer(answers, {"ready": list(backend.keypoints)})
        while (taken := take_picture(sys.stdin.buffer, most_bytes=MOST_BYTES)) is not None:
            send_answer(answers, _looked_at(tracker, *taken))


def _load_decoder() -> None:
    import cv2

    cv2.setNumThreads(1)


def _looked_at(tracker: LiveTracker, time_s: float, content: bytes) -> dict[str, Any]:
    try:
        picture = read_jpeg(content, time_s=time_s)
    except PictureError as error:
        return {"refused": str(error)}
    estimate = tracker.look(picture)
    size_px = [picture.width_px, picture.height_px]
    return {"size_px": size_px, "points": None if estimate is None else _points(estimate)}


def _points(estimate: PoseEstimate) -> list[list[float]]:
    """x and y in pixels and visibility of each point."""
    return [
        [round(float(x), 2), round(float(y), 2), round(float(seen), 3)]
        for (x, y), seen in zip(estimate.xy_px, estimate.visibility, strict=True)
    ]


if __name__ == "__main__":
    main()
