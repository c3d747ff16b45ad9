"""The public result, ``evenstride.assessment/1``, and what a report needs beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from evenstride.model.agreement import WatchAgreement
from evenstride.model.curves import AngleCurves
from evenstride.model.finding import Finding
from evenstride.model.gait import GaitEvent, GaitEvents, Side, Step
from evenstride.model.measure import Measure, SideDifference, compare_sides
from evenstride.model.pose_track import PoseTrack
from evenstride.model.recording import Recording

if TYPE_CHECKING:
    from evenstride.model.run_analysis import RunAnalysis

SCHEMA = "evenstride.assessment/1"
View = Literal["left", "right", "rear", "front", "unknown"]
Surface = Literal["treadmill", "overground", "unknown"]


@dataclass(frozen=True)
class Runner:
    """What the runner told us."""

    height_m: float | None = None


@dataclass(frozen=True)
class Provenance:
    """What made the numbers, so that they can be made again."""

    package_version: str
    algorithms: dict[str, str]
    configuration_hash: str
    model_sha256: dict[str, str]
    knowledge_version: str


@dataclass(frozen=True)
class RecordingView:
    """How the runner stands to the camera in one recording.

    ``facing`` is the image side the runner faces (side views); ``view`` is the runner's side the camera sees, so it is
    the near leg too. ``yaw_deg`` is the estimated angle off the pure view, None where it cannot be estimated.
    """

    view: View
    facing: Literal["left", "right"] | None
    near_side: Side | None
    surface: Surface
    yaw_deg: float | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """Everything that is said about the run of one session, from one recording or from several.

    ``views`` and ``events`` stand in the order of ``recordings``, one for each. Side-specific items name the runner's
    own side.
    """

    version: str
    created_at: str
    runner: Runner
    recordings: tuple[Recording, ...]
    views: tuple[RecordingView, ...]
    events: tuple[GaitEvents, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    provenance: Provenance
    is_running: bool = True
    warnings: tuple[str, ...] = ()
    stopped_by: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.recordings) == len(self.views) == len(self.events):
            raise ValueError("Expected one view and one set of events for each recording.")
        if len({recording.id for recording in self.recordings}) < len(self.recordings):
            raise ValueError("Expected recordings with an id of their own each.")

    def measure(self, measure_id: str, side: Side | None = None) -> Measure | None:
        """The measure of that id and side, None where the knowledge has no such measure."""
        return next((m for m in self.measures if m.id == measure_id and m.side == side), None)

    @property
    def left_right_differences(self) -> tuple[SideDifference, ...]:
        """Left minus right of every measure that both sides have."""
        return compare_sides(self.measures)

    @property
    def says_something(self) -> bool:
        """Whether at least one measure carries a value."""
        return any(m.status != "refused" for m in self.measures)

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.assessment/1`` document: plain types only."""
        return {
            "schema": SCHEMA,
            "version": self.version,
            "created_at": self.created_at,
            "runner": asdict(self.runner),
            "is_running": self.is_running,
            "warnings": list(self.warnings),
            "recordings": [
                _recording_dict(recording, view) for recording, view in zip(self.recordings, self.views, strict=True)
            ],
            "events": [
                _event_dict(event, recording)
                for recording, events in zip(self.recordings, self.events, strict=True)
                for event in events
            ],
            "measures": [asdict(measure) for measure in self.measures],
            "left_right_differences": [
                {**asdict(difference), "is_beyond_error": difference.is_beyond_error}
                for difference in self.left_right_differences
            ],
            "findings": [_finding_dict(finding) for finding in self.findings],
            "plan": None,
            "stopped_by": list(self.stopped_by),
            "provenance": asdict(self.provenance),
        }


@dataclass(frozen=True)
class Preview:
    """A small copy of the clip for the page, its pictures in step with the pose track.

    ``time_s`` is the presentation time of each picture in ``mp4``; picture i shows frame i of the recording.
    """

    mp4: bytes
    width_px: int
    height_px: int
    time_s: NDArray[np.float64]


@dataclass(frozen=True)
class ClipAnalysis:
    """An assessment of one recording with the working values a report draws."""

    assessment: Assessment
    pose_track: PoseTrack
    curves: AngleCurves
    steps: tuple[Step, ...]
    preview: Preview | None = None
    timings_s: dict[str, float] = field(default_factory=dict)

    @property
    def recording(self) -> Recording:
        """The recording."""
        return self.assessment.recordings[0]

    @property
    def view(self) -> RecordingView:
        """How the runner stands to its camera."""
        return self.assessment.views[0]

    @property
    def events(self) -> GaitEvents:
        """The events of the recording."""
        return self.assessment.events[0]

    def to_dict(self) -> dict[str, Any]:
        """The public document; see `Assessment.to_dict`."""
        return self.assessment.to_dict()


@dataclass(frozen=True)
class SessionAnalysis:
    """One assessment of all recordings of a session, and what each of them showed on its own.

    ``clips`` stand in the order of the assessment's recordings; their own assessments are what each would have said
    alone. Where a watch recorded the run too, ``run`` is what it showed, its recording comes last, and ``agreement`` is
    how far watch and clips agree.
    """

    assessment: Assessment
    clips: tuple[ClipAnalysis, ...]
    run: RunAnalysis | None = None
    agreement: WatchAgreement | None = None

    def __post_init__(self) -> None:
        filmed = tuple(each.id for each in self.assessment.recordings if each.kind != "run")
        if tuple(clip.recording.id for clip in self.clips) != filmed:
            raise ValueError("Expected the clips of a session in the order of its recordings.")

    @classmethod
    def of_clip(cls, clip: ClipAnalysis) -> SessionAnalysis:
        """A session of one recording."""
        return cls(clip.assessment, (clip,))

    def to_dict(self) -> dict[str, Any]:
        """The public document; see `Assessment.to_dict`. With a watch, its own part stands under ``run``."""
        document = self.assessment.to_dict()
        if self.run is None:
            return document
        agreement = None if self.agreement is None else asdict(self.agreement)
        return {**document, "run": {**self.run.own_part(), "agreement": agreement}}


def _event_dict(event: GaitEvent, recording: Recording) -> dict[str, Any]:
    return {
        "recording": recording.id,
        "side": event.side,
        "kind": event.kind,
        "time_s": event.time_s,
        "uncertainty_s": event.uncertainty_s,
        "complete": event.complete,
    }


def _recording_dict(recording: Recording, view: RecordingView) -> dict[str, Any]:
    return {
        "id": recording.id,
        "path": recording.path,
        "sha256": recording.sha256,
        "kind": recording.kind,
        "view": view.view,
        "facing": view.facing,
        "surface": view.surface,
        "yaw_deg": view.yaw_deg,
        "roll_deg": None if recording.tilt is None else recording.tilt.roll_deg,
        "roll_error_deg": None if recording.tilt is None else recording.tilt.roll_error_deg,
        "width_px": recording.width_px,
        "height_px": recording.height_px,
        "fps_nominal": recording.fps_nominal,
        "frame_count": recording.frame_count,
        "duration_s": recording.duration_s,
        "timestamps": recording.timestamps,
        "slow_motion_factor": recording.slow_motion_factor,
        "recorded_at": None if recording.recorded_at is None else recording.recorded_at.isoformat(),
        "warnings": [*recording.warnings, *view.warnings],
    }


def _finding_dict(finding: Finding) -> dict[str, Any]:
    document = asdict(finding)
    document["suspected_muscles"] = [
        *({"muscle": muscle, "suspected": "tight"} for muscle in document.pop("suspected_tight")),
        *({"muscle": muscle, "suspected": "weak"} for muscle in document.pop("suspected_weak")),
    ]
    return document
