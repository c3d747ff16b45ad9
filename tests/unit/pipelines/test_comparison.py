from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.model import Measure
from evenstride.model.comparison import Compared
from evenstride.pipelines.comparison import compare

NUMBERS = st.floats(100, 400)
ERRORS = st.floats(0.1, 50)


def measure(value=250.0, error=3.0, *, side="left", id="contact_time", unit="ms", status="ok"):  # noqa: A002
    refused = status == "refused"
    return Measure(
        id=id,
        side=side,
        value=None if refused else value,
        unit=unit,
        standard_error=None if refused else error,
        n_steps=0 if refused else 10,
        sd_between_steps=None,
        status=status,
        source="a",
        reasons=("no",) if refused else (),
    )


def compared(*measures):
    return Compared("x", "clip", measures)


def rows_of(a, b):
    return compare(compared(*a), compared(*b)).measures


def test_the_difference_is_b_less_a_with_the_errors_of_both():
    """By hand: 262 - 250 = 12; sqrt(3^2 + 4^2) = 5; 12 / 5 is beyond 1.96."""
    (row,) = rows_of([measure(250, 3)], [measure(262, 4)])

    assert row.difference == pytest.approx(12)
    assert row.combined_error == pytest.approx(5)
    assert row.agree is False
    assert rows_of([measure(250, 3)], [measure(259, 4)])[0].agree is True


@given(NUMBERS, ERRORS, NUMBERS, ERRORS)
def test_exchanging_the_two_turns_the_difference_round_and_nothing_else(one, error, other, other_error):
    (there,) = rows_of([measure(one, error)], [measure(other, other_error)])
    (back,) = rows_of([measure(other, other_error)], [measure(one, error)])

    assert back.difference == -there.difference
    assert back.combined_error == there.combined_error
    assert back.agree == there.agree
    assert there.agree == (abs(there.difference) <= 1.959964 * there.combined_error)


def test_a_recording_agrees_with_itself():
    rows = rows_of([measure(), measure(side="right")], [measure(), measure(side="right")])

    assert [(row.side, row.difference, row.agree) for row in rows] == [("left", 0, True), ("right", 0, True)]


def test_one_value_for_both_feet_is_set_beside_the_mean_of_two_sides():
    (row,) = rows_of([measure(240, 5), measure(250, 7, side="right")], [measure(228, 2, side=None)])

    assert (row.side, row.a.value, row.a.standard_error, row.a.of_sides) == (None, 245, 7, True)
    assert (row.b.value, row.b.of_sides) == (228, False)
    assert row.difference == pytest.approx(-17)


def test_what_only_one_carries_is_named_and_what_is_refused_counts_as_not_carried():
    found = compare(
        compared(measure(), measure(id="cadence", side=None, unit="steps/min")),
        compared(measure(status="refused"), measure(id="peak_vgrf", unit="BW"), measure(id="valr", unit="BW/s")),
    )

    assert found.measures == ()
    assert found.only_a == ("contact_time", "cadence")
    assert found.only_b == ("peak_vgrf", "valr")


def test_other_units_are_not_compared():
    assert rows_of([measure(unit="ms")], [measure(unit="s")]) == ()


def test_classes_agree_by_name_and_an_uncertain_one_says_nothing():
    def strike(value):
        return replace(measure(id="foot_strike_pattern", unit="class"), value=value, standard_error=None)

    assert rows_of([strike("rearfoot")], [strike("rearfoot")])[0].agree is True
    assert rows_of([strike("rearfoot")], [strike("forefoot")])[0].agree is False
    assert rows_of([strike("rearfoot")], [strike("uncertain")])[0].agree is None


def test_without_an_error_nothing_is_said_of_agreement():
    (row,) = rows_of([measure(250, None)], [measure(262, 4)])

    assert (row.difference, row.combined_error, row.agree) == (12, None, None)
