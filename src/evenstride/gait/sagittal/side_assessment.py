"""A pose track filmed from the side, all the way to measures, or to clear words why not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from evenstride.gait.camera.levelling import level_track
from evenstride.gait.camera.side_view import YAW_REFUSAL_DEG, YAW_WARNING_DEG, SideView, estimate_side_view
from evenstride.gait.contact.events import FootContactEvenstride
from evenstride.gait.contact.locomotion import Locomotion, classify_locomotion
from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.measures import MeasureContext
from evenstride.gait.naming.cleaning import CleanTrack, clean_track
from evenstride.gait.naming.sides import exchange_sides
from evenstride.gait.sagittal.angles import compute_angle_curves
from evenstride.gait.sagittal.side_measures import summarise_side_measures
from evenstride.gait.sagittal.step_values import SideRecording
from evenstride.gait.track_assessment import (
    AssessmentRequest,
    TrackAssessment,
    not_running,
    on_life_clock,
    on_slow_clock,
    reason_legs_unseen,
    refusal,
    shared_doubts,
    side_warnings,
    slow_motion_words,
    step_on_slow_clock,
)
from evenstride.model import AngleCurves, PoseTrack
from evenstride.model.assessment import RecordingView


def assess_side_view(track: PoseTrack, request: AssessmentRequest) -> TrackAssessment:
    """Measures of a side-view track.

    Parameters
    ----------
    track : raw points on the runner's clock, long enough and with legs (`evenstride.gait.assess.assess_track`).
    request : ``near_side`` differs from what the picture shows only in a mirrored clip; left and right are then
        exchanged throughout.
    """
    clean = clean_track(track)
    view = estimate_side_view(clean.track)
    if request.near_side not in (None, view.near_side):
        everywhere = np.ones(len(track), dtype=bool)
        clean = replace(clean, track=exchange_sides(clean.track, everywhere))
        view = replace(view, near_side=view.far_side)
    described = _recording_view(view, panned=request.panned)
    unusable = reason_legs_unseen(clean) or _reason_oblique(view)
    if unusable is not None:
        return refusal(clean.track, unusable, request, view=described)
    locomotion = classify_locomotion(clean.track, view)
    if locomotion.kind != "running":
        return refusal(clean.track, not_running(locomotion), request, view=described, locomotion=locomotion)
    return _measured(clean, view, described, locomotion, request)


def _measured(
    clean: CleanTrack,
    view: SideView,
    described: RecordingView,
    locomotion: Locomotion,
    request: AssessmentRequest,
) -> TrackAssessment:
    suspected = locomotion.slow_motion_factor if request.slow_motion_factor is None else 1.0
    track = clean.track
    life = on_life_clock(track, suspected)
    events = request.instants or FootContactEvenstride().detect(life, view)
    steps = assemble_steps(events)
    levelled = life if request.tilt is None else level_track(life, request.tilt)
    curves = compute_angle_curves(levelled, view)
    context = MeasureContext(
        source=request.source,
        true_fps=life.fps,
        height_m=request.height_m,
        refuse_timing=slow_motion_words(locomotion) if suspected > 1.0 else None,
        doubt=(*shared_doubts(clean, suspected), *_yaw_doubts(view)),
        measured_leg_m=request.leg_m(view.leg_length_px),
    )
    measures = summarise_side_measures(
        SideRecording(levelled, view, curves, steps), knowledge=request.knowledge, context=context
    )
    return TrackAssessment(
        view=described,
        track=track,
        curves=AngleCurves(track.time_s, curves.angles_deg),
        events=on_slow_clock(events, suspected),
        steps=tuple(step_on_slow_clock(step, suspected) for step in steps),
        measures=measures,
        locomotion=locomotion,
        warnings=tuple(_warnings(clean, view, locomotion, suspected)),
        tilt=request.tilt,
    )


def _reason_oblique(view: SideView) -> str | None:
    if abs(view.yaw_deg) <= YAW_REFUSAL_DEG:
        return None
    return (
        f"Expected a camera square to the side, it stands about {abs(view.yaw_deg):.0f} degrees off. "
        "Move it level with the runner's hips, at a right angle to the running direction or straight behind the runner."
    )


def _warnings(clean: CleanTrack, view: SideView, locomotion: Locomotion, suspected: float) -> list[str]:
    words = []
    if abs(view.yaw_deg) > YAW_WARNING_DEG:
        words.append(
            f"The camera stands about {abs(view.yaw_deg):.0f} degrees off square; angles are foreshortened by "
            f"{100 * (1 - np.cos(np.radians(view.yaw_deg))):.0f} % and the far leg is seen worse."
        )
    if suspected > 1.0:
        words.append(slow_motion_words(locomotion))
    words.extend(side_warnings(clean))
    if view.facing_certainty < 0.75:
        words.append("It is not certain which way the runner faces; check that left and right are right.")
    return words


def _yaw_doubts(view: SideView) -> tuple[str, ...]:
    if abs(view.yaw_deg) <= 2 * YAW_WARNING_DEG + 4:
        return ()
    return (f"The camera stands about {abs(view.yaw_deg):.0f} degrees off square.",)


def _recording_view(view: SideView, *, panned: bool) -> RecordingView:
    moves = view.overground or panned
    return RecordingView(
        view=view.near_side,
        facing="right" if view.facing_sign > 0 else "left",
        near_side=view.near_side,
        surface="overground" if moves else "treadmill",
        yaw_deg=view.yaw_deg,
    )
