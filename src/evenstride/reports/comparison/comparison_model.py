"""The typed comparison of an earlier recording with a later one, in words, rounded numbers and curves over a stride."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenstride.model.gait import Side
from evenstride.progress.series import ChangeVerdict
from evenstride.reports.clip_model import ClipSection


@dataclass(frozen=True)
class ChangeRow:
    """One measure of one side in both.

    ``change`` is later less earlier with the 95 % error of both together; ``needed`` the change from which on it is
    more than error (the smallest detectable change of this pair). Both are empty where they are not known.
    """

    measure_id: str
    name: str
    side_words: str
    earlier: str
    later: str
    change: str
    needed: str
    verdict: ChangeVerdict
    verdict_words: str


@dataclass(frozen=True)
class ChangeGroup:
    """The rows of one verdict, in the order of the knowledge."""

    verdict: ChangeVerdict
    title: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class CycleCurve:
    """A joint-angle curve over the stride, from contact to the next contact of the same foot.

    Attributes
    ----------
    mean_deg : (101,) mean over the strides at each per cent of the stride, NaN where no stride has it.
    sd_deg : (101,) how the strides scatter; 0 with one stride.
    stride_count : how many strides.
    """

    mean_deg: NDArray[np.float64]
    sd_deg: NDArray[np.float64]
    stride_count: int


@dataclass(frozen=True)
class PhasePanel:
    """One curve of both recordings over the stride that begins at the contact of ``side``."""

    id: str
    title: str
    sign_words: str
    side: Side
    earlier: CycleCurve
    later: CycleCurve
    low_deg: float
    high_deg: float


@dataclass(frozen=True)
class PhasePair:
    """The clip of each that are held beside each other, and their curves."""

    earlier: ClipSection
    later: ClipSection
    panels: tuple[PhasePanel, ...]


@dataclass(frozen=True)
class ComparisonReport:
    """Everything that the page of two recordings says. ``pair`` is None where no two clips show the same view."""

    headline: str
    cautions: tuple[str, ...]
    groups: tuple[ChangeGroup, ...]
    pair: PhasePair | None
