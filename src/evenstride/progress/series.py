"""One measure over time, and what of it is more than error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evenstride.model.measure import MeasureStatus

#: ``cannot_tell``: refused, a class, or without an error to compare with.
ChangeVerdict = Literal["baseline", "changed", "within_error", "cannot_tell"]


@dataclass(frozen=True)
class MeasureReading:
    """One measure of one assessment.

    Attributes
    ----------
    mdc : smallest change between two recordings, both as sure as this one, that is more than error (95 %).
    """

    assessment_id: str
    measured_at: datetime
    value: float | None
    class_name: str | None
    standard_error: float | None
    mdc: float | None
    status: MeasureStatus


@dataclass(frozen=True)
class ComparedReading:
    """A reading beside the baseline.

    ``change`` is value less baseline. ``change_needed`` is how much the two must differ to be more than both errors;
    the band at this reading reaches from the baseline less to the baseline more that.
    """

    reading: MeasureReading
    verdict: ChangeVerdict
    change: float | None = None
    change_needed: float | None = None


@dataclass(frozen=True)
class MeasureSeries:
    """Readings in order of time. ``baseline`` is None where none can be compared with."""

    baseline: MeasureReading | None
    readings: tuple[ComparedReading, ...]

    @property
    def latest(self) -> ComparedReading | None:
        """The last reading that has a value."""
        valued = [each for each in self.readings if each.reading.value is not None]
        return valued[-1] if valued else None

    @property
    def band(self) -> tuple[float, float] | None:
        """Lower and upper end at the latest reading of what cannot be called change; None without a baseline."""
        if self.baseline is None or self.baseline.value is None or self.latest is None:
            return None
        needed = self.latest.change_needed
        return None if needed is None else (self.baseline.value - needed, self.baseline.value + needed)


def compare_with_baseline(readings: Sequence[MeasureReading], *, baseline_id: str | None = None) -> MeasureSeries:
    """Put every reading beside the baseline.

    Parameters
    ----------
    readings : of one measure and side, in any order; refused ones may be among them.
    baseline_id : assessment to compare with; else the first whose status is ``ok``, else the first with a number and
        an error.

    Notes
    -----
    A smallest detectable change is 1.96 sqrt(2) times the error of one recording. Two recordings of different errors
    differ by more than error where their values differ by more than the root mean square of both smallest changes.
    The verdict is about error alone: speed, shoes and surface can change a measure too.
    """
    ordered = sorted(readings, key=lambda each: each.measured_at)
    usable = [each for each in ordered if each.value is not None and each.mdc is not None]
    baseline = _baseline(usable, baseline_id)
    return MeasureSeries(baseline, tuple(_compared(each, baseline) for each in ordered))


def _baseline(usable: Sequence[MeasureReading], wanted: str | None) -> MeasureReading | None:
    if wanted is not None:
        return next((each for each in usable if each.assessment_id == wanted), None)
    sure = [each for each in usable if each.status == "ok"]
    return next(iter(sure or usable), None)


def _compared(reading: MeasureReading, baseline: MeasureReading | None) -> ComparedReading:
    if baseline is None or baseline.value is None or baseline.mdc is None:
        return ComparedReading(reading, "cannot_tell")
    if reading is baseline:
        return ComparedReading(reading, "baseline", 0.0, baseline.mdc)
    if reading.value is None or reading.mdc is None:
        return ComparedReading(reading, "cannot_tell")
    change = reading.value - baseline.value
    needed = ((baseline.mdc**2 + reading.mdc**2) / 2) ** 0.5
    return ComparedReading(reading, "changed" if abs(change) > needed else "within_error", change, needed)
