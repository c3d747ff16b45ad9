"""A pose track filmed from behind or from the front, all the way to measures, or to clear words why not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from evenstride.gait.camera.camera_view import recognise_camera_view
from evenstride.gait.camera.levelling import level_track
from evenstride.gait.camera.rear_view import (
    YAW_REFUSAL_DEG,
    YAW_WARNING_DEG,
    RearView,
    SeenFrom,
    as_seen_from_behind,
    combined_tilt,
    estimate_rear_view,
    tilt_as_seen_from_behind,
    tilt_from_symmetry,
    with_scene_yaw,
)
from evenstride.gait.camera.side_view import typical_leg_length_px
from evenstride.gait.contact.locomotion import Locomotion
from evenstride.gait.contact.rear_events import TrunkBounce, agreement_of_sides
from evenstride.gait.contact.rear_locomotion import classify_rear_locomotion
from evenstride.gait.contact.steps import assemble_steps
from evenstride.gait.frontal.angles import compute_frontal_curves
from evenstride.gait.frontal.rear_measures import summarise_rear_measures
from evenstride.gait.frontal.rear_step_values import RearRecording
from evenstride.gait.measures import MeasureContext
from evenstride.gait.naming.cleaning import CleanTrack, clean_track
from evenstride.gait.naming.sides import exchange_sides
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
    view_called,
)
from evenstride.model import AngleCurves, CameraTilt, GaitEvents, PoseTrack, Step

#: The ankles must agree with the naming of at least this share of the steps.
LEAST_SIDE_AGREEMENT = 0.65
FRONT_DOUBT = "Seen from the front: the formulas are those of the view from behind, checked on runs from behind only."


def assess_rear_view(track: PoseTrack, request: AssessmentRequest, *, seen_from: SeenFrom) -> TrackAssessment:
    """Measures of a track filmed along the running direction.

    Parameters
    ----------
    track : raw points on the runner's clock, long enough and with legs (`evenstride.gait.assess.assess_track`).

    Notes
    -----
    A view from the front is read as its mirror image, in which the left side is at image left as from behind.
    """
    clean = clean_track(_named_as_seen(track, seen_from))
    named = replace(view_called(seen_from), surface="overground" if request.panned else "treadmill")
    unusable = reason_legs_unseen(clean)
    if unusable is not None:
        return refusal(clean.track, unusable, request, view=named)
    behind = as_seen_from_behind(clean.track, seen_from)
    locomotion = classify_rear_locomotion(behind, typical_leg_length_px(behind))
    if locomotion.kind != "running":
        return refusal(clean.track, not_running(locomotion), request, view=named, locomotion=locomotion)
    suspected = locomotion.slow_motion_factor if request.slow_motion_factor is None else 1.0
    run = _read(on_life_clock(behind, suspected), request, seen_from)
    described = replace(named, yaw_deg=_yaw_as_filmed(run.view))
    if run.view.overground:
        described = replace(described, surface="overground")
    unusable = _reason_oblique(run.view) or _reason_sides_unclear(run)
    if unusable is not None:
        return refusal(clean.track, unusable, request, view=described, locomotion=locomotion)
    context = MeasureContext(
        source=request.source,
        true_fps=run.track.fps,
        view=seen_from,
        height_m=request.height_m,
        refuse_timing=slow_motion_words(locomotion) if suspected > 1.0 else None,
        doubt=(*shared_doubts(clean, suspected), *_doubts(run.view)),
        measured_leg_m=request.leg_m(run.view.leg_length_px),
    )
    levelled = level_track(run.track, run.tilt)
    curves = compute_frontal_curves(levelled)
    measures = summarise_rear_measures(
        RearRecording(levelled, run.view, curves, run.steps), run.tilt, knowledge=request.knowledge, context=context
    )
    return TrackAssessment(
        view=described,
        track=clean.track,
        curves=AngleCurves(clean.track.time_s, curves.angles_deg),
        events=on_slow_clock(run.events, suspected),
        steps=tuple(step_on_slow_clock(step, suspected) for step in run.steps),
        measures=measures,
        locomotion=locomotion,
        warnings=tuple(_warnings(clean, run.view, locomotion, suspected)),
        tilt=tilt_as_seen_from_behind(run.tilt, seen_from),
    )


@dataclass(frozen=True)
class _Run:
    """A run as seen from behind: points not levelled, its instants and how the camera stood."""

    track: PoseTrack
    events: GaitEvents
    steps: tuple[Step, ...]
    view: RearView
    tilt: CameraTilt


def _read(track: PoseTrack, request: AssessmentRequest, seen_from: SeenFrom) -> _Run:
    events = request.instants or TrunkBounce().detect(track, typical_leg_length_px(track))
    steps = assemble_steps(events)
    scene = tilt_as_seen_from_behind(request.tilt, seen_from)
    view = with_scene_yaw(estimate_rear_view(track, steps, seen_from), scene)
    return _Run(track, events, steps, view, combined_tilt(scene, tilt_from_symmetry(track, steps, view)))


def _named_as_seen(track: PoseTrack, seen_from: SeenFrom) -> PoseTrack:
    """The track with left and right exchanged where the shoulders contradict what the runner says of the view."""
    if recognise_camera_view(track) not in ("rear", "front") or recognise_camera_view(track) == seen_from:
        return track
    return exchange_sides(track, np.ones(len(track), dtype=bool))


def _doubts(view: RearView) -> tuple[str, ...]:
    """Reasons why all values of such a view are of low confidence."""
    doubts = [FRONT_DOUBT] if view.seen_from == "front" else []
    if view.is_doubtful:
        doubts.append(_unsure_which_end(view))
    if view.overground:
        doubts.append(
            "The runner comes nearer or runs away, so neither the scale nor the camera's angle is the same throughout."
        )
    return tuple(doubts)


def _unsure_which_end(view: RearView) -> str:
    shoulders, feet = ("behind", "the front") if view.seen_from == "rear" else ("the front", "behind")
    return (
        f"The shoulders say that this was filmed from {shoulders}, the feet that it was from {feet}: left and right "
        "may be exchanged. Say which it is (--view rear or --view front)."
    )


def _yaw_as_filmed(view: RearView) -> float | None:
    if view.yaw_deg is None or view.seen_from == "rear":
        return view.yaw_deg
    return -view.yaw_deg


def _reason_oblique(view: RearView) -> str | None:
    if view.yaw_deg is None or abs(view.yaw_deg) <= YAW_REFUSAL_DEG:
        return None
    return (
        f"Expected a camera in line with the run, it stands about {abs(view.yaw_deg):.0f} degrees off. "
        "Film from straight behind, the camera level at hip height."
    )


def _reason_sides_unclear(run: _Run) -> str | None:
    agreement = agreement_of_sides(run.track, run.events)
    if agreement >= LEAST_SIDE_AGREEMENT:
        return None
    return (
        f"The left and the right foot could not be told apart: the ankles agree with {100 * agreement:.0f} % of the "
        "steps. Film in better light, from straight behind, the camera at hip height."
    )


def _warnings(clean: CleanTrack, view: RearView, locomotion: Locomotion, suspected: float) -> list[str]:
    words = []
    if view.yaw_deg is not None and abs(view.yaw_deg) > YAW_WARNING_DEG:
        words.append(
            f"The camera stands about {abs(view.yaw_deg):.0f} degrees off the line of running; what that does to the "
            "angles is taken off as far as it is known."
        )
    if view.is_doubtful:
        words.append(_unsure_which_end(view))
    if suspected > 1.0:
        words.append(slow_motion_words(locomotion))
    words.extend(side_warnings(clean))
    return words
