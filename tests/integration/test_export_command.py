"""``evenstride export``: what other programs read is what was measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from command_line import run_evenstride
from evenstride.io.laboratory.storage import read_storage
from evenstride.io.laboratory.trc import read_trc

TABLES = ("points", "curves", "events", "steps", "measures")


@pytest.fixture(scope="module")
def trial(shared_data: Path) -> Path:
    return shared_data / "lab" / "hamner2013" / "subject02_Run_3.trc"


def test_a_trial_is_written_in_every_form_and_read_again(trial, tmp_path):
    pytest.importorskip("ezc3d", reason="needs the extra lab")
    from evenstride.io.c3d import read_c3d

    files = {name: tmp_path / f"{name}.{'parquet' if name == 'steps' else 'csv'}" for name in TABLES}
    files |= {suffix: tmp_path / f"out.{suffix}" for suffix in ("trc", "mot", "c3d")}
    options = [part for name, path in files.items() for part in (f"--{name}", path)]

    outcome = run_evenstride("export", trial, *options)

    assert outcome.code == 0, outcome.err
    own, as_trc, as_c3d = read_trc(trial), read_trc(files["trc"]), read_c3d(files["c3d"])
    for label, track in own.markers_m.items():
        np.testing.assert_array_equal(as_trc.markers_m[label], track)
        np.testing.assert_allclose(as_c3d.markers_m[label], track, atol=1e-6)
    tables = {
        name: pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
        for name, path in files.items()
        if name in TABLES
    }
    knee = tables["curves"].query("curve == 'left_knee_flexion' and recording.str.endswith('-left')")["angle_deg"]
    np.testing.assert_allclose(read_storage(files["mot"]).columns["left_knee_flexion"], knee)
    left = tables["steps"].query("side == 'left' and recording.str.endswith('-left')")
    assert left["contact_time_s"].mean() == pytest.approx(0.30044, abs=0.002)
    assert set(tables["events"]["kind"]) == {"initial_contact", "toe_off"}
    assert {"time_s", "keypoint", "x_px", "y_px"} <= set(tables["points"].columns)
    cadence = tables["measures"].query("id == 'cadence'")["value"].item()
    assert cadence == pytest.approx(159.69, abs=0.2)


def test_what_cannot_be_written_is_refused_before_any_work(trial, tmp_path, sample_clip):
    assert "Expected something to write" in run_evenstride("export", trial).error_line
    assert "ending in .trc" in run_evenstride("export", trial, "--trc", tmp_path / "a.txt").error_line
    assert "runner's height" in run_evenstride("export", sample_clip, "--trc", tmp_path / "a.trc").error_line
    assert "existing folder" in run_evenstride("export", trial, "--mot", tmp_path / "gone" / "a.mot").error_line
