"""Weeks as columns: an outer part behind, an inner part before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evenstride.reports.numbers import fixed
from evenstride.reports.progress.page_model import Column, ColumnChart, Tick

_GAP_SHARE = 0.24
_WIDEST_PCT = 12.0
_MOST_LABELS = 8
_MOST_LINES = 4
_LOWEST_TOP_OF_COUNTS = 2.0
SHOWN_WEEKS = 16


@dataclass(frozen=True)
class WeekValue:
    """One week: ``outer`` and ``inner`` in the chart's own unit; ``cells`` of the table without the week."""

    begins_on: date
    outer: float
    inner: float
    words: str
    cells: tuple[str, ...]


def draw_weeks(
    title: str,
    weeks: Sequence[WeekValue],
    *,
    heads: tuple[str, ...],
    highest: float | None = None,
    unit: str = "",
    is_counted: bool = False,
) -> ColumnChart:
    """Draw the latest weeks; those between without a value stay empty.

    Parameters
    ----------
    heads : of the table's columns after the week's.
    highest : where the axis ends; the highest value where not given.
    is_counted : the values are counts: no line stands between two of them, and the axis ends at 2 or above.
    """
    shown = weeks[-SHOWN_WEEKS:]
    first, last = shown[0].begins_on, shown[-1].begins_on
    count = min((last - first).days // 7 + 1, SHOWN_WEEKS)
    first = last - timedelta(weeks=count - 1)
    shown = [week for week in shown if week.begins_on >= first]
    top = highest or max(week.outer for week in shown) or 1.0
    if is_counted:
        top = max(top, _LOWEST_TOP_OF_COUNTS)
    every = -(-count // _MOST_LABELS)
    columns = []
    for week in shown:
        at = (week.begins_on - first).days // 7
        columns.append(_column(week, at, count, top, is_labelled=(count - 1 - at) % every == 0))
    return ColumnChart(
        title,
        _words(title, shown),
        tuple(columns),
        _grid(top, unit, least_step=1.0 if is_counted else 0.0),
        ("Week of", *heads),
    )


def week_words(begins_on: date) -> str:
    """``2 March 2026``."""
    return f"{begins_on.day} {begins_on:%B %Y}"


def _column(week: WeekValue, at: int, count: int, top: float, *, is_labelled: bool) -> Column:
    room = 100 / count
    width = min(room * (1 - _GAP_SHARE), _WIDEST_PCT)
    return Column(
        label=f"{week.begins_on.day} {week.begins_on:%b}" if is_labelled else "",
        words=f"Week of {week_words(week.begins_on)}: {week.words}",
        x_pct=round(room * (at + 0.5) - width / 2, 2),
        width_pct=round(width, 2),
        outer_pct=round(100 * min(week.outer / top, 1.0), 2),
        inner_pct=round(100 * min(week.inner / top, 1.0), 2),
        cells=(week_words(week.begins_on), *week.cells),
    )


def _words(title: str, weeks: Sequence[WeekValue]) -> str:
    latest = weeks[-1]
    counted = "1 week" if len(weeks) == 1 else f"{len(weeks)} weeks"
    return f"{title}, {counted}. Latest, the week of {week_words(latest.begins_on)}: {latest.words}."


def _grid(top: float, unit: str, *, least_step: float) -> tuple[Tick, ...]:
    power = 10.0 ** np.floor(np.log10(top / _MOST_LINES))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if top / (power * factor) <= _MOST_LINES)
    step = max(step, least_step)
    decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    values = np.arange(step, 0.96 * top, step)
    return tuple(
        (round(100 - 100 * float(value) / top, 2), f"{fixed(float(value), decimals)}{unit}") for value in values
    )
