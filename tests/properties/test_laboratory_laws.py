"""What is written for other programs is read back equal."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.io.laboratory.storage import StorageTable, read_storage
from evenstride.io.laboratory.trc import read_trc
from evenstride.io.laboratory.values import MarkerRecording
from evenstride.io.laboratory.writers import storage_text, trc_text
from evenstride.model import GaitEvent

LABELS = st.text("abcXYZ019._-", min_size=1, max_size=8).filter(lambda text: text.strip("._-0123456789") != "")
#: Positions of a person; zero throughout is what laboratories write for a gap.
METRES = st.floats(-20, 20).filter(lambda value: abs(value) > 1e-9)


@st.composite
def recordings(draw):
    count = draw(st.integers(2, 12))
    labels = draw(st.lists(LABELS, min_size=1, max_size=5, unique=True))
    markers = {}
    for number, label in enumerate(labels):
        track = np.array(draw(st.lists(METRES, min_size=3 * count, max_size=3 * count))).reshape(count, 3)
        gaps = draw(st.lists(st.integers(0, count - 1), max_size=count if number else 0))
        track[gaps] = np.nan
        markers[label] = track
    return MarkerRecording(draw(st.floats(20, 500)), markers, start_s=draw(st.floats(0, 100)))


def read_back(read, text, suffix):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_text(text, encoding="utf-8")
        return read(path)


@given(recordings())
@settings(deadline=None)
def test_markers_written_as_trc_are_read_back_equal(recording):
    read = read_back(read_trc, trc_text(recording, name="a.trc"), ".trc")

    assert list(read.markers_m) == list(recording.markers_m)
    for label, track in recording.markers_m.items():
        np.testing.assert_array_equal(read.markers_m[label], track)
    assert read.start_s == recording.start_s
    assert read.rate_hz == pytest.approx(recording.rate_hz, rel=1e-9)
    assert read.warnings == ()


@given(st.integers(2, 20), st.lists(LABELS, min_size=1, max_size=4, unique=True), st.booleans(), st.data())
@settings(deadline=None)
def test_a_table_written_as_mot_is_read_back_equal(count, labels, in_degrees, data):
    values = st.lists(st.floats(-1e6, 1e6) | st.just(float("nan")), min_size=count, max_size=count)
    columns = {label: np.array(data.draw(values)) for label in labels}
    table = StorageTable(0.25 + np.arange(count) / 120, columns, name="made up", in_degrees=in_degrees)

    read = read_back(read_storage, storage_text(table), ".mot")

    np.testing.assert_array_equal(read.time_s, table.time_s)
    assert list(read.columns) == list(columns)
    for label, column in columns.items():
        np.testing.assert_array_equal(read.columns[label], column)
    assert (read.name, read.in_degrees, read.warnings) == ("made up", in_degrees, ())


@given(recordings())
@settings(deadline=None, max_examples=25)
def test_markers_written_as_c3d_are_read_back_to_its_single_precision(recording):
    pytest.importorskip("ezc3d", reason="needs the extra lab")
    from evenstride.io.c3d import read_c3d, write_c3d

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.c3d"
        write_c3d(recording, path, events=(GaitEvent("left", "initial_contact", 0.5, 0.002),))
        read = read_c3d(path)

    assert list(read.markers_m) == list(recording.markers_m)
    assert read.rate_hz == pytest.approx(recording.rate_hz, rel=1e-6)
    for label, track in recording.markers_m.items():
        np.testing.assert_allclose(read.markers_m[label], track, rtol=1e-6, atol=1e-9)
