"""Work that goes on behind the pages: asked for, how far it is, stopped, taken up again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi.responses import Response
from pydantic import BaseModel, Discriminator, Field, StrictFloat

from evenstride.io.imu import ImuDeclaration
from evenstride.jobs import desk
from evenstride.model.imu import ImuPlace
from evenstride.model.job import Job, JobState
from evenstride.services.keeping.reading import read_page
from evenstride.web.api_shapes import After, Answer, Body, Id, IdInPath, IdInQuery, Length, PageAnswer, page_answer
from evenstride.web.context import Context
from evenstride.web.routers import api_router

router = api_router("jobs")
View = Literal["auto", "left", "right", "rear", "front"]
Fps = Annotated[StrictFloat, Field(gt=0, le=100_000)]


class JobAnswer(Answer):
    """A job. ``progress`` is 0 to 1; ``result`` names what was made, such as ``assessment_id``."""

    id: str
    kind: str
    runner_id: str | None
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


class AnalysisRequest(Body):
    """Kept clips or trials of one run, to be analysed together, and a watch that was worn in it.

    ``view`` and ``recorded_fps`` (the rate at which a slow-motion clip was recorded, where its file does not say) stand
    once for all, or in a list with one for each clip.
    """

    kind: Literal["analyse_recordings"]
    recording_ids: Annotated[list[Id], Field(min_length=1, max_length=20)]
    height_m: Annotated[StrictFloat, Field(ge=0.8, le=2.5)] | None = None
    recorded_fps: Fps | Annotated[list[Fps | None], Field(max_length=20)] | None = None
    view: View | Annotated[list[View], Field(max_length=20)] = "auto"
    watch_id: Id | None = None


class RunRequest(Body):
    """A kept file of a watch or of a motion sensor; ``place`` says where the sensor was worn."""

    kind: Literal["analyse_run"]
    recording_id: Id
    place: ImuPlace | None = None


@router.get("")
def list_jobs(
    context: Context,
    runner_id: IdInQuery | None = None,
    state: JobState | None = None,
    after: After = None,
    length: Length = 50,
) -> PageAnswer[JobAnswer]:
    """Jobs: of one runner or of all, in one state or in any."""
    found = read_page(context.store, "jobs", length=length, after=after, runner_id=runner_id, state=state)
    return page_answer(found, _answer)


@router.post("", status_code=202)
def ask_for_job(body: Annotated[AnalysisRequest | RunRequest, Discriminator("kind")], context: Context) -> JobAnswer:
    """Have recordings analysed; the job that is open already where the same was asked for before."""
    if isinstance(body, AnalysisRequest):
        options = body.model_dump(exclude={"kind", "recording_ids"})
        return _answer(desk.submit_analysis(context.store, body.recording_ids, **options))
    sensor = None if body.place is None else ImuDeclaration(place=body.place)
    return _answer(desk.submit_run(context.store, body.recording_id, sensor=sensor))


@router.get("/{job_id}")
def read_job(job_id: IdInPath, context: Context, response: Response) -> JobAnswer:
    """One job."""
    job = desk.status(context.store, job_id)
    response.headers["ETag"] = f'"{desk.revision(job)}"'
    return _answer(job)


@router.get("/{job_id}/progress")
def read_progress(job_id: IdInPath, context: Context, response: Response) -> ProgressAnswer:
    """How far a job is, as a progress bar shows it."""
    job = desk.status(context.store, job_id)
    response.headers["ETag"] = f'"{desk.revision(job)}"'
    return ProgressAnswer(share=job.progress, words=progress_words(job), is_done=job.state in desk.ENDED_STATES)


@router.post("/{job_id}/cancel")
def cancel_job(job_id: IdInPath, context: Context) -> JobAnswer:
    """Stop a job."""
    return _answer(desk.cancel(context.store, job_id))


@router.post("/{job_id}/retry")
def retry_job(job_id: IdInPath, context: Context) -> JobAnswer:
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
    return JobAnswer.model_validate(job)
