"""Summaries of small samples, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from evenstride.signals.statistics import Summary, robust_sd, summarise_trimmed, without_outliers


def test_mean_spread_and_error_of_four_values() -> None:
    summary = summarise_trimmed([2.0, 4.0, 4.0, 6.0])
    assert summary is not None
    assert (summary.mean, summary.n) == (4.0, 4)
    assert summary.sd == pytest.approx((8 / 3) ** 0.5)
    assert summary.standard_error == pytest.approx((8 / 3) ** 0.5 / 2)


def test_one_value_has_no_spread() -> None:
    assert summarise_trimmed([3.0]) == Summary(3.0, None, 1)
    assert Summary(3.0, None, 1).standard_error is None


def test_nothing_known_gives_no_summary() -> None:
    assert summarise_trimmed([]) is None
    assert summarise_trimmed([np.nan, np.nan]) is None


def test_unknown_values_do_not_count() -> None:
    summary = summarise_trimmed([1.0, np.nan, 3.0])
    assert summary is not None
    assert (summary.mean, summary.n) == (2.0, 2)


def test_a_value_far_from_the_rest_is_left_out() -> None:
    assert without_outliers([10, 11, 9, 10, 12, 8, 60]).tolist() == [10, 11, 9, 10, 12, 8]


def test_a_spread_sample_is_kept_whole() -> None:
    sample = np.random.default_rng(6).uniform(200, 260, 20)
    assert len(without_outliers(sample)) == 20


def test_three_values_are_too_few_to_call_one_an_outlier() -> None:
    assert without_outliers([1.0, 1.1, 50.0]).tolist() == [1.0, 1.1, 50.0]


def test_equal_values_are_kept() -> None:
    assert len(without_outliers([5.0] * 6)) == 6


def test_the_robust_deviation_of_a_normal_sample_is_its_standard_deviation() -> None:
    sample = np.random.default_rng(7).normal(3, 2, 20_000)
    sample[:200] = 1e6
    assert robust_sd(sample) == pytest.approx(2.0, rel=0.03)
    assert robust_sd(np.array([])) == 0.0


def test_the_standard_error_falls_with_the_root_of_the_count() -> None:
    few, many = Summary(0.0, 4.0, 4), Summary(0.0, 4.0, 16)
    assert few.standard_error == 2 * (many.standard_error or 0.0)
