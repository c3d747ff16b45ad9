"""Files that came become recordings and jobs: clips of one run together, each watch and each sensor for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenstride.errors import InputError
from evenstride.io.imu import ImuDeclaration
from evenstride.jobs.desk import submit_analysis, submit_run
from evenstride.model.imu import ImuPlace
from evenstride.model.job import Job
from evenstride.services.analyze_clip import checked_options
from evenstride.services.analyze_session import MOST_CLIPS
from evenstride.services.runners import check_storage_consent
from evenstride.services.uploads import UploadFolder
from evenstride.services.uploads.keeping import keep_upload
from evenstride.services.uploads.looking import RECORDING_KINDS
from evenstride.store import Store

#: What shows a run by itself or together with others of the same run.
FILMED = ("video", "keypoints")


@dataclass(frozen=True)
class UploadChoice:
    """What a runner says about a file that came.

    Attributes
    ----------
    run : which run it shows; files of the same number belong together.
    view, recorded_fps : of a clip or its keypoints, see `evenstride.analyze`.
    place : of a motion sensor: where it was worn.
    recorded_at : when it was recorded; None takes the file's own word.
    """

    upload_id: str
    run: int = 1
    view: str = "auto"
    recorded_fps: float | None = None
    place: ImuPlace | None = None
    recorded_at: datetime | None = None


@dataclass(frozen=True)
class HandedIn:
    """A job and the names of the files that it is about."""

    job: Job
    names: tuple[str, ...]


@dataclass(frozen=True)
class _Recording:
    id: str
    name: str
    kind: str
    choice: UploadChoice


def submit_uploads(
    store: Store,
    uploads: UploadFolder,
    runner_id: str,
    choices: Sequence[UploadChoice],
    *,
    height_m: float | None = None,
) -> tuple[HandedIn, ...]:
    """Keep the files and have them analysed; all are checked before the first is kept.

    Parameters
    ----------
    height_m : the runner's profile's where not given.

    Returns
    -------
    HandedIn : one for each run's clips and keypoints (a watch's file of the same run joins them), each trial, watch and
        sensor.

    Raises
    ------
    ConsentMissingError : the runner did not agree that recordings are kept.
    InputError : no file, an option that makes no sense, or a sensor without its place.
    UploadGoneError : one of the files is not there.
    NotStoredError : no such runner.
    """
    with store.read() as work:
        height_m = height_m if height_m is not None else work.runners.get(runner_id).height_m
    check_storage_consent(store, runner_id)
    _check(uploads, choices, height_m)
    kept: dict[str, _Recording] = {}
    for each in choices:
        recording = keep_upload(store, uploads, each.upload_id, runner_id, recorded_at=each.recorded_at).recording
        kept.setdefault(recording.id, _Recording(recording.id, recording.name, recording.kind, each))
    handed_in: list[HandedIn] = []
    for run in sorted({each.choice.run for each in kept.values()}):
        handed_in += _submit_run(store, [each for each in kept.values() if each.choice.run == run], height_m)
    return tuple(handed_in)


def _check(uploads: UploadFolder, choices: Sequence[UploadChoice], height_m: float | None) -> None:
    ids = [each.upload_id for each in choices]
    if not ids or len(set(ids)) < len(ids):
        raise InputError("Expected at least one file, and each once.")
    clips_of: dict[int, int] = {}
    for each in choices:
        session = uploads.get(each.upload_id)
        if session.state != "whole" or session.kind is None:
            raise InputError(f"Expected {session.name} whole and looked at. Wait for it, or leave it out.")
        checked_options(height_m=height_m, recorded_fps=each.recorded_fps, view=each.view)
        kind = RECORDING_KINDS[session.kind]
        if kind == "imu" and each.place is None:
            raise InputError(f"Expected where the sensor of {session.name} was worn: lower back, left or right shin.")
        clips_of[each.run] = clips_of.get(each.run, 0) + (kind in FILMED)
    if max(clips_of.values()) > MOST_CLIPS:
        raise InputError(f"Expected at most {MOST_CLIPS} clips of one run. Make two runs of them.")


def _submit_run(store: Store, recordings: Sequence[_Recording], height_m: float | None) -> list[HandedIn]:
    """The jobs of one run."""
    clips = [each for each in recordings if each.kind in FILMED]
    watches = [each for each in recordings if each.kind == "run"]
    handed_in = []
    if clips:
        job = submit_analysis(
            store,
            [each.id for each in clips],
            height_m=height_m,
            recorded_fps=[each.choice.recorded_fps for each in clips],
            view=[each.choice.view for each in clips],
            watch_id=watches[0].id if watches else None,
        )
        handed_in.append(HandedIn(job, tuple(each.name for each in clips + watches[:1])))
    for each in recordings:
        if each.kind == "lab":
            handed_in.append(HandedIn(submit_analysis(store, [each.id], height_m=height_m), (each.name,)))
        elif each.kind == "run":
            handed_in.append(HandedIn(submit_run(store, each.id), (each.name,)))
        elif each.kind == "imu":
            sensor = ImuDeclaration(place=each.choice.place)
            handed_in.append(HandedIn(submit_run(store, each.id, sensor=sensor), (each.name,)))
    return handed_in
