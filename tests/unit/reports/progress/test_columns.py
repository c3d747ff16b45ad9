"""Columns by week: lines of a chart of counts stand at whole numbers."""

from __future__ import annotations

from datetime import date

import pytest

from evenstride.reports.progress.columns import WeekValue, draw_weeks

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("planned", "lines", "outer_pct"),
    [(1, ["1"], 50.0), (3, ["1", "2"], 100.0), (7, ["2", "4", "6"], 100.0)],
)
def test_counts_have_no_line_between_two_of_them(planned: int, lines: list[str], outer_pct: float) -> None:
    week = WeekValue(MONDAY, planned, 1, f"1 of {planned}", (str(planned), "1"))
    chart = draw_weeks("Sessions", [week], heads=("Planned", "Done"), is_counted=True)
    assert [words for _, words in chart.grid] == lines
    assert chart.columns[0].outer_pct == outer_pct


def test_what_is_measured_may_have_lines_between_whole_numbers() -> None:
    chart = draw_weeks("Distance", [WeekValue(MONDAY, 1.0, 1.0, "1.0 km", ("1.0",))], heads=("Distance",))
    assert [words for _, words in chart.grid][:1] == ["0.5"]
