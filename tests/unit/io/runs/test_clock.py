"""One increasing clock out of stamps as files have them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.io.runs.clock import make_clock


def test_plain_stamps_count_from_the_first() -> None:
    clock = make_clock(np.array([100.0, 101, 103]))
    np.testing.assert_array_equal(clock.time_s, [0, 1, 3])
    assert (clock.start_stamp_s, clock.said) == (100, ())


def test_samples_with_one_stamp_are_joined() -> None:
    clock = make_clock(np.array([5.0, 5, 6, 7, 7]))
    np.testing.assert_array_equal(clock.sample_of_row, [0, 0, 1, 2, 2])
    assert clock.said == ("Samples that share their time with another are joined with it: 2.",)


def test_one_stamp_a_second_back_is_left_out() -> None:
    clock = make_clock(np.array([25.0, 24, 30, 33]))
    np.testing.assert_array_equal(clock.sample_of_row, [0, -1, 1, 2])
    assert "out of line are left out: 1" in clock.said[0]


def test_a_wild_stamp_does_not_move_the_rest() -> None:
    stamps = np.arange(50.0)
    stamps[20] += 1e8
    clock = make_clock(stamps)
    np.testing.assert_array_equal(clock.time_s, np.delete(np.arange(50.0), 20))
    assert clock.start_stamp_s == 0


def test_a_wild_stamp_at_the_end_is_left_out() -> None:
    clock = make_clock(np.append(np.arange(50.0), 2e9))
    assert clock.time_s[-1] == 49


def test_stamps_that_stay_behind_wait_for_the_clock_to_catch_up() -> None:
    clock = make_clock(np.array([0.0, 1, 2, 3, 1, 2, 3, 4, 5]))
    np.testing.assert_array_equal(clock.time_s, [0, 1, 2, 3, 4, 5])
    assert any("go back in time" in sentence for sentence in clock.said)


def test_a_jump_backwards_of_the_whole_clock_is_closed_with_a_usual_step() -> None:
    clock = make_clock(np.concatenate((np.arange(10.0) + 9000, np.arange(10.0))))
    np.testing.assert_array_equal(clock.time_s, np.arange(20.0))
    assert clock.start_stamp_s == -10, "the later date counts"
    assert "backwards" in clock.said[0]


def test_a_long_pause_is_no_jump() -> None:
    clock = make_clock(np.array([0.0, 1, 2, 2 + 5 * 3600, 3 + 5 * 3600]))
    assert clock.time_s[-1] == 3 + 5 * 3600
    assert clock.said == ()


def test_events_are_placed_on_the_clock_across_a_jump() -> None:
    clock = make_clock(np.concatenate((np.arange(10.0), np.arange(10.0) + 1e6)), session_duration_s=39)
    assert clock.time_of(4) == 4
    assert clock.time_of(1e6 + 5) == pytest.approx(35)


def test_rows_without_a_stamp_are_left_out() -> None:
    clock = make_clock(np.array([np.nan, 1, np.nan, 2]))
    np.testing.assert_array_equal(clock.sample_of_row, [-1, 0, -1, 1])


@pytest.mark.parametrize("stamps", [[], [np.nan], [7.0], [7.0, 7.0], [7.0, 6.0]])
def test_hardly_any_stamps_give_hardly_any_samples(stamps: list[float]) -> None:
    clock = make_clock(np.array(stamps))
    assert len(clock.time_s) <= 1


@given(st.lists(st.one_of(st.floats(0, 2**32, width=32), st.just(float("nan"))), max_size=60))
def test_whatever_the_stamps_the_clock_increases_and_no_gap_is_longer_than_half_a_day(stamps: list[float]) -> None:
    clock = make_clock(np.array(stamps, float))
    steps = np.diff(clock.time_s)
    assert np.all(steps > 0)
    assert np.all(steps <= 12 * 3600 + 60)
    kept = clock.sample_of_row[clock.sample_of_row >= 0]
    assert sorted(set(kept.tolist())) == list(range(len(clock.time_s)))
