"""A number about the run that never travels without its error, its count and its standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from evenstride.model.gait import Side

MeasureStatus = Literal["ok", "low_confidence", "refused"]


@dataclass(frozen=True)
class Reference:
    """A published or own range beside which a value may be read. Not a limit between healthy and unhealthy."""

    low: float
    high: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class MeasurePart:
    """What one recording gave for a measure that was seen in several.

    ``weight`` (0 to 1, all together 1) is its share of the combined value; 0 where it was left aside for better ones.
    """

    source: str
    value: float | str
    standard_error: float | None
    n_steps: int
    status: MeasureStatus
    weight: float


@dataclass(frozen=True)
class Measure:
    """One measure of one side (or of both, ``side=None``).

    ``value`` is a number in ``unit``, a class name for measures that are classes, or None when refused.
    ``standard_error`` is of the mean and includes what is known of the view and keypoint error;
    ``mdc`` is the smallest change between two recordings that exceeds the error (95 %), None where not known.
    ``source`` is the id of the recording; where several were combined it is the one that weighs most, and ``parts`` are
    what each of them gave.
    """

    id: str
    side: Side | None
    value: float | str | None
    unit: str
    standard_error: float | None
    n_steps: int
    sd_between_steps: float | None
    status: MeasureStatus
    source: str
    reasons: tuple[str, ...] = ()
    mdc: float | None = None
    reference: Reference | None = None
    parts: tuple[MeasurePart, ...] = ()

    def __post_init__(self) -> None:
        if self.status == "refused" and self.value is not None:
            raise ValueError(f"A refused measure carries no value ({self.id}).")
        if self.status == "refused" and not self.reasons:
            raise ValueError(f"A refused measure says why ({self.id}).")
        if self.status != "refused" and self.value is None:
            raise ValueError(f"A measure without value is refused ({self.id}).")

    @property
    def number(self) -> float | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, int | float) else None


@dataclass(frozen=True)
class SideDifference:
    """Left minus right of one measure: information, never a risk.

    ``standard_error`` is of the difference; ``is_beyond_error`` is True where it exceeds 1.96 of it.
    """

    id: str
    left_minus_right: float
    unit: str
    standard_error: float | None

    @property
    def is_beyond_error(self) -> bool:
        return self.standard_error is not None and abs(self.left_minus_right) > 1.96 * self.standard_error


def compare_sides(measures: Iterable[Measure]) -> tuple[SideDifference, ...]:
    """Left minus right of every measure that both sides have, in the order of the left ones."""
    measures = tuple(measures)
    right = {measure.id: measure for measure in measures if measure.side == "right"}
    pairs = [(left, right[left.id]) for left in measures if left.side == "left" and left.id in right]
    return tuple(
        SideDifference(left.id, left.number - opposite.number, left.unit, _error_of_difference(left, opposite))
        for left, opposite in pairs
        if left.number is not None and opposite.number is not None
    )


def _error_of_difference(left: Measure, right: Measure) -> float | None:
    if left.standard_error is None or right.standard_error is None:
        return None
    return float((left.standard_error**2 + right.standard_error**2) ** 0.5)
