from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
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
    sway = analysis.run.best("trunk_sway")
    assert sway is not None
    assert sway.values.max() < 5.0  # the made-up sensor moves up and down only
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


def watch_file(path: Path, start: datetime, *, seconds: int) -> Path:
    """A GPX of an even run due north at 3 m/s, a point a second."""
    points = "".join(
        f'<trkpt lat="{10 + 3 * t / 111_195:.8f}" lon="0">'
        f"<time>{start + timedelta(seconds=t):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
        for t in range(seconds)
    )
    path.write_text(f'<gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>', encoding="utf-8")
    return path


def long_sacrum_file(path: Path, start: datetime, *, seconds: int) -> Path:
    """A sensor at 50 Hz whose runner's contact grows from 240 to 264 ms in the second half."""
    time_s = np.arange(0, seconds, 0.02)
    early = sacrum_vertical_g(time_s, contact_s=(0.24, 0.24))
    late = sacrum_vertical_g(time_s, contact_s=(0.264, 0.264))
    vertical = np.where(time_s < seconds / 2, early, late)
    return write_csv(path, "timestamp_ms,acc_v", [1000 * (start.timestamp() + time_s), vertical])


def test_beside_a_watch_the_sensor_s_contact_is_judged_at_the_watch_s_speed(tmp_path: Path) -> None:
    start = datetime(2026, 5, 3, 8, 0, tzinfo=UTC)
    watch = watch_file(tmp_path / "run.gpx", start, seconds=3000)
    sensor = long_sacrum_file(tmp_path / "sacrum.csv", start + timedelta(seconds=20), seconds=2900)
    analysis = evenstride.analyze_run([watch, sensor], sensor=SACRUM)
    contact = analysis.run.best("contact_time")
    assert contact is not None
    assert contact.source.device == "sensor at the sacrum"
    assert np.isnan(contact.values[:15]).all()
    assert analysis.fatigue.makes_statement
    drift = analysis.assessment.measure("contact_time_drift")
    assert drift is not None
    assert drift.number is not None
    assert drift.standard_error is not None
    assert drift.number > 4
    alone = evenstride.analyze_run(watch)
    assert alone.run.best("contact_time") is None


def test_a_sensor_without_a_date_is_not_laid_beside_a_run(sacrum_file: Path, tmp_path: Path) -> None:
    watch = watch_file(tmp_path / "run.gpx", datetime(2026, 5, 3, tzinfo=UTC), seconds=120)
    analysis = evenstride.analyze_run([watch, sacrum_file], sensor=SACRUM)
    assert analysis.run.best("contact_time") is None
    assert any("sensor's file sacrum has no date" in said for said in analysis.run.warnings)


def test_nobody_running_is_a_result(tmp_path: Path) -> None:
    still = np.tile([0.0, 1.0, 0.0], (len(TIME_S), 1)) + 0.01 * np.random.default_rng(0).normal(size=(len(TIME_S), 3))
    path = write_csv(tmp_path / "still.csv", "time,acc_x,acc_y,acc_z", [TIME_S, *still.T])
    analysis = evenstride.analyze_run(path, sensor=SACRUM)
    assert not analysis.assessment.is_running
    assert not analysis.says_something
    assert analysis.assessment.warnings[0].startswith("No running was found")


def test_the_place_is_asked_for_in_one_line(sacrum_file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--imu-place sacrum, shank-left or shank-right"):
        evenstride.analyze_run(sacrum_file)
    watch = tmp_path / "run.fit"
    watch.write_bytes(b"x")
    with pytest.raises(InputError, match="Expected a sensor's CSV file"):
        evenstride.analyze_run(watch, sensor=SACRUM)
