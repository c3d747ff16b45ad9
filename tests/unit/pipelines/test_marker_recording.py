"""Trials of a motion laboratory end to end, beside what its force platform says."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

pytest.importorskip("ezc3d", reason="needs the extra lab")

from evenstride.errors import InputError
from evenstride.io.c3d import read_c3d
from evenstride.io.markers import to_runner
from evenstride.services.analyze_markers import analyze_markers
from evenstride.services.batch_job import BatchJob, analyse_job
from marker_files import standing_markers, write_c3d


@pytest.fixture(scope="module")
def rbds(shared_data: Path) -> Path:
    return shared_data / "lab" / "rbds"


def truth_of(rbds: Path, name: str) -> dict[str, str]:
    with (rbds / "truth.csv").open(newline="") as stream:
        return next(row for row in csv.DictReader(stream) if row["file"] == name)


@pytest.fixture(scope="module")
def hamner(shared_data: Path) -> Path:
    return shared_data / "lab" / "hamner2013"


@pytest.mark.parametrize("name", ["RBDS001runT25.c3d", "RBDS010runT35.c3d"])
def test_a_trial_gives_the_cadence_and_contact_time_of_the_force_platform(rbds, name):
    truth = truth_of(rbds, name)

    assessment = analyze_markers(rbds / name, height_m=float(truth["height_cm"]) / 100).assessment

    assert assessment.is_running
    assert [view.view for view in assessment.views] == ["left", "right", "rear"]
    assert assessment.measure("step_length").number == pytest.approx(float(truth["step_length_m"]), abs=0.04)
    assert {each.algorithm for each in assessment.events} == {"ForceThreshold50N"}
    assert assessment.measure("cadence").number == pytest.approx(float(truth["cadence_spm"]), abs=0.1)
    for side, column in (("left", "gct_L"), ("right", "gct_R")):
        contact = assessment.measure("contact_time", side)
        assert contact.number == pytest.approx(float(truth[column]), abs=1)
        assert contact.source.endswith(side)
        assert contact.standard_error < 5
        assert assessment.measure("peak_vgrf", side).number == pytest.approx(
            float(truth[f"peak_{side[0].upper()}"]), rel=0.06
        )
        drop = assessment.measure("pelvic_drop", side)  # from the markers at the back of the pelvis, trunk or no trunk
        assert drop.source.endswith("rear")
        assert drop.number == pytest.approx(5, abs=6)


def test_a_trial_as_text_finds_its_force_and_one_foot_short_of_markers_is_measured(hamner):
    assessment = analyze_markers(hamner / "subject04_Run_5.trc").assessment

    assert assessment.measure("cadence").number == pytest.approx(191.31, abs=0.2)
    assert assessment.measure("contact_time", "left").number == pytest.approx(216.19, abs=1)
    assert assessment.measure("contact_time", "right").number == pytest.approx(218.06, abs=1)
    assert "left ankle; it was put where it lies on the other foot" in " ".join(assessment.recordings[0].warnings)


def test_without_its_force_a_trial_is_timed_by_its_markers(hamner, tmp_path):
    alone = tmp_path / "run.trc"
    alone.write_bytes((hamner / "subject02_Run_3.trc").read_bytes())

    by_markers = analyze_markers(alone).assessment
    by_force = analyze_markers(alone, force=hamner / "subject02_Run_3_grf.mot").assessment

    contact = by_markers.measure("contact_time", "left")
    assert by_markers.events[0].algorithm == "FootContactEvenstride"
    assert contact.number == pytest.approx(300.44, abs=25)
    assert by_markers.measure("peak_vgrf", "left").status == "refused"
    assert by_force.measure("contact_time", "left").number == pytest.approx(300.44, abs=1)
    assert by_force.measure("contact_time", "left").standard_error < contact.standard_error


def test_a_force_that_covers_too_little_leaves_the_instants_to_the_markers(hamner, tmp_path):
    lines = (hamner / "subject02_Run_3_grf.mot").read_text().splitlines()
    short = tmp_path / "short.mot"
    short.write_text("\n".join(lines[:1500]))

    assessment = analyze_markers(hamner / "subject02_Run_3.trc", force=short).assessment

    assert "the instants come from the markers" in " ".join(assessment.recordings[0].warnings)
    assert assessment.events[0].algorithm == "FootContactEvenstride"


@pytest.mark.slow
def test_every_trial_is_within_the_lines_or_its_reason_is_known(shared_data):
    from benchmarks.accuracy.lab_files import REASONS, score_lab_files

    scores = score_lab_files(shared_data)

    assert len({score.trial for score in scores}) == 52
    assert {score.trial for score in scores if not score.holds} == set(REASONS)


@pytest.mark.slow
def test_every_trial_can_be_read_as_a_runner(rbds):
    files = sorted(rbds.glob("*.c3d"))
    assert len(files) == 48
    for path in files:
        runner = to_runner(read_c3d(path))
        assert runner.points_m["left_hip"].shape == (len(runner.time_s), 3)


def test_what_is_wrong_with_known_trials_is_said(rbds):
    for name, said in (("RBDS001runT25.c3d", "exchanged back"), ("RBDS03runT25.c3d", "taken for the first one")):
        assert said in " ".join(to_runner(read_c3d(rbds / name)).warnings)


def test_a_cohort_takes_trials_and_a_standing_one_measures_nothing(tmp_path):
    path = write_c3d(tmp_path / "standing.c3d", standing_markers(count=300))

    outcome = analyse_job(BatchJob(str(path), path.name, "0" * 64))

    assert outcome.status == "nothing_measured"
    assert "hardly move" in outcome.reason


def test_a_trial_without_a_pelvis_is_refused(tmp_path):
    markers = {label: track for label, track in standing_markers().items() if "SIS" not in label}

    with pytest.raises(InputError, match="left asis"):
        analyze_markers(write_c3d(tmp_path / "a.c3d", markers))
