"""What the coach saw in one set: repetitions, holds and faults."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from evenstride.model.gait import Side

COACHED_SCHEMA = "evenstride.coached_set/1"
View = Literal["front", "oblique", "side", "rear_oblique", "rear", "unknown"]


@dataclass(frozen=True)
class Repetition:
    """One repetition.

    Attributes
    ----------
    start_s, peak_s, end_s : when it left the start, was furthest from it and came back, on the recording's clock.
    side : the leg that worked, or carried the body; None where both did or it was not seen.
    start_value, peak_value : the counting signal at both ends, in its unit (degrees where it ends in ``_deg``).
    error : standard error of those two, same unit.
    out_s, hold_s, back_s : on the way to the end, there, and on the way back.
    is_whole : False where the recording stops before the way back.
    """

    number: int
    side: Side | None
    start_s: float
    peak_s: float
    end_s: float
    start_value: float
    peak_value: float
    error: float
    out_s: float
    hold_s: float
    back_s: float
    is_whole: bool = True

    @property
    def range(self) -> float:
        """How far the signal went, in its unit."""
        return abs(self.peak_value - self.start_value)


@dataclass(frozen=True)
class Hold:
    """Seconds during which the end position was right, within one repetition or one hold."""

    start_s: float
    end_s: float
    held_s: float
    side: Side | None = None


@dataclass(frozen=True)
class Fault:
    """A fault in one repetition.

    Attributes
    ----------
    value, limit, error : what was read, what it passed, and by how much the reading may be off, in the check's unit.
    is_confirmed : it came back in another repetition; a single one can be a slip of the tracking.
    """

    check_id: str
    text: str
    cue: str
    time_s: float
    repetition: int
    side: Side | None
    value: float
    limit: float
    error: float
    is_confirmed: bool = False


@dataclass(frozen=True)
class NotJudged:
    """A check, or a thing nobody with one camera can see, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class LostSpell:
    """A time in which the body, or a part that is needed, was not seen; nothing was counted then."""

    start_s: float
    end_s: float
    what: str


@dataclass(frozen=True)
class CoachedSet:
    """``evenstride.coached_set/1``: one set, as the camera saw it.

    ``signal`` is what the repetitions were counted by; ``advice`` says how to film it better, where it could be.
    """

    exercise_id: str
    part_id: str | None
    name: str
    signal: str
    view: View
    yaw_deg: float
    repetitions: tuple[Repetition, ...]
    holds: tuple[Hold, ...]
    faults: tuple[Fault, ...]
    not_judged: tuple[NotJudged, ...]
    lost: tuple[LostSpell, ...]
    advice: tuple[str, ...]
    rest_s: float | None = None

    @property
    def confirmed_faults(self) -> tuple[Fault, ...]:
        """Those that came back."""
        return tuple(fault for fault in self.faults if fault.is_confirmed)

    def to_dict(self) -> dict[str, Any]:
        """The document: plain types only."""
        document = asdict(self)
        document["repetitions"] = len(self.repetitions)
        document["per_repetition"] = [asdict(each) | {"range": each.range} for each in self.repetitions]
        return {"schema": COACHED_SCHEMA, **document}
