"""What the coach says while it watches, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.model.coached import CoachedSet, Fault, Repetition


@dataclass(frozen=True)
class RepetitionDone:
    """A repetition was counted. Its way back is still under way; the set holds it in full."""

    time_s: float
    repetition: Repetition


@dataclass(frozen=True)
class HoldProgress:
    """So many whole seconds were held, of those asked for where that is known."""

    time_s: float
    held_s: float
    target_s: float | None


@dataclass(frozen=True)
class FaultSeen:
    """A fault in one repetition; said aloud only as a `Cue`."""

    time_s: float
    fault: Fault


@dataclass(frozen=True)
class Cue:
    """One sentence to say now. ``check_id`` is None where it is about the picture."""

    time_s: float
    text: str
    check_id: str | None = None


@dataclass(frozen=True)
class Lost:
    """The body, or a part that is needed, is not seen; nothing is counted until `Regained`."""

    time_s: float
    what: str


@dataclass(frozen=True)
class Regained:
    """Everything that is needed is seen again."""

    time_s: float


@dataclass(frozen=True)
class SetComplete:
    """The repetitions asked for are done, or the recording ended."""

    time_s: float
    coached: CoachedSet


Event = RepetitionDone | HoldProgress | FaultSeen | Cue | Lost | Regained | SetComplete
