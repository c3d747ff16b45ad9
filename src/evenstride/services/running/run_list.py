"""The runs of a runner as a list, with what each says and the pair it was run in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from evenstride.model.diary import RunDone
from evenstride.model.job import Job
from evenstride.model.stored import StoredRunner, Units
from evenstride.reports.distances import distance_words, pace_text
from evenstride.reports.run.run_words import clock_words
from evenstride.services.running.shoes import ShoeLine, shoe_lines
from evenstride.services.running.statements import drift_statement
from evenstride.store import NotStoredError

if TYPE_CHECKING:
    from evenstride.store import Store, UnitOfWork

RUNS_A_PAGE = 25
#: The kind of job that reads a run; `evenstride.jobs` stands above this room and has the same name for it.
READING_KIND = "analyse_run"
_OPEN = ("queued", "running")
_MOST_FAILED = 5


@dataclass(frozen=True)
class RunLine:
    """One run as the list shows it; ``assessment_id`` names its newest report, None where there is none."""

    id: str
    day: str
    clock: str
    sport: str
    distance: str
    duration: str
    pace: str
    says: str
    shoe_id: str
    assessment_id: str | None
    file_name: str


@dataclass(frozen=True)
class FailedFile:
    """A file that could not be read, and why."""

    job_id: str
    recording_id: str
    name: str
    problem: str


@dataclass(frozen=True)
class RunList:
    """One page of the list, the newest first. ``n_pages`` is at least 1; ``n_waiting`` files are being read."""

    runs: tuple[RunLine, ...]
    n_runs: int
    page: int
    n_pages: int
    shoes: tuple[ShoeLine, ...]
    n_waiting: int
    failed: tuple[FailedFile, ...]


def list_runs(store: Store, runner: StoredRunner, *, zone: tzinfo | None, page: int = 1) -> RunList:
    """The runs, twenty-five a page.

    Parameters
    ----------
    zone : in which a run gets its day and clock; None is this computer's.
    page : from 1; one beyond the last shows the last.
    """
    with store.read() as work:
        runs = work.runs.of_runner(runner.id)[::-1]
        n_pages = max(1, -(-len(runs) // RUNS_A_PAGE))
        page = min(max(page, 1), n_pages)
        shown = runs[(page - 1) * RUNS_A_PAGE : page * RUNS_A_PAGE]
        names = {each.id: each.name for each in work.recordings.of_runner(runner.id)}
        newest = {
            each.recording_id: assessments[-1]
            for each in shown
            if each.recording_id and (assessments := work.assessments.of_recording(each.recording_id))
        }
        jobs = [job for job in work.jobs.of_runner(runner.id) if job.kind == READING_KIND]
        shoes = shoe_lines(work, runner)
    lines = []
    for each in shown:
        assessment = newest.get(each.recording_id or "")
        says = "" if assessment is None else drift_statement(store.artefacts.path(assessment.document_sha256))
        line = _line(each, runner.units, zone, says=says, file_name=names.get(each.recording_id or "", ""))
        lines.append(replace(line, assessment_id=None if assessment is None else assessment.id))
    waiting = sum(job.state in _OPEN for job in jobs)
    return RunList(tuple(lines), len(runs), page, n_pages, shoes, waiting, _failed(jobs, names))


def wear_shoes(store: Store, runner_id: str, shoe_of_run: Mapping[str, str | None]) -> int:
    """Say in which pair runs were run; how many that changed.

    Parameters
    ----------
    shoe_of_run : id of the pair by the run's id; None takes the pair off.

    Raises
    ------
    NotStoredError : a run or a pair that this runner does not have.
    """
    with store.write() as work:
        own_shoes = {each.id for each in work.shoes.of_runner(runner_id)}
        changed = 0
        for run_id, shoe_id in shoe_of_run.items():
            run = _own_run(work, runner_id, run_id)
            if shoe_id is not None and shoe_id not in own_shoes:
                raise NotStoredError("Expected a pair of this runner's shoes, got another. Load the page again.")
            if run.shoe_id != shoe_id:
                work.runs.replace(replace(run, shoe_id=shoe_id))
                if run.recording_id is not None:
                    recording = work.recordings.get(run.recording_id)
                    work.recordings.replace(replace(recording, shoe_id=shoe_id))
                changed += 1
        return changed


def delete_run(store: Store, runner_id: str, run_id: str) -> None:
    """Delete a run with its file and report.

    Raises
    ------
    NotStoredError : this runner has no such run.
    """
    from evenstride.services.keeping.deleting import delete_recording

    with store.write() as work:
        run = _own_run(work, runner_id, run_id)
        if run.recording_id is None:
            work.runs.remove(run_id)
            return
    delete_recording(store, run.recording_id)


def files_waiting(store: Store, runner_id: str) -> int:
    """How many run files of a runner are not read yet."""
    with store.read() as work:
        return sum(job.kind == READING_KIND and job.state in _OPEN for job in work.jobs.of_runner(runner_id))


def _own_run(work: UnitOfWork, runner_id: str, run_id: str) -> RunDone:
    run = work.runs.find(run_id)
    if run is None or run.runner_id != runner_id:
        raise NotStoredError("Expected a run of this runner, got none. Load the page again.")
    return run


def _line(run: RunDone, units: Units, zone: tzinfo | None, *, says: str, file_name: str) -> RunLine:
    moment = run.started_at.astimezone(zone)
    return RunLine(
        id=run.id,
        day=f"{moment.day} {moment:%b %Y}",
        clock=f"{moment:%H:%M}",
        sport="" if run.sport == "running" else run.sport.replace("_", " "),
        distance="" if run.distance_m is None else distance_words(run.distance_m, units),
        duration="" if run.duration_s is None else clock_words(run.duration_s),
        pace=""
        if run.distance_m is None or run.duration_s is None
        else pace_text(run.distance_m, run.duration_s, units),
        says=says,
        shoe_id=run.shoe_id or "",
        assessment_id=None,
        file_name=file_name,
    )


def _failed(jobs: Collection[Job], names: Mapping[str, str]) -> tuple[FailedFile, ...]:
    """The latest files that failed and were not read since, the newest first."""
    found: dict[str, FailedFile] = {}
    for job in sorted(jobs, key=lambda each: each.created_at):
        recording_id = job.payload["recording_ids"][0]
        found.pop(recording_id, None)
        if job.state == "failed" and recording_id in names:
            found[recording_id] = FailedFile(
                job.id, recording_id, names[recording_id], job.error or "It could not be read."
            )
    return tuple(reversed(found.values()))[:_MOST_FAILED]
