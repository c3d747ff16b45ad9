"""A measure never travels without its standing; sides are compared with their errors."""

from __future__ import annotations

import pytest

from evenstride.model import Measure, compare_sides


def measure(**changes) -> Measure:
    fields = {
        "id": "contact_time",
        "side": "left",
        "value": 250.0,
        "unit": "ms",
        "standard_error": 3.0,
        "n_steps": 10,
        "sd_between_steps": 6.0,
        "status": "ok",
        "source": "clip-1",
    } | changes
    return Measure(**fields)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "refused", "reasons": ("Too slow.",)}, "carries no value"),
        ({"status": "refused", "value": None}, "says why"),
        ({"status": "ok", "value": None}, "without value is refused"),
        ({"status": "low_confidence", "value": None}, "without value is refused"),
    ],
)
def test_a_measure_that_contradicts_itself_is_refused(changes: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        measure(**changes)


def test_a_class_has_no_number() -> None:
    assert measure().number == 250.0
    assert measure(value="rearfoot", unit="class").number is None
    assert measure(value=None, status="refused", reasons=("Too slow.",)).number is None


def test_the_sides_are_compared_as_left_minus_right_with_both_errors() -> None:
    (difference,) = compare_sides([measure(side="right", value=240.0, standard_error=4.0), measure()])
    assert (difference.id, difference.left_minus_right, difference.unit) == ("contact_time", 10.0, "ms")
    assert difference.standard_error == pytest.approx(5.0)
    assert difference.is_beyond_error  # 10 > 1.96 * 5


def test_a_difference_within_its_error_is_not_beyond_it() -> None:
    (difference,) = compare_sides([measure(), measure(side="right", value=240.3, standard_error=4.0)])
    assert not difference.is_beyond_error
    (unknown,) = compare_sides([measure(), measure(side="right", value=100.0, standard_error=None)])
    assert (unknown.standard_error, unknown.is_beyond_error) == (None, False)


def test_only_numbers_that_both_sides_have_are_compared() -> None:
    refused = {"value": None, "status": "refused", "reasons": ("Too slow.",), "standard_error": None}
    assert compare_sides([measure(), measure(side="right", **refused)]) == ()
    assert compare_sides([measure(), measure(id="cadence", side=None)]) == ()
    assert compare_sides([measure(value="rearfoot"), measure(side="right", value="forefoot")]) == ()
