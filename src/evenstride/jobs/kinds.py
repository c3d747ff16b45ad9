"""The kinds of jobs there are, and what each consists of."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from evenstride.jobs.desk import ANALYSE_RECORDINGS, ANALYSE_RUN
from evenstride.jobs.screen_clips import SCORE_SCREEN, SCREEN_KIND
from evenstride.jobs.stages import InputFile, JobKind, Stage
from evenstride.model.diary import RunDone
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.model.stored import ArtefactUse, StoredRecording
from evenstride.services.clip_stages import ANALYSIS, ASSESSMENT, POSE_TRACK, PREVIEW, REPORT
from evenstride.services.inspect_file import INSPECTION_LIMITS
from evenstride.services.keeping.assessments import note_assessment
from evenstride.store import Store, UnitOfWork
from evenstride.wall import WallLimits
from evenstride.wall.limits import GIBIBYTE

_CLIP, _RUN = "evenstride.services.clip_stages", "evenstride.services.run_stages"
#: Of each process of a clip's analysis.
_MEMORY_BYTES = 6 * GIBIBYTE
_LEAST_CPU_S, _CPU_S_A_PICTURE = 120, 0.5
#: What a picture takes on the two cores we measured on, and what the rest takes.
_S_A_PICTURE, _PICTURES_UNKNOWN = 0.03, 600
_MOST_EARLIER_RUNS = 40


def _clip_stages(job: Job) -> tuple[Stage, ...]:
    count = len(job.payload["recording_ids"])
    return (
        Stage("probe", "Looking at the recording.", f"{_CLIP}:look", lambda _: 1.0, lambda _: INSPECTION_LIMITS),
        *(_pose_stage(number, count) for number in range(count)),
        Stage("measures", "Measuring the steps.", f"{_CLIP}:measure", lambda _: 4.0 * count, _analysis_limits),
        Stage("report", "Writing the report.", f"{_CLIP}:write_report", lambda _: 2.0, _analysis_limits),
    )


def _pose_stage(number: int, count: int) -> Stage:
    return Stage(
        name="pose" if count == 1 else f"pose_{number + 1}",
        sentence="Following the runner." if count == 1 else f"Following the runner, clip {number + 1} of {count}.",
        function=f"{_CLIP}:follow_runner",
        expected_s=lambda job: 2.0 + _S_A_PICTURE * _picture_count(job, number),
        limits=lambda job: _limits(_picture_count(job, number)),
        options={"number": number},
    )


def _picture_count(job: Job, number: int) -> int:
    found = job.stage_done.get("probe", {}).get("recordings", [])
    return int(found[number]["facts"].get("frame_count", 0)) if len(found) > number else _PICTURES_UNKNOWN


def _analysis_limits(job: Job) -> WallLimits:
    return _limits(sum(_picture_count(job, number) for number in range(len(job.payload["recording_ids"]))))


def _limits(picture_count: int) -> WallLimits:
    cpu_s = _LEAST_CPU_S + round(_CPU_S_A_PICTURE * picture_count)
    return WallLimits(memory_bytes=_MEMORY_BYTES, cpu_s=cpu_s, wall_s=2.0 * cpu_s, file_bytes=GIBIBYTE)


def _clip_inputs(store: Store, job: Job) -> tuple[InputFile, ...]:
    """The clips, and behind them the watch's file where there is one."""
    with store.read() as work:
        recordings = [work.recordings.get(id_) for id_ in _clip_recording_ids(job)]
    return tuple(_input(store, each) for each in recordings)


def _clip_recording_ids(job: Job) -> tuple[str, ...]:
    watch = [job.payload["watch_id"]] if "watch_id" in job.payload else []
    return (*job.payload["recording_ids"], *watch)


def _input(store: Store, recording: StoredRecording) -> InputFile:
    return InputFile(store.artefacts.path(recording.sha256), recording.name)


def _finish_clip(store: Store, job: Job, hashes: dict[str, str]) -> Callable[[UnitOfWork], dict[str, Any]]:
    files = _kept_files(hashes)
    document = json.loads(store.artefacts.read_bytes(hashes[ASSESSMENT]))

    def keep(work: UnitOfWork) -> dict[str, Any]:
        recordings = [work.recordings.get(id_) for id_ in _clip_recording_ids(job)]
        assessment = note_assessment(work, recordings[0].runner_id, recordings, document, hashes[ASSESSMENT], files)
        return {"assessment_id": assessment.id, "says_something": job.stage_done["measures"]["says_something"]}

    return keep


def _kept_files(hashes: dict[str, str]) -> tuple[ArtefactUse, ...]:
    """Of the files of all stages those that stay with the assessment."""
    kept = (ANALYSIS, REPORT, PREVIEW, POSE_TRACK)
    return tuple(ArtefactUse(role, sha256) for role, sha256 in sorted(hashes.items()) if role.startswith(kept))


def _run_stages(_: Job) -> tuple[Stage, ...]:
    return (
        Stage("read", "Reading the file.", f"{_RUN}:read", lambda _: 1.0, lambda _: INSPECTION_LIMITS),
        Stage("assess", "Looking at the run.", f"{_RUN}:assess", lambda _: 4.0, lambda _: _limits(0)),
        Stage("report", "Writing the report.", f"{_CLIP}:write_report", lambda _: 2.0, lambda _: _limits(0)),
    )


def _run_inputs(store: Store, job: Job) -> tuple[InputFile, ...]:
    """The run's own file and, once it is known when the run was, the files of the latest runs before it."""
    with store.read() as work:
        own = work.recordings.get(job.payload["recording_ids"][0])
        start = job.stage_done.get("read", {}).get("facts", {}).get("start")
        earlier: list[StoredRecording] = []
        if start is not None:
            before = [run for run in work.runs.of_runner(own.runner_id) if run.started_at < _moment(start)]
            ids = dict.fromkeys(run.recording_id for run in before if run.recording_id not in (None, own.id))
            earlier = [work.recordings.get(str(id_)) for id_ in list(ids)[-_MOST_EARLIER_RUNS:]]
    return tuple(_input(store, each) for each in (own, *earlier))


def _finish_run(store: Store, job: Job, hashes: dict[str, str]) -> Callable[[UnitOfWork], dict[str, Any]]:
    document = json.loads(store.artefacts.read_bytes(hashes[ASSESSMENT]))
    found = job.stage_done["assess"]

    def keep(work: UnitOfWork) -> dict[str, Any]:
        recording = work.recordings.get(job.payload["recording_ids"][0])
        files = _kept_files(hashes)
        assessment = note_assessment(work, recording.runner_id, [recording], document, hashes[ASSESSMENT], files)
        run_id = _noted_run(work, recording, found, hashes[ASSESSMENT]) if found["is_of_watch"] else None
        return {"assessment_id": assessment.id, "run_id": run_id, "says_something": found["says_something"]}

    return keep


def _noted_run(work: UnitOfWork, recording: StoredRecording, found: dict[str, Any], document_sha256: str) -> str:
    """Note the run, in the place of what was noted of the same file before; its id."""
    known = next((run for run in work.runs.of_runner(recording.runner_id) if run.recording_id == recording.id), None)
    worn = recording.shoe_id if known is None else known.shoe_id
    if known is None and worn is None and (default := work.shoes.default(recording.runner_id)) is not None:
        worn = default.id
        work.recordings.replace(replace(recording, shoe_id=worn))
    run = RunDone(
        id=new_id() if known is None else known.id,
        runner_id=recording.runner_id,
        started_at=recording.imported_at if found["start"] is None else _moment(found["start"]),
        distance_m=found["distance_m"],
        duration_s=found["duration_s"],
        sport=found["sport"],
        recording_id=recording.id,
        shoe_id=worn,
        document_sha256=document_sha256,
    )
    return (work.runs.add(run) if known is None else work.runs.replace(run)).id


def _moment(text: str) -> datetime:
    """A moment of a file; one without a time zone is taken for UTC."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


KINDS = {
    ANALYSE_RECORDINGS: JobKind(_clip_stages, _clip_inputs, _finish_clip),
    ANALYSE_RUN: JobKind(_run_stages, _run_inputs, _finish_run),
    SCORE_SCREEN: SCREEN_KIND,
}
