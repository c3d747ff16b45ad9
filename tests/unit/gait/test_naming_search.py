"""The stride's phase read from feet whose names are not trusted."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.gait.naming.naming_search import carried_forward, estimate_stride_phase, search_naming

STRIDE_HZ = 1.4
TIME_S = np.arange(300) / 60.0
APART = 120.0 * np.sin(2 * np.pi * STRIDE_HZ * TIME_S + 0.4)
NONE = np.zeros(len(TIME_S), dtype=bool)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4])
def test_the_phase_does_not_depend_on_exchanged_names(share: float) -> None:
    exchanged = np.random.default_rng(1).random(len(TIME_S)) < share
    phase = estimate_stride_phase(TIME_S, np.where(exchanged, -APART, APART), NONE)
    assert phase is not None
    assert np.corrcoef(phase.expected, APART)[0, 1] > 0.98
    assert phase.agreement == pytest.approx(1.0 - share, abs=0.05)


def test_names_thought_to_be_exchanged_turn_the_phase_round() -> None:
    phase = estimate_stride_phase(TIME_S, APART, ~NONE)
    assert phase is not None
    assert np.corrcoef(phase.expected, APART)[0, 1] < -0.98


def test_contradicting_the_phase_costs_up_to_the_given_amount() -> None:
    phase = estimate_stride_phase(TIME_S, APART, NONE)
    assert phase is not None
    cost = phase.cost(-APART, per_picture=0.3)
    assert cost[:, 0].max() == pytest.approx(0.3, abs=0.02)
    assert cost[:, 1].max() < 0.02


def test_feet_without_a_rhythm_have_no_phase() -> None:
    noise = np.random.default_rng(2).normal(0, 1, len(TIME_S))
    assert estimate_stride_phase(TIME_S, noise, NONE) is None


def test_points_that_run_straight_on_keep_their_names() -> None:
    x = np.linspace(-3, 3, 30)
    legs = np.stack([np.stack([x, 0 * x], axis=1), np.stack([-x, 0 * x], axis=1)], axis=1)[:, :, None]
    legs[10:12] = legs[10:12, ::-1]
    states, _ = search_naming(legs, np.tile([0.0, 0.01], (30, 1)), 0.1, 1.5)
    assert np.flatnonzero(states).tolist() == [10, 11]


def test_gaps_are_carried_over_and_unknown_columns_are_zero() -> None:
    values = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    assert carried_forward(values).tolist() == [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
