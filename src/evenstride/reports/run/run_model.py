"""The typed report's part about a watch's run: curves over the way, what they amount to, sources, balance, mileage.

Numbers that are printed are rounded text already; the lines that a page draws are arrays. No positions anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Verdict = Literal["toward_fading", "away", "changed", "within_error", "not_told"]
SpikeBand = Literal["reference", "small", "moderate", "large", "none"]


@dataclass(frozen=True)
class Way:
    """The two axes of all charts: minutes of the run's clock and, where known, kilometres; and what is left out.

    ``warm_up`` is (minute, km) at which the used part begins; km NaN without distance.
    """

    end_minute: float
    end_km: float | None
    warm_up: tuple[float, float]


@dataclass(frozen=True)
class Line:
    """One line of a chart: (bin,) minute and km of its places and the values there, NaN in gaps."""

    minute: Floats
    km: Floats
    values: Floats


@dataclass(frozen=True)
class Stretch:
    """A part of the run on both axes; km NaN without distance."""

    from_minute: float
    to_minute: float
    from_km: float
    to_km: float


@dataclass(frozen=True)
class FifthLevel:
    """Where one fifth of the run lies at equal speed and slope: its level with the 95 % error of its change."""

    stretch: Stretch
    low: float
    level: float
    high: float


@dataclass(frozen=True)
class DriftPanel:
    """One quantity over the run: as measured, at equal speed and slope, and what that amounts to.

    ``change`` is printed with its 95 % error, empty where it is not told; ``detectable`` is the smallest change that
    would show; ``taken_out`` what speed and slope explain of the plain difference.
    """

    id: str
    title: str
    unit: str
    decimals: int
    observed: Line
    adjusted: Line
    fifths: tuple[FifthLevel, ...]
    verdict: Verdict
    change: str
    verdict_words: str
    detectable: str
    taken_out: str
    counts_words: str
    source: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class OnsetMark:
    """The onset on both axes with its 95 % interval."""

    stretch: Stretch
    at_minute: float
    at_km: float


@dataclass(frozen=True)
class FadePart:
    """What is said about tiring; ``line`` is None where there is no index to draw.

    ``headline`` is the answer in one sentence, ``sentences`` how sure it is and what else it may be; ``parts`` are the
    signs that went in with their share.
    """

    headline: str
    sentences: tuple[str, ...]
    line: Line | None
    baseline: Stretch | None
    baseline_words: str
    onset: OnsetMark | None
    change: str
    parts: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class ContextPanel:
    """A curve beside the others that says nothing by itself: pace, slope, heart rate."""

    id: str
    title: str
    unit: str
    decimals: int
    line: Line
    note: str


@dataclass(frozen=True)
class QuantityLine:
    """The mean of one quantity over the running, and where it comes from."""

    name: str
    value: str
    minutes: str
    source: str


@dataclass(frozen=True)
class SourceLine:
    """Two sources of one quantity beside each other, their means or their changes over the run.

    ``is_marked`` where they differ by more than the error; ``minutes`` is what both cover.
    """

    name: str
    first: str
    second: str
    difference: str
    is_marked: bool
    minutes: str


@dataclass(frozen=True)
class WeekBar:
    """One week's distance; ``share`` of the longest week, 0 to 1."""

    label: str
    words: str
    km: str
    share: float
    n_runs: int


@dataclass(frozen=True)
class Mileage:
    """Weeks, the longest run, and this run beside the longest of the 30 days before; never a risk of one person."""

    weeks: tuple[WeekBar, ...]
    longest: str
    spike_band: SpikeBand
    spike_words: str
    spike_sources: tuple[int, ...]
    caveats: tuple[str, ...]
    left_aside: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class AgreementLine:
    """One measure by the watch and by the clip."""

    name: str
    watch: str
    clip: str
    difference: str
    verdict: Literal["agree", "differ", "unclear"]
    verdict_words: str


@dataclass(frozen=True)
class AgreementPart:
    """The watch against the clip: what was compared with what, and how far the two agree."""

    basis_words: str
    lines: tuple[AgreementLine, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RunSection:
    """Everything a report says about a watch's run beside findings and measures."""

    name: str
    way: Way
    fade: FadePart
    panels: tuple[DriftPanel, ...]
    context: tuple[ContextPanel, ...]
    how_words: tuple[str, ...]
    left_right: str
    heart_words: str
    quantities: tuple[QuantityLine, ...]
    sources: tuple[SourceLine, ...]
    source_changes: tuple[SourceLine, ...]
    lost: tuple[str, ...]
    mileage: Mileage | None
    mileage_hint: str
    agreement: AgreementPart | None = None
