"""Form checks: what was read in a repetition against a limit, where the view carries it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from evenstride.model.coached import Fault, NotJudged, Repetition

if TYPE_CHECKING:
    from evenstride.knowledge.schema import FormCheck

#: A signal is at its end while the repetition is there, or this long around the turning point where it is not held.
_AROUND_PEAK_S = 0.15
#: ``rep`` takes the value that a tenth of the samples pass.
_PASSED_BY = 0.1
#: A repetition of which less than this share of the samples is seen is not judged.
_LEAST_SEEN = 0.5
#: A fault that came back in so many of the last repetitions is confirmed.
CONFIRMED_BY, CONFIRMED_AMONG = 2, 3


@dataclass(frozen=True)
class Sample:
    """What was read in one picture: time, signals by name, and the turn of the body."""

    time_s: float
    signals: dict[str, float]
    yaw_deg: float


@dataclass
class CheckedForm:
    """Faults of a set so far, and how often each check could be made."""

    checks: Sequence[FormCheck]
    faults: list[Fault] = field(default_factory=list)
    judged: dict[str, int] = field(default_factory=dict)
    why_not: dict[str, str] = field(default_factory=dict)

    def judge(self, repetition: Repetition, samples: Sequence[Sample], *, only_timing: bool) -> list[Fault]:
        """Faults of one repetition; timings are judged once it has come all the way back.

        Parameters
        ----------
        samples : of the whole repetition.
        only_timing : judge the timings, else everything but them.
        """
        found = []
        for check in self.checks:
            if check.is_timing != only_timing or (only_timing and not repetition.is_whole):
                continue
            value, why_not = _read(check, repetition, samples)
            if why_not is not None:
                self.why_not.setdefault(check.id, why_not)
                continue
            self.judged[check.id] = self.judged.get(check.id, 0) + 1
            fault = _fault(check, value, repetition)
            if fault is not None:
                found.append(self._confirmed(fault))
        self.faults += found
        return found

    def not_judged(self) -> tuple[NotJudged, ...]:
        """Checks that were never made, and why."""
        unmade = (check for check in self.checks if check.id not in self.judged)
        return tuple(NotJudged(check.fault, self.why_not.get(check.id, "There was no repetition.")) for check in unmade)

    def _confirmed(self, fault: Fault) -> Fault:
        """The same fault, confirmed with its earlier ones where it came back."""
        alike = [
            i
            for i, each in enumerate(self.faults)
            if each.check_id == fault.check_id and fault.repetition - each.repetition < CONFIRMED_AMONG
        ]
        if len(alike) + 1 < CONFIRMED_BY:
            return fault
        for i in alike:
            self.faults[i] = _as_confirmed(self.faults[i])
        return _as_confirmed(fault)


def _as_confirmed(fault: Fault) -> Fault:
    from dataclasses import replace

    return replace(fault, is_confirmed=True)


def _read(check: FormCheck, repetition: Repetition, samples: Sequence[Sample]) -> tuple[float, str | None]:
    """What a check is about in one repetition, or why it cannot be read."""
    yaw_deg = _median([sample.yaw_deg for sample in samples])
    low, high = check.yaw_deg.low or 0.0, check.yaw_deg.high or 0.0
    if check.is_timing:
        return float(getattr(repetition, check.signal)), None
    if math.isnan(yaw_deg):
        return math.nan, "How the body stands to the camera was not seen."
    if not low <= yaw_deg <= high:
        return math.nan, f"Needs the body turned {low:g} to {high:g} degrees from the camera; it was {yaw_deg:.0f}."
    name = _name_of(check, repetition)
    if name is None:
        return math.nan, "Which leg worked was not seen."
    values = np.array([sample.signals.get(name, math.nan) for sample in _at_moment(check, repetition, samples)])
    seen = np.isfinite(values)
    if not len(values) or seen.mean() < _LEAST_SEEN:
        return math.nan, "The points it needs were not seen well enough."
    if check.when == "rep":
        return _passed(values[seen], toward_high=True), None
    return float(np.median(values[seen])), None


def _name_of(check: FormCheck, repetition: Repetition) -> str | None:
    """The signal of the leg that carries the body, or of both."""
    if check.of == "both":
        return check.signal
    return None if repetition.side is None else f"{repetition.side}_{check.signal}"


def _at_moment(check: FormCheck, repetition: Repetition, samples: Sequence[Sample]) -> list[Sample]:
    if check.when == "rep":
        return [sample for sample in samples if repetition.start_s <= sample.time_s <= repetition.end_s]
    around = 0.5 * repetition.hold_s if repetition.hold_s > 0 else 0.0
    reach_s = max(_AROUND_PEAK_S, min(around, 1.0))
    return [sample for sample in samples if abs(sample.time_s - repetition.peak_s) <= reach_s]


def _passed(values: np.ndarray, *, toward_high: bool) -> float:
    """The size that a tenth of the samples pass, whichever way the signal goes."""
    share = 1.0 - _PASSED_BY if toward_high else _PASSED_BY
    return float(np.quantile(np.abs(values), share))


def _fault(check: FormCheck, value: float, repetition: Repetition) -> Fault | None:
    limit = check.above if check.above is not None else check.below
    assert limit is not None
    passes = value > limit + check.error if check.above is not None else value < limit - check.error
    if not passes:
        return None
    side = repetition.side if check.of == "support" else None
    time_s = repetition.end_s if check.is_timing else repetition.peak_s
    return Fault(check.id, check.fault, check.cue, time_s, repetition.number, side, value, limit, check.error)


def _median(values: Sequence[float]) -> float:
    finite = [value for value in values if math.isfinite(value)]
    return float(np.median(finite)) if finite else math.nan
