"""Days and sessions of a week."""

from __future__ import annotations

from itertools import pairwise

import pytest

from evenstride.prescription.schedule import Demand, fill_week, strength_days, training_days


def demand(name: str, minutes: float, fewest: int = 2, most: int = 7, *, strength: bool = False) -> Demand:
    return Demand(name, minutes, fewest, most, strength)


@pytest.mark.parametrize(
    ("count", "days"),
    [(1, (0,)), (2, (0, 3)), (3, (0, 2, 4)), (4, (0, 1, 3, 5)), (5, (0, 1, 2, 4, 5)), (7, (0, 1, 2, 3, 4, 5, 6))],
)
def test_training_days_are_spread_over_the_week(count, days):
    assert training_days(count) == days


@pytest.mark.parametrize("count", range(1, 8))
def test_no_two_strength_days_follow_each_other_even_over_the_weekend(count):
    days = strength_days(training_days(count))
    two_weeks = [*days, *(day + 7 for day in days)]
    assert all(later - earlier > 1 for earlier, later in pairwise(two_weeks))
    assert len(days) == min(count, 3)


def test_what_fits_is_done_on_every_day():
    table = fill_week([demand("a", 5), demand("b", 5)], (0, 2, 4), 15, 6)
    assert table.days_of == {"a": (0, 2, 4), "b": (0, 2, 4)}


def test_exercises_that_do_not_fit_together_share_the_days_before_any_is_dropped():
    table = fill_week([demand("a", 8), demand("b", 8)], (0, 1, 3, 5), 10, 6)
    assert set(table.days_of) == {"a", "b"}
    assert not set(table.days_of["a"]) & set(table.days_of["b"])
    assert [len(days) for days in table.days_of.values()] == [2, 2]


def test_the_least_needed_is_dropped_when_its_fewest_days_find_no_room():
    table = fill_week([demand("a", 8), demand("b", 8), demand("c", 2)], (0, 2, 4), 10, 6)
    assert set(table.days_of) == {"a", "c"}


def test_a_session_holds_no_more_exercises_than_allowed():
    table = fill_week([demand(name, 1) for name in "abcd"], (0, 2, 4), 60, 2)
    assert all(len(table.on(day)) <= 2 for day in table.days)
    assert len(table.days_of) == 3


def test_no_exercise_is_done_more_often_than_its_dose_says():
    table = fill_week([demand("a", 5, 2, 3)], training_days(7), 15, 6)
    assert len(table.days_of["a"]) == 3


def test_strength_keeps_off_neighbouring_days():
    table = fill_week([demand("squat", 5, strength=True)], training_days(6), 15, 6)
    assert table.days_of["squat"] == strength_days(training_days(6))


def test_fewer_days_than_the_dose_asks_for_still_train_it():
    assert fill_week([demand("a", 5, 3)], (0,), 15, 6).days_of == {"a": (0,)}


def test_when_nothing_fits_the_shortest_stands_alone():
    table = fill_week([demand("a", 8), demand("b", 6)], (0, 2, 4), 5, 6)
    assert table.is_over_time
    assert table.days_of == {"b": (0, 4)}


def test_nothing_asked_for_is_an_empty_week():
    table = fill_week([], (0, 2, 4), 15, 6)
    assert table.days_of == {}
    assert not table.is_over_time
