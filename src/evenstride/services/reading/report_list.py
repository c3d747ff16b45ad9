"""The list of what was recorded: reports, work that goes on or stopped, and what nobody measured yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, get_args

from evenstride.model.job import Job, JobState
from evenstride.model.stored import RecordingKind, StoredAssessment, StoredRecording, StoredRunner
from evenstride.services.clip_stages import ANALYSIS
from evenstride.services.reading.recorded_as import RecordedAs, recorded_as
from evenstride.services.seen_findings import SeenFinding, quantity_in, summarise_findings

if TYPE_CHECKING:
    from evenstride.reports.model import Quantity
    from evenstride.store import Store, UnitOfWork

EntryStatus = Literal["ready", "working", "stopped", "waiting"]
STATUSES: tuple[EntryStatus, ...] = get_args(EntryStatus)
KEY_MEASURE = "cadence"
PAGE_LENGTH = 40
_STATUS_OF_JOB: dict[JobState, EntryStatus] = {
    "queued": "working",
    "running": "working",
    "failed": "stopped",
    "cancelled": "stopped",
}


@dataclass(frozen=True)
class ReportEntry:
    """One line of the list.

    Attributes
    ----------
    id : of the assessment where there is one, else of the job, else of the recording.
    moment : when it was recorded as far as known (``is_recorded``), else when it came in.
    job : work that goes on or that stopped.
    seen, key_number : of the assessment, in short.
    same_elsewhere : other runners of whom the same file is kept.
    """

    id: str
    status: EntryStatus
    moment: datetime
    is_recorded: bool
    runner: StoredRunner
    recordings: tuple[StoredRecording, ...]
    facts: RecordedAs
    assessment: StoredAssessment | None = None
    job: Job | None = None
    seen: tuple[SeenFinding, ...] = ()
    key_number: Quantity | None = None
    same_elsewhere: tuple[str, ...] = ()

    @property
    def kind(self) -> RecordingKind:
        """Of its first recording."""
        return self.recordings[0].kind

    @property
    def has_figure(self) -> bool:
        """Whether a still of the runner can be drawn."""
        is_filmed = self.kind not in ("run", "imu")
        return is_filmed and self.assessment is not None and any(f.role == ANALYSIS for f in self.assessment.files)


@dataclass(frozen=True)
class ReportFilter:
    """What of the list is wanted; None wants everything. ``page`` counts from 1."""

    runner_id: str | None = None
    kind: RecordingKind | None = None
    status: EntryStatus | None = None
    page: int = 1


@dataclass(frozen=True)
class ReportList:
    """A page of the list, the latest first; ``n_all`` of the runner are there, ``total`` of them fit."""

    entries: tuple[ReportEntry, ...]
    runners: tuple[StoredRunner, ...]
    kinds: tuple[RecordingKind, ...]
    total: int
    n_all: int
    page: int
    page_count: int


def list_reports(store: Store, wanted: ReportFilter | None = None) -> ReportList:
    """What was recorded of all runners, and what came of it."""
    wanted = wanted or ReportFilter()
    with store.read() as work:
        runners = work.runners.all()
        everything = [entry for runner in runners for entry in _entries(store, work, runner)]
    own = [each for each in _with_same_elsewhere(everything) if wanted.runner_id in (None, each.runner.id)]
    fitting = sorted((each for each in own if _fits(each, wanted)), key=_newest_first, reverse=True)
    page_count = max(1, -(-len(fitting) // PAGE_LENGTH))
    page = min(max(wanted.page, 1), page_count)
    shown = fitting[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
    return ReportList(
        entries=tuple(shown),
        runners=runners,
        kinds=tuple(dict.fromkeys(each.kind for each in own)),
        total=len(fitting),
        n_all=len(own),
        page=page,
        page_count=page_count,
    )


def _newest_first(entry: ReportEntry) -> tuple[bool, datetime]:
    """Work that goes on stands first: somebody waits for it."""
    return (entry.status == "working", entry.moment)


def _fits(entry: ReportEntry, wanted: ReportFilter) -> bool:
    return wanted.kind in (None, entry.kind) and wanted.status in (None, entry.status)


def _entries(store: Store, work: UnitOfWork, runner: StoredRunner) -> Iterator[ReportEntry]:
    """Assessments, then jobs that nothing came of yet, then recordings that neither names."""
    recordings = {each.id: each for each in work.recordings.of_runner(runner.id)}
    assessments = work.assessments.of_runner(runner.id)
    jobs = _open_jobs(work.jobs.of_runner(runner.id), assessments)
    named: set[str] = set()
    for assessment in assessments:
        own = tuple(recordings[each] for each in assessment.recording_ids if each in recordings)
        if own:
            named.update(assessment.recording_ids)
            yield _ready(store, runner, own, assessment)
    for job in jobs:
        own = tuple(recordings[each] for each in job.payload.get("recording_ids", ()) if each in recordings)
        if own:
            named.update(each.id for each in own)
            yield _without_assessment(runner, own, job.id, _STATUS_OF_JOB[job.state], job)
    for recording in recordings.values():
        if recording.id not in named:
            yield _without_assessment(runner, (recording,), recording.id, "waiting", None)


def _open_jobs(jobs: Sequence[Job], assessments: Sequence[StoredAssessment]) -> list[Job]:
    """The newest job of each set of recordings, where it goes on, or stopped and nothing came of it since."""
    newest: dict[tuple[str, ...], Job] = {}
    for job in jobs:
        newest[tuple(job.payload.get("recording_ids", ()))] = job
    answered = {assessment.recording_ids for assessment in assessments}
    return [
        job
        for recording_ids, job in newest.items()
        if job.state in ("queued", "running") or (job.state != "done" and recording_ids not in answered)
    ]


def _ready(
    store: Store, runner: StoredRunner, recordings: tuple[StoredRecording, ...], assessment: StoredAssessment
) -> ReportEntry:
    return ReportEntry(
        id=assessment.id,
        status="ready",
        moment=assessment.measured_at,
        is_recorded=any(each.recorded_at for each in recordings),
        runner=runner,
        recordings=recordings,
        facts=recorded_as(store.artefacts.path(assessment.document_sha256)),
        assessment=assessment,
        seen=summarise_findings(assessment.findings),
        key_number=quantity_in(assessment, KEY_MEASURE),
    )


def _without_assessment(
    runner: StoredRunner, recordings: tuple[StoredRecording, ...], id_: str, status: EntryStatus, job: Job | None
) -> ReportEntry:
    moments = [each.recorded_at for each in recordings if each.recorded_at]
    return ReportEntry(
        id=id_,
        status=status,
        moment=min(moments) if moments else min(each.imported_at for each in recordings),
        is_recorded=bool(moments),
        runner=runner,
        recordings=recordings,
        facts=RecordedAs(),
        job=job,
    )


def _with_same_elsewhere(entries: Sequence[ReportEntry]) -> list[ReportEntry]:
    """Say where another runner has the same file: it may have been put to the wrong name."""
    from dataclasses import replace

    owners: dict[str, dict[str, str]] = {}
    for entry in entries:
        for recording in entry.recordings:
            owners.setdefault(recording.sha256, {})[entry.runner.id] = entry.runner.name
    return [
        replace(
            entry,
            same_elsewhere=tuple(
                dict.fromkeys(
                    name
                    for recording in entry.recordings
                    for runner_id, name in owners[recording.sha256].items()
                    if runner_id != entry.runner.id
                )
            ),
        )
        for entry in entries
    ]
