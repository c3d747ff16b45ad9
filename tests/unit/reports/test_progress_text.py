"""A measure's course in words: no change is said that the errors do not carry."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from evenstride.knowledge import load_knowledge
from evenstride.progress import MeasureReading, compare_with_baseline, estimate_trend
from evenstride.reports.progress_text import describe_series

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)


def reading(week, value, mdc=4.0, status="ok", class_name=None):
    return MeasureReading(f"week {week}", BEGAN + timedelta(weeks=week), value, class_name, None, mdc, status)


def sentence(*readings, measure_id="cadence"):
    series = compare_with_baseline(readings)
    return describe_series(series, estimate_trend(readings), load_knowledge().measures[measure_id])


def test_the_sentence_says_change_only_beyond_error():
    changed = sentence(reading(0, 170.0), reading(6, 176.0))
    assert "6.0 steps/min higher than on 2 March 2026, more than the 4.0 steps/min" in changed
    within = sentence(reading(0, 170.0), reading(6, 167.0))
    assert "lower" in within
    assert "No change is shown." in within


def test_the_sentence_says_when_there_is_too_little_to_compare():
    assert "measured once" in sentence(reading(0, 170.0))
    assert "not measured yet" in sentence(reading(0, None, mdc=None, status="refused"))
    assert "no earlier value" in sentence(reading(0, 170.0, mdc=None), reading(1, 170.0, mdc=None))


def test_the_sentence_names_a_trend_or_its_absence():
    rising = sentence(*(reading(week, 170 + 2.0 * week, mdc=1.0) for week in (0, 1, 2)))
    assert "Over 3 recordings it rises by 2.0" in rising
    assert "no trend" in sentence(*(reading(week, 170.0) for week in (0, 1, 2)))


def test_a_class_is_named_with_its_days():
    rear, mid = (reading(week, None, None, "ok", name) for week, name in ((0, "rear"), (6, "mid")))
    assert "rear on 2 March 2026, mid on 13 April 2026" in sentence(rear, mid, measure_id="foot_strike_pattern")
    assert sentence(rear, measure_id="foot_strike_pattern").endswith("rear on 2 March 2026.")


def test_amounts_are_no_finer_than_their_error():
    assert "about 10.9° on" in sentence(reading(0, 12.0, mdc=10.87), measure_id="foot_inclination_ic")
    just_beyond = sentence(reading(0, 170.0, mdc=3.94), reading(6, 174.0, mdc=3.94))
    assert "4.0 steps/min higher than on 2 March 2026, more than the 3.9 steps/min" in just_beyond


def test_a_small_slope_is_not_printed_as_nothing():
    slow = sentence(*(reading(week, 170 + 0.02 * week, mdc=0.1) for week in (0, 50, 100)))
    assert "rises by 0.02 steps/min a week" in slow
