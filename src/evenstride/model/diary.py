"""What a runner did and felt: sessions, pain and effort, runs, shoes, retests. Moments are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from evenstride.model.gait import Side

SetOutcome = Literal["done", "skipped", "stopped_for_pain"]
EntryKind = Literal["pain", "effort"]
#: Pain and effort are given from none to the most imaginable.
LEVELS = (0.0, 10.0)


@dataclass(frozen=True)
class SetDone:
    """One set of one exercise on one side (None: both at once).

    Attributes
    ----------
    range_deg : range of motion, where a camera watched.
    repetition_s : mean duration of a repetition.
    faults : ids of form faults that were seen.
    """

    exercise_id: str
    part_id: str | None
    side: Side | None
    set_number: int
    outcome: SetOutcome = "done"
    reps: int | None = None
    hold_s: float | None = None
    range_deg: float | None = None
    repetition_s: float | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class SessionDone:
    """A session as it was done. ``plan_day`` is the day of the plan it answers; None for one out of the plan."""

    id: str
    runner_id: str
    started_at: datetime
    ended_at: datetime | None = None
    plan_id: str | None = None
    plan_day: date | None = None
    sets: tuple[SetDone, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class DiaryEntry:
    """Pain or effort from 0 to 10 at one moment, with the place in the body where it was pain."""

    id: str
    runner_id: str
    kind: EntryKind
    level: float
    noted_at: datetime
    place: str | None = None
    session_id: str | None = None
    run_id: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not LEVELS[0] <= self.level <= LEVELS[1]:
            raise ValueError(f"Expected {self.kind} from 0 to 10, got {self.level}.")


@dataclass(frozen=True)
class RunDone:
    """One run. ``document_sha256`` names the run report's JSON where one was made."""

    id: str
    runner_id: str
    started_at: datetime
    distance_m: float | None
    duration_s: float | None
    sport: str = "running"
    recording_id: str | None = None
    shoe_id: str | None = None
    document_sha256: str | None = None


@dataclass(frozen=True)
class Shoe:
    """A pair of shoes.

    ``start_distance_m`` is what they had run before they were entered; new runs are done in the pair that
    ``is_default``, of which a runner has one at most.
    """

    id: str
    runner_id: str
    name: str
    added_at: datetime
    start_distance_m: float = 0.0
    retired_at: datetime | None = None
    is_default: bool = False


@dataclass(frozen=True)
class Retest:
    """A day on which to film again, what to think of then, and the assessment that answered it."""

    id: str
    runner_id: str
    due_on: date
    plan_id: str | None = None
    assessment_id: str | None = None
    done_at: datetime | None = None
    note: str = ""
