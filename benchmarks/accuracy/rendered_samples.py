"""Measures of rendered clips beside their truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from benchmarks.accuracy.frontal_truth import motion_of_rendered, true_rear_measures
from benchmarks.accuracy.lab_measures import measure_track
from benchmarks.accuracy.measure_samples import MeasureSample, samples_of
from benchmarks.accuracy.rendered_measures import true_measures
from benchmarks.accuracy.rendered_truth import RenderedTruth
from evenstride.knowledge import load_knowledge
from evenstride.model import ClipAnalysis, Measure, PoseTrack
from evenstride.model.gait import SIDES, Side
from evenstride.model.pose_track import CANONICAL_KEYPOINTS
from evenstride.pipelines.usable_track import without_points_outside

#: Condition of a foot inclination that was read off the picture of the shoe and not from keypoints.
BY_SOLE = "sole read off the picture"


def side_samples(truth: RenderedTruth, analysis: ClipAnalysis) -> list[MeasureSample]:
    """Every measure of a rendered side clip that has a truth, as the product gives it."""
    by_sole = {side for side in SIDES if np.isfinite(analysis.pose_track.point(f"{side}_sole_back")).any()}
    return [
        replace(sample, condition=BY_SOLE)
        if sample.measure_id == "foot_inclination_ic" and sample.side in by_sole
        else sample
        for sample in _samples_of_side_clip(truth, analysis.assessment.measures)
    ]


def keypoint_samples(truth: RenderedTruth, track: PoseTrack) -> list[MeasureSample]:
    """The same from the pose model's points alone, events from nets that never saw the recorded runner."""
    kept = [i for i, name in enumerate(track.keypoints) if name in CANONICAL_KEYPOINTS]
    bare = replace(
        track,
        xy_px=track.xy_px[:, kept],
        visibility=track.visibility[:, kept],
        keypoints=tuple(track.keypoints[i] for i in kept),
    )
    subject, _ = truth.recording
    measures = measure_track(
        without_points_outside(bare),
        runner=f"rbds/RBDS{subject:03d}",
        height_m=truth.stature_m,
        knowledge=load_knowledge(),
    )
    return list(_samples_of_side_clip(truth, measures))


def _samples_of_side_clip(truth: RenderedTruth, measures: Iterable[Measure]) -> Iterator[MeasureSample]:
    return samples_of(
        measures,
        true_measures(truth),
        clip=truth.clip,
        runner=truth.body,
        material="rendered",
        view="side",
        fps=truth.fps,
        legs={side: truth.leg_of(side) for side in SIDES},
    )


def rear_samples(truth: RenderedTruth, analysis: ClipAnalysis) -> list[MeasureSample]:
    """Every measure of a clip from behind that has a truth; legs are left and right there."""
    summary = truth.summary
    whole: dict[tuple[str, Side | None], float] = {
        ("cadence", None): float(summary["cadence_spm"]),
        ("vertical_oscillation", None): 100 * float(summary["vertical_oscillation_midhip_m"]),
    }
    return list(
        samples_of(
            analysis.assessment.measures,
            {**whole, **true_rear_measures(motion_of_rendered(truth))},
            clip=truth.clip,
            runner=truth.body,
            material="rendered",
            view="rear",
            fps=truth.fps,
            legs={side: truth.leg_of(side) for side in SIDES},
        )
    )
