"""The parts of a watch's run that a finding rests on: the fifths that are compared, and where the onset lies."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.fatigue.fade_measures import ONSET, SHIFT, SYMMETRY
from evenstride.model import Finding, FindingStretch
from evenstride.model.drift import FatigueAssessment, Onset

FIFTHS = 5
_BALANCE = "contact_balance"
_Place = tuple[Literal["start", "end", "onset"], float, float, float | None, float | None]


def with_stretches(findings: Iterable[Finding], fatigue: FatigueAssessment) -> tuple[Finding, ...]:
    """The same findings with the parts of the run that ``because`` rests on, in order of time.

    Measures that are read from the same part share one stretch.
    """
    return tuple(replace(finding, stretches=tuple(_stretches(finding, fatigue))) for finding in findings)


def stretches_of(measure_id: str, fatigue: FatigueAssessment) -> tuple[FindingStretch, ...]:
    """The parts of the run that one measure is read from; empty for a measure of the whole run."""
    return tuple(
        FindingStretch(fatigue.run_id, *place, measure_ids=(measure_id,)) for place in _places(measure_id, fatigue)
    )


def _stretches(finding: Finding, fatigue: FatigueAssessment) -> Iterator[FindingStretch]:
    measures_at: dict[_Place, list[str]] = {}
    for measure_id in finding.because:
        for place in _places(measure_id, fatigue):
            measures_at.setdefault(place, []).append(measure_id)
    for place, measure_ids in sorted(measures_at.items(), key=lambda item: item[0][1]):
        yield FindingStretch(fatigue.run_id, *place, measure_ids=tuple(measure_ids))


def _places(measure_id: str, fatigue: FatigueAssessment) -> Iterator[_Place]:
    index = fatigue.index
    if measure_id == ONSET:
        if index is not None and index.onset is not None:
            yield _onset_place(index.onset)
        return
    if measure_id == SHIFT:
        if index is not None:
            yield from _fifths(index.minute, index.distance_km, np.isfinite(index.index))
        return
    for curve in fatigue.curves:
        is_meant = curve.quantity == _BALANCE if measure_id == SYMMETRY else curve.change.id == measure_id
        if is_meant:
            yield from _fifths(curve.minute, curve.distance_km, np.isfinite(curve.adjusted))


def _fifths(minute: NDArray[np.float64], km: NDArray[np.float64], known: NDArray[np.bool_]) -> Iterator[_Place]:
    """The first and the last fifth of the bins that carry the quantity."""
    minute, km = minute[known], km[known]
    if len(minute) < FIFTHS:
        return
    fifth = np.minimum(np.arange(len(minute)) * FIFTHS // len(minute), FIFTHS - 1)
    parts: tuple[tuple[Literal["start", "end"], int], ...] = (("start", 0), ("end", FIFTHS - 1))
    for part, number in parts:
        inside = np.flatnonzero(fifth == number)
        first, last = inside[0], inside[-1]
        yield part, float(minute[first]), float(minute[last]), _known(km[first]), _known(km[last])


def _onset_place(onset: Onset) -> _Place:
    return "onset", onset.minute_low, onset.minute_high, _known(onset.km_low), _known(onset.km_high)


def _known(km: float) -> float | None:
    return None if math.isnan(km) else float(km)
