"""A recording to an assessment: pose or keypoints in, measures, findings and provenance out."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evenstride.errors import InputError
from evenstride.gait.events import FootContactEvenstride
from evenstride.gait.measures import refused_measures
from evenstride.gait.side_assessment import SideAssessment, assess_side_view
from evenstride.imbalance import assess_findings, with_frames
from evenstride.model import (
    AngleCurves,
    Assessment,
    ClipAnalysis,
    GaitEvents,
    PoseTrack,
    Provenance,
    Recording,
    Runner,
)
from evenstride.model.assessment import RecordingView
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


def analyse_track(
    track: PoseTrack,
    recording: Recording,
    *,
    knowledge: Knowledge,
    options: AnalysisOptions,
    panned: bool = False,
    model_sha256: dict[str, str] | None = None,
) -> ClipAnalysis:
    """Assess a pose track; pictures that repeat the one before, and other shots, must already be left out.

    Points outside the picture of a video are guesses of the model and are not used.
    """
    is_filmed = recording.kind == "video"
    reason = reason_against(track, is_filmed=is_filmed)
    if reason is not None:
        side = _nothing_measured(track, reason, knowledge, recording)
    else:
        side = assess_side_view(
            without_points_outside(track) if is_filmed else track,
            knowledge=knowledge,
            source=recording.id,
            height_m=options.height_m,
            slow_motion_factor=_slow_motion_factor(recording, options),
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
        findings=with_frames(assess_findings(side.measures, knowledge=knowledge), side.steps, recording.id, knowledge),
        provenance=_provenance(track, side.events, options, knowledge, model_sha256 or {}),
        is_running=side.is_running,
        warnings=side.warnings,
    )
    return ClipAnalysis(assessment, side.track, side.curves, side.steps)


def analyse_tracked_clip(clip: TrackedClip, *, knowledge: Knowledge, options: AnalysisOptions) -> ClipAnalysis:
    """Assess a tracked video: doubled pictures and other shots left out, then shown again in step with the clip."""
    from evenstride.pose.weights import weights_sha256

    analysis = analyse_track(
        measured_track(clip),
        recording_of(clip),
        knowledge=knowledge,
        options=options,
        panned=clip.scene is not None and clip.scene.is_pan,
        model_sha256=weights_sha256(),
    )
    return in_step_with_clip(analysis, clip)


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


def _nothing_measured(track: PoseTrack, reason: str, knowledge: Knowledge, recording: Recording) -> SideAssessment:
    """Every measure refused for one reason that was clear before the movement was looked at."""
    return SideAssessment(
        view=RecordingView(view="unknown", facing=None, near_side=None, surface="unknown"),
        track=track,
        curves=AngleCurves(track.time_s, {}),
        events=GaitEvents((), FootContactEvenstride.name),
        steps=(),
        measures=refused_measures(knowledge=knowledge, source=recording.id, reason=reason),
        locomotion=None,
        warnings=(reason,),
    )


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
