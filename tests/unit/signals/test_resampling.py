"""An even grid, values on it, and crossings between samples."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.resampling import even_grid_s, resample, zero_crossings


def test_the_grid_goes_from_the_first_to_the_last_instant() -> None:
    grid_s = even_grid_s(np.array([2.0, 2.3, 3.0]), rate_hz=10.0)
    assert len(grid_s) == 11
    assert grid_s[[0, -1]].tolist() == pytest.approx([2.0, 3.0])


def test_the_grid_never_reaches_past_the_last_instant() -> None:
    grid_s = even_grid_s(np.array([0.0, 0.99]), rate_hz=10.0)
    assert grid_s[-1] == pytest.approx(0.9)


def test_a_straight_line_is_kept_exactly_on_an_uneven_clock() -> None:
    time_s = np.array([0.0, 0.1, 0.15, 0.4, 0.5])
    grid_s = even_grid_s(time_s, rate_hz=120.0)
    assert np.allclose(resample(time_s, 3 * time_s - 1, grid_s), 3 * grid_s - 1)


def test_a_swing_filmed_at_60_is_known_in_between() -> None:
    time_s = np.arange(0, 2, 1 / 60)
    grid_s = even_grid_s(time_s, rate_hz=240.0)
    assert np.abs(resample(time_s, np.sin(9 * time_s), grid_s) - np.sin(9 * grid_s)).max() < 0.005


def test_nothing_overshoots_beside_a_jump() -> None:
    time_s = np.arange(10) / 10
    values = np.where(time_s < 0.45, 0.0, 1.0)
    dense = resample(time_s, values, even_grid_s(time_s, rate_hz=200.0))
    assert dense.min() >= 0.0
    assert dense.max() <= 1.0


def test_gaps_are_bridged_column_by_column_and_an_unknown_column_stays_unknown() -> None:
    time_s = np.arange(5.0)
    values = np.stack([time_s, time_s, np.full(5, np.nan)], axis=1)
    values[2, 0] = np.nan
    values[:2, 1] = np.nan
    on_grid = resample(time_s, values, np.arange(0, 4.1, 0.5))
    assert on_grid[4, 0] == pytest.approx(2.0)
    assert on_grid[0, 1] == pytest.approx(2.0)  # before the first known sample: that sample
    assert np.isnan(on_grid[:, 2]).all()


@pytest.mark.parametrize("crossing_s", [0.301, 0.3499, 0.52])
@pytest.mark.parametrize("slope", [4.0, -4.0])
def test_a_ramp_crosses_zero_between_two_samples(crossing_s: float, slope: float) -> None:
    grid_s = np.arange(0, 1, 0.1)
    found = zero_crossings(grid_s, slope * (grid_s - crossing_s), rising=slope > 0)
    assert found.tolist() == pytest.approx([crossing_s])
    assert len(zero_crossings(grid_s, slope * (grid_s - crossing_s), rising=slope < 0)) == 0


def test_every_crossing_of_a_sine_is_found_once() -> None:
    grid_s = np.arange(0, 3, 1 / 120)
    rising = zero_crossings(grid_s, np.sin(2 * np.pi * (grid_s - 0.123)), rising=True)
    assert rising.tolist() == pytest.approx([0.123, 1.123, 2.123], abs=1e-4)


def test_a_sample_that_is_exactly_zero_counts_once() -> None:
    values = np.array([-1.0, 0.0, 1.0, 2.0])
    assert zero_crossings(np.arange(4.0), values, rising=True).tolist() == [1.0]
