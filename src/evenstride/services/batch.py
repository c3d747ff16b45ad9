"""Analyse a cohort: many recordings to one table, on this machine or on a cluster, whatever happens on the way."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evenstride.errors import EvenstrideError, InputError, OutputError
from evenstride.reports.cohort_tables import CohortEntry, write_cohort
from evenstride.services.batch_files import BatchFile, find_recordings
from evenstride.services.batch_job import BatchJob, BatchOutcome, failed
from evenstride.services.batch_journal import FOLDER_SUFFIX, Journal
from evenstride.services.batch_local import analyse_here, usable_cores
from evenstride.services.output_files import TABLE_SUFFIXES, check_output

SCHEMA = "evenstride.batch/1"
#: A reading step and an analysing step each tell (stage, done, expected).
Progress = Callable[[str, int, int], None]
READING, ANALYSING = "Reading", "Analysing"


class BatchStoppedError(EvenstrideError):
    """The batch was stopped; what is done is kept."""

    code = "stopped"


@dataclass(frozen=True)
class LeftOut:
    """A recording without a measure in the table, and why in a line."""

    file: str
    reason: str


@dataclass(frozen=True)
class Duplicate:
    """A recording with the content and options of another one, which stands for both."""

    file: str
    same_as: str


@dataclass(frozen=True)
class Refusal:
    """Why measures were refused: the reason's first sentence, in how many recordings, and which measures."""

    reason: str
    recordings: int
    measures: tuple[str, ...]


@dataclass(frozen=True)
class BatchSummary:
    """What a batch did.

    ``already_done`` counts the recordings that an earlier run had analysed with the same options; ``refusals`` begin
    with the most frequent.
    """

    recordings: int
    ok: int
    already_done: int
    nothing_measured: tuple[LeftOut, ...]
    failed: tuple[LeftOut, ...]
    duplicates: tuple[Duplicate, ...]
    refusals: tuple[Refusal, ...]
    out: str
    findings: str

    def to_dict(self) -> dict[str, Any]:
        """The ``evenstride.batch/1`` document."""
        return {"schema": SCHEMA, **asdict(self)}


@dataclass
class _Cohort:
    """The jobs of one run and what came of them so far."""

    jobs: list[BatchJob]
    duplicates: list[Duplicate] = field(default_factory=list)
    outcomes: dict[BatchJob, BatchOutcome] = field(default_factory=dict)

    @property
    def open_jobs(self) -> list[BatchJob]:
        return [job for job in self.jobs if job not in self.outcomes]


def analyze_batch(
    sources: Sequence[str | Path],
    *,
    out: str | Path,
    height_m: float | None = None,
    recorded_fps: float | None = None,
    view: str = "auto",
    rtmpose: str | Path | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    json_dir: str | Path | None = None,
    on_progress: Progress | None = None,
) -> BatchSummary:
    """Analyse many recordings and write one table of measures and one of findings.

    Parameters
    ----------
    sources : folders, patterns, lists (``.txt``, or ``.csv`` with a column ``file``) and recordings.
    out : ``.parquet`` or ``.csv``; findings go beside it, ``results.findings.parquet``. What is done is kept in
        ``results.parquet.parts`` at once, and a later run with the same options goes on from there.
    height_m, recorded_fps, view : as in `analyze`, for recordings of which a list says nothing else.
    scheduler : address of a Dask scheduler; None computes on this machine.
    workers : processes on this machine; None takes as many as there are cores.
    json_dir : folder for each recording's ``evenstride.assessment/1`` document.
    on_progress : called with (stage, done, expected).

    Raises
    ------
    InputError : no recording, a list that cannot be read, or an option that makes no sense.
    OutputError : a result cannot be written where it should be.
    SchedulerError : the cluster cannot be used.
    BatchStoppedError : an interrupt; everything done until then is kept.
    """
    out, documents = Path(out), None if json_dir is None else Path(json_dir)
    findings = out.with_name(f"{out.stem}.findings{out.suffix}")
    _check_options(out, findings, documents, workers)
    ours = [path.absolute() for path in (out, findings, out.with_name(out.name + FOLDER_SUFFIX), documents) if path]
    defaults = BatchFile(Path(), "", height_m, recorded_fps, view)
    files = find_recordings(sources, defaults=defaults, left_out=ours)
    journal = Journal(out, knowledge_version=_knowledge_version())
    journal.open()
    cohort = _plan(files, None if rtmpose is None else Path(rtmpose), on_progress)
    already_done = _take_from_journal(cohort, journal)
    _analyse_open(cohort, journal, scheduler=scheduler, workers=workers or usable_cores(), on_progress=on_progress)
    entries = [_entry(job, cohort.outcomes[job]) for job in cohort.jobs]
    write_cohort(entries, out, findings)
    if documents is not None:
        _write_documents(entries, documents)
    return _summary(cohort, already_done, out, findings)


def _check_options(out: Path, findings: Path, documents: Path | None, workers: int | None) -> None:
    if workers is not None and workers < 1:
        raise InputError(f"Expected at least 1 worker, got {workers}.")
    for path, what in ((out, "table"), (findings, "table of findings")):
        check_output(path, what, suffixes=TABLE_SUFFIXES, source=path.parent)
    if documents is not None:
        _make_folder(documents)


def _knowledge_version() -> str:
    from evenstride.knowledge import load_knowledge

    return load_knowledge().version


def _plan(files: Sequence[BatchFile], rtmpose: Path | None, on_progress: Progress | None) -> _Cohort:
    """Read every file once for its digest; recordings with the same content and options are analysed once."""
    model = None if rtmpose is None else (str(rtmpose.absolute()), _digest(rtmpose))
    cohort = _Cohort([])
    first: dict[BatchJob, str] = {}
    for number, file in enumerate(files, start=1):
        job, reason = _job(file, model)
        if on_progress is not None:
            on_progress(READING, number, len(files))
        nameless = BatchJob(**{**job.to_dict(), "name": "", "path": Path(job.path).suffix.lower()})
        if job.sha256 and nameless in first:
            cohort.duplicates.append(Duplicate(job.name, first[nameless]))
            continue
        first[nameless] = job.name
        cohort.jobs.append(job)
        if reason:
            cohort.outcomes[job] = failed(reason)
    return cohort


def _job(file: BatchFile, model: tuple[str, str] | None) -> tuple[BatchJob, str]:
    """The job, and why it cannot be done where it cannot."""
    digest, reason = "", ""
    try:
        digest = _digest(file.path)
    except OSError as error:
        reason = f"Expected to read the recording: {error.strerror or error}."
    path, sha256 = (None, None) if model is None else model
    return BatchJob(
        path=str(file.path),
        name=file.name,
        sha256=digest,
        height_m=file.height_m,
        recorded_fps=file.recorded_fps,
        view=file.view,
        rtmpose=path,
        rtmpose_sha256=sha256,
    ), reason


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _take_from_journal(cohort: _Cohort, journal: Journal) -> int:
    """Take over what earlier runs have done; what failed then is tried again."""
    kept = {job: journal.read(job) for job in cohort.open_jobs}
    done = {job: outcome for job, outcome in kept.items() if outcome is not None and outcome.status != "failed"}
    cohort.outcomes.update(done)
    return len(done)


def _analyse_open(
    cohort: _Cohort, journal: Journal, *, scheduler: str | None, workers: int, on_progress: Progress | None
) -> None:
    """Analyse what is open and keep each outcome as soon as it is there."""
    open_jobs = cohort.open_jobs
    if not open_jobs:
        return
    if on_progress is not None:
        on_progress(ANALYSING, 0, len(open_jobs))
    try:
        with closing(_outcomes(open_jobs, scheduler, workers)) as outcomes:
            for number, (job, outcome) in enumerate(outcomes, start=1):
                journal.keep(job, outcome)
                cohort.outcomes[job] = outcome
                if on_progress is not None:
                    on_progress(ANALYSING, number, len(open_jobs))
    except KeyboardInterrupt as error:
        done = len(cohort.jobs) - len(cohort.open_jobs)
        raise BatchStoppedError(
            f"Stopped with {done} of {len(cohort.jobs)} recordings done; they are kept. The same command goes on."
        ) from error


def _outcomes(
    jobs: Sequence[BatchJob], scheduler: str | None, workers: int
) -> Generator[tuple[BatchJob, BatchOutcome], None, None]:
    if scheduler is None:
        yield from analyse_here(jobs, workers=workers)
        return
    from evenstride.services.batch_dask import analyse_on_cluster

    yield from analyse_on_cluster(jobs, address=scheduler)


def _entry(job: BatchJob, outcome: BatchOutcome) -> CohortEntry:
    return CohortEntry(job.name, job.sha256, outcome.status, outcome.reason, outcome.assessment)


def _write_documents(entries: Sequence[CohortEntry], folder: Path) -> None:
    from evenstride.reports.files import write_document

    for entry in entries:
        if entry.assessment is not None:
            # What leads out of the folder, in a list's names, stays inside it.
            inside = [part for part in Path(entry.file).parts if part not in ("..", "/")]
            path = folder.joinpath(*inside)
            _make_folder(path.parent)
            write_document(entry.assessment, path.with_name(f"{path.name}.json"))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"Expected to make the folder {folder.name}: {error.strerror or error}. Choose another --json-dir."
        ) from error


def _summary(cohort: _Cohort, already_done: int, out: Path, findings: Path) -> BatchSummary:
    by_status: dict[str, list[LeftOut]] = {"ok": [], "nothing_measured": [], "failed": []}
    for job in cohort.jobs:
        outcome = cohort.outcomes[job]
        by_status[outcome.status].append(LeftOut(job.name, outcome.reason))
    return BatchSummary(
        recordings=len(cohort.jobs),
        ok=len(by_status["ok"]),
        already_done=already_done,
        nothing_measured=tuple(by_status["nothing_measured"]),
        failed=tuple(by_status["failed"]),
        duplicates=tuple(cohort.duplicates),
        refusals=_refusals(cohort.outcomes.values()),
        out=str(out),
        findings=str(findings),
    )


def _refusals(outcomes: Iterable[BatchOutcome]) -> tuple[Refusal, ...]:
    """The reasons of refused measures, the one that touches most recordings first."""
    recordings: Counter[str] = Counter()
    measures: dict[str, set[str]] = {}
    for outcome in outcomes:
        refused = [m for m in (outcome.assessment or {}).get("measures", ()) if m["status"] == "refused"]
        # The rest of a reason says what to film, measure by measure.
        here = {(reason.split(". ")[0].rstrip("."), m["id"]) for m in refused for reason in m["reasons"]}
        recordings.update({reason for reason, _ in here})
        for reason, measure_id in here:
            measures.setdefault(reason, set()).add(measure_id)
    order = sorted(recordings, key=lambda reason: (-recordings[reason], reason))
    return tuple(Refusal(reason, recordings[reason], tuple(sorted(measures[reason]))) for reason in order)
