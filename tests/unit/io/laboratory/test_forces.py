from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.laboratory.forces import has_force, read_force
from evenstride.io.laboratory.registry import find_force, is_laboratory_file, read_trial
from evenstride.io.laboratory.values import MarkerFileError
from laboratory_files import mot_text, trc_text, write
from marker_files import standing_markers

TIME_S = 0.5 + np.arange(100) / 1000
LOAD_N = np.linspace(0, 800, 100)
REST = np.zeros(100)


def columns_of(*names: str, vertical: str = "y"):
    return {
        name.replace("*", kind + axis): LOAD_N if kind == "v" and axis == vertical else REST
        for name in names
        for kind in "vp"
        for axis in "xyz"
    } | {"ground_torque_x": REST}


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (("R_ground_force_*", "L_ground_force_*"), ["right", "left"]),
        (("ground_force_*", "1_ground_force_*"), [None, None]),
        (("ground_force_1_*", "ground_force_2_*"), [None, None]),
        (("left_grf_*", "right_grf_*"), ["left", "right"]),
    ],
)
def test_platforms_are_found_by_the_names_laboratories_use(tmp_path, names, sides):
    path = write(tmp_path / "a.mot", mot_text(columns_of(*names), TIME_S))

    force = read_force(path, start_s=0.4)

    assert has_force(path)
    assert [platform.side for platform in force.platforms] == sides
    assert force.time_s[0] == pytest.approx(0.1)
    assert force.rate_hz == pytest.approx(1000)
    np.testing.assert_allclose(force.vertical_n(), [LOAD_N, LOAD_N], atol=1e-6)


@pytest.mark.parametrize("vertical", ["y", "z"])
def test_vertical_is_the_axis_that_carries_the_force(tmp_path, vertical):
    path = write(tmp_path / "a.mot", mot_text(columns_of("ground_force_*", vertical=vertical), TIME_S))

    np.testing.assert_allclose(read_force(path).vertical_n(), [LOAD_N], atol=1e-6)


def test_angles_are_no_force(tmp_path):
    path = write(tmp_path / "a.mot", mot_text({"knee_angle_r": LOAD_N}, TIME_S))

    assert not has_force(path)
    with pytest.raises(MarkerFileError, match="Expected force columns such as R_ground_force_vy"):
        read_force(path)


def test_a_force_with_long_gaps_is_refused_and_with_few_blanks_read(tmp_path):
    text = mot_text({"ground_force_vy": LOAD_N}, TIME_S)
    few = text.replace(f"\t{LOAD_N[50]:.6f}", "\t", 1)

    assert read_force(write(tmp_path / "few.mot", few)).vertical_n()[0, 50] == 0
    lines = text.splitlines()
    long = lines[:30] + [line.split("\t")[0] + "\t" for line in lines[30:60]] + lines[60:]
    with pytest.raises(MarkerFileError, match="blank"):
        read_force(write(tmp_path / "long.mot", "\n".join(long)))


def test_a_trial_finds_the_force_beside_it_and_puts_it_on_its_clock(tmp_path):
    trial = write(tmp_path / "run.trc", trc_text(standing_markers(), start_s=0.5))
    write(tmp_path / "run.mot", mot_text({"knee_angle_r": LOAD_N}, TIME_S))
    force = write(tmp_path / "run_grf.mot", mot_text(columns_of("R_ground_force_*"), TIME_S))

    assert is_laboratory_file(trial)
    assert find_force(trial) == force
    read = read_trial(trial)
    assert read.force is not None
    assert read.force.source == "run_grf.mot"
    assert read.force.time_s[0] == pytest.approx(0.0)


def test_without_a_force_the_markers_are_alone(tmp_path):
    assert read_trial(write(tmp_path / "run.trc", trc_text(standing_markers()))).force is None


def test_a_force_file_that_is_named_must_be_one(tmp_path):
    trial = write(tmp_path / "run.trc", trc_text(standing_markers()))

    with pytest.raises(MarkerFileError, match="ending in"):
        read_trial(trial, force=tmp_path / "force.csv")
    with pytest.raises(MarkerFileError, match="read gone"):
        read_trial(trial, force=tmp_path / "gone.mot")
