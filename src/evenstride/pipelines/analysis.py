"""A recording to an assessment: pose or keypoints in, measures, findings and provenance out."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.gait.assess import assess_track
from evenstride.gait.track_assessment import nothing_measured
from evenstride.imbalance import assess_findings, with_frames
from evenstride.model import (
    Assessment,
    ClipAnalysis,
    GaitEvents,
    PoseTrack,
    Provenance,
    Recording,
    Runner,
)
from evenstride.pipelines.options import AnalysisOptions
from evenstride.pipelines.recordings import recording_of
from evenstride.pipelines.shots import in_step_with_clip, measured_track
from evenstride.pipelines.usable_track import reason_against, without_points_outside
from evenstride.version import __version__

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge
    from evenstride.pipelines.clip_tracking import TrackedClip

#: Frame rates by name and by time stamps differ by a few percent; a clip that plays faster than life is a mistake.
LEAST_FACTOR = 0.9
FOOT_ANGLE = "foot_inclination_ic"


def analyse_track(
    track: PoseTrack,
    recording: Recording,
    *,
    knowledge: Knowledge,
    options: AnalysisOptions,
    model_sha256: dict[str, str] | None = None,
    instants: GaitEvents | None = None,
    px_per_m: float | None = None,
) -> ClipAnalysis:
    """Assess a pose track; pictures that repeat the one before, and other shots, must already be left out.

    Points outside the picture of a video are guesses of the model and are not used. ``instants`` and ``px_per_m`` are
    what a laboratory knows beside the points (`evenstride.gait.track_assessment.AssessmentRequest`).
    """
    is_filmed = recording.kind == "video"
    recording = replace(recording, slow_motion_factor=_slow_motion_factor(recording, options))
    reason = reason_against(track, is_filmed=is_filmed)
    if reason is not None:
        found = nothing_measured(track, reason, knowledge=knowledge, source=recording.id)
    else:
        found = assess_track(
            without_points_outside(track) if is_filmed else track,
            knowledge=knowledge,
            source=recording.id,
            height_m=options.height_m,
            slow_motion_factor=recording.slow_motion_factor,
            panned=recording.is_panned,
            near_side=options.near_side,
            filmed_from=options.filmed_from,
            tilt=recording.tilt,
            instants=instants,
            px_per_m=px_per_m,
        )
    # What was taken off: from behind the scene's and the runner's own symmetry together.
    recording = replace(recording, tilt=found.tilt or recording.tilt)
    assessment = Assessment(
        version=__version__,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        runner=Runner(height_m=options.height_m),
        recordings=(recording,),
        views=(found.view,),
        events=(found.events,),
        measures=found.measures,
        findings=with_frames(
            assess_findings(found.measures, knowledge=knowledge),
            {recording.id: found.steps},
            found.measures,
            knowledge,
        ),
        provenance=_provenance(track, found.events, options, knowledge, model_sha256 or {}),
        is_running=found.is_running,
        warnings=found.warnings,
    )
    return ClipAnalysis(assessment, found.track, found.curves, found.steps)


def analyse_tracked_clip(
    clip: TrackedClip, *, knowledge: Knowledge, options: AnalysisOptions
) -> tuple[ClipAnalysis, TrackedClip]:
    """Assess a tracked video: doubled pictures and other shots left out, then shown again in step with the clip.

    Where the frame rate carries the foot's angle, the shoes are looked at once more at each landing; the clip comes
    back with the points that were read then. A clip that brings them is not read again.
    """
    from evenstride.pipelines.shoe_reading import has_sole_lines, with_sole_lines

    analysis = _analyse_measured(clip, knowledge, options)
    is_readable = any(m.id == FOOT_ANGLE and m.status != "refused" for m in analysis.assessment.measures)
    if is_readable and not has_sole_lines(clip):
        read = with_sole_lines(clip, analysis)
        if read is not clip:
            clip, analysis = read, _analyse_measured(read, knowledge, options)
    return in_step_with_clip(analysis, clip), clip


def _analyse_measured(clip: TrackedClip, knowledge: Knowledge, options: AnalysisOptions) -> ClipAnalysis:
    from evenstride.pose.weights import weights_sha256

    return analyse_track(
        measured_track(clip),
        recording_of(clip),
        knowledge=knowledge,
        options=options,
        model_sha256=weights_sha256(),
    )


def _slow_motion_factor(recording: Recording, options: AnalysisOptions) -> float | None:
    """Recorded pictures per second over played ones; None where neither the runner nor the file says."""
    if options.recorded_fps is None or recording.fps_nominal == 0:
        return recording.slow_motion_factor
    factor = options.recorded_fps / recording.fps_nominal
    if factor < LEAST_FACTOR:
        raise InputError(
            f"Expected a recorded frame rate of at least the {recording.fps_nominal:.0f} pictures a second that the "
            f"clip plays, got {options.recorded_fps:g}. Leave it out for a clip at life speed."
        )
    return factor


def _provenance(
    track: PoseTrack,
    events: GaitEvents,
    options: AnalysisOptions,
    knowledge: Knowledge,
    model_sha256: dict[str, str],
) -> Provenance:
    configuration = {
        "height_m": options.height_m,
        "recorded_fps": options.recorded_fps,
        "near_side": options.near_side,
        "filmed_from": options.filmed_from,
        "detector": events.algorithm,
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
