from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import InputError, RunFileError
from evenstride.io.imu import ImuDeclaration, read_imu_csv, read_imu_trials
from imu_files import sacrum_vertical_g, turned, write_csv

RATE_HZ = 200.0
TIME_S = np.arange(0, 10, 1 / RATE_HZ)
AXES_G = turned(sacrum_vertical_g(TIME_S), (0.2, 0.9, -0.3))


def table(tmp_path: Path, header: str, time: np.ndarray | None, axes: np.ndarray, delimiter: str = ",") -> Path:
    columns = [*([] if time is None else [time]), *axes.T]
    return write_csv(tmp_path / "sensor.csv", header, columns, delimiter=delimiter)


@pytest.mark.parametrize(
    ("header", "time_factor", "acceleration_factor"),
    [
        ("time,acc_x,acc_y,acc_z", 1.0, 1.0),
        ("Timestamp (ms),Acceleration x (m/s^2),Acceleration y (m/s^2),Acceleration z (m/s^2)", 1e3, 9.80665),
        ("elapsed_us,ax,ay,az", 1e6, 9.80665),
        ("t,AccX,AccY,AccZ", 1e3, 1000.0),
        ("System_Timestamp_Plot_Zeroed,Accel_LN_X,Accel_LN_Y,Accel_LN_Z", 1e3, 9.80665),
        ("", 1.0, 9.80665),
    ],
)
def test_units_and_columns_are_found_whatever_the_sensor_calls_them(
    tmp_path: Path, header: str, time_factor: float, acceleration_factor: float
) -> None:
    path = table(tmp_path, header, TIME_S * time_factor, AXES_G * acceleration_factor)
    recording = read_imu_csv(path)
    assert recording.rate_hz == pytest.approx(RATE_HZ, rel=1e-3)
    np.testing.assert_allclose(recording.acceleration_g, AXES_G, atol=2e-5)
    assert recording.lost == ()
    assert not [said for said in recording.warnings if "cut off" not in said]


def test_a_semicolon_table_with_decimal_commas_and_a_row_of_units_is_read(tmp_path: Path) -> None:
    rows = [f"{t:.4f};{x:.5f};{y:.5f};{z:.5f}".replace(".", ",") for t, (x, y, z) in zip(TIME_S, AXES_G, strict=True)]
    path = tmp_path / "sensor.csv"
    path.write_text("Time;Accel_X;Accel_Y;Accel_Z\ns;g;g;g\n" + "\n".join(rows), encoding="utf-8")
    recording = read_imu_csv(path)
    np.testing.assert_allclose(recording.acceleration_g, AXES_G, atol=1e-4)
    assert recording.axes == ("Accel_X", "Accel_Y", "Accel_Z")


def test_a_header_that_contradicts_gravity_asks_for_the_unit(tmp_path: Path) -> None:
    path = table(tmp_path, "time,acc_x (g),acc_y (g),acc_z (g)", TIME_S, AXES_G * 9.80665)
    with pytest.raises(RunFileError, match="Say which it is: --imu-unit"):
        read_imu_csv(path)


def test_acceleration_without_gravity_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S, AXES_G - AXES_G.mean(axis=0))
    with pytest.raises(RunFileError, match="Expected acceleration with gravity in it"):
        read_imu_csv(path)


def test_a_declared_rate_and_columns_serve_a_table_without_clock_and_header(tmp_path: Path) -> None:
    path = table(tmp_path, "", None, np.column_stack([AXES_G, np.zeros(len(TIME_S)), np.ones(len(TIME_S))]))
    with pytest.raises(RunFileError, match="--imu-columns 2,3,4"):
        read_imu_csv(path, declared=ImuDeclaration(rate_hz=RATE_HZ))
    recording = read_imu_csv(path, declared=ImuDeclaration(rate_hz=RATE_HZ, columns=("1", "2", "3"), up="+y"))
    assert recording.up is not None
    assert recording.up.tolist() == [0, 1, 0]
    assert recording.duration_s == pytest.approx(TIME_S[-1])


def test_the_gyroscope_comes_in_degrees_a_second(tmp_path: Path) -> None:
    gyro = np.column_stack([np.sin(TIME_S), np.cos(TIME_S), TIME_S / 10])
    path = write_csv(
        tmp_path / "s.csv",
        "time,acc_x,acc_y,acc_z,gyro_x (rad/s),gyro_y (rad/s),gyro_z (rad/s)",
        [TIME_S, *AXES_G.T, *gyro.T],
    )
    found = read_imu_csv(path).angular_velocity_degps
    assert found is not None
    np.testing.assert_allclose(found, np.degrees(gyro), atol=1e-3)


def test_a_word_among_numbers_is_left_out_and_named_with_row_and_column(tmp_path: Path) -> None:
    path = table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S, AXES_G)
    lines = path.read_text().splitlines()
    lines[700] = lines[700].rsplit(",", 1)[0] + ",broken"
    path.write_text("\n".join(lines))
    recording = read_imu_csv(path)
    assert recording.lost == ("1 row left out, the first: row 701, column 4: 'broken' is no number.",)
    assert len(recording.time_s) == len(TIME_S) - 1
    with pytest.raises(RunFileError, match="row 701, column 4"):
        read_imu_csv(path, strict=True)


def test_gaps_repeats_saturation_and_clocks_set_back_are_said(tmp_path: Path) -> None:
    kept = (TIME_S < 4) | (TIME_S > 4.5)
    gap = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S[kept], AXES_G[kept]))
    assert any("1 gap of 0.5 s together" in said for said in gap.warnings)

    held = np.repeat(AXES_G[::2], 2, axis=0)
    twice = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S, held))
    assert twice.rate_hz == pytest.approx(RATE_HZ / 2, rel=0.01)
    assert any("repeat the one before" in said for said in twice.warnings)

    cut = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S, np.clip(AXES_G, -2, 2)))
    assert cut.saturated_frac[1] > 0.02
    assert any(said.startswith("acc_y is cut off at") and "2.0 g" in said for said in cut.warnings)

    set_back = np.where(TIME_S < 5, TIME_S + 100, TIME_S)
    joined = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", set_back, AXES_G))
    assert joined.duration_s == pytest.approx(TIME_S[-1], abs=0.02)
    assert any("set anew 1 time" in said for said in joined.warnings)


def test_a_stray_stamp_costs_one_sample_and_packets_are_spread(tmp_path: Path) -> None:
    stray = TIME_S.copy()
    stray[500] -= 0.1
    recording = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", stray, AXES_G))
    assert len(recording.time_s) == len(TIME_S) - 1
    assert any(said.startswith("1 sample with a time not after") for said in recording.warnings)

    packets = TIME_S[np.arange(len(TIME_S)) // 10 * 10]
    spread = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", packets, AXES_G))
    np.testing.assert_allclose(spread.time_s, TIME_S, atol=1e-3)
    assert any("packets" in said for said in spread.warnings)


def test_a_clock_set_far_ahead_is_joined_and_a_file_of_gaps_is_refused(tmp_path: Path) -> None:
    ahead = np.where(TIME_S < 5, TIME_S, TIME_S + 1e9)
    joined = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", ahead, AXES_G))
    assert joined.duration_s == pytest.approx(TIME_S[-1], abs=0.02)
    sparse = TIME_S + 3000 * (np.arange(len(TIME_S)) // 100)
    with pytest.raises(RunFileError, match="Cut the file at its long gaps"):
        read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", sparse, AXES_G))


def test_a_sensor_that_always_says_the_same_is_read_as_it_is(tmp_path: Path) -> None:
    still = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S, np.tile([0.0, 1.0, 0.0], (len(TIME_S), 1))))
    assert len(still.time_s) == len(TIME_S)
    assert still.warnings == ()


def test_a_damaged_value_costs_itself_and_not_the_unit(tmp_path: Path) -> None:
    wild = AXES_G * 9.80665
    wild[321, 1] = 1e300
    recording = read_imu_csv(table(tmp_path, "time,acc_x,acc_y,acc_z", TIME_S, wild))
    assert np.isnan(recording.acceleration_g[321, 1])
    np.testing.assert_allclose(
        np.delete(recording.acceleration_g, 321, axis=0), np.delete(AXES_G, 321, axis=0), atol=2e-5
    )
    assert any("1 sample with values above 500 g" in said for said in recording.warnings)


def test_stamps_since_1970_date_the_recording(tmp_path: Path) -> None:
    path = table(tmp_path, "timestamp,acc_x,acc_y,acc_z", np.round(1e3 * TIME_S) + 1_700_000_000_000, AXES_G)
    recording = read_imu_csv(path)
    assert recording.start is not None
    assert recording.start.isoformat() == "2023-11-14T22:13:20+00:00"


def test_wide_files_are_read_only_where_declared(tmp_path: Path) -> None:
    wide = np.array([np.concatenate([AXES_G[:, 1], AXES_G[:, 0]])] * 3)
    path = tmp_path / "trials.csv"
    np.savetxt(path, wide, delimiter=",")
    with pytest.raises(RunFileError, match="one row a sample"):
        read_imu_csv(path, declared=ImuDeclaration(rate_hz=RATE_HZ))
    trials = read_imu_trials(path, axes=("vertical", "ap"), declared=ImuDeclaration(rate_hz=RATE_HZ))
    assert [trial.id for trial in trials] == ["trials-1", "trials-2", "trials-3"]
    np.testing.assert_allclose(trials[2].acceleration_g[:, 1], AXES_G[:, 0])
    with pytest.raises(RunFileError, match="Expected the rate"):
        read_imu_trials(path, axes=("vertical", "ap"), declared=ImuDeclaration())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01\x02" * 50, "is not text"),
        (b"hello\nworld\n", "Expected rows of numbers"),
        (b"acc_x,acc_y,acc_z\n" + b"0,1,0\n" * 500, "found none. Say how many samples"),
        (b"time,speed\n" + b"0,1\n1,2\n" * 50, "Expected acceleration columns"),
    ],
)
def test_what_is_no_sensor_table_is_refused_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(RunFileError) as refusal:
        read_imu_csv(path)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_declaration_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(InputError, match="20 to 5000 Hz, got 5"):
        ImuDeclaration(rate_hz=5)
    with pytest.raises(InputError, match="one of g, mg, m/s2; got furlongs"):
        ImuDeclaration(acceleration_unit="furlongs")  # type: ignore[arg-type]


def test_the_shimmer_sample_is_read(shared_data: Path) -> None:
    recording = read_imu_csv(shared_data / "imu" / "sacrum_alcantara" / "Sample_test_data_shimmer512.csv")
    assert recording.rate_hz == pytest.approx(512, abs=1)
    assert np.linalg.norm(recording.acceleration_g.mean(axis=0)) == pytest.approx(1.0, abs=0.05)
