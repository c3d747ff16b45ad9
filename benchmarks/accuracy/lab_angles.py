"""Angles of a laboratory trial beside those of OpenSim's inverse kinematics, at the same instants of the same steps.

Neither is true: OpenSim fits a scaled model to the markers, we place joints by how segments turn. The difference says
how far two ways through one set of markers lie apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evenstride.io.laboratory.registry import read_markers
from evenstride.io.laboratory.storage import read_storage
from evenstride.model import SessionAnalysis, Step
from evenstride.model.gait import SIDES

_Array = NDArray[np.float64]
_Read = Callable[[_Array, _Array, _Array, Step], float]
AFTER_TOE_OFF_S = 0.03


def joint_angle_file(trial: Path) -> Path:
    """Where OpenSim's angles of a trial lie."""
    if trial.suffix == ".c3d":
        return trial.parent / "joint_angles" / f"{trial.stem.replace('run', '_')}_ik.mot"
    return trial.with_name(f"{trial.stem}_ik.mot")


def compare_angles(analysis: SessionAnalysis, trial: Path) -> Iterator[tuple[str, float, float, float]]:
    """(quantity, ours, OpenSim's, our stated standard error) of both legs, degrees."""
    table = read_storage(joint_angle_file(trial))
    time_s = table.time_s - (read_markers(trial).start_s if trial.suffix == ".trc" else 0.0)
    for side, clip in zip(SIDES, analysis.clips, strict=False):
        bend = table.columns[f"knee_angle_{side[0]}"]
        knee = bend * np.sign(bend.mean())
        thigh = table.columns[f"hip_flexion_{side[0]}"] + table.columns["pelvis_tilt"]
        steps = [
            step
            for step in clip.steps
            if step.side == side
            and step.toe_off_s is not None
            and time_s[0] < step.initial_contact_s
            and step.toe_off_s + AFTER_TOE_OFF_S < time_s[-1]
        ]
        for measure_id, (name, read) in _QUANTITIES.items():
            measure = analysis.assessment.measure(measure_id, side)
            if steps and measure is not None and measure.number is not None:
                theirs = float(np.mean([read(time_s, knee, thigh, step) for step in steps]))
                yield f"{name} beside OpenSim (deg)", measure.number, theirs, measure.standard_error or float("nan")


def _knee_at_contact(time_s: _Array, knee: _Array, _: _Array, step: Step) -> float:
    return float(np.interp(step.initial_contact_s, time_s, knee))


def _knee_peak(time_s: _Array, knee: _Array, _: _Array, step: Step) -> float:
    end_s = step.initial_contact_s + 0.6 * (step.contact_time_s or 0.0)
    return float(knee[(time_s >= step.initial_contact_s) & (time_s <= end_s)].max())


def _thigh_behind(time_s: _Array, _: _Array, thigh: _Array, step: Step) -> float:
    start_s = step.initial_contact_s + 0.7 * (step.contact_time_s or 0.0)
    end_s = (step.toe_off_s or start_s) + AFTER_TOE_OFF_S
    return float(-thigh[(time_s >= start_s) & (time_s <= end_s)].min())


_QUANTITIES: dict[str, tuple[str, _Read]] = {
    "knee_flexion_ic": ("Knee bend at contact", _knee_at_contact),
    "knee_flexion_peak_stance": ("Knee bend under load", _knee_peak),
    "hip_extension_late_stance": ("Thigh behind the body", _thigh_behind),
}
