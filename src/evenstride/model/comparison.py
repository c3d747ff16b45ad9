"""Two recordings side by side: the same measures, and where they share a clock the same instants."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from evenstride.model.gait import EventKind, GaitEvent, Side
from evenstride.model.measure import Measure, MeasureStatus

COMPARISON_SCHEMA = "evenstride.comparison/1"
ComparedKind = Literal["clip", "laboratory", "run", "assessment"]


@dataclass(frozen=True)
class Compared:
    """One of the two.

    Attributes
    ----------
    measures : what it carries and what it refuses; of a run also what its device gives for both feet together.
    events : contacts and toe-offs of its recording with most of them, on that recording's clock.
    notes : what makes its errors larger or smaller than they say.
    """

    name: str
    kind: ComparedKind
    measures: tuple[Measure, ...]
    events: tuple[GaitEvent, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedValue:
    """What one of them gives; ``of_sides`` says that it is the mean of its left and right."""

    value: float | str
    standard_error: float | None
    n_steps: int
    status: MeasureStatus
    of_sides: bool = False


@dataclass(frozen=True)
class MeasureComparison:
    """One measure of one side from both.

    ``difference`` is B less A, ``combined_error`` one standard deviation of it. ``agree`` is False where it exceeds
    what their errors explain (95 %), None where an error is not known or a class is uncertain.
    """

    id: str
    side: Side | None
    unit: str
    a: ComparedValue
    b: ComparedValue
    difference: float | None
    combined_error: float | None
    agree: bool | None


@dataclass(frozen=True)
class EventComparison:
    """One kind of instant of one foot: how many were matched, and B's less A's after the offset, seconds."""

    kind: EventKind
    side: Side
    n_matched: int
    only_a: int
    only_b: int
    mean_s: float | None
    sd_s: float | None


@dataclass(frozen=True)
class ClockOffset:
    """What is added to B's times to come onto A's clock.

    ``is_given`` : somebody said so; else it was estimated from the contacts, and ``is_unique`` says whether no other
    shift by whole strides fits about as well.
    """

    offset_s: float
    is_given: bool
    is_unique: bool


@dataclass(frozen=True)
class Comparison:
    """All that two recordings can be compared in.

    ``only_a`` and ``only_b`` are ids that just one of them carries. ``events`` are empty without a common clock.
    """

    a: Compared
    b: Compared
    measures: tuple[MeasureComparison, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    clock: ClockOffset | None = None
    events: tuple[EventComparison, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.comparison/1`` document."""
        return {
            "schema": COMPARISON_SCHEMA,
            **{
                name: {"name": each.name, "kind": each.kind, "notes": list(each.notes)}
                for name, each in (("a", self.a), ("b", self.b))
            },
            "measures": [asdict(each) for each in self.measures],
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
            "clock": None if self.clock is None else asdict(self.clock),
            "events": [asdict(each) for each in self.events],
        }
