"""A watch and a clip of the same run beside each other: what both measured, and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: What part of the run a clip was held against: the minutes in which it was filmed, those at its speed, all of it.
AgreementBasis = Literal["same_time", "equal_speed", "whole_run"]
AgreementVerdict = Literal["agree", "differ", "unclear"]


@dataclass(frozen=True)
class SharedMeasure:
    """One quantity by both; ``difference`` is watch less clip, errors are standard errors.

    The offset of a device is not known and in no error: two that ``differ`` are both kept and neither is corrected.
    ``verdict`` is ``unclear`` where an error is not known.
    """

    id: str
    unit: str
    watch: float
    watch_error: float | None
    clip: float
    clip_error: float | None
    difference: float
    difference_error: float | None
    verdict: AgreementVerdict
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WatchAgreement:
    """Everything that watch and clip share, and over which part of the run the watch was read.

    ``minute_from`` to ``minute_to`` is that part on the run's clock, ``minutes`` how many of it count.
    """

    basis: AgreementBasis
    says: str
    minute_from: float
    minute_to: float
    minutes: int
    shared: tuple[SharedMeasure, ...]
    notes: tuple[str, ...] = ()
