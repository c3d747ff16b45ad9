"""Work that goes on behind the pages: how far it is, stop it, let it go on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from evenstride.jobs import desk
from evenstride.model.job import Job, JobState
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("jobs")


class JobAnswer(BaseModel):
    """A job. ``progress`` is 0 to 1; ``result`` names what was made, such as ``assessment_id``."""

    id: str
    kind: str
    state: JobState
    stage: str | None
    progress: float
    estimate_s: float | None
    message: str
    error: str | None
    attempts: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    result: dict[str, Any] | None


class ProgressAnswer(BaseModel):
    """What a progress bar shows: ``share`` 0 to 1, ``words`` under it, whether there is nothing more to wait for."""

    share: float
    words: str
    is_done: bool


@router.get("")
def list_jobs(context: Context) -> list[JobAnswer]:
    """Every job, the oldest first."""
    return [_answer(job) for job in desk.list_jobs(context.store)]


@router.get("/{job_id}")
def read_job(job_id: str, context: Context) -> JobAnswer:
    """One job."""
    return _answer(desk.status(context.store, job_id))


@router.get("/{job_id}/progress")
def read_progress(job_id: str, context: Context) -> ProgressAnswer:
    """How far a job is, as a progress bar shows it."""
    job = desk.status(context.store, job_id)
    return ProgressAnswer(share=job.progress, words=progress_words(job), is_done=job.state in desk.ENDED_STATES)


@router.post("/{job_id}/cancel")
def cancel_job(job_id: str, context: Context) -> JobAnswer:
    """Stop a job."""
    return _answer(desk.cancel(context.store, job_id))


@router.post("/{job_id}/retry")
def retry_job(job_id: str, context: Context) -> JobAnswer:
    """Let a job that failed or was stopped go on from its last finished stage."""
    return _answer(desk.retry(context.store, job_id))


def progress_words(job: Job) -> str:
    """What is being done and about how long it takes yet."""
    if job.state != "running" or job.estimate_s is None:
        return job.message
    seconds = max(1, round(job.estimate_s))
    left = f"{seconds} s" if seconds < 90 else f"{round(seconds / 60)} min"
    return f"{job.message} About {left} left."


def _answer(job: Job) -> JobAnswer:
    return JobAnswer(**{name: getattr(job, name) for name in JobAnswer.model_fields})
