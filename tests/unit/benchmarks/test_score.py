"""Scores of instants and values whose errors are known by hand."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.accuracy.score import match_contact_times, match_events, pair_contacts, summarise_differences


def test_a_late_a_missed_and_an_invented_instant_are_told_apart() -> None:
    matches = match_events([1.0, 2.0, 3.0], [1.02, 2.5, 3.0])
    assert matches.differences_s == pytest.approx((0.02, 0.0))
    assert (matches.missed, matches.invented) == (1, 1)


def test_each_instant_is_used_once_and_the_nearest_pair_first() -> None:
    matches = match_events([1.0, 1.1], [1.09])
    assert matches.differences_s == pytest.approx((-0.01,))
    assert (matches.missed, matches.invented) == (1, 0)


def test_an_instant_cut_by_the_clip_is_neither_missed_nor_invented() -> None:
    assert match_events([0.0, 1.0], [0.01, 1.0], counted=[False, True]).differences_s == (0.0,)
    assert match_events([0.0, 1.0], [1.0], counted=[False, True]).missed == 0
    assert match_events([0.0, 1.0], [0.01, 1.0], counted=[False, True]).invented == 0


def test_inventions_count_only_where_the_truth_is_known() -> None:
    assert match_events([1.0], [0.2, 1.0, 1.5], window_s=(0.5, 2.0)).invented == 1


def test_agreement_of_three_differences() -> None:
    agreement = summarise_differences([-1.0, 1.0, 3.0])
    assert (agreement.n, agreement.bias, agreement.sd) == (3, 1.0, 2.0)
    assert agreement.rmse == pytest.approx(np.sqrt(11 / 3))
    assert agreement.mae == pytest.approx(5 / 3)
    assert agreement.limits == pytest.approx((1 - 3.92, 1 + 3.92))


def test_no_differences_give_no_number() -> None:
    agreement = summarise_differences([])
    assert agreement.n == 0
    assert np.isnan(agreement.rmse)


def test_contact_takes_the_toe_off_before_the_next_contact() -> None:
    pairs = pair_contacts([0.0, 0.7, 1.4], [0.25, 1.6])
    assert pairs.tolist() == [[0.0, 0.25], [1.4, 1.6]]


def test_contact_time_differences_compare_the_same_contact() -> None:
    true_pairs = np.array([[0.0, 0.25], [0.7, 0.95]])
    found_pairs = np.array([[0.71, 0.98], [0.0, 0.24]])
    assert sorted(match_contact_times(true_pairs, found_pairs)) == pytest.approx([-0.01, 0.02])
