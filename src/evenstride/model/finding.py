"""What the measures add up to: never a diagnosis, always with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evenstride.model.gait import Side

FindingStatus = Literal["present", "possible", "absent", "unknown"]


@dataclass(frozen=True)
class FindingEvidence:
    """One thing that was weighed: a measure of this run, and what it speaks for."""

    measure_id: str
    side: Side | None
    speaks: Literal["for", "against", "unclear"]
    text: str


@dataclass(frozen=True)
class FindingFrame:
    """One moment of the run that a finding rests on, to be looked at.

    ``time_s`` is on the clock of the events; ``measure_ids`` are the measures that are read at that moment.
    """

    recording_id: str
    side: Side
    time_s: float
    measure_ids: tuple[str, ...]


@dataclass(frozen=True)
class FindingStretch:
    """A part of a watch's run that a finding rests on, as `FindingFrame` is a moment of a clip.

    ``part`` is the first or last fifth that is compared, or the 95 % interval of the onset. ``km_from`` and ``km_to``
    are None where the run has no distance.
    """

    recording_id: str
    part: Literal["start", "end", "onset"]
    minute_from: float
    minute_to: float
    km_from: float | None
    km_to: float | None
    measure_ids: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """One finding on one side.

    ``strength`` (0..1) says how far the measures lie beyond their thresholds relative to their errors, not how bad
    anything is. ``to_know`` says what to film or do when the status is unknown or possible. ``frames`` are a few
    typical moments of a clip that ``because`` rests on, in order of time; ``stretches`` the parts of a watch's run.
    """

    id: str
    side: Side | None
    status: FindingStatus
    strength: float
    because: tuple[str, ...]
    weighed: tuple[FindingEvidence, ...]
    evidence_grade: str
    suspected_tight: tuple[str, ...]
    suspected_weak: tuple[str, ...]
    injuries_discussed: tuple[str, ...]
    confirm_with: tuple[str, ...]
    exercises: tuple[str, ...]
    says: str
    does_not_say: str
    to_know: tuple[str, ...] = ()
    frames: tuple[FindingFrame, ...] = ()
    stretches: tuple[FindingStretch, ...] = ()
