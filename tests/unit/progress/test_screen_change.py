"""A home screen done again: better, worse, no detectable change, or not to be told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.model.stored import ScreenAnswer
from evenstride.progress.screen_change import compare_screens
from stored_examples import BEGAN


def held(value: float | None, *, error: float = 0.0, is_at_least: bool = False) -> ScreenAnswer:
    answer = ScreenAnswer("", "", "side_plank", "left", "unknown", BEGAN, unit="s")
    return replace(answer, value=value, error=error, is_at_least=is_at_least)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (24.0, 38.9, "no_detectable_change"),
        (24.0, 39.0, "better"),
        (39.0, 24.0, "worse"),
        (24.0, 24.0, "no_detectable_change"),
        (None, 24.0, "cannot_tell"),
        (24.0, None, "cannot_tell"),
    ],
)
def test_seconds_against_a_smallest_change_of_fifteen(before: float | None, after: float | None, verdict: str) -> None:
    change = compare_screens(held(before), held(after), smallest_change=15.0, more_is_better=True)
    assert change.verdict == verdict


def test_less_is_better_for_an_angle_inward() -> None:
    change = compare_screens(held(20.0), held(8.0), smallest_change=9.0, more_is_better=False)
    assert (change.verdict, change.change, change.needed) == ("better", -12.0, 9.0)


def test_a_coarse_reading_needs_more_than_the_source_says() -> None:
    """1.96 times the root of two squared errors of 5 degrees is 13.9."""
    before, after = held(20.0, error=5.0), held(8.0, error=5.0)
    change = compare_screens(before, after, smallest_change=9.0, more_is_better=False)
    assert change.verdict == "no_detectable_change"
    assert change.needed == pytest.approx(13.86, abs=0.01)


def test_a_hold_that_was_not_over_tells_only_toward_more() -> None:
    at_least = held(45.0, is_at_least=True)
    assert compare_screens(held(24.0), at_least, smallest_change=15.0, more_is_better=True).verdict == "better"
    assert compare_screens(held(40.0), at_least, smallest_change=15.0, more_is_better=True).verdict == "cannot_tell"
    assert compare_screens(at_least, held(24.0), smallest_change=15.0, more_is_better=True).verdict == "worse"
    assert compare_screens(at_least, held(44.0), smallest_change=15.0, more_is_better=True).verdict == "cannot_tell"


def test_without_a_known_smallest_change_nothing_is_told() -> None:
    change = compare_screens(held(10.0), held(30.0), smallest_change=None, more_is_better=True)
    assert (change.verdict, change.change, change.needed) == ("cannot_tell", 20.0, None)
    assert "No smallest change" in change.why
