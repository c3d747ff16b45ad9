"""Analyse one recording of a runner: a video, a saved pose track or another tool's keypoints."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from evenstride.errors import InputError, KeypointFileError
from evenstride.model import ClipAnalysis, PoseTrack, Recording
from evenstride.model.gait import Side
from evenstride.pipelines.options import AnalysisOptions
from evenstride.services.output_files import POSE_SUFFIXES, check_output

if TYPE_CHECKING:
    from evenstride.pipelines.clip_tracking import TrackedClip

#: What is needed once the clip is tracked, and takes a while to import.
AFTER_TRACKING = ("scipy.signal", "scipy.interpolate", "evenstride.pipelines.analysis")
KEYPOINT_SUFFIXES = frozenset({".npz", ".parquet", ".json", ".csv", ".trc"})
HEIGHTS_M = (0.8, 2.5)
RECORDED_FPS = (10.0, 10_000.0)


def analyze(
    path: str | Path,
    *,
    height_m: float | None = None,
    recorded_fps: float | None = None,
    view: str = "auto",
    with_preview: bool = False,
    rtmpose: str | Path | None = None,
    save_pose: str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> ClipAnalysis:
    """Measure a run from one recording.

    Parameters
    ----------
    path : a video, or keypoints (``.npz`` or ``.parquet`` saved by ``save_pose``; JSON, CSV or TRC of other tools).
    height_m : the runner's height; without it lengths in metres rest on an assumed one and are of low confidence.
    recorded_fps : pictures per second at which a slow-motion clip was recorded.
    view : ``auto``, or the runner's side the camera saw: ``left`` or ``right``.
    with_preview : keep a small copy of the clip for a report.
    rtmpose : path of an RTMPose Halpe-26 ONNX model to use instead of the one that ships.
    save_pose : where to keep the pose track (``.npz`` or ``.parquet``), to be analysed again without the video.
    on_progress : called with (pictures done, pictures expected).

    Returns
    -------
    ClipAnalysis : ``.assessment`` is the public result, ``.to_dict()`` its ``evenstride.assessment/1`` document.

    Raises
    ------
    InputError : the file cannot be used, or an option makes no sense; the message says what to do.
    OutputError : the pose track cannot be saved under that name.

    Examples
    --------
    >>> import evenstride
    >>> analysis = evenstride.analyze("run.mp4", height_m=1.78)  # doctest: +SKIP
    >>> analysis.assessment.measure("cadence").value  # doctest: +SKIP
    168.4
    """
    path, pose_file = Path(path), None if save_pose is None else Path(save_pose)
    near_side = _near_side(view)
    _check_number("height", height_m, HEIGHTS_M, "metres, for example 1.78")
    _check_number("recorded frame rate", recorded_fps, RECORDED_FPS, "pictures a second, for example 240")
    options = AnalysisOptions(height_m=height_m, recorded_fps=recorded_fps, near_side=near_side)
    if pose_file is not None:
        check_output(pose_file, "pose track", suffixes=POSE_SUFFIXES, source=path)
    if path.suffix.lower() in KEYPOINT_SUFFIXES:
        return _from_keypoints(path, options, pose_file)
    clip = _track(path, with_preview, None if rtmpose is None else Path(rtmpose), on_progress)
    return _from_tracked_clip(clip, options, pose_file)


def _track(
    path: Path, with_preview: bool, rtmpose_path: Path | None, on_progress: Callable[[int, int], None] | None
) -> TrackedClip:
    """Follow the runner with all that this machine has, and load meanwhile what comes after."""
    from evenstride.pipelines.worker import SecondProcess

    # Begun first of all: it loads its models while this process imports and looks at the file.
    with SecondProcess(rtmpose_path) if (os.cpu_count() or 1) > 1 else nullcontext() as second:
        from evenstride.pipelines.clip_tracking import track_clip

        is_fresh = any(module not in sys.modules for module in AFTER_TRACKING)
        return track_clip(
            path,
            with_preview=with_preview,
            rtmpose_path=rtmpose_path,
            on_progress=on_progress,
            second=second,
            load_meanwhile=_load_reasoning if is_fresh else None,
        )


def _load_reasoning() -> None:
    """Import what is needed after tracking, and have the knowledge read."""
    from evenstride.knowledge import load_knowledge

    for module in AFTER_TRACKING:
        import_module(module)
    load_knowledge()


def _from_tracked_clip(clip: TrackedClip, options: AnalysisOptions, pose_file: Path | None) -> ClipAnalysis:
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.analysis import analyse_tracked_clip

    if pose_file is not None:
        _save_measured_pose(clip, pose_file)
    started = time.perf_counter()
    analysis = analyse_tracked_clip(clip, knowledge=load_knowledge(), options=options)
    return replace(analysis, timings_s={**clip.timings_s, "gait": time.perf_counter() - started})


def _from_keypoints(path: Path, options: AnalysisOptions, pose_file: Path | None) -> ClipAnalysis:
    from evenstride.io.pose_files import save_pose_track
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.analysis import analyse_track

    track, recording = _read_pose(path)
    if pose_file is not None:
        save_pose_track(track, pose_file, recording=recording)
    return analyse_track(track, recording, knowledge=load_knowledge(), options=options)


def _read_pose(path: Path) -> tuple[PoseTrack, Recording]:
    """The points, and the recording they come from as far as the file tells."""
    import numpy as np

    from evenstride.io.keypoint_files import read_keypoints
    from evenstride.io.pose_files import read_saved_pose
    from evenstride.pipelines.recordings import recording_of_keypoints

    if path.suffix.lower() in POSE_SUFFIXES:
        track, recording = read_saved_pose(path)
    else:
        track, recording = read_keypoints(path), None
    if not np.isfinite(track.time_s).all():
        raise KeypointFileError(f"Expected a time for every picture in {path.name}, some are missing. Fill them in.")
    return track, recording or recording_of_keypoints(path, track)


def _save_measured_pose(clip: TrackedClip, pose_file: Path) -> None:
    """Keep the points that are measured, so that the file gives the same measures again."""
    from evenstride.io.pose_files import save_pose_track
    from evenstride.pipelines.recordings import recording_of
    from evenstride.pipelines.shots import measured_track

    save_pose_track(measured_track(clip), pose_file, recording=recording_of(clip))


def _near_side(view: str) -> Side | None:
    if view == "auto":
        return None
    if view == "left":
        return "left"
    if view == "right":
        return "right"
    raise InputError(
        f"Expected the view auto, left or right, got {view}. Rear and front views are not measured yet; film from "
        "the side."
    )


def _check_number(name: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not low <= value <= high:
        raise InputError(f"Expected a {name} between {low:g} and {high:g} {unit}; got {value:g}.")
