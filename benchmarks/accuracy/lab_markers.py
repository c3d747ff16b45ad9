"""Laboratory runs as canonical keypoints with force-plate truth, and their comparison with ``truth.csv``."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.accuracy.lab_hamner import read_hamner
from benchmarks.accuracy.lab_rbds import read_rbds
from benchmarks.accuracy.lab_trial import LabTrial

__all__ = ["LabTrial", "compare_with_truth", "load_lab_trials"]


def load_lab_trials(shared_data: Path) -> list[LabTrial]:
    """All running trials of RBDS and of Hamner & Delp under ``shared_data / "lab"``."""
    lab = shared_data / "lab"
    return [*read_rbds(lab / "rbds"), *read_hamner(lab / "hamner2013")]


def compare_with_truth(trials: list[LabTrial], shared_data: Path) -> list[tuple[str, float, float, float]]:
    """(trial, cadence difference in steps/min, left and right contact time difference in ms), ours minus table."""
    table: dict[str, dict[str, str]] = {}
    for row in _rows(shared_data / "lab" / "rbds" / "truth.csv"):
        table[Path(row["file"]).stem] = row
    for row in _rows(shared_data / "lab" / "hamner2013" / "truth.csv"):
        table[f"{row['subject']}_Run_{row['speed_mps']}"] = row
    return [
        (
            trial.name,
            trial.cadence_spm - float(table[trial.name]["cadence_spm"]),
            trial.contact_time_ms("left") - float(table[trial.name]["gct_L"]),
            trial.contact_time_ms("right") - float(table[trial.name]["gct_R"]),
        )
        for trial in trials
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))
