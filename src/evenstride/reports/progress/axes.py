"""Axes of the progress charts: moments along x, a span of values down y, both in per cent of the drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from evenstride.reports.numbers import fixed
from evenstride.reports.progress.page_model import Tick

#: Room at both ends, so that no point is cut off and none lies on the labels.
_LEFT_PCT, _RIGHT_PCT = 11.0, 5.0
_PADDING = 0.1
_MOST_LINES = 4
_MOST_TICKS = 4
#: Days with their years are longer, and a phone is narrow.
_MOST_TICKS_WITH_YEARS = 3


@dataclass(frozen=True)
class DayAxis:
    """Days along x; one day alone stands in the middle."""

    first: date
    last: date

    def pct(self, day: date) -> float:
        """Place of a day."""
        length = (self.last - self.first).days
        if length == 0:
            return 50.0
        return round(_LEFT_PCT + (100 - _LEFT_PCT - _RIGHT_PCT) * (day - self.first).days / length, 2)

    def ticks(self) -> tuple[Tick, ...]:
        """The first and the last day and some between, with the year where it is not the same throughout."""
        length = (self.last - self.first).days
        has_years = self.first.year != self.last.year
        count = min(_MOST_TICKS_WITH_YEARS if has_years else _MOST_TICKS, length + 1)
        days = [self.first + timedelta(days=round(length * at / max(count - 1, 1))) for at in range(count)]
        return tuple((self.pct(day), f"{day.day} {day:%b %Y}" if has_years else f"{day.day} {day:%b}") for day in days)


@dataclass(frozen=True)
class ValueAxis:
    """Values down y, the highest on top."""

    low: float
    high: float

    def pct(self, value: float) -> float:
        """Place of a value, from the top."""
        return round(100 * (self.high - value) / (self.high - self.low), 2)

    def grid(self) -> tuple[Tick, ...]:
        """Lines at round values, at most four, the ends left out."""
        span = self.high - self.low
        power = 10.0 ** np.floor(np.log10(span / _MOST_LINES))
        step = next(power * factor for factor in (1, 2, 5, 10, 20) if span / (power * factor) <= _MOST_LINES)
        decimals = max(0, -int(np.floor(np.log10(step) + 1e-9)))
        values = np.arange(np.ceil((self.low + 0.08 * span) / step) * step, self.high - 0.04 * span, step)
        return tuple((self.pct(float(value)), fixed(float(value), decimals)) for value in values)


def days_over(days: Sequence[date]) -> DayAxis:
    """An axis over all these days; there must be one."""
    return DayAxis(min(days), max(days))


def values_over(values: Iterable[float], *, least: float) -> ValueAxis:
    """An axis that shows all these values with some room, ``least`` wide at least."""
    shown = list(values)
    low, high = min(shown), max(shown)
    room = max(_PADDING * (high - low), 0.5 * (least - (high - low)))
    return ValueAxis(low - room, high + room)
