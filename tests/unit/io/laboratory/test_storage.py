from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.laboratory.storage import read_storage
from evenstride.io.laboratory.values import MarkerFileError
from laboratory_files import mot_text, write

TIME_S = 0.09 + np.arange(50) / 100
COLUMNS = {"knee_angle_r": np.linspace(0, -60, 50), "pelvis_tx": np.linspace(1, 2, 50)}
OPENSIM_HEAD = "version=1\nnRows=50\nnColumns=3\ninDegrees=yes\n\nUnits are S.I. units\n\nendheader"
SIMM_HEAD = "nRows=50\nnColumns=3\n\n# SIMM Motion File Header:\nname a\ndatacolumns 3\ndatarows 50\nendheader"


@pytest.mark.parametrize("head", [OPENSIM_HEAD, SIMM_HEAD, "version=3\nDataType=double"])
def test_every_kind_of_head_gives_the_same_columns(tmp_path, head):
    table = read_storage(write(tmp_path / "a.mot", mot_text(COLUMNS, TIME_S, head=head)))

    np.testing.assert_allclose(table.time_s, TIME_S)
    assert list(table.columns) == list(COLUMNS)
    np.testing.assert_allclose(table.columns["knee_angle_r"], COLUMNS["knee_angle_r"], atol=1e-6)
    assert table.in_degrees
    assert table.warnings == ()


def test_spaces_are_read_as_tabs_and_radians_are_said(tmp_path):
    text = mot_text(COLUMNS, TIME_S, head="inDegrees=no\nendheader").replace("\t", "   ")

    table = read_storage(write(tmp_path / "a.sto", text))

    assert not table.in_degrees
    np.testing.assert_allclose(table.columns["pelvis_tx"], COLUMNS["pelvis_tx"], atol=1e-6)


def test_wrong_counts_are_said(tmp_path):
    table = read_storage(write(tmp_path / "a.mot", mot_text(COLUMNS, TIME_S, head="nRows=49\nnColumns=4\nendheader")))

    assert table.warnings == (
        "The head names 49 rows, the file holds 50; these were read.",
        "The head names 4 columns, the file holds 3; these were read.",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("only a line", "a.mot, line 1: expected a line of labels that begins with time"),
        ("a\nendheader\ntime\n0\n1", "a.mot, line 3: expected labels of columns after time"),
        ("a\nendheader\ntime\tx\tx\n0\t1\t1", "a.mot, line 3: expected every label once, got x"),
        ("a\nendheader\ntime\tx\n0\t1\n0.01\tone", "a.mot, line 5: expected a number, got 'one'"),
        ("a\nendheader\ntime x\n0 1\n0.01", "a.mot, line 5: expected 2 numbers, got 1"),
        ("a\nendheader\ntime\tx\n0\t1\n0\t1", "a.mot, line 5: expected a later time"),
        ("a\nendheader\ntime\tx\n", "a.mot, line 4: expected rows of numbers"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_number(tmp_path, text, said):
    with pytest.raises(MarkerFileError) as error:
        read_storage(write(tmp_path / "a.mot", text))

    assert said in str(error.value)
