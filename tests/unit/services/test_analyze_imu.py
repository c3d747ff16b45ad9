from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import evenstride
from evenstride.errors import InputError
from evenstride.io.imu import ImuDeclaration
from imu_files import sacrum_vertical_g, shin_g, turned, write_csv

RATE_HZ = 200.0
TIME_S = np.arange(0, 60, 1 / RATE_HZ)
SACRUM = ImuDeclaration(place="sacrum")
LEFT = ImuDeclaration(place="shank_left")


@pytest.fixture
def sacrum_file(tmp_path: Path) -> Path:
    axes = turned(sacrum_vertical_g(TIME_S, cadence_spm=172), (0.1, 1.0, -0.2))
    return write_csv(tmp_path / "sacrum.csv", "time,acc_x,acc_y,acc_z", [TIME_S, *axes.T])


def shin_file(folder: Path, name: str, peak_g: float) -> Path:
    peaks = peak_g + 0.3 * np.random.default_rng(5).normal(size=100)
    axes = shin_g(TIME_S, peak_g=peaks)
    return write_csv(folder / name, "time,acc_x,acc_y,acc_z", [TIME_S, *axes.T])


def test_a_sacral_sensor_gives_measures_of_both_feet_together_and_refuses_the_sides(sacrum_file: Path) -> None:
    analysis = evenstride.analyze_run(sacrum_file, sensor=SACRUM)
    assessment = analysis.assessment
    cadence, contact = assessment.measure("cadence"), assessment.measure("contact_time")
    assert cadence is not None
    assert contact is not None
    assert cadence.number == pytest.approx(172, abs=0.5)
    assert cadence.status == "ok"
    assert contact.status == "low_confidence"
    assert contact.standard_error is not None
    assert contact.standard_error >= 20
    left = assessment.measure("contact_time", "left")
    assert left is not None
    assert left.status == "refused"
    assert "which foot is which" in left.reasons[0]
    assert assessment.measure("pelvic_drop", "left") is not None
    json.dumps(analysis.to_dict(), allow_nan=False)


def test_the_course_over_the_run_is_there_for_drift_but_without_speed_nothing_is_said(sacrum_file: Path) -> None:
    analysis = evenstride.analyze_run(sacrum_file, sensor=SACRUM)
    cadence = analysis.run.best("cadence")
    assert cadence is not None
    assert len(cadence.values) == 5
    np.testing.assert_allclose(cadence.values, 172, atol=1)
    assert not analysis.fatigue.makes_statement


def test_a_shin_sensor_is_compared_with_earlier_sessions_and_never_with_a_limit(tmp_path: Path) -> None:
    files = [shin_file(tmp_path, f"{name}.csv", peak) for name, peak in (("a", 6.0), ("b", 6.2), ("c", 9.0))]
    analysis = evenstride.analyze_run(files, sensor=LEFT)
    peak = analysis.assessment.measure("peak_tibial_acceleration", "left")
    change = analysis.assessment.measure("peak_tibial_acceleration_change", "left")
    assert peak is not None
    assert change is not None
    assert peak.number == pytest.approx(8.7, abs=0.4)
    assert peak.mdc == 1.5
    assert peak.reference is None
    assert change.number == pytest.approx(45, abs=10)
    assert "the 2 sessions before" in change.reasons[0]
    right = analysis.assessment.measure("peak_tibial_acceleration", "right")
    assert right is not None
    assert right.status == "refused"
    assert not [finding for finding in analysis.assessment.findings if finding.status == "present"]


def test_nobody_running_is_a_result(tmp_path: Path) -> None:
    still = np.tile([0.0, 1.0, 0.0], (len(TIME_S), 1)) + 0.01 * np.random.default_rng(0).normal(size=(len(TIME_S), 3))
    path = write_csv(tmp_path / "still.csv", "time,acc_x,acc_y,acc_z", [TIME_S, *still.T])
    analysis = evenstride.analyze_run(path, sensor=SACRUM)
    assert not analysis.assessment.is_running
    assert not analysis.says_something
    assert analysis.assessment.warnings[0].startswith("No running was found")


def test_place_and_mixtures_are_asked_for_in_one_line(sacrum_file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--imu-place sacrum, shank-left or shank-right"):
        evenstride.analyze_run(sacrum_file)
    watch = tmp_path / "run.fit"
    watch.write_bytes(b"x")
    with pytest.raises(InputError, match="not both at once"):
        evenstride.analyze_run([watch, sacrum_file], sensor=SACRUM)
    with pytest.raises(InputError, match="Expected a sensor's CSV file"):
        evenstride.analyze_run(watch, sensor=SACRUM)
