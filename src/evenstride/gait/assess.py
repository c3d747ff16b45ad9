"""One entry for a pose track from any view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evenstride.gait.camera.camera_view import CameraView, recognise_camera_view
from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.frontal.rear_assessment import assess_rear_view
from evenstride.gait.sagittal.side_assessment import assess_side_view
from evenstride.gait.track_assessment import (
    AssessmentRequest,
    TrackAssessment,
    legs_unseen,
    on_life_clock,
    reason_too_short,
    refusal,
    view_called,
)
from evenstride.model import CameraTilt, GaitEvents, PoseTrack
from evenstride.model.camera import FilmedFrom
from evenstride.model.gait import Side

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge


def assess_track(
    raw: PoseTrack,
    *,
    knowledge: Knowledge,
    source: str,
    height_m: float | None = None,
    slow_motion_factor: float | None = None,
    panned: bool = False,
    near_side: Side | None = None,
    filmed_from: FilmedFrom | None = None,
    tilt: CameraTilt | None = None,
    instants: GaitEvents | None = None,
    px_per_m: float | None = None,
) -> TrackAssessment:
    """Measures of a track, or clear words why not; see `AssessmentRequest` for what the parameters mean.

    Parameters
    ----------
    raw : as a backend or a reader gave it.
    filmed_from : if the runner says so; None reads it from the picture.
    """
    request = AssessmentRequest(
        knowledge, source, height_m, slow_motion_factor, panned, near_side, tilt, instants, px_per_m
    )
    track = on_life_clock(raw, slow_motion_factor)
    too_short = reason_too_short(track)
    if too_short is not None:
        return refusal(track, too_short, request)
    if not np.isfinite(typical_leg_length_px(track)):
        return refusal(track, legs_unseen(0.0), request)
    camera: CameraView = filmed_from or recognise_camera_view(track)
    if camera == "rear" or camera == "front":
        return assess_rear_view(track, request, seen_from=camera)
    if camera == "unknown":
        reason = "Expected a whole runner, could not make out the shoulders. Film the whole body."
        return refusal(track, reason, request, view=view_called(camera))
    return assess_side_view(track, request)
