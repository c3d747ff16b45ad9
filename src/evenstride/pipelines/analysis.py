"""A recording to an assessment: pose or keypoints in, measures, findings and provenance out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from evenstride import __version__
from evenstride.gait.events import FootContactEvenstride
from evenstride.gait.side_assessment import SideAssessment, assess_side_view
from evenstride.imbalance import assess_findings
from evenstride.model import (
    AngleCurves,
    Assessment,
    ClipAnalysis,
    GaitEvents,
    PoseTrack,
    Preview,
    Provenance,
    Recording,
    Runner,
)
from evenstride.model.gait import Side

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.pipelines.clip_tracking import TrackedClip


@dataclass(frozen=True)
class AnalysisOptions:
    """What the runner says about a recording.

    Attributes
    ----------
    height_m : scales lengths; None assumes an adult's height and says so.
    recorded_fps : pictures per second at which the camera recorded, for slow motion; None trusts the file.
    near_side : the runner's side the camera saw; None reads it from the picture.
    """

    height_m: float | None = None
    recorded_fps: float | None = None
    near_side: Side | None = None


def analyse_track(
    track: PoseTrack,
    recording: Recording,
    *,
    knowledge: Knowledge,
    options: AnalysisOptions,
    panned: bool = False,
    preview: Preview | None = None,
    model_sha256: dict[str, str] | None = None,
) -> ClipAnalysis:
    """Assess a pose track; pictures that repeat the one before must already be left out."""
    factor = _slow_motion_factor(recording, options)
    side = assess_side_view(
        track,
        knowledge=knowledge,
        source=recording.id,
        height_m=options.height_m,
        slow_motion_factor=factor,
        panned=panned,
        near_side=options.near_side,
    )
    assessment = Assessment(
        version=__version__,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        runner=Runner(height_m=options.height_m),
        recordings=(recording,),
        views=(side.view,),
        events=side.events,
        measures=side.measures,
        findings=assess_findings(side.measures, knowledge=knowledge),
        provenance=_provenance(track, side, options, knowledge, model_sha256 or {}),
        is_running=side.is_running,
        warnings=side.warnings,
    )
    return ClipAnalysis(assessment, side.track, side.curves, side.steps, preview)


def analyse_tracked_clip(clip: TrackedClip, *, knowledge: Knowledge, options: AnalysisOptions) -> ClipAnalysis:
    """Assess a tracked video: doubled pictures and other shots left out, then shown again in step with the clip."""
    from evenstride.pose.weights import weights_sha256

    recording = recording_of(clip)
    if clip.pose_track is None or clip.scene is None:
        return _nobody(recording, knowledge, options)
    used = _used_pictures(clip)
    track = clip.pose_track
    distinct = replace(track, time_s=track.time_s[used], xy_px=track.xy_px[used], visibility=track.visibility[used])
    analysis = analyse_track(
        distinct,
        recording,
        knowledge=knowledge,
        options=options,
        panned=clip.scene.is_pan,
        model_sha256=weights_sha256(),
    )
    return _in_step_with_clip(analysis, clip, used)


def recording_of(clip: TrackedClip) -> Recording:
    """The recording's facts from what its file says and what was seen in it."""
    probe, scene = clip.probe, clip.scene
    warnings = [*probe.warnings, *_survey_warnings(clip)]
    if clip.ended_early and not probe.truncated:
        warnings.append("The file stops giving pictures before its end; what there is was used.")
    if scene is not None and scene.cut_times_s:
        warnings.append(f"The clip is cut at {_instants(scene.cut_times_s)}; only the longest piece was used.")
    return Recording(
        id=probe.sha256[:12],
        path=probe.path.name,
        sha256=probe.sha256,
        kind="video",
        width_px=probe.width_px,
        height_px=probe.height_px,
        time_s=probe.packet_time_s if scene is None else scene.time_s[~scene.repeated],
        rotation_deg=probe.rotation_deg,
        codec=probe.codec,
        repeated_frame_count=0 if scene is None else int(scene.repeated.sum()),
        slow_motion_factor=probe.slow_motion_factor,
        cut_times_s=() if scene is None else scene.cut_times_s,
        camera_motion_px_s=None if scene is None else scene.camera_motion_px_s,
        warnings=tuple(warnings),
    )


def recording_of_keypoints(path: Path, track: PoseTrack) -> Recording:
    """The recording's facts where only keypoints came in."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    width, height = track.image_size_px
    return Recording(digest[:12], path.name, digest, "keypoints", width, height, track.time_s)


def _slow_motion_factor(recording: Recording, options: AnalysisOptions) -> float | None:
    """Recorded pictures per second over played ones; None where neither the runner nor the file says."""
    if options.recorded_fps is not None:
        return max(options.recorded_fps / recording.fps_nominal, 1e-3)
    return recording.slow_motion_factor


def _survey_warnings(clip: TrackedClip) -> list[str]:
    warnings = []
    if clip.survey.others_in_picture:
        warnings.append(
            f"{clip.survey.people_count} people are in the picture; the one whose legs move most was followed. "
            "Check the skeleton in the report."
        )
    if clip.survey.partial_body:
        parts = " and ".join(clip.survey.parts_outside)
        warnings.append(f"The runner's {parts} are outside the picture most of the time; film the whole body.")
    return warnings


def _used_pictures(clip: TrackedClip) -> NDArray[np.intp]:
    """Indices of the distinct pictures of the longest shot."""
    assert clip.scene is not None
    time_s = clip.scene.time_s
    bounds = [time_s[0], *clip.scene.cut_times_s, np.inf]
    last_s = [min(end, time_s[-1]) for end in bounds[1:]]
    longest = int(np.argmax([end - begin for begin, end in zip(bounds[:-1], last_s, strict=True)]))
    inside = (time_s >= bounds[longest] - 1e-9) & (time_s < bounds[longest + 1] - 1e-9)
    return np.flatnonzero(inside & ~clip.scene.repeated)


def _in_step_with_clip(analysis: ClipAnalysis, clip: TrackedClip, used: NDArray[np.intp]) -> ClipAnalysis:
    """The same analysis with one row for every picture of the clip, so that a page can draw it over the video.

    A repeated picture shows the points of the one before; a picture of another shot shows none.
    """
    assert clip.scene is not None
    count = len(clip.scene.time_s)
    if len(used) == count:
        return replace(analysis, preview=clip.preview, timings_s=dict(clip.timings_s))
    row = np.searchsorted(used, np.arange(count), side="right") - 1
    inside = (row >= 0) & (np.arange(count) <= used[-1])
    row = np.maximum(row, 0)
    track = analysis.pose_track
    scale = (track.time_s[-1] - track.time_s[0]) / (clip.scene.time_s[used[-1]] - clip.scene.time_s[used[0]])
    time_s = clip.scene.time_s * scale
    xy = np.where(inside[:, None, None], track.xy_px[row], np.nan)
    visibility = np.where(inside[:, None], track.visibility[row], 0.0)
    angles = {name: np.where(inside, curve[row], np.nan) for name, curve in analysis.curves.angles_deg.items()}
    return replace(
        analysis,
        pose_track=replace(track, time_s=time_s, xy_px=xy, visibility=visibility),
        curves=AngleCurves(time_s, angles),
        preview=clip.preview,
        timings_s=dict(clip.timings_s),
    )


def _nobody(recording: Recording, knowledge: Knowledge, options: AnalysisOptions) -> ClipAnalysis:
    """An assessment that says that nobody was found."""
    empty = PoseTrack(
        recording.time_s,
        np.full((len(recording.time_s), 1, 2), np.nan),
        np.zeros((len(recording.time_s), 1)),
        ("nose",),
        (recording.width_px, recording.height_px),
        "none",
    )
    return analyse_track(empty, recording, knowledge=knowledge, options=options)


def _provenance(
    track: PoseTrack,
    side: SideAssessment,
    options: AnalysisOptions,
    knowledge: Knowledge,
    model_sha256: dict[str, str],
) -> Provenance:
    events: GaitEvents = side.events
    configuration = {
        "height_m": options.height_m,
        "recorded_fps": options.recorded_fps,
        "near_side": options.near_side,
        "detector": FootContactEvenstride.name,
        "version": __version__,
        "knowledge": knowledge.version,
    }
    text = json.dumps(configuration, sort_keys=True)
    return Provenance(
        package_version=__version__,
        algorithms={"pose": track.source, "events": events.algorithm, "findings": "trigger rules"},
        configuration_hash=hashlib.sha256(text.encode()).hexdigest()[:16],
        model_sha256=model_sha256,
        knowledge_version=knowledge.version,
    )


def _instants(times_s: tuple[float, ...]) -> str:
    return ", ".join(f"{time_s:.1f} s" for time_s in times_s)
