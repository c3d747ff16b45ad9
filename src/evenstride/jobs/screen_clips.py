"""Clips of home screens: handed in as a job, scored behind the wall, kept as a result; the clip itself is deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from evenstride.errors import InputError
from evenstride.jobs.desk import list_jobs
from evenstride.jobs.stages import InputFile, JobKind, Stage
from evenstride.model.gait import Side
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.services.runners import check_storage_consent
from evenstride.services.screens.gate import check_gate, screen_gate
from evenstride.services.screens.results import ScreenEntry, check_entry, keep_in, read_screen_history
from evenstride.services.screens.screen_clip import find_screen
from evenstride.services.uploads import UploadFolder
from evenstride.store import Store, UnitOfWork
from evenstride.wall import WallLimits
from evenstride.wall.limits import GIBIBYTE

SCORE_SCREEN = "score_screen"
_STAGE = "score"
_MEMORY_BYTES, _LEAST_CPU_S, _CPU_S_A_PICTURE, _S_A_PICTURE = 6 * GIBIBYTE, 120, 0.5, 0.05
_PICTURES_UNKNOWN = 1800


@dataclass(frozen=True)
class ScreenClip:
    """What a runner says about a clip of a home screen; ``pain`` and the norm's age and sex as for a score by hand."""

    upload_id: str
    screen_id: str
    side: Side | None
    pain: float | None = None
    age: int | None = None
    sex: str = ""


def submit_screen_clip(store: Store, uploads: UploadFolder, runner_id: str, clip: ScreenClip) -> Job:
    """Have a clip that came whole scored; its result is kept when the job is done.

    Raises
    ------
    InputError : a screen that no camera scores or that is not for now, the wrong side, or a file that is no clip.
    ConsentMissingError : the runner does not agree that what was measured is kept.
    NotStoredError : no such runner.
    UploadGoneError : the file is not there.
    """
    from evenstride.knowledge import load_knowledge

    knowledge = load_knowledge()
    screen, protocol = find_screen(clip.screen_id, knowledge)
    if protocol.scored_by != "camera":
        raise InputError(f"Expected a test that a camera scores, '{screen.name}' is scored by {protocol.scored_by}.")
    entry = ScreenEntry(screen.id, clip.side, pain=clip.pain, why="Not scored yet.", age=clip.age, sex=clip.sex)
    check_entry(entry, knowledge)
    check_storage_consent(store, runner_id)
    check_gate(screen_gate(store, runner_id, screen, protocol))
    session = uploads.get(clip.upload_id)
    if session.state != "whole" or session.kind != "video":
        raise InputError(f"Expected {session.name} to be a clip that came whole. Send it again.")
    payload = {
        "upload_id": clip.upload_id,
        "name": session.name,
        "pictures": int((session.facts or {}).get("frame_count", _PICTURES_UNKNOWN)),
        "screen_id": screen.id,
        "side": clip.side,
        "pain": clip.pain,
        "age": clip.age,
        "sex": clip.sex,
    }
    with store.write() as work:
        job = Job(new_id(), SCORE_SCREEN, datetime.now(UTC), runner_id, payload, message="Waiting.")
        return work.jobs.add(job)


def last_screen_clip(store: Store, runner_id: str, screen_id: str) -> Job | None:
    """The newest clip of this screen, where there is something to tell about it; else None.

    It is being scored, or it came to no result, which nobody may have seen who left the page meanwhile, and no result
    was kept since.
    """
    own = [each for each in list_jobs(store, runner_id=runner_id) if each.kind == SCORE_SCREEN]
    own = [each for each in own if each.payload["screen_id"] == screen_id]
    if not own or own[-1].state == "cancelled":
        return None
    last, kept = own[-1], read_screen_history(store, runner_id, screen_id)
    is_told = last.ended_at is not None and any(each.answered_at >= last.ended_at for each in kept)
    has_result = last.result is not None and last.result["is_kept"]
    return None if is_told or has_result else last


def _stages(job: Job) -> tuple[Stage, ...]:
    pictures = int(job.payload["pictures"])
    cpu_s = _LEAST_CPU_S + round(_CPU_S_A_PICTURE * pictures)
    limits = WallLimits(memory_bytes=_MEMORY_BYTES, cpu_s=cpu_s, wall_s=2.0 * cpu_s, file_bytes=GIBIBYTE)
    place = "evenstride.services.screens.screen_stages:score"
    return (Stage(_STAGE, "Following the body.", place, lambda _: 2.0 + _S_A_PICTURE * pictures, lambda _: limits),)


def _inputs(store: Store, job: Job) -> tuple[InputFile, ...]:
    uploads = UploadFolder(store.home)
    session = uploads.get(job.payload["upload_id"])
    return (InputFile(uploads.content_path(session), job.payload["name"]),)


def _finish(_store: Store, job: Job, _hashes: dict[str, str]) -> Callable[[UnitOfWork], dict[str, Any]]:
    """Keep the score. What could not be scored is no result: an earlier one stays, and the reason is told."""
    from evenstride.coaching.screen_scores import PAIN_SPOILS
    from evenstride.knowledge import load_knowledge

    found, payload, knowledge = job.stage_done[_STAGE], job.payload, load_knowledge()
    score = found["score"]
    is_scored = score["value"] is not None
    is_painful = payload["pain"] is not None and payload["pain"] >= PAIN_SPOILS
    entry = ScreenEntry(
        screen_id=payload["screen_id"],
        side=payload["side"],
        value=score["value"],
        error=score["error"],
        is_at_least=score["is_at_least"],
        scored_by="camera",
        pain=payload["pain"],
        why=score["why"],
        readings=tuple(score["readings"]),
        notes=(*score["notes"], *found["warnings"]),
        age=payload["age"],
        sex=payload["sex"],
    )

    def keep(work: UnitOfWork) -> dict[str, Any]:
        assert job.runner_id is not None
        if is_scored or is_painful:
            keep_in(work, job.runner_id, [entry], knowledge, datetime.now(UTC))
        why = "" if is_scored else score["why"]
        return {"screen_id": payload["screen_id"], "is_kept": is_scored or is_painful, "why": why}

    return keep


def _tidy(store: Store, job: Job) -> None:
    """The clip goes once its score is kept, not before: until then the job can be done again."""
    UploadFolder(store.home).remove(job.payload["upload_id"])


SCREEN_KIND = JobKind(_stages, _inputs, _finish, _tidy)
