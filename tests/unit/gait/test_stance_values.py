"""Reading a signal over a part of stance."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.frontal.stance_values import greatest_in_stance, mean_in_stance, slope_in_stance
from evenstride.model import Step

STEP = Step("left", 0.50, 0.70, 0.85, 1.20, 0.01, 0.02)
TIME_S = np.arange(60) / 30.0
PART = (0.25, 0.75)


def test_a_straight_line_is_read_in_the_middle_of_the_part() -> None:
    line = 3.0 + 10.0 * TIME_S
    assert float(mean_in_stance(TIME_S, line, STEP, PART)) == pytest.approx(9.0)
    assert greatest_in_stance(TIME_S, line, STEP, PART) == pytest.approx(9.5)
    assert slope_in_stance(TIME_S, line, STEP, PART) == pytest.approx(10.0 * 0.2)


def test_points_are_read_axis_by_axis() -> None:
    xy = np.stack([TIME_S, -TIME_S], axis=1)
    assert mean_in_stance(TIME_S, xy, STEP, PART) == pytest.approx([0.6, -0.6])


@pytest.mark.parametrize("read", [mean_in_stance, greatest_in_stance, slope_in_stance])
def test_a_gap_in_the_part_is_not_bridged(read) -> None:
    values = np.ones(len(TIME_S))
    values[(TIME_S > 0.48) & (TIME_S < 0.72)] = np.nan
    assert np.isnan(read(TIME_S, values, STEP, PART))


@pytest.mark.parametrize("read", [mean_in_stance, greatest_in_stance, slope_in_stance])
def test_a_step_without_toe_off_has_no_parts(read) -> None:
    assert np.isnan(read(TIME_S, np.ones(len(TIME_S)), Step("left", 0.5, None, 0.85, None, 0.01), PART))
