"""The product end to end on the rendered clips: events, sides, view, angle curves and measures against truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.accuracy.lab import OURS, detect_with_every_rule, runner_id
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.measure_samples import MeasureSample
from benchmarks.accuracy.noise_measurement import PointError, measure_noise
from benchmarks.accuracy.rendered_force import find_recording, force_events
from benchmarks.accuracy.rendered_measures import true_strike_class
from benchmarks.accuracy.rendered_samples import rear_samples, side_samples
from benchmarks.accuracy.rendered_truth import RenderedTruth, list_rendered_clips, load_rendered_truth
from benchmarks.accuracy.score import EventTally, match_events
from evenstride.gait.contact.published_rules import PUBLISHED_RULES
from evenstride.gait.naming.cleaning import clean_track
from evenstride.model import ClipAnalysis, GaitEvents, PoseTrack
from evenstride.model.gait import SIDES, EventKind, other

QUICK_CLIPS = ("dev01_side", "dev21_side", "dev12_rear")
KINDS: tuple[tuple[EventKind, str], ...] = (("initial_contact", "td_s"), ("toe_off", "to_s"))
#: Curve name of the product -> truth's angle.
CURVES = {
    "knee_flexion": "knee_flexion_3d",
    "thigh_angle": "thigh_angle_3d",
    "shank_angle": "shank_angle_3d",
    "foot_pitch": "foot_pitch_3d",
}
#: A true instant so near to the clip's end is matched but not scored.
MARGIN_S = 0.05
FORCE_MARGIN_S = 0.15


@dataclass
class RenderedScores:
    """Everything measured on the rendered clips.

    ``events`` by (rule, frame rate, leg, kind) against the figure's own contacts (legs left and right from behind);
    ``force_events`` likewise against the force plate of the recorded run, ours then by nets that never saw that
    runner; ``curves`` mean absolute error in degrees per clip by (curve, leg); ``mis_sided`` share of pictures per
    clip; ``views`` and ``strikes`` as (clip, found, true); ``points`` the error of every keypoint.
    """

    events: EventTally = field(default_factory=EventTally)
    force_events: EventTally = field(default_factory=EventTally)
    curves: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    measures: list[MeasureSample] = field(default_factory=list)
    mis_sided: dict[str, float] = field(default_factory=dict)
    views: list[tuple[str, str, str]] = field(default_factory=list)
    strikes: list[tuple[str, str, str]] = field(default_factory=list)
    points: list[PointError] = field(default_factory=list)


def score_rendered(
    shared_data: Path,
    *,
    analyze: Callable[[Path, float], ClipAnalysis],
    quick: bool = False,
    tick: Callable[[str], None] = lambda _: None,
) -> RenderedScores:
    """Analyse every rendered clip and compare.

    Parameters
    ----------
    analyze : video and the runner's height in metres -> analysis.
    """
    folder = shared_data / "rendered"
    scores = RenderedScores()
    clips = [clip for view in ("side", "rear") for clip in list_rendered_clips(folder, view)]
    for clip in QUICK_CLIPS if quick else clips:
        tick(f"rendered {clip}")
        truth = load_rendered_truth(folder, clip)
        analysis = analyze(truth.video, truth.stature_m)
        if truth.near_side is None:
            score_rear_clip(scores, truth, analysis)
            continue
        score_clip(scores, truth, analysis)
        trial = find_recording(truth, shared_data)
        if trial is not None:
            _score_force_events(scores, truth, trial, analysis)
    return scores


def score_rear_clip(scores: RenderedScores, truth: RenderedTruth, analysis: ClipAnalysis) -> None:
    """Add one clip filmed from behind; legs are left and right there."""
    _score_events(scores, truth, OURS, analysis.events)
    scores.mis_sided[truth.clip] = mis_sided_share(clean_track(analysis.pose_track).track, truth)
    scores.views.append((truth.clip, analysis.assessment.views[0].view, "rear"))
    scores.measures += rear_samples(truth, analysis)


def score_clip(scores: RenderedScores, truth: RenderedTruth, analysis: ClipAnalysis) -> None:
    """Add one clip filmed from the side."""
    track = clean_track(analysis.pose_track).track
    _score_events(scores, truth, OURS, analysis.events)
    for rule in PUBLISHED_RULES:
        _score_events(scores, truth, rule.name, rule.detect(track, facing_sign=1 if truth.faces_right else -1))
    scores.points += measure_noise(track, truth)
    scores.mis_sided[truth.clip] = mis_sided_share(track, truth)
    _score_view(scores, truth, analysis)
    _score_curves(scores, truth, analysis)
    scores.measures += side_samples(truth, analysis)


def mis_sided_share(track: PoseTrack, truth: RenderedTruth) -> float:
    """Share of pictures in which both feet lie clearly (3 % of stature) nearer to the other foot's true place."""
    wrong = np.ones(len(track), dtype=bool)
    for side in SIDES:
        own, opposite = (
            sum(
                np.linalg.norm(track.point(f"{side}_{p}") - truth.point_at(f"{s}_{p}", track.time_s), axis=1)
                for p in ("ankle", "heel", "toe")
            )
            for s in (side, other(side))
        )
        wrong &= np.nan_to_num(own - opposite) / 3 > 0.03 * truth.height_px
    return float(wrong.mean())


def _score_events(scores: RenderedScores, truth: RenderedTruth, rule: str, events: GaitEvents) -> None:
    end_s = truth.time_s[-1]
    for side in SIDES:
        leg = truth.leg_of(side)
        contacts = truth.contacts_of(side, complete=False)
        for kind, key in KINDS:
            counted = [bool(c["complete"] and MARGIN_S < c[key] < end_s - MARGIN_S) for c in contacts]
            found = [event.time_s for event in events.of(kind, side)]
            matches = match_events([c[key] for c in contacts], found, counted=counted)
            scores.events.add((rule, f"{truth.fps:.0f} fps", leg, kind), matches)


def _score_force_events(scores: RenderedScores, truth: RenderedTruth, trial: LabTrial, analysis: ClipAnalysis) -> None:
    true_s = force_events(truth, trial)
    first, last = truth.time_s[0] + FORCE_MARGIN_S, truth.time_s[-1] - FORCE_MARGIN_S
    for rule, events in detect_with_every_rule(analysis.pose_track, runner=runner_id(trial)):
        for (kind, side), instants in true_s.items():
            leg = "near" if side == truth.near_side else "far"
            counted = [bool(first < instant < last) for instant in instants]
            found = [event.time_s for event in events.of(kind, side)]
            matches = match_events(instants, found, counted=counted, window_s=(first, last))
            scores.force_events.add((rule, f"{truth.fps:.0f} fps", leg, kind), matches)


def _score_view(scores: RenderedScores, truth: RenderedTruth, analysis: ClipAnalysis) -> None:
    view = analysis.assessment.views[0]
    scores.views.append(
        (truth.clip, f"{view.near_side} near, {view.surface}", f"{truth.near_side} near, {truth.surface}")
    )
    for side in SIDES:
        measure = analysis.assessment.measure("foot_strike_pattern", side)
        true_class = true_strike_class(truth, side)
        found = "refused" if measure is None or measure.value is None else str(measure.value)
        leg = "near" if side == truth.near_side else "far"
        scores.strikes.append((f"{truth.clip} {leg}", found, true_class or "near a limit"))


def _score_curves(scores: RenderedScores, truth: RenderedTruth, analysis: ClipAnalysis) -> None:
    curves = analysis.curves
    pairs = [("trunk_lean", "both", "trunk_lean", "trunk_lean_3d")]
    for side in SIDES:
        leg = "near" if side == truth.near_side else "far"
        pairs += [(curve, leg, f"{side}_{curve}", f"{side}_{angle}") for curve, angle in CURVES.items()]
    for curve, leg, ours, theirs in pairs:
        if ours in curves.angles_deg and theirs in truth.angles_deg:
            true_deg = np.interp(curves.time_s, truth.time_s, truth.angles_deg[theirs])
            mae_deg = float(np.nanmean(np.abs(curves.angles_deg[ours] - true_deg)))
            scores.curves.setdefault((curve, leg), []).append(mae_deg)
