"""``evenstride compare``: a clip, a trial, a run and a saved result, any two of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run_evenstride
from evenstride.testing import synthetic_analysis


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "clip.json"
    path.write_text(json.dumps(synthetic_analysis().to_dict()), encoding="utf-8")
    return path


def test_a_result_agrees_with_itself_in_everything(saved):
    outcome = run_evenstride("compare", saved, saved, "--offset", "0", "--json", "-")

    document = json.loads(outcome.out)
    assert outcome.code == 0
    assert document["schema"] == "evenstride.comparison/1"
    assert document["a"]["name"] == "clip.json (synthetic.mp4)"
    assert document["measures"]
    assert all(row["agree"] in (True, None) and not row["difference"] for row in document["measures"])
    assert document["only_a"] == document["only_b"] == []
    assert sum(row["n_matched"] for row in document["events"]) == len(synthetic_analysis().events)


def test_lines_name_both_and_say_what_differs(saved, tmp_path):
    other = tmp_path / "slow.json"
    other.write_text(json.dumps(synthetic_analysis(cadence_spm=150.0).to_dict()), encoding="utf-8")

    outcome = run_evenstride("compare", saved, other)

    assert outcome.out.startswith("A  clip.json (synthetic.mp4) (saved)\nB  slow.json")
    cadence = next(line for line in outcome.out.splitlines() if "Cadence" in line)
    assert "\u221220" in cadence
    assert cadence.endswith("DIFFER")


def test_a_trial_and_its_run_as_a_saved_result_agree(shared_data, tmp_path):
    pytest.importorskip("ezc3d", reason="needs the extra lab")
    trial = shared_data / "lab" / "hamner2013" / "subject01_Run_3.trc"
    result = tmp_path / "trial.json"
    assert run_evenstride("analyze", trial, "--json", result).code == 0

    document = json.loads(run_evenstride("compare", trial, result, "--offset", "auto", "--json", "-").out)

    assert document["a"]["kind"] == "laboratory"
    assert document["clock"]["offset_s"] == pytest.approx(0.0, abs=1e-6)
    assert {"contact_time", "peak_vgrf", "knee_flexion_peak_stance"} <= {row["id"] for row in document["measures"]}
    assert all(row["difference"] in (0, None) for row in document["measures"])


def test_errors_are_one_line(saved, tmp_path):
    gone = run_evenstride("compare", saved, tmp_path / "gone.mp4")
    assert gone.code == 1
    assert "gone.mp4" in gone.error_line
    outcome = run_evenstride("compare", saved, saved, "--force", "x.mot")
    assert outcome.code == 1
    assert "laboratory's trial" in outcome.error_line
    assert run_evenstride("compare", saved, saved, "--offset", "soon").code == 2
