"""Robust summaries of small samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Ratio of the standard deviation to the median absolute deviation of a normal distribution.
_MAD_TO_SD = 1.4826


@dataclass(frozen=True)
class Summary:
    """Mean of a sample with its spread and count; None where the count is too small to give one."""

    mean: float
    sd: float | None
    n: int

    @property
    def standard_error(self) -> float | None:
        """Standard error of the mean."""
        return None if self.sd is None else self.sd / self.n**0.5


def summarise_trimmed(values: ArrayLike, *, outlier_sd: float = 4.0) -> Summary | None:
    """Mean and standard deviation without values further than ``outlier_sd`` robust deviations from the median.

    The robust deviation is 1.4826 times the median absolute deviation. None for an empty sample.
    """
    kept = without_outliers(values, outlier_sd=outlier_sd)
    if len(kept) == 0:
        return None
    sd = float(np.std(kept, ddof=1)) if len(kept) > 1 else None
    return Summary(float(np.mean(kept)), sd, len(kept))


def without_outliers(values: ArrayLike, *, outlier_sd: float = 4.0) -> NDArray[np.float64]:
    """The finite values within ``outlier_sd`` robust deviations of their median."""
    sample = np.asarray(values, dtype=float)
    sample = sample[np.isfinite(sample)]
    if len(sample) < 4:
        return sample
    centre = np.median(sample)
    spread = robust_sd(sample)
    return sample if spread == 0 else sample[np.abs(sample - centre) <= outlier_sd * spread]


def robust_sd(values: NDArray[np.float64]) -> float:
    """1.4826 x median absolute deviation of the finite values; 0 for an empty sample."""
    sample = values[np.isfinite(values)]
    return float(_MAD_TO_SD * np.median(np.abs(sample - np.median(sample)))) if len(sample) else 0.0
