"""The laboratory readers against the recordings' own table; needs the shared recordings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.lab_hamner import read_hamner_trial
from benchmarks.accuracy.lab_markers import compare_with_truth
from benchmarks.accuracy.lab_rbds import read_rbds


def test_contacts_of_an_rbds_run_agree_with_the_table(shared_data: Path) -> None:
    pytest.importorskip("ezc3d", reason="reading C3D needs the lab extra")
    trials = list(read_rbds(shared_data / "lab" / "rbds", subject=3, speed_mps=2.5))
    ((name, cadence_spm, left_ms, right_ms),) = compare_with_truth(trials, shared_data)
    assert name == "RBDS03runT25"
    assert abs(cadence_spm) < 0.2
    assert max(abs(left_ms), abs(right_ms)) < 1.0


def test_mislabelled_foot_markers_still_give_a_shoe_of_one_length(shared_data: Path) -> None:
    pytest.importorskip("ezc3d", reason="reading C3D needs the lab extra")
    (trial,) = read_rbds(shared_data / "lab" / "rbds", subject=3, speed_mps=2.5)
    for side in ("left", "right"):
        shoe_m = np.linalg.norm(trial.points_m[f"{side}_toe"] - trial.points_m[f"{side}_heel"], axis=1)
        assert 0.27 < np.nanmedian(shoe_m) < 0.34
        assert trial.points_m[f"{side}_toe"][:, 1].min() > -0.01


def test_contacts_of_a_hamner_run_agree_with_the_table(shared_data: Path) -> None:
    folder = shared_data / "lab" / "hamner2013"
    trial = read_hamner_trial(folder / "subject01_Run_4.trc", folder / "subject01_Run_4_grf.mot", "subject01")
    ((_, cadence_spm, left_ms, right_ms),) = compare_with_truth([trial], shared_data)
    assert abs(cadence_spm) < 0.2
    assert max(abs(left_ms), abs(right_ms)) < 1.0
