"""Doses and dates in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenstride.reports.plan.dose_words import (
    date_words,
    dose_of,
    minutes_words,
    seconds_words,
    short_date_words,
    weeks_words,
)
from plan_examples import RELEASE, SQUAT, SQUEEZE


def test_repetitions_with_a_hold_say_both() -> None:
    dose = dose_of(SQUEEZE)
    assert (dose.short, dose.words) == ("2 × 8, hold 5 s", "2 sets of 8, each held 5 s")
    assert (dose.sides_words, dose.extra) == ("", "")


def test_time_under_load_is_said_in_seconds_with_the_side_that_gets_more() -> None:
    dose = dose_of(RELEASE)
    assert (dose.short, dose.words, dose.sides_words) == ("2 × 60 s", "2 sets of 60 s", "each side")
    assert (dose.extra, dose.extra_short) == ("one set more on the left", "+1 left")


def test_one_set_is_not_sets_and_has_no_rest_between() -> None:
    dose = dose_of(replace(SQUAT, sets=1))
    assert dose.words == "1 set of 10"
    assert dose.rest == ""
    assert dose_of(SQUAT).rest == "60 s rest between sets"


@pytest.mark.parametrize(("seconds", "words"), [(45, "45 s"), (119, "119 s"), (120, "2 min"), (150, "2 min 30 s")])
def test_long_times_are_said_in_minutes(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


@pytest.mark.parametrize(("minutes", "words"), [(0.2, "about 1 min"), (10.1, "about 11 min"), (11.0, "about 11 min")])
def test_minutes_are_rounded_up(minutes: float, words: str) -> None:
    assert minutes_words(minutes) == words


@pytest.mark.parametrize(
    ("numbers", "words"),
    [((2,), "Week 2"), ((1, 2), "Weeks 1 and 2"), ((3, 4, 5, 6), "Weeks 3 to 6"), ((1, 3, 5), "Weeks 1, 3 and 5")],
)
def test_weeks_in_a_row_are_said_as_a_range(numbers: tuple[int, ...], words: str) -> None:
    assert weeks_words(numbers) == words


def test_dates_are_read_as_a_person_says_them_and_other_text_stays() -> None:
    assert date_words("2026-11-23") == "Monday 23 November 2026"
    assert short_date_words("2026-12-07") == "Mon 7 Dec"
    assert date_words("soon") == "soon"
