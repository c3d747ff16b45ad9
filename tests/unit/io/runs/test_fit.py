"""FIT files made byte by byte: what comes out is what was put in, and damage is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import RunFileError
from evenstride.io.runs import read_run, read_runs
from evenstride.io.runs.fit_frames import crc16
from evenstride.model import RunRecording
from fit_writer import (
    DEVICE_INFO,
    ENUM,
    FIT_EPOCH_S,
    FLOAT32,
    HRV,
    LAP,
    RECORD,
    START,
    STRYD_APP,
    UINT8,
    UINT16,
    UINT32,
    FitWriter,
    bytewise_crc,
    steady_run,
)


def _read(tmp_path: Path, data: bytes | FitWriter, *, strict: bool = True) -> RunRecording:
    path = tmp_path / "run.fit"
    path.write_bytes(data if isinstance(data, bytes) else data.to_bytes())
    run = read_run(path, strict=strict)
    assert isinstance(run, RunRecording)
    return run


def _median(run: RunRecording, quantity: str) -> float:
    channel = run.best(quantity)  # type: ignore[arg-type]
    assert channel is not None, quantity
    return float(np.nanmedian(channel.values))


def test_native_running_dynamics_come_out_in_our_units(tmp_path: Path) -> None:
    run = _read(tmp_path, steady_run())
    assert run.start == datetime.fromtimestamp(FIT_EPOCH_S + START, UTC)
    assert run.duration_s == 59
    assert _median(run, "contact_time") == 250
    assert _median(run, "contact_balance") == 51.5
    assert _median(run, "vertical_oscillation") == pytest.approx(8.0)
    assert _median(run, "step_length") == pytest.approx(1.06)
    assert _median(run, "cadence") == 171.0, "strides and their fraction, doubled"
    assert _median(run, "duty_factor") == pytest.approx(100 * 0.250 / (2 * 60 / 171), abs=0.01)
    assert _median(run, "flight_time") == pytest.approx(60_000 / 171 - 250)
    assert run.is_indoor
    assert run.lost == () == run.warnings


def test_a_balance_of_0_throughout_is_missing_and_said(tmp_path: Path) -> None:
    fit = FitWriter()
    for second in range(5):
        fit.record(second, stance_time=250, stance_time_balance=0)
    run = _read(tmp_path, fit.session(0, 5))
    assert run.best("contact_balance") is None
    assert any("balance is 0 throughout" in warning for warning in run.warnings)


def test_invalid_values_and_zeros_are_gaps(tmp_path: Path) -> None:
    fit = FitWriter()
    for second, stance in enumerate((2500, 0xFFFF, 0, 2600)):
        fit.add(RECORD, [(253, UINT32, START + second), (41, UINT16, stance), (3, UINT8, 0xFF if second else 140)])
    run = _read(tmp_path, fit.session(0, 4))
    contact, heart = run.best("contact_time"), run.best("heart_rate")
    assert contact is not None
    assert heart is not None
    np.testing.assert_array_equal(contact.values, [250, np.nan, np.nan, 260])
    assert np.isfinite(heart.values).tolist() == [True, False, False, False]


def test_cadence_stored_as_steps_is_not_doubled_and_said(tmp_path: Path) -> None:
    fit = FitWriter()
    for second in range(20):
        fit.record(second, cadence=168, speed=3)
    run = _read(tmp_path, fit.session(0, 20))
    assert _median(run, "cadence") == 168
    assert any("counts steps" in warning for warning in run.warnings)


def test_pauses_laps_and_beats(tmp_path: Path) -> None:
    fit = FitWriter().timer(0, runs=True)
    for second in (*range(10), *range(40, 60)):
        fit.record(second, speed=3, distance=second)
        fit.add(HRV, [(0, UINT16, (410, 405, 0xFFFF, 0xFFFF, 0xFFFF))])
        if second == 9:
            fit.timer(9, runs=False)
        if second == 40:
            fit.timer(40, runs=True)
    fit.add(LAP, [(253, UINT32, START + 45), (2, UINT32, START), (7, UINT32, 45_000)])
    fit.timer(59, runs=False)
    run = _read(tmp_path, fit.session(0, 59))
    assert [(p.start_s, p.end_s) for p in run.pauses] == [(9, 40)]
    assert [(lap.start_s, lap.end_s) for lap in run.laps] == [(0, 45)]
    assert len(run.beat_intervals_s) == 60
    assert set(run.beat_intervals_s) == {0.41, 0.405}


def test_two_sources_of_one_quantity_are_two_channels(tmp_path: Path) -> None:
    fit = FitWriter().app(0, STRYD_APP)
    fit.describe(0, 3, UINT16, "Ground Time", "Milliseconds", native=41)
    fit.describe(0, 2, UINT8, "Cadence", "RPM", native=4).describe(0, 4, FLOAT32, "Vertical Oscillation", "Centimeters")
    for second in range(20):
        fit.record(second, [(3, 0, UINT16, 231), (2, 0, UINT8, 86), (4, 0, FLOAT32, 7.25)], cadence=85, stance_time=244)
    run = _read(tmp_path, fit.session(0, 20))
    native, stryd = run.all_of("contact_time")
    assert (native.source.origin, native.source.field, float(native.values[0])) == ("native", "stance_time", 244)
    assert (stryd.source.device, stryd.source.origin, float(stryd.values[0])) == ("Stryd", "developer", 231)
    assert [float(c.values[0]) for c in run.all_of("cadence")] == [170, 172]
    assert _median(run, "vertical_oscillation") == 7.25


def test_a_developer_cadence_in_steps_follows_the_native_one(tmp_path: Path) -> None:
    fit = FitWriter().app(0, STRYD_APP).describe(0, 2, UINT8, "Cadence", "RPM")
    for second in range(20):
        fit.record(second, [(2, 0, UINT8, 108)], cadence=54)
    run = _read(tmp_path, fit.session(0, 20))
    assert [float(c.values[0]) for c in run.all_of("cadence")] == [108, 108], "a walk's steps are not taken for strides"


def test_a_known_app_needs_no_descriptions(tmp_path: Path) -> None:
    fit = FitWriter().app(0, STRYD_APP)
    for second in range(5):
        fit.record(second, [(3, 0, UINT16, 240), (9, 0, FLOAT32, 10.5), (0, 0, UINT16, 251)], speed=3)
    run = _read(tmp_path, fit.session(0, 5))
    assert (_median(run, "contact_time"), _median(run, "leg_stiffness"), _median(run, "power")) == (240, 10.5, 251)
    assert run.lost == ()


def test_fields_that_nobody_knows_are_named(tmp_path: Path) -> None:
    fit = FitWriter().app(0, bytes(range(16))).describe(0, 1, UINT8, "Moon phase", "%")
    for second in range(5):
        fit.record(second, [(1, 0, UINT8, 40), (7, 0, UINT16, 12)], speed=3)
    run = _read(tmp_path, fit.session(0, 5))
    assert any("Moon phase" in sentence for sentence in run.lost)
    assert any("field 7" in sentence for sentence in run.lost)


def test_an_unknown_app_is_understood_by_the_native_field_it_names(tmp_path: Path) -> None:
    fit = FitWriter().app(0, bytes(range(16))).describe(0, 1, UINT16, "My osc", "mm", native=39)
    for second in range(5):
        fit.record(second, [(1, 0, UINT16, 83)], speed=3)
    run = _read(tmp_path, fit.session(0, 5))
    assert _median(run, "vertical_oscillation") == pytest.approx(8.3)


def test_sensors_on_each_shoe_give_sides_their_mean_and_the_balance(tmp_path: Path) -> None:
    fit = FitWriter().app(0, bytes.fromhex("c1f5c80a5a054e8a97b3fda34e957035"))
    for number, name in ((5, "RS_ContactTime_L"), (11, "RS_ContactTime_R"), (3, "RS_Pronation_L")):
        fit.describe(0, number, FLOAT32, name)
    for second in range(5):
        fit.record(second, [(5, 0, FLOAT32, 260), (11, 0, FLOAT32, 240), (3, 0, FLOAT32, -12)], speed=3)
    run = _read(tmp_path, fit.session(0, 5))
    left = run.best("contact_time", side="left")
    assert left is not None
    assert left.values[0] == 260
    assert _median(run, "contact_time") == 250
    assert _median(run, "contact_balance") == 52
    assert run.best("pronation") is None, "one side alone is not both legs"


def test_stryd_heights_below_the_sea_are_negative(tmp_path: Path) -> None:
    fit = FitWriter().app(0, STRYD_APP).describe(0, 7, UINT16, "Elevation", "Meters")
    for second in range(5):
        fit.record(second, [(7, 0, UINT16, 65533)], speed=3)
    assert _median(_read(tmp_path, fit.session(0, 5)), "altitude") == -3


def test_only_the_running_sessions_of_a_multisport_file(tmp_path: Path) -> None:
    fit = FitWriter()
    fit.session(0, 10, sport=2).session(11, 9, sport=1).session(21, 4, sport=3).session(26, 14, sport=1)
    for second in range(41):
        fit.record(second, distance=5.0 * second, cadence=80)
    path = tmp_path / "tri.fit"
    path.write_bytes(fit.to_bytes())
    first, second_run = read_runs(path)
    assert (len(first.time_s), len(second_run.time_s)) == (10, 15)
    assert (first.id, second_run.id) == ("tri-1", "tri-2")
    distance = first.best("distance")
    assert distance is not None
    assert distance.values[-1] == 50, "from the last value before the session"
    assert any("cycling, transition" in sentence for sentence in first.lost)


def test_chained_files_are_read_each_on_its_own(tmp_path: Path) -> None:
    path = tmp_path / "two.fit"
    path.write_bytes(steady_run(30).to_bytes() + steady_run(40, start=500).to_bytes())
    runs = read_run(path, strict=True)
    assert isinstance(runs, tuple)
    assert [run.duration_s for run in runs] == [29, 39]


def test_damage_in_one_chained_file_leaves_the_other_alone(tmp_path: Path) -> None:
    path = tmp_path / "two.fit"
    broken = bytearray(steady_run(30).to_bytes())
    broken[20:] = b"\xff" * (len(broken) - 20)
    path.write_bytes(bytes(broken) + steady_run(40).to_bytes())
    runs = read_runs(path)
    assert [run.duration_s for run in runs] == [39]
    assert runs[0].lost


def test_compressed_time_stamps_roll_over(tmp_path: Path) -> None:
    fit = FitWriter().record(0, heart_rate=140)
    for second in range(1, 50):
        fit.add(RECORD, [(3, UINT8, 140)], seconds_after=(START + second) & 0x1F)
    run = _read(tmp_path, fit.session(0, 50))
    np.testing.assert_array_equal(run.time_s, np.arange(50.0))


def test_a_cut_file_gives_what_is_there_and_says_where_it_ends(tmp_path: Path) -> None:
    data = steady_run().to_bytes()[:-300]
    run = _read(tmp_path, data, strict=False)
    assert 40 < len(run.time_s) < 60
    assert f"byte {len(data)}" in run.lost[0]
    with pytest.raises(RunFileError, match=f"byte {len(data)}"):
        _read(tmp_path, data, strict=True)


def test_a_header_that_was_never_completed_is_read_to_the_end(tmp_path: Path) -> None:
    data = bytearray(steady_run().to_bytes())
    data[4:8] = bytes(4)
    run = _read(tmp_path, bytes(data), strict=False)
    assert len(run.time_s) == 60
    assert "never completed" in run.lost[0]


def test_a_wrong_checksum_warns_and_strict_refuses(tmp_path: Path) -> None:
    data = bytearray(steady_run().to_bytes())
    data[-1] ^= 0xFF
    run = _read(tmp_path, bytes(data), strict=False)
    assert len(run.time_s) == 60
    assert "checksum" in run.warnings[0]
    with pytest.raises(RunFileError, match="checksum") as caught:
        _read(tmp_path, bytes(data))
    assert caught.value.facts["offset"] == len(data) - 2


def test_reading_goes_on_behind_bytes_that_are_missing(tmp_path: Path) -> None:
    data = steady_run(200).to_bytes()
    at = len(data) // 2
    run = _read(tmp_path, data[:at] + data[at + 7 :], strict=False)
    assert len(run.time_s) > 190
    assert run.duration_s == 199
    assert _median(run, "contact_time") == 250
    assert any("damaged and left out" in sentence for sentence in run.lost)


def test_a_jump_of_the_clock_is_closed_by_the_session_and_said(tmp_path: Path) -> None:
    fit = FitWriter()
    for second in range(100):
        fit.record(second if second < 30 else second + 5_000_000, speed=3)
    run = _read(tmp_path, fit.session(0, 105))
    assert run.duration_s == 105
    assert run.start == datetime.fromtimestamp(FIT_EPOCH_S + START + 5_000_000 + 99 - 105, UTC)
    assert any("jumps by 57.9 days" in warning for warning in run.warnings)


def test_without_a_session_the_records_are_a_run_and_that_is_said(tmp_path: Path) -> None:
    run = _read(tmp_path, FitWriter().record(0, speed=3).record(1, speed=3))
    assert "does not say which sport" in run.warnings[0]


@pytest.mark.parametrize(("sport", "words"), [(2, "cycling"), (5, "swimming")])
def test_another_sport_is_refused_in_one_line(tmp_path: Path, sport: int, words: str) -> None:
    with pytest.raises(RunFileError, match=f"Expected a run in run.fit, got {words}"):
        _read(tmp_path, FitWriter().record(0, speed=3).session(0, 10, sport=sport))


def test_the_strap_that_senses_the_dynamics_is_named(tmp_path: Path) -> None:
    fit = FitWriter()
    fit.add(DEVICE_INFO, [(253, UINT32, START), (0, UINT8, 0), (2, UINT16, 1), (4, UINT16, 2697)])
    strap = [(253, UINT32, START), (0, UINT8, 3), (2, UINT16, 1), (4, UINT16, 1752), (1, UINT8, 30), (25, ENUM, 1)]
    fit.add(DEVICE_INFO, strap)
    for second in range(5):
        fit.record(second, stance_time=250, speed=3)
    run = _read(tmp_path, fit.session(0, 5))
    contact, speed = run.best("contact_time"), run.best("speed")
    assert contact is not None
    assert speed is not None
    assert contact.source.device.startswith("garmin hrm")
    assert speed.source.device.startswith("garmin fenix")
    assert len(run.devices) == 2


def test_positions_give_distance_and_are_gone(tmp_path: Path) -> None:
    fit = FitWriter()
    for second in range(60):
        fit.record(second, position_lat=45 + 3.0 * second / 111_195, position_long=7.0, altitude=100 + 0.15 * second)
    run = _read(tmp_path, fit.session(0, 60))
    distance = run.best("distance")
    assert distance is not None
    assert distance.values[-1] == pytest.approx(177, abs=1)
    assert (distance.source.origin, run.is_indoor) == ("derived", False)
    assert _median(run, "speed") == pytest.approx(3.0, abs=0.05)
    assert {channel.quantity for channel in run.channels} == {"distance", "speed", "altitude", "grade"}
    assert not any(np.nanmax(np.abs(channel.values)) == pytest.approx(45, abs=1) for channel in run.channels)


@pytest.mark.parametrize("data", [b"", b"\x00", b"123456789", bytes(range(256)) * 3])
def test_the_checksum_equals_the_documented_one(data: bytes) -> None:
    assert crc16(data) == bytewise_crc(data)
