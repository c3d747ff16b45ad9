"""A pose track filmed from the side, all the way to measures, or to clear words why not."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from evenstride.gait.camera_view import CameraView, recognise_camera_view
from evenstride.gait.cleaning import CleanTrack, clean_track
from evenstride.gait.events import FootContactEvenstride
from evenstride.gait.locomotion import Locomotion, classify_locomotion
from evenstride.gait.measures import MeasureContext, refused_measures, summarise_measures
from evenstride.gait.sagittal import compute_angle_curves
from evenstride.gait.side_view import (
    YAW_REFUSAL_DEG,
    YAW_WARNING_DEG,
    SideView,
    estimate_side_view,
    typical_leg_length_px,
)
from evenstride.gait.sides import exchange_sides
from evenstride.gait.step_values import SideRecording
from evenstride.gait.steps import assemble_steps
from evenstride.model import AngleCurves, GaitEvents, Measure, PoseTrack, Step
from evenstride.model.assessment import RecordingView, View
from evenstride.model.gait import SIDES, Side

if TYPE_CHECKING:
    from evenstride.knowledge import Knowledge

#: Less than this of the clip with both legs known says nothing dependable.
LEAST_KNOWN_SHARE = 0.4
LEAST_PICTURES = 12
#: Shorter than one stride of a runner.
LEAST_DURATION_S = 0.6
#: More pictures than this in which the legs could not be told apart refuses the clip.
MOST_UNCLEAR_SHARE = 0.25
NO_EVENTS = GaitEvents((), FootContactEvenstride.name)


@dataclass(frozen=True)
class SideAssessment:
    """What one side-view track gives.

    ``locomotion`` is None where the track was refused before the legs' movement was looked at.
    """

    view: RecordingView
    track: PoseTrack
    curves: AngleCurves
    events: GaitEvents
    steps: tuple[Step, ...]
    measures: tuple[Measure, ...]
    locomotion: Locomotion | None
    warnings: tuple[str, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.locomotion is not None and self.locomotion.kind == "running"


def assess_side_view(
    raw: PoseTrack,
    *,
    knowledge: Knowledge,
    source: str,
    height_m: float | None = None,
    slow_motion_factor: float | None = None,
    panned: bool = False,
    near_side: Side | None = None,
) -> SideAssessment:
    """Measures of a side-view track.

    Parameters
    ----------
    raw : as a backend or a reader gave it.
    source : recording id that the measures name.
    slow_motion_factor : how many times slower than life the clip plays, from its metadata or the runner; None unknown.
    panned : whether the camera moved with the runner.
    near_side : the runner's side the camera saw, if the runner says so. It differs from what the picture shows only in
        a mirrored clip; left and right are then exchanged throughout.
    """
    track = raw if slow_motion_factor is None else replace(raw, time_s=raw.time_s / slow_motion_factor)
    duration_s = float(track.time_s[-1] - track.time_s[0])
    if len(track) < LEAST_PICTURES or duration_s < LEAST_DURATION_S:
        got = f"{len(track)} pictures in {duration_s:.1f} s"
        reason = f"Expected at least a second of running, got {got}. Film 10 seconds or more."
        return _refusal(track, _unknown_view("unknown"), reason, knowledge, source)
    if not np.isfinite(typical_leg_length_px(track)):
        return _refusal(track, _unknown_view("unknown"), _legs_unseen(0.0), knowledge, source)
    camera = recognise_camera_view(track)
    if camera in ("rear", "front", "unknown"):
        return _refusal(track, _unknown_view(camera), _wrong_view(camera), knowledge, source)
    clean = clean_track(track)
    view = estimate_side_view(clean.track)
    if near_side not in (None, view.near_side):
        everywhere = np.ones(len(track), dtype=bool)
        clean = replace(clean, track=exchange_sides(clean.track, everywhere))
        view = replace(view, near_side=view.far_side)
    described = _recording_view(view, panned=panned)
    unusable = _unusable(clean, view)
    if unusable is not None:
        return _refusal(clean.track, described, unusable, knowledge, source)
    locomotion = classify_locomotion(clean.track, view)
    if locomotion.kind != "running":
        return _refusal(clean.track, described, _not_running(locomotion), knowledge, source, locomotion)
    return _measured(clean, view, described, locomotion, knowledge, source, height_m, slow_motion_factor)


def _measured(
    clean: CleanTrack,
    view: SideView,
    described: RecordingView,
    locomotion: Locomotion,
    knowledge: Knowledge,
    source: str,
    height_m: float | None,
    slow_motion_factor: float | None,
) -> SideAssessment:
    suspected = locomotion.slow_motion_factor if slow_motion_factor is None else 1.0
    track = clean.track
    life = track if suspected == 1.0 else replace(track, time_s=track.time_s / suspected)
    events = FootContactEvenstride().detect(life, view)
    steps = assemble_steps(events)
    curves = compute_angle_curves(life, view)
    warnings = tuple(_warnings(clean, view, locomotion, suspected))
    context = MeasureContext(
        source=source,
        true_fps=life.fps,
        height_m=height_m,
        refuse_timing=_slow_motion_words(locomotion) if suspected > 1.0 else None,
        doubt=_general_doubts(clean, view, suspected),
    )
    measures = summarise_measures(SideRecording(life, view, curves, steps), knowledge=knowledge, context=context)
    shown = AngleCurves(track.time_s, curves.angles_deg)
    return SideAssessment(
        described,
        track,
        shown,
        _on_slow_clock(events, suspected),
        tuple(_step_on_slow_clock(step, suspected) for step in steps),
        measures,
        locomotion,
        warnings,
    )


def _on_slow_clock(events: GaitEvents, factor: float) -> GaitEvents:
    """Events found in life time, on the clock of a clip that plays ``factor`` times slower."""
    slow = (replace(e, time_s=e.time_s * factor, uncertainty_s=e.uncertainty_s * factor) for e in events)
    return GaitEvents(tuple(slow), events.algorithm)


def _step_on_slow_clock(step: Step, factor: float) -> Step:
    times: dict[str, Any] = {
        field.name: None if value is None else value * factor
        for field in fields(step)
        if field.name.endswith("_s") and isinstance(value := getattr(step, field.name), float | None)
    }
    return replace(step, **times)


def _refusal(
    track: PoseTrack,
    view: RecordingView,
    reason: str,
    knowledge: Knowledge,
    source: str,
    locomotion: Locomotion | None = None,
) -> SideAssessment:
    measures = refused_measures(knowledge=knowledge, source=source, reason=reason)
    curves = AngleCurves(track.time_s, {})
    return SideAssessment(view, track, curves, NO_EVENTS, (), measures, locomotion, (reason,))


def _unusable(clean: CleanTrack, view: SideView) -> str | None:
    known = 1.0 - float(clean.unknown.mean())
    if known < LEAST_KNOWN_SHARE:
        return _legs_unseen(known)
    feet = [clean.track.point(f"{side}_{name}")[:, 0] for side in SIDES for name in ("heel", "toe")]
    if float(np.mean(np.isfinite(feet))) < LEAST_KNOWN_SHARE:
        return (
            "Expected heel and toe points of both feet, found hardly any: without them no contact can be timed. "
            "Keep the feet in the picture; keypoints of other tools need heels and toes (BlazePose, Halpe-26, BODY_25)."
        )
    if clean.unclear_share > MOST_UNCLEAR_SHARE:
        return (
            f"The left and the right leg could not be told apart in {100 * clean.unclear_share:.0f} % of the pictures. "
            "Film in better light, with tight clothes, square from the side."
        )
    if abs(view.yaw_deg) > YAW_REFUSAL_DEG:
        return (
            f"Expected a camera square to the side, it stands about {abs(view.yaw_deg):.0f} degrees off. "
            "Move it level with the runner's hips, at a right angle to the running direction."
        )
    return None


def _legs_unseen(known_share: float) -> str:
    return (
        f"Expected both of the runner's legs in most of the clip, saw both in {100 * known_share:.0f} % of it. "
        "Film so that the whole body stays in the picture."
    )


def _warnings(clean: CleanTrack, view: SideView, locomotion: Locomotion, suspected: float) -> list[str]:
    words = []
    if abs(view.yaw_deg) > YAW_WARNING_DEG:
        words.append(
            f"The camera stands about {abs(view.yaw_deg):.0f} degrees off square; angles are foreshortened by "
            f"{100 * (1 - np.cos(np.radians(view.yaw_deg))):.0f} % and the far leg is seen worse."
        )
    if suspected > 1.0:
        words.append(_slow_motion_words(locomotion))
    if clean.swapped_share > 0:
        words.append(f"Left and right leg were exchanged back in {100 * clean.swapped_share:.1f} % of the pictures.")
    if view.facing_certainty < 0.75:
        words.append("It is not certain which way the runner faces; check that left and right are right.")
    return words


def _general_doubts(clean: CleanTrack, view: SideView, suspected: float) -> tuple[str, ...]:
    doubts = []
    if suspected > 1.0:
        doubts.append("The clip seems to play in slow motion.")
    if clean.unclear_share > MOST_UNCLEAR_SHARE / 2:
        doubts.append("The legs are hard to tell apart in many pictures.")
    if abs(view.yaw_deg) > 2 * YAW_WARNING_DEG + 4:
        doubts.append(f"The camera stands about {abs(view.yaw_deg):.0f} degrees off square.")
    return tuple(doubts)


def _slow_motion_words(locomotion: Locomotion) -> str:
    return (
        f"This looks like slow motion: {locomotion.step_rate_spm:.0f} steps a minute by the file's clock, about "
        f"{locomotion.slow_motion_factor:.1f} times slower than running. Say at how many pictures a second it was "
        "recorded (--recorded-fps 240, for example), then times can be given."
    )


def _not_running(locomotion: Locomotion) -> str:
    if locomotion.kind == "walking":
        rate = f" ({locomotion.step_rate_spm:.0f} steps a minute)" if locomotion.step_rate_spm else ""
        return f"Expected a runner, this looks like walking{rate}: no flight between the steps. Film a run."
    return "Expected a runner, found no running rhythm in the legs. Film 10 seconds of steady running from the side."


def _wrong_view(camera: CameraView) -> str:
    if camera == "unknown":
        return "Expected a runner from the side, could not make out the shoulders. Film the whole body."
    place = "behind" if camera == "rear" else "the front"
    return (
        f"Expected a view from the side, this one is from {place} or obliquely so. Film from the side: the camera at a "
        "right angle to the running direction, level with the hips."
    )


def _unknown_view(camera: CameraView) -> RecordingView:
    named: View = camera if camera in ("rear", "front") else "unknown"
    return RecordingView(view=named, facing=None, near_side=None, surface="unknown")


def _recording_view(view: SideView, *, panned: bool) -> RecordingView:
    moves = view.overground or panned
    return RecordingView(
        view=view.near_side,
        facing="right" if view.facing_sign > 0 else "left",
        near_side=view.near_side,
        surface="overground" if moves else "treadmill",
        yaw_deg=view.yaw_deg,
    )
