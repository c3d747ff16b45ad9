"""A sacral sensor's run in numbers: rhythm, contact and left-right difference, each with its error.

What the errors rest on (one standard deviation of the part that stays however many steps there are):

=================== ============= ==================================================================================
measure             error         from
=================== ============= ==================================================================================
cadence             0.3 steps/min 20 trials of one runner against a force plate, 5 s each (``benchmarks.accuracy``)
step, stride time   1 ms          the same
contact, flight     20 ms         Patoz et al. 2022 (Sensors 22:784, doi 10.3390/s22030784): a sacral sensor and 100
                                  runners. Ours misses conditions it has not seen by 12 ms in the one runner we have;
                                  other runners were not measured, so the larger number is stated
duty factor         follows       from that of contact and the step
left-right of       4 points      the same 20 trials (RMSE 2.9); the true differences there average 3 %, so a sacral
contact                           sensor shows great differences only
=================== ============= ==================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.inertial.trunk_contact import ContactEvenstrideSacrum, ContactMethod
from evenstride.gait.inertial.trunk_steps import StepSequence
from evenstride.gait.inertial.trunk_sway import step_sway_pct
from evenstride.gait.inertial.vertical import TrunkSignals
from evenstride.gait.stated_error import stated_error
from evenstride.signals.statistics import Summary, summarise_trimmed

CADENCE_ERROR_SPM = 0.3
STEP_TIME_ERROR_MS = 1.0
CONTACT_ERROR_MS = 20.0
SYMMETRY_ERROR_PCT = 4.0
#: Contact times on which the constant of `ContactEvenstrideSacrum` was fitted.
FITTED_CONTACT_MS = (180.0, 255.0)
#: Fewer steps than this say nothing.
FEWEST_STEPS = 8


@dataclass(frozen=True)
class Estimate:
    """A mean over steps with its standard error, scatter and count."""

    value: float
    standard_error: float
    sd_between_steps: float | None
    n_steps: int


@dataclass(frozen=True)
class TrunkGait:
    """What a sacral sensor shows of a stretch of running.

    Attributes
    ----------
    cadence_spm, step_time_ms, stride_time_ms, contact_time_ms, flight_time_ms, duty_factor_pct : over all steps, both
        feet together.
    contact_difference_pct : difference of contact time between one foot and the other in per cent of their mean,
        without a sign: which foot is which is not known. None where no sequence is long enough.
    mark_s, step_contact_ms, step_sway_pct : (step,) mark, contact time and sway (`trunk_sway`) of every step, for
        courses over the run.
    """

    cadence_spm: Estimate
    step_time_ms: Estimate
    stride_time_ms: Estimate
    contact_time_ms: Estimate
    flight_time_ms: Estimate
    duty_factor_pct: Estimate
    contact_difference_pct: Estimate | None
    mark_s: NDArray[np.float64]
    step_time_of_ms: NDArray[np.float64]
    step_contact_ms: NDArray[np.float64]
    step_sway_pct: NDArray[np.float64]

    @property
    def is_contact_extrapolated(self) -> bool:
        """Whether contact lies outside of what the method was fitted on."""
        low, high = FITTED_CONTACT_MS
        return not low <= self.contact_time_ms.value <= high


def summarise_trunk(
    signals: TrunkSignals, sequences: Sequence[StepSequence], *, method: ContactMethod | None = None
) -> TrunkGait | None:
    """Means over the steps of all sequences; None with fewer than 8 steps.

    Steps further than four robust deviations from the median do not count.
    """
    method = method or ContactEvenstrideSacrum()
    if sum(sequence.count for sequence in sequences) < FEWEST_STEPS:
        return None
    contacts_ms = [1000 * method.contact_s(signals, sequence) for sequence in sequences]
    contact_ms = np.concatenate(contacts_ms)
    step_ms = 1000 * np.concatenate([sequence.step_s for sequence in sequences])
    stride_ms = 1000 * np.concatenate([sequence.stride_s for sequence in sequences])
    step = _estimate(step_ms, STEP_TIME_ERROR_MS)
    cadence = 60_000 / step.value
    contact = _estimate(contact_ms, CONTACT_ERROR_MS)
    return TrunkGait(
        cadence_spm=Estimate(
            cadence,
            float(np.hypot(CADENCE_ERROR_SPM, cadence * _of_mean(step) / step.value)),
            None if step.sd_between_steps is None else cadence * step.sd_between_steps / step.value,
            step.n_steps,
        ),
        step_time_ms=step,
        stride_time_ms=_estimate(stride_ms, STEP_TIME_ERROR_MS),
        contact_time_ms=contact,
        flight_time_ms=_estimate(step_ms - contact_ms, CONTACT_ERROR_MS),
        duty_factor_pct=_estimate(100 * contact_ms / (2 * step_ms), 100 * CONTACT_ERROR_MS / (2 * step.value)),
        contact_difference_pct=_difference(contacts_ms),
        mark_s=np.concatenate([sequence.mark_s[:-1] for sequence in sequences]),
        step_time_of_ms=step_ms,
        step_contact_ms=contact_ms,
        step_sway_pct=np.concatenate([step_sway_pct(signals, sequence) for sequence in sequences]),
    )


def _estimate(values: NDArray[np.float64], persistent: float) -> Estimate:
    summary = summarise_trimmed(values)
    if summary is None:
        raise ValueError("Expected at least one step with a value.")
    return Estimate(summary.mean, stated_error(summary, persistent), summary.sd, summary.n)


def _of_mean(estimate: Estimate) -> float:
    """Standard error of a mean by the scatter of its steps alone."""
    return 0.0 if estimate.sd_between_steps is None else estimate.sd_between_steps / estimate.n_steps**0.5


def _difference(contacts_ms: Sequence[NDArray[np.float64]]) -> Estimate | None:
    """Every other step against those between, in the longest sequence: across a break nobody knows which foot lands."""
    longest = max(contacts_ms, key=len)
    if len(longest) < FEWEST_STEPS:
        return None
    one, other = summarise_trimmed(longest[::2]), summarise_trimmed(longest[1::2])
    if one is None or other is None:
        return None
    mean = 0.5 * (one.mean + other.mean)
    scatter = np.hypot(one.standard_error or 0.0, other.standard_error or 0.0)
    value = 100 * abs(one.mean - other.mean) / mean
    error = stated_error(
        Summary(value, 100 * float(scatter) / mean * len(longest) ** 0.5, len(longest)), SYMMETRY_ERROR_PCT
    )
    return Estimate(value, error, None, len(longest))
