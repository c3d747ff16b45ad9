"""A worker's hold on a job: nothing is written to the record by anybody who does not have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from evenstride.errors import EvenstrideError
from evenstride.jobs.settings import JobSettings
from evenstride.model.job import Job
from evenstride.model.stored import ArtefactUse
from evenstride.store import PutFile, Store, UnitOfWork

_FREE = {"lease_until": None, "heartbeat_at": None}


class HoldLostError(EvenstrideError):
    """The job was given to somebody else, or taken away."""

    code = "hold_lost"


@dataclass(frozen=True)
class StageFile:
    """A file that a stage left: already among the kept files, not yet noted."""

    role: str
    put: PutFile
    media_type: str


def take_next(store: Store, worker: str, settings: JobSettings, kinds: Iterable[str]) -> Job | None:
    """The oldest job that nobody works on, now held by this worker; None where there is none.

    On the way, jobs whose worker fell silent too often are ended with their reason.
    """
    now = datetime.now(UTC)
    with store.read() as work:
        if not any(_wants_attention(job, now) for job in work.jobs.in_state("queued", "running")):
            return None
    with store.write() as work:
        now = datetime.now(UTC)
        for job in work.jobs.in_state("running"):
            if _is_silent(job, now):
                _settle(work, job, now)
        return work.jobs.claim(worker, now=now, lease_until=now + timedelta(seconds=settings.lease_s), kinds=kinds)


def end_hold_of(store: Store, worker: str) -> None:
    """Let go at once of what a worker held that is known to be dead."""
    with store.write() as work:
        for job in work.jobs.in_state("running"):
            if job.worker == worker:
                work.jobs.change(job.id, worker=worker, lease_until=datetime.now(UTC) - timedelta(seconds=1))


class Hold:
    """The hold of one worker on one job.

    Every change raises `HoldLostError` where the job is held by somebody else by now, or was taken away.
    """

    def __init__(self, store: Store, job: Job, settings: JobSettings) -> None:
        assert job.worker is not None
        self._store, self._settings = store, settings
        self.worker, self.job = job.worker, job

    def beat(self, **columns: Any) -> bool:
        """Say that the work goes on, and how far it is; whether somebody asked to stop it."""
        now = datetime.now(UTC)
        lease_until = now + timedelta(seconds=self._settings.lease_s)
        with self._store.write() as work:
            self._change(work, heartbeat_at=now, lease_until=lease_until, **columns)
            self.job = work.jobs.get(self.job.id)
        return self.job.cancel_requested

    def commit_stage(
        self,
        stage: str,
        values: dict[str, Any],
        files: Iterable[StageFile],
        *,
        finish: Callable[[UnitOfWork], dict[str, Any]] | None,
        progress: float,
    ) -> None:
        """Keep what a stage made, and that it is finished, in one transaction; with ``finish`` the job ends in it."""
        with self._store.write() as work:
            self._change(work, heartbeat_at=datetime.now(UTC))
            for each in files:
                kept = work.artefacts.add(each.put, each.media_type)
                work.jobs.keep_file(self.job.id, ArtefactUse(each.role, kept.sha256))
            done = {**work.jobs.get(self.job.id).stage_done, stage: values}
            # The next stage has its own attempts, of which this is the first.
            self._change(work, stage_done=done, attempts=1, progress=progress)
            if finish is not None:
                self._end(work, "done", progress=1.0, estimate_s=0.0, message="Done.", result=finish(work))
                work.jobs.drop_files(self.job.id)
            self.job = work.jobs.get(self.job.id)

    def start_over(self, values: dict[str, Any]) -> None:
        """Forget what earlier stages left."""
        with self._store.write() as work:
            self._change(work, stage_done=values, progress=0.0)
            work.jobs.drop_files(self.job.id)
            self.job = work.jobs.get(self.job.id)

    def fail(self, reason: str) -> None:
        """End the job with its reason, in a line."""
        with self._store.write() as work:
            self._end(work, "failed", error=" ".join(reason.split()), estimate_s=None, message="Failed.")

    def end_cancelled(self) -> None:
        """End the job because somebody asked for it."""
        with self._store.write() as work:
            self._end(work, "cancelled", estimate_s=None, message="Cancelled.")

    def give_back(self, *, is_counted: bool, message: str = "Waiting.") -> None:
        """Let somebody else go on; without counting this attempt where nothing is wrong with the job.

        A job that was asked to be cancelled since the last beat ends instead: nobody would take it again.
        """
        attempts = self.job.attempts if is_counted else max(0, self.job.attempts - 1)
        with self._store.write() as work:
            now = work.jobs.find(self.job.id)
            if now is not None and now.cancel_requested:
                self._end(work, "cancelled", estimate_s=None, message="Cancelled.")
                return
            self._change(work, state="queued", attempts=attempts, message=message, **_FREE)

    def _end(self, work: UnitOfWork, state: str, **columns: Any) -> None:
        self._change(work, state=state, ended_at=datetime.now(UTC), **columns, **_FREE)

    def _change(self, work: UnitOfWork, **columns: Any) -> None:
        if not work.jobs.change(self.job.id, worker=self.worker, **columns):
            raise HoldLostError


def reason_of_many_ends(job: Job) -> str:
    """Why a job is given up whose process was ended again and again."""
    return (
        f"The analysis was ended by the system {job.attempts} times in stage {job.stage or 'one'}; "
        "often the memory was full. Close other programs or use a shorter clip, then try again."
    )


def _wants_attention(job: Job, now: datetime) -> bool:
    return job.state == "queued" or _is_silent(job, now)


def _is_silent(job: Job, now: datetime) -> bool:
    return job.state == "running" and (job.lease_until is None or job.lease_until < now)


def _settle(work: UnitOfWork, job: Job, now: datetime) -> None:
    """End a job whose worker fell silent, where nobody shall take it again."""
    if job.cancel_requested:
        work.jobs.change(job.id, state="cancelled", ended_at=now, estimate_s=None, message="Cancelled.", **_FREE)
    elif job.attempts >= job.max_attempts:
        reason = reason_of_many_ends(job)
        work.jobs.change(
            job.id, state="failed", ended_at=now, error=reason, message="Failed.", estimate_s=None, **_FREE
        )
