"""Measures that any view gives, from the steps and a signal of the hips."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evenstride.gait.measures import (
    ASSUMED_HEIGHT_ERROR,
    ASSUMED_HEIGHT_M,
    GIVEN_HEIGHT_ERROR,
    Estimate,
    MeasureContext,
)
from evenstride.model import Step
from evenstride.signals.statistics import Summary, summarise_trimmed
from evenstride.units import spm_from_step_time

#: Hip joint to ankle joint over stature (Drillis & Contini 1966: thigh 0.245, shank 0.246).
JOINT_LEG_OVER_STATURE = 0.491


def cadence_estimate(steps: Sequence[Step]) -> Estimate | None:
    """60 over the mean step time: 60 (n - 1) / (last contact - first contact) wherever no contact is missing."""
    times = summarise_trimmed([step.step_time_s or np.nan for step in steps])
    if times is None:
        return None
    value = spm_from_step_time(times.mean)
    per_second = value / times.mean
    in_spm = Summary(value, None if times.sd is None else times.sd * per_second, times.n)
    contact_error_s = float(np.median([step.contact_uncertainty_s for step in steps]))
    return Estimate(value, in_spm, contact_error_s * 2**0.5 / times.n * per_second)


def duty_factor_pct(step: Step) -> float:
    """Share of the stride this foot is on the ground: 100 tc / (2 (tc + tf)), or over the stride where it is seen."""
    if step.contact_time_s is None:
        return np.nan
    if step.stride_time_s is not None:
        return 100.0 * step.contact_time_s / step.stride_time_s
    return np.nan if step.step_time_s is None else 100.0 * step.contact_time_s / (2 * step.step_time_s)


def leg_m(context: MeasureContext) -> float:
    """Hip-to-ankle length as measured, else from the runner's (or an assumed) height."""
    return context.measured_leg_m or JOINT_LEG_OVER_STATURE * (context.height_m or ASSUMED_HEIGHT_M)


def scaled(summary: Summary, factor: float, context: MeasureContext, *, error_of_length: float) -> Estimate:
    """A length in leg lengths as a measure; ``error_of_length`` is a share of it, beside the height's own error."""
    by_height = Summary(summary.mean * factor, None if summary.sd is None else summary.sd * factor, summary.n)
    if context.measured_leg_m:
        return Estimate(by_height.mean, by_height, abs(by_height.mean) * error_of_length)
    scale_error = GIVEN_HEIGHT_ERROR if context.height_m else ASSUMED_HEIGHT_ERROR
    error = abs(by_height.mean) * float(np.hypot(scale_error, error_of_length))
    return Estimate(by_height.mean, by_height, error, height_doubts(context))


def height_doubts(context: MeasureContext) -> tuple[str, ...]:
    """The doubt about a length that was scaled without the runner's height."""
    if context.height_m:
        return ()
    return (f"Scaled with an assumed height of {ASSUMED_HEIGHT_M:.2f} m; give the runner's height.",)


def smooth_range(time_s: NDArray[np.float64], height: NDArray[np.float64]) -> float:
    """Range of a smooth curve through samples: at 30 pictures a second the highest one is rarely at the top.

    NaN where fewer than four samples are known.
    """
    from scipy.interpolate import CubicSpline

    known = np.isfinite(height)
    if known.sum() < 4:
        return np.nan
    fine_s = np.linspace(time_s[known][0], time_s[known][-1], 60)
    return float(np.ptp(CubicSpline(time_s[known], height[known])(fine_s)))
