"""Values made up for tests: a runner whose angles, instants and measures are known by construction.

Not a recording and never shown as one; the assessment's provenance says so.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from evenstride.model import (
    AngleCurves,
    Assessment,
    ClipAnalysis,
    Finding,
    FindingEvidence,
    GaitEvent,
    GaitEvents,
    Measure,
    PoseTrack,
    Provenance,
    Recording,
    Reference,
    Runner,
    Step,
)
from evenstride.model.assessment import RecordingView
from evenstride.model.gait import SIDES, Side

SIDE_PHASE: dict[Side, float] = {"right": 0.0, "left": 0.5}
CONTACT_FRAC_OF_STRIDE = 0.34
_KEYPOINTS = (
    "nose",
    "left_ear",
    "right_ear",
    *(
        f"{side}_{point}"
        for point in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
        for side in SIDES
    ),
)


def synthetic_analysis(
    *, duration_s: float = 4.0, fps: float = 60.0, cadence_spm: float = 170.0, clip_name: str = "synthetic.mp4"
) -> ClipAnalysis:
    """A right-side treadmill run with set cadence: keypoints, curves, events, steps, measures and one finding.

    The right leg is near. Initial contact of the right foot is at whole strides, of the left half a stride later;
    contact lasts `CONTACT_FRAC_OF_STRIDE` of a stride. There is no preview: only points.
    """
    time_s = np.arange(round(duration_s * fps)) / fps
    stride_s = 120.0 / cadence_spm
    steps = synthetic_steps(duration_s=duration_s, stride_s=stride_s)
    curves = synthetic_curves(time_s, stride_s=stride_s)
    recording = Recording(
        id="clip-1", path=clip_name, sha256="0" * 64, kind="keypoints", width_px=1280, height_px=720, time_s=time_s
    )
    assessment = Assessment(
        version="0.1.0",
        created_at="2026-01-02T03:04:05+00:00",
        runner=Runner(height_m=1.75),
        recordings=(recording,),
        views=(RecordingView(view="right", facing="right", near_side="right", surface="treadmill", yaw_deg=2.0),),
        events=(events_of(steps),),
        measures=synthetic_measures(cadence_spm=cadence_spm, n_steps=len(steps)),
        findings=(synthetic_finding("right"), replace(synthetic_finding("left"), status="unknown", strength=0.0)),
        provenance=Provenance(
            package_version="0.1.0",
            algorithms={"events": "synthetic runner"},
            configuration_hash="0" * 12,
            model_sha256={},
            knowledge_version="0",
        ),
    )
    return ClipAnalysis(assessment=assessment, pose_track=synthetic_pose(curves), curves=curves, steps=steps)


def refused_analysis(*, reason: str, warning: str) -> ClipAnalysis:
    """The same clip when nothing could be said: no event, no step, every measure refused."""
    analysis = synthetic_analysis()
    refused = tuple(
        replace(m, value=None, standard_error=None, n_steps=0, status="refused", reasons=(reason,), reference=None)
        for m in analysis.assessment.measures
    )
    assessment = replace(
        analysis.assessment,
        measures=refused,
        findings=(),
        events=(GaitEvents(events=(), algorithm="none"),),
        is_running=False,
        warnings=(warning,),
    )
    return replace(analysis, assessment=assessment, steps=())


def synthetic_steps(*, duration_s: float, stride_s: float) -> tuple[Step, ...]:
    """Every step whose initial contact lies in the clip, in order of time."""
    contacts = sorted(
        (start_s, side)
        for side in SIDES
        for start_s in np.arange(SIDE_PHASE[side], duration_s / stride_s) * stride_s
        if start_s < duration_s
    )
    return tuple(
        Step(
            side=side,
            initial_contact_s=float(start_s),
            toe_off_s=_within(start_s + CONTACT_FRAC_OF_STRIDE * stride_s, duration_s),
            next_contact_s=_within(start_s + stride_s / 2, duration_s),
            next_same_contact_s=_within(start_s + stride_s, duration_s),
            contact_uncertainty_s=0.005,
            toe_off_uncertainty_s=0.006,
        )
        for start_s, side in contacts
    )


def events_of(steps: tuple[Step, ...]) -> GaitEvents:
    """The initial contacts and toe-offs of these steps."""
    contacts = [GaitEvent(s.side, "initial_contact", s.initial_contact_s, s.contact_uncertainty_s) for s in steps]
    toe_offs = [
        GaitEvent(s.side, "toe_off", s.toe_off_s, s.toe_off_uncertainty_s or 0.0)
        for s in steps
        if s.toe_off_s is not None
    ]
    return GaitEvents(tuple(sorted(contacts + toe_offs, key=lambda event: event.time_s)), "synthetic runner")


def synthetic_curves(time_s: NDArray[np.float64], *, stride_s: float) -> AngleCurves:
    """(time,) angles in degrees: one or two harmonics of the stride per joint."""
    angles: dict[str, NDArray[np.float64]] = {"trunk_lean": 6.0 + 1.5 * np.sin(4 * math.pi * time_s / stride_s)}
    for side in SIDES:
        phase = 2 * math.pi * (time_s / stride_s - SIDE_PHASE[side])
        thigh_deg = 8.0 + 28.0 * np.cos(phase + 0.5)
        knee_deg = 52.0 - 34.0 * np.cos(phase - 4.15) - 18.0 * np.cos(2 * phase + 0.2)
        angles[f"{side}_thigh_angle"] = thigh_deg
        angles[f"{side}_knee_flexion"] = np.maximum(knee_deg, 2.0)
        angles[f"{side}_shank_angle"] = thigh_deg - angles[f"{side}_knee_flexion"]
        angles[f"{side}_foot_pitch"] = 12.0 * np.cos(phase) - 25.0 + 30.0 * np.cos(phase + 0.3)
    return AngleCurves(time_s=time_s, angles_deg=angles)


def synthetic_pose(curves: AngleCurves) -> PoseTrack:
    """Keypoints from the angles by a chain of segments; image 1280 x 720, the runner faces image right."""
    points: dict[str, NDArray[np.float64]] = {}
    bounce_px = 9.0 * np.cos(4 * math.pi * curves.time_s * 85 / 60)
    hip = np.stack([np.full(len(curves.time_s), 640.0), 360.0 + bounce_px], axis=1)
    shoulder = hip + _segment(150.0, curves.angles_deg["trunk_lean"], upwards=True)
    points |= {
        name: shoulder + np.array(offset_px)
        for name, offset_px in (("nose", (38, -58)), ("left_ear", (8, -60)), ("right_ear", (10, -58)))
    }
    for side in SIDES:
        thigh_deg = curves.angles_deg[f"{side}_thigh_angle"]
        opposite_deg = curves.angles_deg[f"{'left' if side == 'right' else 'right'}_thigh_angle"]
        points |= {f"{side}_hip": hip, f"{side}_shoulder": shoulder}
        points[f"{side}_elbow"] = shoulder + _segment(85.0, 0.9 * opposite_deg - 20.0)
        points[f"{side}_wrist"] = points[f"{side}_elbow"] + _segment(75.0, 0.9 * opposite_deg + 70.0)
        points[f"{side}_knee"] = hip + _segment(125.0, thigh_deg)
        ankle = points[f"{side}_knee"] + _segment(125.0, curves.angles_deg[f"{side}_shank_angle"])
        pitch_rad = np.radians(curves.angles_deg[f"{side}_foot_pitch"])
        along = np.stack([np.cos(pitch_rad), -np.sin(pitch_rad)], axis=1)
        points |= {f"{side}_ankle": ankle, f"{side}_heel": ankle - 16 * along + np.array((0, 16))}
        points[f"{side}_toe"] = points[f"{side}_heel"] + 66 * along
    xy_px = np.stack([points[name] for name in _KEYPOINTS], axis=1)
    return PoseTrack(
        time_s=curves.time_s,
        xy_px=xy_px,
        visibility=np.full(xy_px.shape[:2], 0.9),
        keypoints=_KEYPOINTS,
        image_size_px=(1280, 720),
        source="synthetic runner",
    )


def synthetic_measures(*, cadence_spm: float, n_steps: int) -> tuple[Measure, ...]:
    """A handful of measures of every kind: whole run, per side, a class, one of low confidence, one refused."""
    step_s = 60.0 / cadence_spm
    contact_ms = 2000.0 * step_s * CONTACT_FRAC_OF_STRIDE
    per_side = n_steps // 2
    knee_reference = Reference(11, 14, "bmcric")
    whole = [
        _measure("cadence", None, cadence_spm, "spm", 0.3, n_steps),
        _measure("vertical_oscillation", None, 8.2, "cm", 0.4, n_steps, reference=Reference(6, 10, "ours")),
        _measure("trunk_lean", None, 6.0, "deg", 1.2, n_steps, reference=Reference(3.7, 10.9, "teng2014")),
    ]
    sided = [
        measure
        for side, shift in zip(SIDES, (0.0, 1.5), strict=True)
        for measure in (
            _measure("contact_time", side, contact_ms + shift, "ms", 4.0, per_side),
            _measure("foot_inclination_ic", side, 14.0 + shift, "deg", 1.6, per_side, status="low_confidence"),
            _measure("foot_strike_pattern", side, "rearfoot", "class", None, per_side),
            _measure("knee_flexion_ic", side, 11.0 + shift, "deg", 1.8, per_side, reference=knee_reference),
        )
    ]
    refused = Measure(
        id="overstride",
        side=None,
        value=None,
        unit="% leg length",
        standard_error=None,
        n_steps=0,
        sd_between_steps=None,
        status="refused",
        source="clip-1",
        reasons=("Expected at least 120 frames per second, got 60.",),
    )
    return (*whole, *sided, refused)


def synthetic_finding(side: Side) -> Finding:
    """A landing finding with evidence on both sides of the question."""
    return Finding(
        id="hard_heel_landing",
        side=side,
        status="possible",
        strength=0.4,
        because=("foot_strike_pattern", "foot_inclination_ic"),
        weighed=(
            FindingEvidence("foot_strike_pattern", side, "for", "The heel touches first."),
            FindingEvidence("foot_inclination_ic", side, "for", "The sole points up about as much as the mild limit."),
            FindingEvidence("knee_flexion_ic", side, "against", "The knee is bent as in most runners."),
        ),
        evidence_grade="conflicting",
        suspected_tight=("iliopsoas", "vastus_lateralis"),
        suspected_weak=("gluteus_maximus",),
        injuries_discussed=("patellofemoral_pain",),
        confirm_with=("modified_thomas",),
        exercises=("hip_flexor_release",),
        says="The foot lands heel first with the toes up, near the limit at which we would call it hard.",
        does_not_say="It does not say that anything is wrong or will hurt.",
        to_know=("Film the same run at 120 frames per second.",),
    )


def _measure(
    measure_id: str,
    side: Side | None,
    value: float | str,
    unit: str,
    standard_error: float | None,
    n_steps: int,
    *,
    status: str = "ok",
    reference: Reference | None = None,
) -> Measure:
    return Measure(
        id=measure_id,
        side=side,
        value=value,
        unit=unit,
        standard_error=standard_error,
        n_steps=n_steps,
        sd_between_steps=None,
        status="low_confidence" if status == "low_confidence" else "ok",
        source="clip-1",
        reasons=("The frame rate is low for this measure.",) if status == "low_confidence" else (),
        reference=reference,
    )


def _segment(length_px: float, angle_deg: NDArray[np.float64], *, upwards: bool = False) -> NDArray[np.float64]:
    """(time, xy) from a joint to the next: angle to the vertical, + to image right at the lower end (or upper)."""
    angle_rad = np.radians(angle_deg)
    vertical = np.cos(angle_rad) * (-1 if upwards else 1)
    return length_px * np.stack([np.sin(angle_rad), vertical], axis=1)


def _within(time_s: float, duration_s: float) -> float | None:
    return float(time_s) if time_s < duration_s else None
