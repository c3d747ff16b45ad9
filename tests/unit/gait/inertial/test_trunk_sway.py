"""Sway of the trunk from signals of known size."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.inertial.trunk_steps import StepSequence
from evenstride.gait.inertial.trunk_sway import step_sway_pct
from evenstride.gait.inertial.vertical import trunk_signals

RATE_HZ = 200.0
TIME_S = np.arange(0, 30, 1 / RATE_HZ)
STEPS = StepSequence(np.arange(1.0, 29.0, 0.35))


def sensor(sway_g: float) -> np.ndarray:
    """(sample, 3) upright 1 g and a bounce of 1.2 g, and a sway of so many g along a slanting horizontal line."""
    bounce = 1.0 + 1.2 * np.sin(2 * np.pi * TIME_S / 0.35)
    sway = sway_g * np.sin(2 * np.pi * TIME_S / 0.35 + 0.7)
    return np.column_stack([0.6 * sway, bounce, 0.8 * sway])


@pytest.mark.parametrize("sway_g", [0.2, 0.6])
@pytest.mark.parametrize("turn", [np.eye(3), np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])])
def test_the_share_is_that_of_the_root_mean_squares_however_the_sensor_is_worn(sway_g: float, turn: np.ndarray) -> None:
    signals = trunk_signals(TIME_S, sensor(sway_g) @ turn, rate_hz=RATE_HZ)
    expected = 100 * sway_g / np.hypot(sway_g, 1.2)
    assert np.median(step_sway_pct(signals, STEPS)) == pytest.approx(expected, rel=0.03)


def test_a_sensor_with_one_axis_has_no_sway_and_a_gap_no_value() -> None:
    upright = trunk_signals(TIME_S, sensor(0.4)[:, [1]], rate_hz=RATE_HZ)
    assert np.isnan(step_sway_pct(upright, STEPS)).all()
    missing = np.where((TIME_S > 10)[:, None] & (TIME_S < 15)[:, None], np.nan, sensor(0.4))
    sway = step_sway_pct(trunk_signals(TIME_S, missing, rate_hz=RATE_HZ), STEPS)
    inside = (STEPS.mark_s[:-1] > 10.5) & (STEPS.mark_s[:-1] < 14)
    assert np.isnan(sway[inside]).all()
    assert np.isfinite(sway[STEPS.mark_s[1:] < 9.5]).all()
