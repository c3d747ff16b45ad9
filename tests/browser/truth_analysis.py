"""The sample clip with its truth as an analysis: what a perfect measurement would hand to the report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from preview_clips import encode_preview, frames_of

from evenstride.model import AngleCurves, ClipAnalysis, Measure, PoseTrack, Reference, Step
from evenstride.model.gait import SIDES, Side
from evenstride.testing import events_of, synthetic_analysis, synthetic_finding

PLACES = {"ear": "ear", "heel": "heel", "toe": "toe_tip"}
POINTS = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")


def truth_analysis(clip: Path, truth_file: Path) -> ClipAnalysis:
    """A `ClipAnalysis` of a rendered side clip made from its truth alone."""
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    time_s = np.array(truth["frames"]["time_s"])
    steps = _steps(truth["events"], duration_s=float(truth["duration_s"]))
    base = synthetic_analysis(clip_name=clip.name)
    recording = replace(
        base.assessment.recordings[0], kind="video", time_s=time_s, width_px=truth["width"], height_px=truth["height"]
    )
    provenance = replace(
        base.assessment.provenance,
        algorithms={"events": "rendered truth", "angles": "rendered truth"},
        model_sha256={"rendered truth": "1f" * 32},
    )
    assessment = replace(
        base.assessment,
        recordings=(recording,),
        events=events_of(steps),
        measures=_measures(truth["summary"], n_steps=len(steps)),
        findings=(synthetic_finding("right"), replace(synthetic_finding("left"), status="absent", strength=0.0)),
        provenance=provenance,
    )
    return ClipAnalysis(
        assessment=assessment,
        pose_track=_pose_track(truth, time_s),
        curves=_curves(truth["frames"]["angles_deg"], time_s),
        steps=steps,
        preview=encode_preview(frames_of(clip), width_px=854, height_px=480, time_s=time_s),
    )


def _pose_track(truth: dict[str, Any], time_s: np.ndarray) -> PoseTrack:
    names = tuple(f"{side}_{point}" for point in POINTS for side in SIDES)
    points = truth["frames"]["points_2d_px"]
    columns = [points[_place(name)] for name in names]
    xy_px = np.stack([np.array(column, dtype=float) for column in columns], axis=1)
    visibility = np.full(xy_px.shape[:2], 0.95)
    return PoseTrack(time_s, xy_px, visibility, names, (truth["width"], truth["height"]), "rendered truth")


def _place(name: str) -> str:
    side, point = name.split("_")
    return f"{side}_{PLACES.get(point, point)}"


def _curves(angles: dict[str, list[float]], time_s: np.ndarray) -> AngleCurves:
    named = {"trunk_lean": angles["trunk_lean_2d"]}
    for side in SIDES:
        named[f"{side}_knee_flexion"] = angles[f"{side}_knee_flexion_2d"]
        named[f"{side}_thigh_angle"] = angles[f"{side}_thigh_angle_3d"]
        named[f"{side}_shank_angle"] = angles[f"{side}_shank_angle_2d"]
        named[f"{side}_foot_pitch"] = angles[f"{side}_foot_pitch_2d"]
    return AngleCurves(time_s, {name: np.array(values, dtype=float) for name, values in named.items()})


def _steps(events: list[dict[str, Any]], *, duration_s: float) -> tuple[Step, ...]:
    shown = sorted((e for e in events if 0 <= e["td_s"] < duration_s), key=lambda e: float(e["td_s"]))
    contacts = [(e["side"], float(e["td_s"])) for e in shown]

    def next_contact(after_s: float, side: Side | None) -> float | None:
        return next((t for s, t in contacts if t > after_s and side in (None, s)), None)

    return tuple(
        Step(
            side=e["side"],
            initial_contact_s=float(e["td_s"]),
            toe_off_s=None if e["to_s"] is None or e["to_s"] >= duration_s else float(e["to_s"]),
            next_contact_s=next_contact(float(e["td_s"]), None),
            next_same_contact_s=next_contact(float(e["td_s"]), e["side"]),
            contact_uncertainty_s=0.004,
            toe_off_uncertainty_s=0.005,
        )
        for e in shown
    )


def _measures(summary: dict[str, Any], *, n_steps: int) -> tuple[Measure, ...]:
    per_side = n_steps // 2
    bounce_cm = 100 * summary["vertical_oscillation_midhip_m"]
    measures = [
        _measure("cadence", None, summary["cadence_spm"], "steps/min", 0.21, n_steps, _at_3p5_mps(160.4, 182.5)),
        _measure("vertical_oscillation", None, bounce_cm, "cm", 0.3, n_steps, _at_3p5_mps(7.6, 10.5)),
        _measure("trunk_lean", None, 7.8, "deg", 0.9, n_steps, Reference(3.7, 10.9, "teng2014", "24 runners")),
    ]
    for side in SIDES:
        contact_ms = 1000 * summary[f"contact_time_{side}_s"]
        foot_deg = summary["foot_strike_angle_mean_deg"][side]
        knee_deg = summary["knee_flexion_at_td_3d_mean_deg"][side]
        peak_deg = summary["peak_knee_flexion_stance_3d_mean_deg"][side]
        measures += [
            _measure("contact_time", side, contact_ms, "ms", 3.1, per_side, _at_3p5_mps(207, 241)),
            _measure("foot_strike_pattern", side, "rearfoot", "class", None, per_side, None),
            _measure("foot_inclination_ic", side, foot_deg, "deg", 1.4, per_side, None, "low_confidence"),
            _measure("knee_flexion_ic", side, knee_deg, "deg", 1.1, per_side, _at_3p5_mps(8.5, 20.7)),
            _measure("knee_flexion_peak_stance", side, peak_deg, "deg", 1.6, per_side, _at_3p5_mps(42.5, 49.7)),
        ]
    refused = [m for m in synthetic_analysis().assessment.measures if m.status == "refused"]
    return (*measures, *refused)


def _at_3p5_mps(low: float, high: float) -> Reference:
    return Reference(low, high, "fukuchi2017", "26 runners at 3.5 m/s")


def _measure(
    measure_id: str,
    side: Side | None,
    value: float | str,
    unit: str,
    standard_error: float | None,
    n_steps: int,
    reference: Reference | None,
    status: str = "ok",
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
        reasons=("60 pictures a second; 120 would carry it.",) if status == "low_confidence" else (),
        reference=reference,
    )
