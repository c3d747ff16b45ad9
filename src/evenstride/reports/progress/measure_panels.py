"""Measures over time as charts and tables: every value with its error, the band, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.model.gait import Side
from evenstride.model.local_days import day_of
from evenstride.progress.series import ChangeVerdict, ComparedReading, MeasureReading, MeasureSeries
from evenstride.reports.numbers import decimals_allowed, error_95, fixed, shown_unit, to_quantity
from evenstride.reports.progress.axes import DayAxis, ValueAxis, values_over
from evenstride.reports.progress.page_model import MeasurePanel, ReadingRow, SeriesPoint, SideChart
from evenstride.reports.progress.recorded import RecordedAs

if TYPE_CHECKING:
    from evenstride.knowledge.schema import MeasureDefinition

VERDICT_WORDS: dict[ChangeVerdict, str] = {
    "baseline": "Compared with this one",
    "changed": "Changed",
    "within_error": "Not beyond error",
    "cannot_tell": "Cannot be compared",
}
#: A constant measure is drawn on an axis that does not blow up its rounding: so many of its last decimals.
_LEAST_STEPS = 8.0


@dataclass(frozen=True)
class FollowedSide:
    """One side of a measure: its course, and the course in words."""

    side: Side | None
    series: MeasureSeries
    says: str


@dataclass(frozen=True)
class DrawnWith:
    """What all panels share: the axis of days, the zone in which moments get their day, how each was recorded."""

    days: DayAxis
    zone: tzinfo | None
    recorded: Mapping[str, RecordedAs]

    def day(self, reading: MeasureReading) -> date:
        """When a reading was made."""
        return day_of(reading.measured_at, self.zone)


def measure_panel(
    measure_id: str, definition: MeasureDefinition, sides: Sequence[FollowedSide], shared: DrawnWith
) -> MeasurePanel:
    """One measure with the same scale for both of its sides."""
    bounds = [bound for each in sides for bound in _bounds(each.series)]
    values = values_over(bounds, least=_LEAST_STEPS * 10.0**-definition.decimals) if bounds else None
    drawn = [_Drawn(each, definition, values, shared) for each in sides]
    rows = sorted((row for each in drawn for row in each.rows), key=lambda row: (-row.number, row.side))
    return MeasurePanel(
        id=measure_id,
        title=definition.name,
        unit=shown_unit(definition.unit),
        about=definition.better_explained,
        grid=() if values is None else values.grid(),
        ticks=shared.days.ticks(),
        sides=tuple(each.chart() for each in drawn),
        rows=tuple(rows),
    )


def _bounds(series: MeasureSeries) -> list[float]:
    """Everything that must be on the chart: values with their errors, and the band."""
    found = []
    for each in series.readings:
        value = each.reading.value
        if value is None:
            continue
        error = error_95(each.reading.standard_error) or 0.0
        found += [value - error, value + error]
        if each.change_needed is not None and series.baseline is not None and series.baseline.value is not None:
            found += [series.baseline.value - each.change_needed, series.baseline.value + each.change_needed]
    return found


class _Drawn:
    """One side on the panel's axes; readings are numbered in order of time."""

    def __init__(
        self, followed: FollowedSide, definition: MeasureDefinition, values: ValueAxis | None, shared: DrawnWith
    ) -> None:
        self._followed, self._definition, self._values, self._shared = followed, definition, values, shared
        self._readings = followed.series.readings
        self.rows = [self._row(number, each) for number, each in enumerate(self._readings, 1)]

    def chart(self) -> SideChart:
        side = self._followed.side
        title = f"{side.capitalize()} side" if side else "Both sides together"
        baseline = self._followed.series.baseline
        level = None if baseline is None or self._values is None else baseline.value
        return SideChart(
            side=side,
            title=title,
            points=tuple(self._points()),
            band_path=self._band_path(),
            baseline_pct=None if level is None or self._values is None else self._values.pct(level),
            says=self._followed.says,
            words=f"{self._definition.name}, {title.lower()}. {self._followed.says}",
        )

    def _points(self) -> Iterator[SeriesPoint]:
        values = self._values
        for row, compared in zip(self.rows, self._readings, strict=True):
            reading = compared.reading
            if values is None or reading.value is None:
                continue
            error = error_95(reading.standard_error)
            yield SeriesPoint(
                number=row.number,
                x_pct=self._shared.days.pct(self._shared.day(reading)),
                y_pct=values.pct(reading.value),
                low_pct=None if error is None else values.pct(reading.value - error),
                high_pct=None if error is None else values.pct(reading.value + error),
                verdict=compared.verdict,
                is_alike=self._is_alike(reading),
                words=f"{row.number}. {row.day}: {row.value}. {row.verdict_words}. {row.recorded}".rstrip(". ") + ".",
            )

    def _row(self, number: int, compared: ComparedReading) -> ReadingRow:
        reading, decimals = compared.reading, self._definition.decimals
        day, recorded = self._shared.day(reading), self._shared.recorded.get(reading.assessment_id, RecordedAs())
        error = compared.change_needed
        places = min(decimals, decimals_allowed(error, decimals)) + 1
        unit = shown_unit(self._definition.unit)
        gap = "" if unit in {"", "°"} else "\u00a0"
        is_change = compared.change is not None and compared.verdict != "baseline"
        return ReadingRow(
            number=number,
            side=self._followed.side or "",
            day=f"{day.day} {day:%b %Y}",
            assessment_id=reading.assessment_id,
            value=self._value(reading),
            change=_signed(compared.change or 0.0, places) + gap + unit if is_change else "",
            needed="" if error is None else f"{fixed(error, places)}{gap}{unit}",
            verdict=compared.verdict,
            verdict_words="Not measured" if reading.status == "refused" else VERDICT_WORDS[compared.verdict],
            recorded=recorded.words + ("; sure only in part" if reading.status == "low_confidence" else ""),
        )

    def _value(self, reading: MeasureReading) -> str:
        if reading.class_name is not None:
            return reading.class_name.replace("_", " ")
        if reading.value is None:
            return "–"
        definition = self._definition
        return to_quantity(
            reading.value,
            standard_error=reading.standard_error,
            unit=definition.unit,
            decimals=definition.decimals,
        ).text

    def _is_alike(self, reading: MeasureReading) -> bool:
        baseline = self._followed.series.baseline
        if baseline is None:
            return True
        recorded = self._shared.recorded
        return recorded.get(reading.assessment_id) == recorded.get(baseline.assessment_id)

    def _band_path(self) -> str:
        """Above the baseline from the left to the right, below it back; held level to both edges."""
        baseline, values = self._followed.series.baseline, self._values
        if baseline is None or baseline.value is None or values is None:
            return ""
        level = baseline.value
        around = [
            (self._shared.days.pct(self._shared.day(each.reading)), each.change_needed)
            for each in self._followed.series.readings
            if each.change_needed is not None
        ]
        ends = [(0.0, around[0][1]), *around, (100.0, around[-1][1])]
        above = [f"{x:g} {values.pct(level + needed):g}" for x, needed in ends]
        below = [f"{x:g} {values.pct(level - needed):g}" for x, needed in reversed(ends)]
        return f"M{'L'.join([*above, *below])}Z"


def _signed(number: float, places: int) -> str:
    text = fixed(number, places)
    return text if text.startswith("\u2212") or number == 0 else f"+{text}"
