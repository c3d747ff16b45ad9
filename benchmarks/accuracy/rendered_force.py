"""Rendered clips against the force plate under the runner who was recorded.

A rendered figure's shoe is rigid and is kept out of the ground, so the instants at which it touches (the clip's own
truth) differ from those at which the recorded runner loaded the plate, by up to some 40 ms and differently from clip to
clip. Both are shown. The clip's place in the recording is found from the thighs' angles, which no added fault changes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.lab_rbds import read_rbds
from benchmarks.accuracy.lab_trial import LabTrial
from benchmarks.accuracy.rendered_truth import RenderedTruth
from evenstride.model.gait import SIDES, EventKind, Side

COARSE_S, FINE_S = 0.01, 0.0005
#: A worse fit of the thigh angles than this is no match.
WORST_FIT_DEG = 6.0

ForceEvents = dict[tuple[EventKind, Side], NDArray[np.float64]]


def find_recording(truth: RenderedTruth, shared_data: Path) -> LabTrial | None:
    """The laboratory run that moves the figure; None where that run is not among the recordings here."""
    subject, speed_mps = truth.recording
    return next(read_rbds(shared_data / "lab" / "rbds", subject=subject, speed_mps=speed_mps), None)


def force_events(truth: RenderedTruth, trial: LabTrial) -> ForceEvents:
    """(kind, side) -> instants on the clip's clock at which the recorded runner's force passed 50 N."""
    start_s, fit_deg = locate_in_recording(truth, trial)
    if fit_deg > WORST_FIT_DEG:
        return {}
    return {
        (kind, side): (instants[side] - start_s) / truth.playback_rate
        for kind, instants in _instants(trial).items()
        for side in SIDES
    }


def locate_in_recording(truth: RenderedTruth, trial: LabTrial) -> tuple[float, float]:
    """Second of the recording that the clip starts with, and how well the thigh angles then agree, degrees."""
    recorded = np.stack([_thigh_deg(trial, side) for side in SIDES])
    shown = np.stack([truth.angles_deg[f"{side}_thigh_angle_3d"] for side in SIDES])
    played_s = truth.time_s * truth.playback_rate

    def misfit(start_s: float) -> float:
        difference = np.stack([np.interp(start_s + played_s, trial.time_s, angle) for angle in recorded]) - shown
        return float(np.sqrt(np.mean((difference - difference.mean(axis=1, keepdims=True)) ** 2)))

    best = min(np.arange(0.0, trial.time_s[-1] - played_s[-1], COARSE_S), key=misfit)
    best = min(np.arange(best - 2 * COARSE_S, best + 2 * COARSE_S, FINE_S), key=misfit)
    return float(best), misfit(float(best))


def _instants(trial: LabTrial) -> dict[EventKind, dict[Side, NDArray[np.float64]]]:
    return {"initial_contact": dict(trial.initial_contact_s), "toe_off": dict(trial.toe_off_s)}


def _thigh_deg(trial: LabTrial, side: Side) -> NDArray[np.float64]:
    thigh = trial.points_m[f"{side}_knee"] - trial.points_m[f"{side}_hip"]
    angle = np.degrees(np.arctan2(thigh[:, 0], -thigh[:, 1]))
    known = np.isfinite(angle)
    return np.asarray(np.interp(trial.time_s, trial.time_s[known], angle[known]))
