"""Painted tape: a disc is where its truth says, hidden ones are not painted, and scores become table rows."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.painted_tape import Disc, TapeTruth, paint_tape
from benchmarks.accuracy.tape_scores import FalseMarks, TapeScore
from benchmarks.accuracy.tape_tables import tape_tables
from numpy.typing import NDArray

YELLOW = (245, 222, 45)


def truth(*, is_seen: bool = True, speed_px_s: float = 0.0, exposure_s: float = 0.005) -> TapeTruth:
    time_s = np.arange(3) / 60.0
    centre = np.stack([40.3 + speed_px_s * time_s, np.full(3, 30.6)], axis=1)
    axes = np.tile(np.diag([5.0, 4.0]), (3, 1, 1))
    return TapeTruth({"left_psis": Disc(centre, axes, np.full(3, is_seen))}, time_s, exposure_s)


def painted(tape: TapeTruth, row: int = 1) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """How much each pixel changed, and the picture."""
    grey = np.full((60, 90, 3), 90, np.uint8)
    picture = paint_tape(grey, tape, row, YELLOW, rng=np.random.default_rng(1))
    return np.abs(picture.astype(float) - grey).sum(axis=-1), picture


def test_the_centre_of_what_changed_is_the_centre_of_the_disc() -> None:
    change, picture = painted(truth())
    change[change < 60] = 0
    rows, columns = np.indices(change.shape)
    centre = [(change * (axis + 0.5)).sum() / change.sum() for axis in (columns, rows)]
    np.testing.assert_allclose(centre, [40.3, 30.6], atol=0.15)
    assert picture[30, 40, 0] > picture[30, 40, 2] + 60


def test_motion_during_the_exposure_smears_the_disc_along_its_way() -> None:
    wide = [int((painted(tape)[0][30] > 30).sum()) for tape in (truth(), truth(speed_px_s=900.0, exposure_s=0.01))]
    assert wide[1] - wide[0] == pytest.approx(6, abs=2)


def test_a_disc_that_faces_away_is_not_painted() -> None:
    change, _ = painted(truth(is_seen=False))
    assert change.max() < 10


def test_scores_become_rows_and_a_refused_pair_says_so() -> None:
    tilt = np.array([[1.0, 1.5, 0.5], [-2.0, -2.5, -2.0], [3.0, 3.0, 2.5]])
    drops = np.array([[4.0, 4.5], [5.0, 5.0], [3.0, 3.5]])
    legs = {"heel": np.array([0.5, -1.5]), "lower leg": np.empty(0)}
    share = {"heel": 0.5, "lower leg": 0.0}
    good = TapeScore("a", "pink", 4, 0.75, 0.0, tilt, drops, np.array([4.0, 4.5, 2.0]), legs, share)
    none = TapeScore("b", "white", 4, 0.0, 0.0, tilt[:0], drops[:0], np.empty(0), legs, share)
    marks, unpainted = tape_tables([good, none], [FalseMarks("c", 100, 3, 0)])
    assert marks.rows[0][:7] == ("a", "pink", "4", "75", "0", "0.33", "0.990")
    assert marks.rows[0][7:11] == ("3", "0.33", "0.982", "+0.5")
    assert marks.rows[1][4] == "refused"
    assert {len(row) for row in marks.rows} == {len(marks.columns)}
    assert unpainted.rows == (("c", "100", "3", "0"),)
