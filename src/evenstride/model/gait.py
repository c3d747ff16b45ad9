"""Instants and steps of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right"]
EventKind = Literal["initial_contact", "toe_off"]
SIDES: tuple[Side, Side] = ("left", "right")


def other(side: Side) -> Side:
    """The opposite side."""
    return "right" if side == "left" else "left"


@dataclass(frozen=True)
class GaitEvent:
    """One initial contact or toe-off.

    ``uncertainty_s`` is one standard deviation of the instant; ``complete`` is False where the clip's start or end
    cuts the movement the instant was read from.
    """

    side: Side
    kind: EventKind
    time_s: float
    uncertainty_s: float
    complete: bool = True


@dataclass(frozen=True)
class GaitEvents:
    """All events of one recording in order of time, and what made them."""

    events: tuple[GaitEvent, ...]
    algorithm: str

    def __post_init__(self) -> None:
        times = [event.time_s for event in self.events]
        if times != sorted(times):
            raise ValueError("Expected events in order of time.")

    def __iter__(self) -> Iterator[GaitEvent]:
        return iter(self.events)

    def __len__(self) -> int:
        return len(self.events)

    def of(self, kind: EventKind, side: Side | None = None) -> tuple[GaitEvent, ...]:
        return tuple(e for e in self.events if e.kind == kind and (side is None or e.side == side))


@dataclass(frozen=True)
class Step:
    """From one foot's initial contact to the other foot's.

    Any instant that the clip does not show is None; ``step_time_s`` and the others are then None too.
    """

    side: Side
    initial_contact_s: float
    toe_off_s: float | None
    next_contact_s: float | None
    next_same_contact_s: float | None
    contact_uncertainty_s: float
    toe_off_uncertainty_s: float | None = None

    @property
    def contact_time_s(self) -> float | None:
        return None if self.toe_off_s is None else self.toe_off_s - self.initial_contact_s

    @property
    def flight_time_s(self) -> float | None:
        if self.toe_off_s is None or self.next_contact_s is None:
            return None
        return self.next_contact_s - self.toe_off_s

    @property
    def step_time_s(self) -> float | None:
        return None if self.next_contact_s is None else self.next_contact_s - self.initial_contact_s

    @property
    def stride_time_s(self) -> float | None:
        return None if self.next_same_contact_s is None else self.next_same_contact_s - self.initial_contact_s
