from __future__ import annotations

import numpy as np
import pytest

from evenstride.errors import OutputError
from evenstride.io.laboratory.storage import StorageTable
from evenstride.io.laboratory.trc import read_trc
from evenstride.io.laboratory.values import MarkerRecording
from evenstride.io.laboratory.writers import storage_text, trc_text
from evenstride.model import GaitEvent


def test_the_head_of_a_trc_is_as_opensim_documents_it():
    markers = {"L.Heel": np.array([[1.0, 0.5, np.nan], [1.25, 0.5, 0.25]]), "R.Heel": np.ones((2, 3))}

    lines = trc_text(MarkerRecording(100.0, markers, start_s=0.5), name="run.trc").split("\n")

    assert lines[:7] == [
        "PathFileType\t4\t(X/Y/Z)\trun.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        "100.0\t100.0\t2\t2\tm\t100.0\t1\t2",
        "Frame#\tTime\tL.Heel\t\t\tR.Heel\t\t",
        "\t\tX1\tY1\tZ1\tX2\tY2\tZ2",
        "",
        "1\t0.5\t1.0\t0.5\tNaN\t1.0\t1.0\t1.0",
    ]
    assert lines[-1] == ""


def test_labels_and_axes_stand_where_a_laboratorys_own_file_has_them(shared_data):
    path = shared_data / "lab" / "hamner2013" / "subject01_Run_2.trc"
    own = path.read_text().splitlines()

    written = trc_text(read_trc(path), name="a").splitlines()

    assert [line.rstrip() for line in written[3:6]] == [line.rstrip() for line in own[3:6]]
    assert written[1] == own[1]


def test_the_head_of_a_mot_is_as_opensim_writes_it():
    table = StorageTable(
        np.array([0.0, 0.01]), {"knee_angle_r": np.array([1.5, np.nan])}, name="my run", in_degrees=False
    )

    assert storage_text(table) == (
        "my run\nversion=1\nnRows=2\nnColumns=2\ninDegrees=no\nendheader\ntime\tknee_angle_r\n0.0\t1.5\n0.01\tNaN\n"
    )


def test_spaces_in_names_become_underscores():
    text = trc_text(MarkerRecording(100.0, {"L Knee  outer": np.ones((2, 3))}), name="a")

    assert "\tL_Knee_outer\t" in text


@pytest.mark.parametrize("labels", [[], ["a", " "], ["a b", "a_b"]])
def test_names_that_no_reader_could_tell_apart_are_refused(labels):
    markers = {label: np.ones((2, 3)) for label in labels}

    with pytest.raises(OutputError, match="each once and none empty"):
        trc_text(MarkerRecording(100.0, markers or {" ": np.ones((2, 3))}), name="a")
    with pytest.raises(OutputError, match="each once and none empty"):
        storage_text(StorageTable(np.array([0.0, 0.1]), {label: np.ones(2) for label in labels}))


def test_a_c3d_carries_its_instants(tmp_path):
    ezc3d = pytest.importorskip("ezc3d", reason="needs the extra lab")
    from evenstride.io.c3d import write_c3d

    events = (GaitEvent("left", "initial_contact", 0.5, 0.0), GaitEvent("right", "toe_off", 61.25, 0.0))
    write_c3d(MarkerRecording(100.0, {"A": np.ones((10, 3))}), tmp_path / "a.c3d", events=events)

    event = ezc3d.c3d(str(tmp_path / "a.c3d"))["parameters"]["EVENT"]
    assert event["CONTEXTS"]["value"] == ["Left", "Right"]
    assert event["LABELS"]["value"] == ["Foot Strike", "Foot Off"]
    np.testing.assert_allclose(event["TIMES"]["value"], [[0, 1], [0.5, 1.25]])
