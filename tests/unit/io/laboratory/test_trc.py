from __future__ import annotations

import numpy as np
import pytest

from evenstride.io.laboratory.trc import is_marker_trc, read_trc
from evenstride.io.laboratory.values import MarkerFileError
from laboratory_files import trc_text, write
from marker_files import standing_markers


@pytest.fixture
def markers():
    markers = standing_markers(count=20)
    markers["L.MT1"] = markers["L.MT1"].copy()
    markers["L.MT1"][3:5] = np.nan
    return markers


@pytest.mark.parametrize("units", ["mm", "cm", "m"])
def test_markers_come_in_metres_with_their_gaps_and_their_clock(tmp_path, markers, units):
    recording = read_trc(write(tmp_path / "a.trc", trc_text(markers, units=units, start_s=0.09, rate_hz=120)))

    assert recording.rate_hz == pytest.approx(120, rel=1e-4)
    assert recording.start_s == pytest.approx(0.09)
    assert list(recording.markers_m) == list(markers)
    for label, track in markers.items():
        np.testing.assert_allclose(recording.markers_m[label], track, atol=1e-6)
    assert recording.warnings == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n\n", "\n"),  # no empty line after the axes
        lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("\t\tX1")),  # no axes
        lambda text: text.replace("Frame#", "Frame"),
        lambda text: text.replace("\t4\t(X/Y/Z)", "\t3\t(X/Y/Z)"),
        lambda text: text.replace("DataRate\tCameraRate\t", "", 1).replace("100\t100\t20", "20", 1),
    ],
)
def test_variants_of_the_head_give_the_same_markers(tmp_path, markers, change):
    plain = read_trc(write(tmp_path / "a.trc", trc_text(markers)))

    varied = read_trc(write(tmp_path / "b.trc", change(trc_text(markers))))

    assert varied.rate_hz == pytest.approx(plain.rate_hz)
    for label, track in plain.markers_m.items():
        np.testing.assert_array_equal(varied.markers_m[label], track)


def test_spaces_in_place_of_tabs_are_read_where_nothing_is_blank(tmp_path):
    text = trc_text(standing_markers(count=5)).replace("\t", " ")

    np.testing.assert_allclose(
        read_trc(write(tmp_path / "a.trc", text)).markers_m["R.Knee"], standing_markers(count=5)["R.Knee"], atol=1e-6
    )


def test_zeros_are_gaps(tmp_path, markers):
    zeros = {label: np.nan_to_num(track) for label, track in markers.items()}

    recording = read_trc(write(tmp_path / "a.trc", trc_text(zeros)))

    assert np.flatnonzero(np.isnan(recording.markers_m["L.MT1"]).all(axis=1)).tolist() == [3, 4]


def test_a_head_that_contradicts_the_rows_is_said(tmp_path, markers):
    text = trc_text(markers).replace("100\t100\t20\t18", "200\t200\t21\t17", 1)

    said = " ".join(read_trc(write(tmp_path / "a.trc", text)).warnings)

    assert "names 17 markers, the file holds 18" in said
    assert "names 21 rows, the file holds 20" in said
    assert "names 200 samples a second, the times say 100" in said


def lines_with(text: str, number: int, line: str) -> str:
    lines = text.splitlines()
    lines[number - 1] = line
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("PathFileType", "Nothing"), "a.trc, line 1: expected PathFileType"),
        (lambda text: text.replace("\tmm\t", "\tinch\t"), "a.trc, line 3: expected Units mm, cm or m, got 'inch'"),
        (lambda text: text.replace("Frame#", "Number"), "a.trc, line 4: expected a line that begins with Frame#"),
        (lambda text: text.replace("R.Knee\t", "L.Knee\t", 1), "a.trc, line 4: expected every label once, got L.Knee"),
        (lambda text: lines_with(text, 9, "3\t0.02\tabc"), "a.trc, line 9: expected a number, got 'abc'"),
        (lambda text: lines_with(text, 9, "3\t0.0\t1"), "a.trc, line 9: expected a later time than 0.01 s, got 0 s"),
        (lambda text: lines_with(text, 9, "3\t\t1"), "a.trc, line 9: expected a time, it is missing"),
        (lambda text: lines_with(text, 9, "3" + "\t1" * 80), "a.trc, line 9: expected at most 56 numbers, got 81"),
        (lambda text: "\n".join(text.splitlines()[:6]), "a.trc, line 4: expected rows of numbers"),
        (lambda text: "\n".join(text.splitlines()[:7]), "a.trc: expected at least two rows"),
        (lambda text: "", "a.trc is empty"),
        (lambda text: text + "\0", "bytes that are no text"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_its_number(tmp_path, markers, change, said):
    path = write(tmp_path / "a.trc", change(trc_text(markers)))

    with pytest.raises(MarkerFileError) as error:
        read_trc(path)

    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_rows_left_out_are_no_even_clock(tmp_path, markers):
    lines = trc_text(markers).splitlines()

    with pytest.raises(MarkerFileError, match="even steps"):
        read_trc(write(tmp_path / "a.trc", "\n".join(lines[:9] + lines[15:])))


def test_pixels_are_keypoints_and_no_markers(tmp_path, markers):
    assert is_marker_trc(write(tmp_path / "a.trc", trc_text(markers)))
    assert not is_marker_trc(write(tmp_path / "b.trc", trc_text(markers).replace("\tmm\t", "\tpx\t")))
    assert not is_marker_trc(tmp_path / "nowhere.trc")
