"""What a watch's files say about a run: its assessment, the numbers behind it, tiring, and load over several runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

import numpy as np

from evenstride.model.assessment import Assessment
from evenstride.model.drift import FatigueAssessment, LoadHistory
from evenstride.model.gait import Side
from evenstride.model.run import RunRecording


@dataclass(frozen=True)
class RunQuantity:
    """Mean of one quantity over the running, from one source.

    Attributes
    ----------
    quantity, unit, side, device, field, origin : what it is and where it comes from (see `Channel`).
    mean : over the running, warm-up included; stops and walking are not.
    standard_error : of the mean, from how its minutes scatter, and the device's own scatter where the knowledge has it;
        a constant offset of the device is not in it. None where not known.
    sd_between_minutes : how the minutes scatter; speed and slope are in it.
    n_minutes : minutes of running that carry the quantity.
    """

    quantity: str
    unit: str
    side: Side | None
    device: str
    field: str
    origin: str
    mean: float
    standard_error: float | None
    sd_between_minutes: float | None
    n_minutes: int


@dataclass(frozen=True)
class SourcePair:
    """Two sources of one quantity over the minutes that both carry: kept beside each other, never averaged.

    ``difference`` is second less first, ``standard_error`` of that difference minute by minute; a constant offset
    between devices is the difference itself.
    """

    quantity: str
    unit: str
    side: Side | None
    devices: tuple[str, str]
    fields: tuple[str, str]
    means: tuple[float, float]
    difference: float
    standard_error: float | None
    n_minutes: int

    @property
    def is_beyond_error(self) -> bool:
        """Whether the difference is larger than 1.96 standard errors."""
        return self.standard_error is not None and abs(self.difference) > 1.96 * self.standard_error


@dataclass(frozen=True)
class RunSummary:
    """The run as a whole; None where the file does not have it.

    ``elapsed_s`` is from the first sample to the last, ``timer_s`` without pauses, ``running_s`` without stops,
    walking and the 15 s after them either. ``pace_s_per_km`` is ``timer_s`` over the distance.
    """

    start: datetime | None
    elapsed_s: float
    timer_s: float
    running_s: float
    distance_km: float | None
    pace_s_per_km: float | None


@dataclass(frozen=True)
class RunAnalysis:
    """One run, assessed, and its neighbours.

    Attributes
    ----------
    assessment : the public result; measures of other kinds of recording are refused in it.
    run : the recording that was assessed, the latest of those given.
    quantities : the mean of every quantity, from the preferred source of each.
    sources : every other source of a quantity beside the preferred one.
    fatigue : drift, fade index, onset and heart rate; ``fatigue.measures`` are in the assessment too.
    load : weeks, longest run and jumps over all files; None where there was one run only.
    runs_read : how many runs were read, that one included.
    unread : files that could not be read and why, one sentence each.
    """

    assessment: Assessment
    run: RunRecording
    summary: RunSummary
    quantities: tuple[RunQuantity, ...]
    fatigue: FatigueAssessment
    load: LoadHistory | None = None
    runs_read: int = 1
    unread: tuple[str, ...] = ()
    sources: tuple[SourcePair, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is at least a measure or a distance."""
        return self.assessment.says_something or self.summary.distance_km is not None

    def quantity(self, name: str) -> RunQuantity | None:
        """The preferred source of a quantity of both legs together; None where the file has none."""
        return next((each for each in self.quantities if each.quantity == name and each.side is None), None)

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.assessment/1`` document with the run's own part under ``run``."""
        return {**self.assessment.to_dict(), "run": self.own_part()}

    def own_part(self) -> dict[str, Any]:
        """What a document has under ``run``: plain values, no positions."""
        own = {
            "runs_read": self.runs_read,
            "devices": self.run.devices,
            "is_indoor": self.run.is_indoor,
            "summary": self.summary,
            "quantities": self.quantities,
            "sources": self.sources,
            "fatigue": self.fatigue,
            "load": self.load,
            "lost": self.run.lost,
            "unread": self.unread,
        }
        plain: dict[str, Any] = to_plain(own)
        return plain


def to_plain(value: object) -> Any:
    """Dataclasses, arrays and dates as plain values for JSON; what is not a finite number becomes None."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, np.ndarray):
        return [to_plain(each) for each in value.tolist()]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, float):
        return float(value) if np.isfinite(value) else None
    return value
