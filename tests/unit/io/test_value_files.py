from __future__ import annotations

import json
import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from evenstride.errors import InputError
from evenstride.io.value_files import read_plain_fields, read_value, save_value
from evenstride.io.video import EncodedPart
from evenstride.model import SessionAnalysis
from evenstride.testing import synthetic_analysis


def test_a_whole_analysis_comes_back_as_it_was(tmp_path: Path) -> None:
    session = SessionAnalysis.of_clip(synthetic_analysis(duration_s=4.0, fps=60.0))
    save_value(session, tmp_path / "analysis.npz")

    again = read_value(tmp_path / "analysis.npz")

    assert again.to_dict() == session.to_dict()
    (clip,), (before,) = again.clips, session.clips
    np.testing.assert_array_equal(clip.pose_track.xy_px, before.pose_track.xy_px)
    assert clip.curves.angles_deg.keys() == before.curves.angles_deg.keys()
    assert clip.steps == before.steps
    assert clip.timings_s == before.timings_s


def test_bytes_fractions_and_tuples_come_back(tmp_path: Path) -> None:
    part = EncodedPart(4, 2, Fraction(30000, 1001), b"\x00header", (b"one", b""), (True, False))
    save_value(part, tmp_path / "part.npz")
    assert read_value(tmp_path / "part.npz") == part


def test_plain_fields_are_read_without_the_arrays(tmp_path: Path) -> None:
    part = EncodedPart(4, 2, Fraction(30000, 1001), b"\x00header", (b"one", b""), (True, False))
    save_value(part, tmp_path / "part.npz")
    assert read_plain_fields(tmp_path / "part.npz") == {"width_px": 4, "height_px": 2}
    with pytest.raises(InputError, match="Expected"):
        read_plain_fields(tmp_path / "none.npz")


def test_a_value_that_is_not_ours_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="got object"):
        save_value((1, object()), tmp_path / "value.npz")


@pytest.mark.parametrize(
    "place", ["os:system", "evenstride.wall.limits:WallLimits", "evenstride.model.ids:new_id", "evenstride.models:X"]
)
def test_nothing_but_frozen_values_of_the_rooms_is_made(place: str, tmp_path: Path) -> None:
    save_value(None, tmp_path / "value.npz")
    with np.load(tmp_path / "value.npz") as archive:
        tree = json.loads(archive["tree"].tobytes())
    tree["value"] = ["value", [place, {}]]
    np.savez(tmp_path / "changed.npz", tree=np.frombuffer(json.dumps(tree).encode(), np.uint8))

    with pytest.raises(InputError, match="damaged or of another kind"):
        read_value(tmp_path / "changed.npz")


def test_pickles_other_files_and_other_versions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "value.npz"
    with pytest.raises(InputError, match="Expected to read"):
        read_value(path)
    for content in (b"", b"no archive", pickle.dumps((1, 2))):
        path.write_bytes(content)
        with pytest.raises(InputError, match="damaged or of another kind"):
            read_value(path)
    tree = {"schema": "evenstride.values/1", "version": "0.0.0", "value": None}
    np.savez(path, tree=np.frombuffer(json.dumps(tree).encode(), np.uint8))
    with pytest.raises(InputError, match="those of another"):
        read_value(path)
