from __future__ import annotations

import numpy as np
import pytest

from marker_files import RATE_HZ, standing_markers, write_c3d

pytest.importorskip("ezc3d", reason="needs the extra lab")

from evenstride.io.c3d import MarkerFileError, read_c3d


@pytest.mark.parametrize(("unit", "scale"), [("mm", 1000.0), ("m", 1.0), ("cm", 100.0)])
def test_markers_come_in_metres_whatever_the_unit(tmp_path, unit, scale):
    markers = standing_markers()

    recording = read_c3d(write_c3d(tmp_path / "a.c3d", markers, unit=unit, scale=scale))

    assert recording.rate_hz == RATE_HZ
    assert set(recording.markers_m) == set(markers)
    np.testing.assert_allclose(recording.markers_m["R.Knee"], markers["R.Knee"], atol=1e-5)
    np.testing.assert_allclose(recording.time_s[:3], [0.0, 0.01, 0.02])
    assert recording.warnings == ()


def test_gaps_written_as_zeros_are_missing(tmp_path):
    markers = standing_markers()
    markers["L.Knee"][10:20] = np.nan

    knee = read_c3d(write_c3d(tmp_path / "a.c3d", markers)).markers_m["L.Knee"]

    assert np.flatnonzero(np.isnan(knee).all(axis=1)).tolist() == list(range(10, 20))


def test_a_marker_that_is_never_seen_is_named(tmp_path):
    markers = standing_markers() | {"R.ASY": np.full((50, 3), np.nan)}

    assert "R.ASY" in " ".join(read_c3d(write_c3d(tmp_path / "a.c3d", markers)).warnings)


def test_the_subject_before_a_colon_and_unlabelled_markers_are_left_out(tmp_path):
    markers = {f"Anna:{label}": track for label, track in standing_markers().items()}
    markers["*17"] = np.ones((50, 3))

    assert set(read_c3d(write_c3d(tmp_path / "a.c3d", markers)).markers_m) == set(standing_markers())


def test_a_missing_unit_is_told_by_the_size_of_a_person_and_said(tmp_path):
    recording = read_c3d(write_c3d(tmp_path / "a.c3d", standing_markers(), unit="", scale=1000.0))

    assert np.nanmax(recording.markers_m["L.ASIS"]) == pytest.approx(1.0, abs=1e-5)
    assert "no unit of length" in recording.warnings[0]


def test_an_unknown_unit_is_refused(tmp_path):
    with pytest.raises(MarkerFileError, match="mm, cm or m"):
        read_c3d(write_c3d(tmp_path / "a.c3d", standing_markers(), unit="inch"))


def test_what_is_no_c3d_is_one_clear_error(tmp_path):
    for name, content in (("empty.c3d", b""), ("text.c3d", b"not a recording" * 100)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(MarkerFileError, match="Expected"):
            read_c3d(tmp_path / name)
    with pytest.raises(MarkerFileError, match="there is no"):
        read_c3d(tmp_path / "nowhere.c3d")


def test_a_file_cut_short_is_one_clear_error_or_shorter(tmp_path):
    path = write_c3d(tmp_path / "a.c3d", standing_markers())
    whole = path.read_bytes()
    for share in (0.1, 0.5, 0.9):
        path.write_bytes(whole[: int(share * len(whole))])
        try:
            recording = read_c3d(path)
        except MarkerFileError:
            continue
        assert len(recording.time_s) <= 50
