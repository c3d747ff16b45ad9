"""Camera roll and yaw read off rendered clips, whose cameras are known, and off copies turned further."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.accuracy.camera_tilt import score_clip_tilt, tilt_table, yaw_table


@pytest.mark.parametrize("clip", ["dev13_rear", "dev20_side"])
def test_the_roll_of_a_known_camera_is_found_whichever_way_it_is_turned(shared_data: Path, clip: str) -> None:
    rows = score_clip_tilt(shared_data / "rendered", clip)
    assert len({row.true_roll_deg for row in rows}) == len(rows) == 5
    for row in rows:
        assert row.roll_deg is not None
        assert row.roll_error_deg is not None
        assert row.roll_deg == pytest.approx(row.true_roll_deg, abs=0.6)
        assert abs(row.roll_deg - row.true_roll_deg) < 2.5 * row.roll_error_deg
        if row.true_yaw_deg is not None:
            assert row.yaw_deg == pytest.approx(row.true_yaw_deg, abs=1.0)
    assert len(tilt_table(rows).rows) == 2
    assert len(yaw_table(rows).rows) == np.count_nonzero([clip.endswith("rear")])


def test_a_forest_tells_no_roll(shared_data: Path) -> None:
    assert all(row.roll_deg is None for row in score_clip_tilt(shared_data / "rendered", "dev07_over"))
