"""A clip to a pose track, in one reading, with both cores."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride.io.video import VideoFrame, VideoProbe, join_previews, probe_video, read_frames
from evenstride.model import CameraTilt, PoseTrack, Preview
from evenstride.pipelines.camera_tilt import estimate_tilt
from evenstride.pipelines.stretch import RUN_IN_S, StretchJob, StretchResult, load_models, process_stretch
from evenstride.pose.blazepose import BlazePose
from evenstride.pose.detector import PersonDetector
from evenstride.pose.person_choice import SurveyResult, plan_survey, survey_people
from evenstride.pose.track_part import join_parts

if TYPE_CHECKING:
    from evenstride.io.video import SceneSummary
    from evenstride.pipelines.worker import SecondProcess

#: Shorter clips are not worth a second process.
LEAST_PICTURES_TO_SHARE = 60
MOST_QUICK_LOOKS = 3
#: What else the processes do while they track, in pictures tracked in the same time (measured on 720p; our defaults):
#: decoding one picture without tracking, the survey, the second process's own start beyond that.
DECODED_PICTURE_COST = 0.05
SURVEY_COST = 8.0
STARTING_COST = 5.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class TrackedClip:
    """A clip's runner, and what was noticed on the way.

    ``pose_track`` has one row for every picture of the clip, ``scene.repeated`` marks those that repeat the one
    before; None where nobody was found. ``tilt`` is how the camera stood, None where the scene does not tell.
    ``timings_s`` are wall-clock seconds by stage.
    """

    probe: VideoProbe
    survey: SurveyResult
    pose_track: PoseTrack | None
    scene: SceneSummary | None
    preview: Preview | None
    ended_early: bool = False
    tilt: CameraTilt | None = None
    timings_s: dict[str, float] = field(default_factory=dict)


def track_clip(
    path: Path,
    *,
    with_preview: bool,
    rtmpose_path: Path | None = None,
    on_progress: Progress | None = None,
    second: SecondProcess | None = None,
    load_meanwhile: Callable[[], object] | None = None,
) -> TrackedClip:
    """Find the runner in a clip and follow them to its end.

    Parameters
    ----------
    with_preview : also encode a small copy for the page.
    on_progress : called with (pictures done, pictures expected).
    second : a process to share the work with, started with the same models; None does it alone.
    load_meanwhile : called in a thread while pictures are tracked.

    Notes
    -----
    Where a clip is cut depends on the clip alone, and it is cut for one process too: a tracker that begins anew finds
    points a little apart, and the same clip must give the same numbers however and wherever it is analysed.
    """
    started = time.perf_counter()
    probe = probe_video(path)
    times_s = probe.packet_time_s
    cut_s = fair_cut_s(times_s, probe.keyframe_time_s) if len(times_s) >= LEAST_PICTURES_TO_SHARE else None
    jobs = _jobs(probe, with_preview, rtmpose_path, cut_s)
    if second is not None and len(jobs) == 2:
        second.prepare(jobs[1])
    survey = _survey(probe)
    surveyed = time.perf_counter()
    if survey.no_person:
        return TrackedClip(probe, survey, None, None, None)
    with ThreadPoolExecutor(1) as beside:
        if load_meanwhile is not None:
            beside.submit(load_meanwhile)
        results = _process(jobs, survey, second, _counter(probe.frame_count_estimate, on_progress))
    tracked = time.perf_counter()
    joined = _joined(probe, survey, results)
    timings_s = {"survey": surveyed - started, "pose": tracked - surveyed, "join": time.perf_counter() - tracked}
    return replace(joined, timings_s=timings_s)


def _survey(probe: VideoProbe) -> SurveyResult:
    """Look where looking is cheap; look everywhere when that shows nobody, several people or half a body."""
    full_plan = plan_survey(probe.duration_s)
    detector, backend = PersonDetector(), BlazePose("full")
    quick_plan = _at_key_frames(full_plan, probe.keyframe_time_s)
    survey = survey_people(_pictures_of(probe.path, quick_plan), quick_plan, detector, backend)
    if survey.no_person or survey.others_in_picture or survey.partial_body:
        survey = survey_people(_pictures_of(probe.path, full_plan), full_plan, detector, backend)
    return survey


def _at_key_frames(
    plan: tuple[tuple[float, float], ...], keyframe_time_s: NDArray[np.float64]
) -> tuple[tuple[float, float], ...]:
    """The same stretches moved back to the key frames before them, where decoding can begin; doubles left out."""
    begins = [keyframe_time_s[keyframe_time_s <= start_s + 1e-6] for start_s, _ in plan]
    moved = {
        float(before[-1]) if len(before) else 0.0: end_s - start_s
        for before, (start_s, end_s) in zip(begins, plan, strict=True)
    }
    chosen = sorted(moved.items())[:: max(1, len(moved) // MOST_QUICK_LOOKS)]
    return tuple((start_s, start_s + length_s) for start_s, length_s in chosen)


def _pictures_of(path: Path, plan: tuple[tuple[float, float], ...]) -> Iterator[VideoFrame]:
    for start_s, end_s in plan:
        with read_frames(path, start_s=start_s, end_s=end_s) as frames:
            yield from frames


def _jobs(probe: VideoProbe, with_preview: bool, rtmpose_path: Path | None, cut_s: float | None) -> list[StretchJob]:
    """Two stretches where the clip is cut, else the whole."""
    bounds = [0.0, None] if cut_s is None else [0.0, cut_s, None]
    jobs = []
    for begin, end in pairwise(bounds):
        start_s = begin or 0.0
        jobs.append(
            StretchJob(
                path=probe.path,
                start_s=start_s - 1e-6 if start_s else 0.0,
                end_s=None if end is None else end - 1e-6,
                width_px=probe.width_px,
                height_px=probe.height_px,
                rtmpose_path=rtmpose_path,
                preview_fps=probe.fps_nominal if with_preview else None,
            )
        )
    return jobs


def fair_cut_s(times_s: NDArray[np.float64], keyframe_time_s: NDArray[np.float64]) -> float:
    """The picture time at which to cut so that both processes are done at once.

    Parameters
    ----------
    times_s : (picture,) of the whole clip.
    keyframe_time_s : (key picture,) instants at which decoding can begin.

    Notes
    -----
    The second process starts later and runs its tracker in. While the first looks for the runner the second decodes
    from the key picture before its stretch, as far as it gets.
    """
    cuts = np.arange(1, len(times_s))
    run_in = np.searchsorted(times_s, times_s[cuts] - RUN_IN_S)
    key = np.searchsorted(keyframe_time_s, times_s[run_in], side="right") - 1
    from_key = np.searchsorted(times_s, keyframe_time_s[np.maximum(key, 0)]) if len(keyframe_time_s) else 0
    late = STARTING_COST + np.maximum(0.0, DECODED_PICTURE_COST * (run_in - from_key) - SURVEY_COST)
    second = late + len(times_s) - run_in
    return float(times_s[cuts[np.argmin(np.maximum(cuts, second))]])


def _process(
    jobs: list[StretchJob], survey: SurveyResult, second: SecondProcess | None, on_picture: Callable[[float], None]
) -> list[StretchResult]:
    """The last stretch in the second process, the first here, at the same time; one after the other without one."""
    if second is None or len(jobs) == 1:
        return [_process_here(job, survey, on_picture) for job in jobs]
    second.begin(survey.start_near(jobs[1].start_s), on_picture)

    def on_own_picture(time_s: float) -> None:
        second.raise_error()
        on_picture(time_s)

    first = _process_here(jobs[0], survey, on_own_picture)
    return [first, second.result()]


def _process_here(job: StretchJob, survey: SurveyResult, on_picture: Callable[[float], None]) -> StretchResult:
    models = load_models(job.rtmpose_path)
    return process_stretch(job, models, find_start=lambda: survey.start_near(job.start_s), on_picture=on_picture)


def _counter(expected: int, on_progress: Progress | None) -> Callable[[float], None]:
    """Counts the pictures of both processes; called from a thread each, it reports from one at a time."""
    done = 0
    one_at_a_time = threading.Lock()

    def count(_: float) -> None:
        nonlocal done
        with one_at_a_time:
            done += 1
            if on_progress is not None:
                on_progress(min(done, expected), expected)

    return count


def _joined(probe: VideoProbe, survey: SurveyResult, results: list[StretchResult]) -> TrackedClip:
    part = join_parts([result.part for result in results])
    scene = results[0].scene
    for result in results[1:]:
        scene = scene.join(result.scene)
    previews = [result.preview for result in results if result.preview is not None and len(result.preview)]
    encoded = sum(len(preview) for preview in previews)
    preview = join_previews(previews, part.time_s[:encoded]) if previews else None
    track = part.to_pose_track() if np.isfinite(part.xy_px).any() else None
    ended_early = any(result.ended_early for result in results)
    tilt = None if track is None else estimate_tilt(scene, track)
    return TrackedClip(probe, survey, track, scene, preview, ended_early, tilt)
