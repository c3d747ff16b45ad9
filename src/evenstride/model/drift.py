"""What a run shows from its start to its end: curves at equal speed and slope, drifts, onset, heart rate, load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model.measure import Measure

OnsetShape = Literal["step", "gradual"]
BaselineKind = Literal["within_run", "earlier_runs"]


@dataclass(frozen=True)
class FifthChange:
    """One fifth of the run less the first at equal speed and slope, in the unit of the curve's ``change``.

    ``standard_error`` is of the change; 0 for the first fifth, which the others are held against.
    """

    change: float
    standard_error: float


@dataclass(frozen=True)
class DriftCurve:
    """One quantity over the run with the fitted effects of speed and slope taken out.

    Attributes
    ----------
    quantity, unit, device, field : what it is and where it comes from (see `Channel`).
    minute, distance_km : (bin,) middle of each bin on the run's clock and along the way; distance NaN where not known.
    observed : (bin,) as measured, in ``unit``.
    adjusted : (bin,) as it would have been at the run's middle speed and slope, in ``unit``.
    change : last fifth less first fifth at equal speed and slope, in ``change_unit``.
    speed_effect : share of the plain difference between the fifths that speed and slope explain, in ``change_unit``.
    noise_memory_bins : after how many bins the unexplained part forgets itself (correlation 1/e), on average.
    sign_for_fade : +1 where fading shows as a rise, -1 as a fall, 0 where it says nothing.
    fifths : every fifth of the run against the first, in order.
    """

    quantity: str
    unit: str
    device: str
    field: str
    minute: NDArray[np.float64]
    distance_km: NDArray[np.float64]
    observed: NDArray[np.float64]
    adjusted: NDArray[np.float64]
    change: Measure
    speed_effect: float
    noise_memory_bins: float
    sign_for_fade: int
    fifths: tuple[FifthChange, ...] = ()


@dataclass(frozen=True)
class Onset:
    """From where on the fade index stands above its baseline.

    Distances are NaN where the run has none. ``low`` to ``high`` is the 95 % interval of the place. ``shift_sd`` is how
    far the index stands above its baseline at the end, in baseline standard deviations; ``mdc_sd`` is the smallest
    shift that exceeds the error. ``false_alarm_probability`` is how often noise alone gives as clear a change somewhere
    in such a run.
    """

    shape: OnsetShape
    minute: float
    minute_low: float
    minute_high: float
    km: float
    km_low: float
    km_high: float
    shift_sd: float
    mdc_sd: float
    false_alarm_probability: float


@dataclass(frozen=True)
class FadeIndex:
    """The signed composite over the run: 0 is the baseline, 1 is one baseline standard deviation toward fading.

    ``quantities`` and ``weights`` are what went in. ``onset`` is None where none is clear; ``reasons`` says why.
    ``change`` is the last fifth of the run less the first, in baseline standard deviations, at equal speed and slope.
    """

    quantities: tuple[str, ...]
    weights: tuple[float, ...]
    minute: NDArray[np.float64]
    distance_km: NDArray[np.float64]
    index: NDArray[np.float64]
    baseline: BaselineKind
    baseline_minutes: tuple[float, float]
    onset: Onset | None
    reasons: tuple[str, ...]
    change: Measure | None = None


@dataclass(frozen=True)
class Decoupling:
    """Speed for each heart beat, second half against first. Heat, drinking and slopes move it too: context only.

    ``change_pct`` is negative where the heart beats more for the same speed.
    """

    change_pct: float
    first_half: float
    second_half: float
    n_bins: int


@dataclass(frozen=True)
class SourceAgreement:
    """The same quantity from two devices, over the bins that both have.

    Attributes
    ----------
    first, second : (device, field) of the source that the curve rests on, and of the other.
    offset : mean of second less first, in ``unit``; devices differ by one, and it says nothing about tiring.
    first_change, second_change : the change over the run by each (see `DriftCurve`).
    difference, difference_error : change of second less first over the run and its standard error, in ``change_unit``.
    """

    quantity: str
    unit: str
    first: tuple[str, str]
    second: tuple[str, str]
    offset: float
    first_change: Measure
    second_change: Measure
    difference: float
    difference_error: float
    change_unit: str
    n_bins: int

    @property
    def disagrees(self) -> bool:
        """Whether the two tell changes that differ beyond the error."""
        return abs(self.difference) > 1.96 * self.difference_error


@dataclass(frozen=True)
class FatigueAssessment:
    """Everything one run says about tiring.

    ``makes_statement`` is False where speed is not known well enough; then every measure is refused and ``reasons``
    says why. ``agreements`` are of quantities that two devices measured.
    """

    run_id: str
    makes_statement: bool
    reasons: tuple[str, ...]
    n_bins: int
    bin_s: float
    warm_up_s: float
    left_out_s: float
    curves: tuple[DriftCurve, ...]
    measures: tuple[Measure, ...]
    index: FadeIndex | None
    decoupling: Decoupling | None
    warnings: tuple[str, ...] = ()
    agreements: tuple[SourceAgreement, ...] = ()


@dataclass(frozen=True)
class WeekLoad:
    """Distance of one week, Monday to Sunday; ``week`` is the Monday's date at midnight UTC."""

    week: datetime
    distance_km: float
    n_runs: int


@dataclass(frozen=True)
class RunSpike:
    """One run beside the longest of the 30 days before it.

    ``label`` is the band's id in the knowledge, None where there is nothing to compare with.
    """

    run_id: str
    start: datetime
    distance_km: float
    longest_before_km: float | None
    ratio: float | None
    label: str | None
    sentence: str


@dataclass(frozen=True)
class LoadHistory:
    """Weeks, the longest run of the last 30 days, and each run beside the longest before it. No risk number."""

    weeks: tuple[WeekLoad, ...]
    longest_30_days_km: float | None
    runs: tuple[RunSpike, ...]
    caveats: tuple[str, ...]
    warnings: tuple[str, ...] = ()
