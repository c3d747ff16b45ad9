"""Printed numbers: never finer than the knowledge, never finer than their error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.reports.numbers import decimals_allowed, fixed, to_quantity


@pytest.mark.parametrize(
    ("error", "decimals", "allowed"),
    [
        (None, 1, 1),  # no error known: as the knowledge says
        (0.0, 1, 1),
        (0.42, 2, 1),  # one digit
        (0.21, 2, 2),  # 10 to 35: two digits
        (0.21, 1, 1),  # but never finer than the knowledge
        (4.2, 1, 0),
        (9.6, 1, 0),
        (23.0, 1, 0),
        (62.0, 1, -1),
        (230.0, 0, -1),
    ],
)
def test_decimals_follow_the_error_and_the_knowledge(error: float | None, decimals: int, allowed: int) -> None:
    assert decimals_allowed(error, decimals) == allowed


def test_value_and_error_are_rounded_to_the_same_place() -> None:
    quantity = to_quantity(264.8, standard_error=31.6, unit="ms", decimals=0)
    assert quantity.text == "260 ± 60\u00a0ms"


def test_degrees_stand_at_the_number_and_minus_is_a_minus() -> None:
    assert to_quantity(-5.31, standard_error=0.7, unit="deg", decimals=1).text == "−5.3 ± 1.4°"


def test_a_value_without_known_error_is_printed_without_one() -> None:
    assert to_quantity(168.04, standard_error=None, unit="spm", decimals=1).text == "168.0\u00a0steps/min"


def test_an_error_below_the_last_place_is_never_printed_as_zero() -> None:
    assert to_quantity(168.0, standard_error=0.001, unit="spm", decimals=1).error == "0.1"


def test_zero_has_no_sign() -> None:
    assert fixed(-0.04, 1) == "0.0"


@given(value=st.floats(-1e4, 1e4), standard_error=st.floats(1e-3, 1e3), decimals=st.integers(0, 3))
def test_rounding_never_moves_a_value_by_more_than_half_its_error_or_last_place(
    value: float, standard_error: float, decimals: int
) -> None:
    printed = to_quantity(value, standard_error=standard_error, unit="deg", decimals=decimals)
    shift = abs(float(printed.number.replace("−", "-")) - value)
    assert shift <= max(0.5 * 1.96 * standard_error, 0.5 * 10.0**-decimals) + 1e-9
