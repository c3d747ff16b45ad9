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
from typing import TYPE_CHECKING, overload

from evenstride.errors import InputError, KeypointFileError
from evenstride.model import ClipAnalysis, PoseTrack, Recording, SessionAnalysis
from evenstride.model.gait import Side
from evenstride.pipelines.options import AnalysisOptions, FilmedFrom
from evenstride.services.output_files import POSE_SUFFIXES, check_output

if TYPE_CHECKING:
    from evenstride.pipelines.clip_tracking import TrackedClip

#: What is needed once the clip is tracked, and takes a while to import.
AFTER_TRACKING = ("scipy.signal", "scipy.interpolate", "evenstride.pipelines.analysis")
KEYPOINT_SUFFIXES = frozenset({".npz", ".parquet", ".json", ".csv", ".trc"})
VIEWS = ("auto", "left", "right", "rear", "front")
HEIGHTS_M = (0.8, 2.5)
RECORDED_FPS = (10.0, 10_000.0)


@overload
def analyze(
    path: str | Path,
    *,
    height_m: float | None = None,
    recorded_fps: float | None = None,
    view: str = "auto",
    with_preview: bool = False,
    rtmpose: str | Path | None = None,
    save_pose: str | Path | None = None,
    watch: None = None,
    on_progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
) -> ClipAnalysis: ...
@overload
def analyze(
    path: str | Path,
    *,
    height_m: float | None = None,
    recorded_fps: float | None = None,
    view: str = "auto",
    with_preview: bool = False,
    rtmpose: str | Path | None = None,
    save_pose: str | Path | None = None,
    watch: str | Path,
    on_progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
) -> SessionAnalysis: ...
def analyze(
    path: str | Path,
    *,
    height_m: float | None = None,
    recorded_fps: float | None = None,
    view: str = "auto",
    with_preview: bool = False,
    rtmpose: str | Path | None = None,
    save_pose: str | Path | None = None,
    watch: str | Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
) -> ClipAnalysis | SessionAnalysis:
    """Measure a run from one recording.

    Parameters
    ----------
    path : a video, or keypoints (``.npz`` or ``.parquet`` saved by ``save_pose``; JSON, CSV or TRC of other tools).
    height_m : the runner's height; without it lengths in metres rest on an assumed one and are of low confidence.
    recorded_fps : pictures per second at which a slow-motion clip was recorded.
    view : ``auto``, the runner's side the camera saw (``left``, ``right``), or ``rear`` or ``front``.
    with_preview : keep a small copy of the clip for a report.
    rtmpose : path of an RTMPose Halpe-26 ONNX model to use instead of the one that ships.
    save_pose : where to keep the pose track (``.npz`` or ``.parquet``), to be analysed again without the video.
    watch : what a watch or sensor recorded of the same run: a file or a folder as for `evenstride.analyze_run`.
    on_progress : called with (pictures done, pictures expected).
    processes : 1 follows the runner in this process alone, as where many clips are analysed side by side; None takes
        two where the machine has two cores.

    Returns
    -------
    ClipAnalysis : ``.assessment`` is the public result, ``.to_dict()`` its ``evenstride.assessment/1`` document. With
        ``watch`` a SessionAnalysis of clip and run (see `evenstride.analyze_session`).

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
    if watch is not None:
        from evenstride.services.analyze_session import analyze_session

        return analyze_session(
            [path],
            height_m=height_m,
            recorded_fps=recorded_fps,
            view=view,
            with_preview=with_preview,
            rtmpose=rtmpose,
            save_pose=save_pose,
            watch=watch,
            on_progress=on_progress,
            processes=processes,
        )
    path, pose_file = Path(path), None if save_pose is None else Path(save_pose)
    options = checked_options(height_m=height_m, recorded_fps=recorded_fps, view=view)
    if pose_file is not None:
        check_output(pose_file, "pose track", suffixes=POSE_SUFFIXES, source=path)
    if is_keypoint_file(path):
        return _from_keypoints(path, options, pose_file)
    clip = track_recording(
        path,
        with_preview=with_preview,
        rtmpose_path=None if rtmpose is None else Path(rtmpose),
        on_progress=on_progress,
        processes=processes,
    )
    return measure_tracked_clip(clip, options, pose_file)


def checked_options(*, height_m: float | None, recorded_fps: float | None, view: str) -> AnalysisOptions:
    """What the runner says about a recording, checked.

    Raises
    ------
    InputError : an option makes no sense.
    """
    if view not in VIEWS:
        raise InputError(f"Expected the view {', '.join(VIEWS[:-1])} or {VIEWS[-1]}, got {view}.")
    _check_number("height", height_m, HEIGHTS_M, "metres, for example 1.78")
    _check_number("recorded frame rate", recorded_fps, RECORDED_FPS, "pictures a second, for example 240")
    near_side: Side | None = "left" if view == "left" else "right" if view == "right" else None
    filmed_from: FilmedFrom | None = "rear" if view == "rear" else "front" if view == "front" else None
    return AnalysisOptions(height_m=height_m, recorded_fps=recorded_fps, near_side=near_side, filmed_from=filmed_from)


def is_keypoint_file(path: Path) -> bool:
    """Whether a recording comes as points: by its content, and by its name where that is one of points.

    What is named so and holds none is refused by the reader, which says what it expected.
    """
    from evenstride.io.keypoint_files import holds_keypoints

    return path.suffix.lower() in KEYPOINT_SUFFIXES or holds_keypoints(path)


def track_recording(
    path: Path,
    *,
    with_preview: bool,
    rtmpose_path: Path | None = None,
    on_progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
) -> TrackedClip:
    """Follow the runner with all that this machine has, and load meanwhile what comes after; see `analyze`."""
    from evenstride.pipelines.worker import SecondProcess

    # Begun first of all: it loads its models while this process imports and looks at the file.
    is_shared = (processes or os.cpu_count() or 1) > 1
    with SecondProcess(rtmpose_path) if is_shared else nullcontext() as second:
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


def measure_tracked_clip(clip: TrackedClip, options: AnalysisOptions, pose_file: Path | None = None) -> ClipAnalysis:
    """What `analyze` does once the runner is tracked; the clip's file is read again where its shoes are looked at."""
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.analysis import analyse_tracked_clip

    started = time.perf_counter()
    analysis, measured = analyse_tracked_clip(clip, knowledge=load_knowledge(), options=options)
    timings_s = {**clip.timings_s, "gait": time.perf_counter() - started}
    if pose_file is not None:
        _save_measured_pose(measured, pose_file)
    return replace(analysis, timings_s=timings_s)


def _from_keypoints(path: Path, options: AnalysisOptions, pose_file: Path | None) -> ClipAnalysis:
    from evenstride.io.pose_files import save_pose_track
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.analysis import analyse_track

    track, recording = read_pose(path)
    if pose_file is not None:
        save_pose_track(track, pose_file, recording=recording)
    return analyse_track(track, recording, knowledge=load_knowledge(), options=options)


def read_pose(path: Path) -> tuple[PoseTrack, Recording]:
    """The points, and the recording they come from as far as the file tells."""
    import numpy as np

    from evenstride.io.keypoint_files import read_keypoints
    from evenstride.io.pose_files import is_saved_pose, read_saved_pose
    from evenstride.pipelines.recordings import recording_of_keypoints

    if path.suffix.lower() in POSE_SUFFIXES or is_saved_pose(path):
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


def _check_number(name: str, value: float | None, limits: tuple[float, float], unit: str) -> None:
    low, high = limits
    if value is not None and not low <= value <= high:
        raise InputError(f"Expected a {name} between {low:g} and {high:g} {unit}; got {value:g}.")
