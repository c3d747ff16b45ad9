"""A change is called one only beyond the errors of both recordings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.progress import MeasureReading, compare_with_baseline, estimate_trend

BEGAN = datetime(2026, 3, 2, tzinfo=UTC)


def reading(week, value, mdc=4.0, status="ok", class_name=None):
    error = None if mdc is None else mdc / 2.77
    return MeasureReading(f"week {week}", BEGAN + timedelta(weeks=week), value, class_name, error, mdc, status)


def verdicts(*readings, **options):
    return [each.verdict for each in compare_with_baseline(readings, **options).readings]


def test_a_difference_counts_from_the_smallest_detectable_change_on():
    assert verdicts(reading(0, 170.0), reading(6, 174.1), reading(7, 173.9), reading(8, 165.9)) == [
        "baseline",
        "changed",
        "within_error",
        "changed",
    ]


def test_a_less_sure_recording_needs_a_larger_difference():
    """3 and 4 give the root mean square sqrt((9 + 16) / 2) = 3.536."""
    series = compare_with_baseline([reading(0, 10.0, mdc=3.0), reading(1, 13.5, mdc=4.0), reading(2, 13.6, mdc=4.0)])
    assert series.readings[1].change_needed == pytest.approx(3.5355, abs=1e-4)
    assert [each.verdict for each in series.readings] == ["baseline", "within_error", "changed"]
    assert series.band == pytest.approx((10 - 3.5355, 10 + 3.5355), abs=1e-4)


def test_readings_come_in_any_order_and_the_first_sure_one_is_the_baseline():
    series = compare_with_baseline([reading(2, 172.0), reading(1, 171.0), reading(0, 160.0, status="low_confidence")])
    assert series.baseline is not None
    assert series.baseline.assessment_id == "week 1"
    assert [each.reading.assessment_id for each in series.readings] == ["week 0", "week 1", "week 2"]


def test_another_baseline_may_be_named():
    assert verdicts(reading(0, 160.0), reading(1, 170.0), reading(2, 171.0), baseline_id="week 1") == [
        "changed",
        "baseline",
        "within_error",
    ]


def test_refused_readings_stay_in_the_series_and_say_nothing():
    refused = reading(1, None, mdc=None, status="refused")
    series = compare_with_baseline([reading(0, 170.0), refused])
    assert [each.verdict for each in series.readings] == ["baseline", "cannot_tell"]
    assert series.latest is not None
    assert series.latest.reading.assessment_id == "week 0"


def test_without_an_error_nothing_is_compared():
    series = compare_with_baseline([reading(0, 170.0, mdc=None), reading(1, 180.0, mdc=None)])
    assert series.baseline is None
    assert series.band is None
    assert {each.verdict for each in series.readings} == {"cannot_tell"}


def test_nothing_is_a_series_too():
    assert compare_with_baseline([]).readings == ()


@given(st.floats(-50, 50), st.floats(0.1, 10), st.floats(0.1, 10))
def test_who_is_the_baseline_does_not_matter_for_whether_two_differ(change, first, second):
    one, other = reading(0, 100.0, mdc=first), reading(1, 100.0 + change, mdc=second)
    forwards = compare_with_baseline([one, other], baseline_id="week 0").readings[1]
    backwards = compare_with_baseline([one, other], baseline_id="week 1").readings[0]
    assert forwards.verdict == backwards.verdict
    assert forwards.change == pytest.approx(-backwards.change)


def test_a_line_through_exact_readings_has_their_slope():
    """Equal errors of 1 at weeks 0, 1, 2: the slope's error is 1 / sqrt(2)."""
    one = 1.96 * 2**0.5
    trend = estimate_trend([reading(week, 170 + 2.0 * week, mdc=one) for week in (0, 1, 2)])
    assert trend is not None
    assert trend.per_week == pytest.approx(2.0)
    assert trend.standard_error == pytest.approx(2**-0.5)
    assert trend.is_beyond_error


def test_readings_that_scatter_more_than_their_errors_make_the_slope_less_sure():
    one = 1.96 * 2**0.5
    calm = estimate_trend([reading(week, value, mdc=one) for week, value in enumerate((0.0, 1.0, 2.0, 3.0))])
    wild = estimate_trend([reading(week, value, mdc=one) for week, value in enumerate((0.0, 9.0, -6.0, 3.0))])
    assert calm is not None
    assert wild is not None
    assert wild.standard_error > 3 * calm.standard_error
    assert not wild.is_beyond_error


@pytest.mark.parametrize("weeks", [(), (0,), (0, 1), (3, 3, 3)])
def test_two_readings_or_one_moment_have_no_trend(weeks):
    assert estimate_trend([reading(week, 170.0) for week in weeks]) is None
