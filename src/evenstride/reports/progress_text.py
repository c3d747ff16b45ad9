"""A measure's course in a sentence or two that say no more than its errors allow."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from evenstride.progress.series import ComparedReading, MeasureSeries
from evenstride.progress.trend import Trend
from evenstride.reports.numbers import decimals_allowed, fixed, shown_unit

if TYPE_CHECKING:
    from evenstride.knowledge.schema import MeasureDefinition


def describe_series(series: MeasureSeries, trend: Trend | None, measure: MeasureDefinition) -> str:
    """What the latest reading says beside the baseline, and the trend where there are enough readings."""
    name, latest = measure.short_name, series.latest
    if latest is None:
        return _describe_classes(series, name)
    if series.baseline is None or latest.verdict == "cannot_tell":
        return f"{name}: there is no earlier value with a known error to compare with."
    if latest.verdict == "baseline":
        needed = _amount(latest.change_needed, latest.change_needed, measure)
        return f"{name}: measured once. From a difference of about {needed} on, a later recording shows a change."
    sentence = f"{name}: {_describe_change(series.baseline.measured_at, latest, measure)}"
    return sentence if trend is None else f"{sentence} {_describe_trend(trend, measure)}"


def _describe_change(since: datetime, latest: ComparedReading, measure: MeasureDefinition) -> str:
    change = latest.change or 0.0
    direction = "higher" if change > 0 else "lower"
    error = latest.change_needed
    amount, needed = _amount(abs(change), error, measure), _amount(error, error, measure)
    if latest.verdict == "changed":
        return f"{amount} {direction} than on {_day(since)}, more than the {needed} that error alone can make."
    return (
        f"{amount} {direction} than on {_day(since)}, less than the {needed} that error alone can make. "
        "No change is shown."
    )


def _describe_trend(trend: Trend, measure: MeasureDefinition) -> str:
    over = f"Over {trend.n_readings} recordings"
    if not trend.is_beyond_error:
        return f"{over} there is no trend beyond error."
    direction = "rises" if trend.per_week > 0 else "falls"
    return f"{over} it {direction} by {_amount(abs(trend.per_week), trend.standard_error, measure)} a week."


def _describe_classes(series: MeasureSeries, name: str) -> str:
    named = [each.reading for each in series.readings if each.reading.class_name is not None]
    if not named:
        return f"{name}: not measured yet."
    first, last = named[0], named[-1]
    if len(named) == 1 or first.class_name == last.class_name:
        return f"{name}: {last.class_name} on {_day(last.measured_at)}."
    return (
        f"{name}: {first.class_name} on {_day(first.measured_at)}, {last.class_name} on {_day(last.measured_at)}. "
        "A class has no error of its own; the number behind it tells whether this is a change."
    )


def _amount(number: float | None, error: float | None, measure: MeasureDefinition) -> str:
    """One decimal more than a value with this error has, so that a difference just beyond its error shows it.

    A small slope gets as many as it needs not to be printed as nothing.
    """
    places = min(measure.decimals, decimals_allowed(error, measure.decimals)) + 1
    while number and round(number, places) == 0:
        places += 1
    unit = shown_unit(measure.unit)
    return f"{fixed(number or 0.0, places)}{'' if unit == '°' else ' '}{unit}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
