"""Who runs, what was recorded and what was made of it, as they are kept. Moments are UTC; ids come from `new_id`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from evenstride.model.finding import FindingStatus
from evenstride.model.gait import Side
from evenstride.model.measure import MeasureStatus
from evenstride.model.plan import ScreenOutcome

Units = Literal["metric", "imperial"]
RecordingKind = Literal["video", "keypoints", "run", "imu", "lab"]
PlanStatus = Literal["active", "archived"]
ScoredBy = Literal["camera", "timer", "hand", "told"]


@dataclass(frozen=True)
class StoredRunner:
    """A runner's profile.

    ``preferred_side`` is the side they would stand on or film first; ``equipment`` None where nobody asked;
    ``is_sample`` marks the runner that ships with the program.
    """

    id: str
    name: str
    created_at: datetime
    units: Units = "metric"
    height_m: float | None = None
    mass_kg: float | None = None
    preferred_side: Side | None = None
    equipment: tuple[str, ...] | None = None
    minutes_a_day: float | None = None
    days_a_week: int | None = None
    locale: str = "en"
    is_sample: bool = False


@dataclass(frozen=True)
class Consent:
    """What a runner agreed to or not, when, and to which wording."""

    id: str
    runner_id: str
    kind: str
    wording: str
    is_given: bool
    answered_at: datetime


@dataclass(frozen=True)
class Answer:
    """An answer to a red-flag or readiness question of the knowledge: yes or no, or 0 to 10."""

    id: str
    runner_id: str
    question_id: str
    value: bool | float
    answered_at: datetime


@dataclass(frozen=True)
class ScreenAnswer:
    """What a home screen said about one side (None: both at once), and the score that it rests on.

    Attributes
    ----------
    value, error : the score and its standard error in ``unit``; None where there is no score, or only the outcome was
        told.
    is_at_least : the hold was not over, or the count may have missed some.
    scored_by : ``told`` where somebody gave the outcome alone.
    pain : the worst during the screen, 0 to 10; None where nobody said.
    why : the reason for the outcome, a sentence.
    evidence : what the score was read from: ``readings`` of the repetitions, ``notes``, the positive ``line``, and
        ``age`` and ``sex`` where the norm goes by them.
    """

    id: str
    runner_id: str
    screen_id: str
    side: Side | None
    outcome: ScreenOutcome
    answered_at: datetime
    value: float | None = None
    unit: str = ""
    error: float | None = None
    is_at_least: bool = False
    scored_by: ScoredBy = "told"
    pain: float | None = None
    why: str = ""
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Artefact:
    """Content that is kept as a file, named by its SHA-256."""

    sha256: str
    size_bytes: int
    media_type: str
    created_at: datetime


@dataclass(frozen=True)
class ArtefactUse:
    """A file that something else keeps, and what it is to it: ``pose_track``, ``preview``, ``report``."""

    role: str
    sha256: str


@dataclass(frozen=True)
class StoredRecording:
    """A recording: its original is the artefact of that hash.

    ``probe`` holds what was read of the file without analysing it. ``recorded_at`` is None where the file does not say.
    """

    id: str
    runner_id: str
    kind: RecordingKind
    name: str
    sha256: str
    size_bytes: int
    imported_at: datetime
    recorded_at: datetime | None = None
    probe: dict[str, Any] = field(default_factory=dict)
    shoe_id: str | None = None


@dataclass(frozen=True)
class StoredMeasure:
    """A measure of an assessment as it can be looked up; ``class_name`` where it is a class and no number."""

    measure_id: str
    side: Side | None
    value: float | None
    class_name: str | None
    unit: str
    standard_error: float | None
    mdc: float | None
    n_steps: int
    status: MeasureStatus


@dataclass(frozen=True)
class StoredFinding:
    """A finding of an assessment as it can be looked up."""

    finding_id: str
    side: Side | None
    status: FindingStatus
    strength: float


@dataclass(frozen=True)
class StoredAssessment:
    """An assessment: its ``evenstride.assessment/1`` document is the artefact, the rest stands in it too.

    ``measured_at`` is when the run was, as far as known, else when it was imported. ``recording_ids`` stand in the
    order of the document's recordings.
    """

    id: str
    runner_id: str
    document_sha256: str
    created_at: datetime
    measured_at: datetime
    package_version: str
    configuration_hash: str
    is_running: bool
    recording_ids: tuple[str, ...]
    measures: tuple[StoredMeasure, ...] = ()
    findings: tuple[StoredFinding, ...] = ()
    files: tuple[ArtefactUse, ...] = ()


@dataclass(frozen=True)
class StoredPlan:
    """A plan: the ``evenstride.plan/1`` document, and whether it is the one being followed."""

    id: str
    runner_id: str
    document: dict[str, Any]
    status: PlanStatus
    start_on: date
    retest_on: date
    created_at: datetime
    assessment_id: str | None = None
    archived_at: datetime | None = None
