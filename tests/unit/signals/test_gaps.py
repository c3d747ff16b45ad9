"""Gaps are joined only where they are short, and only strays are taken out."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.gaps import fill_short_gaps, without_strays

FPS = 60.0
TIME_S = np.arange(60) / FPS


def test_a_short_gap_is_joined_by_a_straight_line() -> None:
    values = 3.0 * TIME_S + 1.0
    gappy = values.copy()
    gappy[20:23] = np.nan
    assert np.allclose(fill_short_gaps(TIME_S, gappy, longest_gap_s=0.07), values)


def test_a_long_gap_stays_open() -> None:
    gappy = TIME_S.copy()
    gappy[20:30] = np.nan
    filled = fill_short_gaps(TIME_S, gappy, longest_gap_s=0.07)
    assert np.array_equal(np.isnan(filled), np.isnan(gappy))


def test_the_length_of_a_gap_is_measured_between_the_known_values() -> None:
    gappy = TIME_S.copy()
    gappy[20:23] = np.nan  # 4 intervals
    assert np.isnan(fill_short_gaps(TIME_S, gappy, longest_gap_s=3.9 / FPS)[21])
    assert fill_short_gaps(TIME_S, gappy, longest_gap_s=4.1 / FPS)[21] == pytest.approx(TIME_S[21])


def test_a_gap_is_joined_by_time_not_by_picture_number() -> None:
    time_s = np.array([0.0, 0.01, 0.04])
    assert fill_short_gaps(time_s, np.array([0.0, np.nan, 4.0]), longest_gap_s=0.1)[1] == pytest.approx(1.0)


def test_gaps_at_the_ends_are_left() -> None:
    gappy = TIME_S.copy()
    gappy[:2] = np.nan
    gappy[-1] = np.nan
    filled = fill_short_gaps(TIME_S, gappy, longest_gap_s=1.0)
    assert np.array_equal(np.isnan(filled), np.isnan(gappy))


def test_every_column_is_joined_for_itself_and_the_input_is_left_alone() -> None:
    values = np.stack([TIME_S, 2 * TIME_S], axis=1).reshape(60, 1, 2)
    values[10, 0, 0] = np.nan
    before = values.copy()
    filled = fill_short_gaps(TIME_S, values, longest_gap_s=0.07)
    assert filled[10, 0].tolist() == pytest.approx([TIME_S[10], 2 * TIME_S[10]])
    assert np.array_equal(values, before, equal_nan=True)


def swing(amplitude_px: float = 60.0) -> np.ndarray:
    """A foot swinging fast, as in a sprint: 3 Hz, 1100 px/s, 50 m/s2 at 400 px/m, with a pixel of noise."""
    rng = np.random.default_rng(4)
    path = amplitude_px * np.stack([np.cos(6 * np.pi * TIME_S), np.sin(6 * np.pi * TIME_S)], axis=1)
    return path + rng.normal(0, 1.0, path.shape)


def test_single_strays_are_taken_out_and_nothing_else() -> None:
    xy = swing()
    xy[15] += [60, 0]
    xy[40] += [0, -80]
    cleaned = without_strays(xy, half_width=2, limit_sd=6.0, floor=20.0)
    assert np.flatnonzero(np.isnan(cleaned[:, 0])).tolist() == [15, 40]


def test_two_strays_in_a_row_are_taken_out_and_nothing_else() -> None:
    xy = swing()
    xy[15:17] += [90, 90]
    cleaned = without_strays(xy, half_width=3, limit_sd=6.0, floor=30.0)
    assert np.flatnonzero(np.isnan(cleaned[:, 0])).tolist() == [15, 16]


def test_strays_are_taken_out() -> None:
    xy = swing()
    xy[15] += [60, 0]
    xy[40] += [0, -80]
    gone = np.flatnonzero(np.isnan(without_strays(xy, half_width=2, limit_sd=6.0, floor=20.0)[:, 0]))
    assert {15, 40} <= set(gone.tolist())
    assert len(gone) <= 10


def test_fast_true_movement_is_kept() -> None:
    xy = swing()
    assert np.array_equal(without_strays(xy, half_width=2, limit_sd=6.0, floor=20.0), xy)


def test_gaps_do_not_make_their_neighbours_strays() -> None:
    xy = swing()
    xy[20:26] = np.nan
    assert np.array_equal(without_strays(xy, half_width=2, limit_sd=6.0, floor=20.0), xy, equal_nan=True)


def test_a_signal_of_gaps_only_stays_one() -> None:
    xy = np.full((20, 2), np.nan)
    assert np.isnan(without_strays(xy, half_width=2, limit_sd=6.0, floor=20.0)).all()
