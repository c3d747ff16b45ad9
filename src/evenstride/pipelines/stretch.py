"""One stretch of a clip, decoded once: the runner tracked, the scene watched, the preview encoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.io.video import EncodedPart, PreviewEncoder, SceneMonitor, SceneSummary, VideoFrame
    from evenstride.pose.backend import PoseBackend
    from evenstride.pose.detector import PersonDetector
    from evenstride.pose.identity import StartHint
    from evenstride.pose.track_part import TrackPart

#: A tracker follows the runner this long before the stretch it answers for, so that two stretches join smoothly.
RUN_IN_S = 0.25
#: A page with more of the clip than this would be too large to open and send; the rest is measured all the same.
LONGEST_PREVIEW_S = 60.0


@dataclass(frozen=True)
class StretchJob:
    """What to do with one stretch, ``[start_s, end_s)`` of a clip; plain values, sent to another process.

    Attributes
    ----------
    end_s : None up to the end of the clip.
    rtmpose_path : weights of the second backend; None takes the one that ships.
    preview_fps : None makes no preview.
    """

    path: Path
    start_s: float
    end_s: float | None
    width_px: int
    height_px: int
    rtmpose_path: Path | None = None
    preview_fps: float | None = None


@dataclass(frozen=True)
class StretchResult:
    """What came of a stretch. ``ended_early``: the file stopped giving pictures before its end."""

    part: TrackPart
    scene: SceneSummary
    preview: EncodedPart | None
    ended_early: bool


def load_models(rtmpose_path: Path | None) -> tuple[PersonDetector, PoseBackend]:
    """The detector and the landmark model of a worker."""
    from evenstride.pose.blazepose import BlazePose
    from evenstride.pose.detector import PersonDetector
    from evenstride.pose.rtmpose import RtmPose
    from evenstride.pose.surface_points import SurfacePointBackend, surface_readers

    use_one_thread()
    backend: PoseBackend = BlazePose("heavy") if rtmpose_path is None else RtmPose(rtmpose_path)
    return PersonDetector(), SurfacePointBackend(backend, surface_readers())


def use_one_thread() -> None:
    """Each process has a core to itself: OpenCV must not start threads of its own."""
    import cv2

    cv2.setNumThreads(1)


def process_stretch(
    job: StretchJob,
    models: tuple[PersonDetector, PoseBackend],
    *,
    find_start: Callable[[], StartHint | None],
    on_picture: Callable[[float], None],
) -> StretchResult:
    """Track, watch and encode one stretch; pictures before ``start_s`` only warm the tracker up.

    ``find_start`` tells where the runner is near the beginning (None: the tracker looks for itself). It is asked once
    the first picture is decoded, which may take seconds where key pictures are rare: somebody else can look meanwhile.
    """
    from evenstride.io.video import PreviewEncoder, SceneMonitor, read_frames
    from evenstride.pose.tracker import RunnerTracker

    detector, backend = models
    scene = SceneMonitor()
    encoder = None
    if job.preview_fps is not None:
        encoder = PreviewEncoder(job.width_px, job.height_px, job.preview_fps)
    run_in_s = max(0.0, job.start_s - RUN_IN_S)
    with read_frames(job.path, start_s=run_in_s, end_s=job.end_s) as frames:
        opening = list(islice(frames, 1))
        watched = _watched(chain(opening, frames), job.start_s, scene, encoder)
        part = RunnerTracker(backend, detector, find_start()).track(watched, on_frame=on_picture)
        ended_early = frames.ended_early
    own = part.between(job.start_s, float("inf"))
    return StretchResult(own, scene.summary(), None if encoder is None else encoder.finish(), ended_early)


def _watched(
    frames: Iterable[VideoFrame], start_s: float, scene: SceneMonitor, encoder: PreviewEncoder | None
) -> Iterator[VideoFrame]:
    """Pass the pictures on, showing those of the stretch itself to the monitor and the encoder."""
    for frame in frames:
        if frame.time_s >= start_s:
            scene.add(frame)
            if encoder is not None and frame.time_s < LONGEST_PREVIEW_S:
                encoder.add(frame)
        yield frame
