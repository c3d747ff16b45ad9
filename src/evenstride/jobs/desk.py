"""Where faces hand jobs in, ask after them, and stop them. Nothing here computes: a worker does."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from evenstride.errors import InputError
from evenstride.io.imu import ImuDeclaration
from evenstride.io.value_json import value_to_plain
from evenstride.model.ids import new_id
from evenstride.model.job import Job, JobState
from evenstride.services.analyze_clip import checked_options
from evenstride.services.analyze_session import MOST_CLIPS
from evenstride.services.clip_stages import options_of_each
from evenstride.store import Store, UnitOfWork

ANALYSE_RECORDINGS, ANALYSE_RUN = "analyse_recordings", "analyse_run"
OPEN_STATES: tuple[JobState, ...] = ("queued", "running")
ENDED_STATES: tuple[JobState, ...] = ("done", "failed", "cancelled")
_FOLLOW_EVERY_S = 0.3


def submit_analysis(
    store: Store,
    recording_ids: Sequence[str],
    *,
    height_m: float | None = None,
    recorded_fps: float | Sequence[float | None] | None = None,
    view: str | Sequence[str] = "auto",
    watch_id: str | None = None,
) -> Job:
    """Have the clips of one run analysed, to one assessment.

    Parameters
    ----------
    recording_ids : kept recordings of one runner (clips, saved keypoints or C3D trials), as for
        `evenstride.analyze_session`.
    height_m : the runner's height.
    recorded_fps, view : as for `evenstride.analyze`, once for all recordings or one for each in their order.
    watch_id : the kept recording of a watch that was worn in the same run; findings then weigh both.

    Returns
    -------
    Job : the job that waits; the one that is already open where the same was asked for before. When it is done,
        ``result["assessment_id"]`` names the kept assessment.

    Raises
    ------
    InputError : no recording, too many, of several runners, or an option that makes no sense.
    NotStoredError : a recording that is not kept.
    """
    once = list(dict.fromkeys(recording_ids))
    if not 1 <= len(once) <= MOST_CLIPS:
        raise InputError(f"Expected 1 to {MOST_CLIPS} recordings, got {len(once)}.")
    options: dict[str, Any] = {"height_m": height_m, "recorded_fps": recorded_fps, "view": view}
    for each in options_of_each(options, len(once)):
        checked_options(**each)
    if watch_id is not None:
        options["watch_id"] = watch_id
    return _submit(store, ANALYSE_RECORDINGS, once, options)


def submit_run(store: Store, recording_id: str, *, sensor: ImuDeclaration | None = None) -> Job:
    """Have a watch's or a sensor's file read and assessed, the runner's earlier files beside it.

    Parameters
    ----------
    sensor : for a motion sensor's CSV: where it was worn and what the file does not say.

    Returns
    -------
    Job : as `submit_analysis`. When it is done, ``result["assessment_id"]`` names the kept assessment and
        ``result["run_id"]`` the run; None for a sensor, whose file is no run of its own.

    Raises
    ------
    NotStoredError : the recording is not kept.
    """
    said = None if sensor is None else value_to_plain(sensor)
    return _submit(store, ANALYSE_RUN, [recording_id], {"sensor": said})


def status(store: Store, job_id: str) -> Job:
    """How far a job is.

    Raises
    ------
    NotStoredError : there is none of that id.
    """
    with store.read() as work:
        return work.jobs.get(job_id)


def list_jobs(store: Store, *, runner_id: str | None = None, states: Sequence[JobState] = ()) -> tuple[Job, ...]:
    """The jobs, the oldest first: of one runner or of all, in these states or in any."""
    wanted = tuple(states) or (*OPEN_STATES, *ENDED_STATES)
    with store.read() as work:
        if runner_id is None:
            return work.jobs.in_state(*wanted)
        return tuple(job for job in work.jobs.of_runner(runner_id) if job.state in wanted)


def cancel(store: Store, job_id: str) -> Job:
    """Stop a job: at once where it waits, within two seconds where it is worked on. One that has ended stays as it is.

    Raises
    ------
    NotStoredError : there is none of that id.
    """
    with store.write() as work:
        job = work.jobs.get(job_id)
        if job.state == "queued":
            now = datetime.now(UTC)
            work.jobs.change(job_id, state="cancelled", cancel_requested=True, message="Cancelled.", ended_at=now)
        elif job.state == "running":
            work.jobs.change(job_id, cancel_requested=True, message="Stopping.")
        return work.jobs.get(job_id)


def retry(store: Store, job_id: str) -> Job:
    """Let a job that failed or was cancelled go on from its last finished stage. Any other stays as it is.

    Raises
    ------
    NotStoredError : there is none of that id.
    """
    with store.write() as work:
        if work.jobs.get(job_id).state in ("failed", "cancelled"):
            work.jobs.change(
                job_id,
                state="queued",
                attempts=0,
                cancel_requested=False,
                error=None,
                ended_at=None,
                estimate_s=None,
                message="Waiting.",
            )
        return work.jobs.get(job_id)


def revision(job: Job) -> str:
    """A short text that changes whenever something that is shown of a job does; good as an ``ETag``."""
    shown = [job.state, job.stage, sorted(job.stage_done), job.progress, job.estimate_s, job.message, job.error]
    return hashlib.sha256(json.dumps([*shown, job.cancel_requested]).encode()).hexdigest()[:16]


def follow(store: Store, job_id: str, *, every_s: float = _FOLLOW_EVERY_S) -> Iterator[Job]:
    """The job each time something about it changes, until it has ended.

    Raises
    ------
    NotStoredError : there is none of that id, or it was taken away meanwhile.
    """
    last = ""
    while True:
        job = status(store, job_id)
        if (now := revision(job)) != last:
            last = now
            yield job
        if job.state in ENDED_STATES:
            return
        time.sleep(every_s)


def _submit(store: Store, kind: str, recording_ids: Sequence[str], options: dict[str, Any]) -> Job:
    payload = {"recording_ids": list(recording_ids), **options}
    with store.write() as work:
        watch = [options["watch_id"]] if "watch_id" in options else []
        runner_id = _runner_of(work, [*recording_ids, *watch])
        for job in work.jobs.of_runner(runner_id):
            if job.state in OPEN_STATES and not job.cancel_requested and (job.kind, job.payload) == (kind, payload):
                return job
        job = Job(new_id(), kind, datetime.now(UTC), runner_id, payload, message="Waiting.")
        return work.jobs.add(job)


def _runner_of(work: UnitOfWork, recording_ids: Sequence[str]) -> str:
    runners = {work.recordings.get(each).runner_id for each in recording_ids}
    if len(runners) != 1:
        raise InputError(f"Expected recordings of one runner, got some of {len(runners)}.")
    return runners.pop()
