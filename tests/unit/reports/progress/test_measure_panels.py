"""A measure over time stands on its chart where its numbers say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from evenstride.knowledge import load_knowledge
from evenstride.progress import MeasureReading, compare_with_baseline
from evenstride.reports.progress.axes import DayAxis, ValueAxis, values_over
from evenstride.reports.progress.measure_panels import DrawnWith, FollowedSide, measure_panel
from evenstride.reports.progress.recorded import RecordedAs, recorded_as

DAYS = DayAxis(date(2026, 3, 2), date(2026, 3, 22))
RECORDED = {"a": RecordedAs(views=("left side",)), "b": RecordedAs(views=("left side",)), "c": RecordedAs()}


def reading(name, day, value, *, error=1.0, mdc=4.0, status="ok"):
    moment = datetime(2026, 3, day, 12, tzinfo=UTC)
    return MeasureReading(name, moment, value, None, error, mdc, status)


def panel(*readings, measure="cadence", side=None):
    series = compare_with_baseline(readings)
    followed = FollowedSide(side, series, "words")
    return measure_panel(measure, load_knowledge().measures[measure], [followed], DrawnWith(DAYS, UTC, RECORDED))


def test_points_bars_and_band_lie_where_the_numbers_say():
    found = panel(reading("a", 2, 160.0), reading("b", 22, 170.0, mdc=3.0))
    (chart,) = found.sides
    axis = values_over([156.0, 164.0, 158.04, 161.96, 168.04, 171.96], least=8.0)
    first, last = chart.points
    assert (first.x_pct, last.x_pct) == (11.0, 95.0)
    assert [first.y_pct, last.y_pct] == [axis.pct(160.0), axis.pct(170.0)]
    assert (last.low_pct, last.high_pct) == (axis.pct(168.04), axis.pct(171.96))
    assert chart.baseline_pct == first.y_pct
    needed = ((4.0**2 + 3.0**2) / 2) ** 0.5
    corners = [tuple(map(float, each.split())) for each in chart.band_path.strip("MZ").split("L")]
    assert corners[0] == pytest.approx((0.0, axis.pct(164.0)), abs=0.01)
    assert corners[3] == pytest.approx((100.0, axis.pct(160.0 + needed)), abs=0.01)
    assert corners[4] == pytest.approx((100.0, axis.pct(160.0 - needed)), abs=0.01)


def test_what_was_decided_is_said_in_words():
    found = panel(reading("a", 2, 160.0), reading("b", 10, 162.0), reading("c", 22, 170.0), reading("d", 21, None))
    assert [(row.number, row.verdict_words) for row in found.rows] == [
        (4, "Changed"),
        (3, "Cannot be compared"),
        (2, "Not beyond error"),
        (1, "Compared with this one"),
    ]
    assert found.rows[0].change == "+10.0\u00a0steps/min"


def test_a_refused_reading_is_in_the_table_and_not_on_the_chart():
    found = panel(reading("a", 2, 160.0), reading("b", 9, None, error=None, mdc=None, status="refused"))
    assert len(found.sides[0].points) == 1
    assert found.rows[0].verdict_words == "Not measured"


def test_a_recording_made_otherwise_than_the_baseline_is_marked():
    found = panel(reading("a", 2, 160.0), reading("b", 9, 161.0), reading("c", 22, 162.0))
    assert [each.is_alike for each in found.sides[0].points] == [True, True, False]


def test_a_long_course_shows_its_latest_recordings_beside_what_they_are_compared_with():
    found = panel(*(reading(f"r{day}", day, 160.0) for day in range(2, 23)))
    assert (found.n_recordings, found.is_long) == (21, True)
    assert [row.number for row in found.recent_rows] == [*range(21, 9, -1), 1]
    assert len(found.sides[0].points) == len(found.rows) == 21


def test_a_short_course_is_shown_whole():
    found = panel(*(reading(f"r{day}", day, 160.0) for day in range(2, 14)))
    assert (found.recent_rows, found.is_long) == (found.rows, False)


def test_a_class_has_a_table_and_no_chart():
    named = MeasureReading("a", datetime(2026, 3, 2, tzinfo=UTC), None, "rearfoot", None, None, "ok")
    found = panel(named, measure="foot_strike_pattern", side="left")
    assert (found.sides[0].points, found.grid, found.rows[0].value) == ((), (), "rearfoot")


def test_one_day_stands_in_the_middle_and_lines_are_round():
    assert DayAxis(date(2026, 3, 2), date(2026, 3, 2)).ticks() == ((50.0, "2 Mar"),)
    assert [words for _, words in ValueAxis(158.0, 173.0).grid()] == ["160", "165", "170"]


def test_how_a_recording_was_made_is_said_once():
    document = {"recordings": [{"view": "left", "surface": "treadmill"}, {"view": "rear", "surface": "treadmill"}]}
    found = recorded_as(document, kinds=("video", "video"), shoes=("Road",))
    assert found.words == "clip, left side and from behind, treadmill, shoes Road"
