"""A value against a line, with its error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.imbalance.comparison import compare_with_threshold, support_for_exceeding

NUMBERS = st.floats(-100, 100, allow_nan=False).map(lambda x: round(x, 3))
ERRORS = st.floats(0.001, 20).map(lambda x: round(x, 3))


@pytest.mark.parametrize(
    ("value", "standard_error", "expected"),
    [
        (4.97, 1.0, "exceeded"),
        (4.95, 1.0, "unclear"),
        (3.0, 1.0, "unclear"),
        (1.05, 1.0, "unclear"),
        (1.03, 1.0, "not_exceeded"),
        (3.01, 0.0, "exceeded"),
        (3.0, 0.0, "not_exceeded"),
        (50.0, None, "unclear"),
    ],
)
def test_a_line_of_three_above(value, standard_error, expected):
    assert compare_with_threshold(value, standard_error, 3.0, "above") == expected


def test_below_is_the_mirror_of_above():
    assert compare_with_threshold(5.0, 1.0, 8.0, "below") == "exceeded"
    assert compare_with_threshold(7.0, 1.0, 8.0, "below") == "unclear"
    assert compare_with_threshold(11.0, 1.0, 8.0, "below") == "not_exceeded"


def test_support_has_its_known_points():
    assert support_for_exceeding(3.0 - 1.96, 1.0, 3.0, "above") == pytest.approx(0.0)
    assert support_for_exceeding(3.0, 1.0, 3.0, "above") == pytest.approx(0.25)
    assert support_for_exceeding(3.0 + 1.96, 1.0, 3.0, "above") == pytest.approx(0.5)
    assert support_for_exceeding(3.0 + 3 * 1.96, 1.0, 3.0, "above") == pytest.approx(1.0)
    assert support_for_exceeding(9.0, None, 3.0, "above") == 0.25


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        compare_with_threshold(value, 1.0, 3.0, "above")


def test_a_negative_error_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        compare_with_threshold(1.0, -1.0, 3.0, "above")


@given(value=NUMBERS, error=ERRORS, line=NUMBERS)
def test_turning_the_axis_round_turns_the_direction_round(value, error, line):
    above = compare_with_threshold(value, error, line, "above")
    assert compare_with_threshold(-value, error, -line, "below") == above


@given(value=NUMBERS, error=ERRORS, line=NUMBERS)
def test_support_is_half_or_more_just_where_the_line_is_clearly_exceeded(value, error, line):
    support = support_for_exceeding(value, error, line, "above")
    compared = compare_with_threshold(value, error, line, "above")
    assert 0 <= support <= 1
    if compared == "exceeded":
        assert support >= 0.5
    if compared == "not_exceeded":
        assert support == 0


@given(value=NUMBERS, step=st.floats(0, 50), error=ERRORS, line=NUMBERS)
def test_further_beyond_the_line_never_supports_less(value, step, error, line):
    nearer = support_for_exceeding(value, error, line, "above")
    assert support_for_exceeding(value + step, error, line, "above") >= nearer
