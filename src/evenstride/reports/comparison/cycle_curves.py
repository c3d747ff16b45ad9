"""Joint-angle curves over the stride: every whole stride laid on 0 to 100 per cent, and their mean."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import Side
from evenstride.reports.clip_model import ClipData, StepMark
from evenstride.reports.comparison.comparison_model import CycleCurve

PERCENT = np.linspace(0.0, 1.0, 101)


def cycle_curve(angle_deg: NDArray[np.float64], clip: ClipData, side: Side) -> CycleCurve | None:
    """The mean of a curve over the whole strides of one foot; None without one.

    Parameters
    ----------
    angle_deg : (time,) degrees at the pictures of ``clip``, NaN in gaps. A gap stays a gap.
    """
    strides = [_on_percent(angle_deg, clip.time_s, stride) for stride in whole_strides(clip.steps, clip, side)]
    if not strides:
        return None
    laid = np.array(strides)
    counts = np.isfinite(laid).sum(axis=0)
    sums = np.nansum(laid, axis=0)
    mean_deg = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    squares = np.nansum((laid - mean_deg) ** 2, axis=0)
    return CycleCurve(mean_deg, np.sqrt(squares / np.maximum(counts - 1, 1)), len(strides))


def whole_strides(steps: Iterable[StepMark], clip: ClipData, side: Side) -> list[tuple[float, float]]:
    """Beginning and end, in seconds, of the strides of a foot that the clip shows whole."""
    return [
        (step.initial_contact_s, step.next_same_contact_s)
        for step in steps
        if step.side == side
        and step.next_same_contact_s is not None
        and clip.time_s[0] <= step.initial_contact_s
        and step.next_same_contact_s <= clip.time_s[-1]
    ]


def _on_percent(
    angle_deg: NDArray[np.float64], time_s: NDArray[np.float64], stride: tuple[float, float]
) -> NDArray[np.float64]:
    """Straight between neighbouring pictures; a missing picture leaves its neighbourhood missing."""
    at_s = stride[0] + PERCENT * (stride[1] - stride[0])
    return np.interp(at_s, time_s, angle_deg)
