"""Work on one job: stage after stage behind the wall, each kept as soon as it is finished."""

from __future__ import annotations

import contextlib
import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from evenstride.errors import EvenstrideError
from evenstride.jobs.forecast import Forecast
from evenstride.jobs.hold import Hold, HoldLostError, StageFile, reason_of_many_ends
from evenstride.jobs.settings import JobSettings
from evenstride.jobs.stages import InputFile, JobKind, Stage, open_stages
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.services.batch_dask import SchedulerError
from evenstride.store import NotStoredError, Store, StoreBusyError, StoreError
from evenstride.version import __version__
from evenstride.wall import WalledProcessEndedError, WallLimits, WallStoppedError

logger = logging.getLogger(__name__)

SCRATCH_FOLDER = "scratch"
#: In the record beside the stages: what they were made with. Another version begins anew.
MADE_WITH = "made_with"


def scratch_of(store: Store, worker: str) -> Path:
    """The folder in which a worker's stages leave their files until they are kept."""
    return store.home / SCRATCH_FOLDER / worker


def sweep_scratch(store: Store) -> None:
    """Take away what workers left that were killed: the folders of all that hold no job."""
    with store.read() as work:
        holding = {job.worker for job in work.jobs.in_state("running")}
    for folder in (store.home / SCRATCH_FOLDER).glob("*"):
        if folder.name not in holding:
            shutil.rmtree(folder, ignore_errors=True)


class Engine(Protocol):
    """Calls a function behind the wall, here or on another machine; see `evenstride.wall.call_walled`."""

    def __call__(
        self,
        function: str,
        arguments: dict[str, Any],
        *,
        folder: Path,
        readable: list[Path],
        limits: WallLimits,
        on_progress: Callable[[float, str], None],
        should_stop: Callable[[], bool],
    ) -> dict[str, Any]: ...


def work_on(
    store: Store, job: Job, kind: JobKind, *, engine: Engine, settings: JobSettings, stop: threading.Event
) -> None:
    """Do what is left of a job that this worker holds; whatever comes of it is in the record afterwards.

    Parameters
    ----------
    stop : set when the worker shall end; the job is then given back and goes on from its last stage elsewhere.
    """
    hold = Hold(store, job, settings)
    try:
        if job.stage_done.get(MADE_WITH) != __version__:
            hold.start_over({MADE_WITH: __version__})
        _Run(store, hold, kind, engine, settings, stop).to_the_end()
    except HoldLostError:
        logger.info("a job was taken away while it was worked on")
    except SchedulerError as error:
        # Nothing is wrong with the job: it waits until the cluster is there again.
        with contextlib.suppress(StoreError, HoldLostError):
            hold.give_back(is_counted=False, message=str(error))
        stop.wait(settings.lease_s)
    except EvenstrideError as error:
        # Where not even that can be written the lease ends by itself, and the next worker decides.
        with contextlib.suppress(StoreError, HoldLostError):
            _settle(hold, error)
    # A mistake of ours must end this job only, and be told: the worker goes on with the next one.
    except Exception as error:
        logger.exception("unexpected error in a job")
        with contextlib.suppress(StoreError, HoldLostError):
            hold.fail(f"Unexpected {type(error).__name__}: {error}")


def _settle(hold: Hold, error: EvenstrideError) -> None:
    """Write down what a job comes to whose stage did not end well."""
    has_attempts = hold.job.attempts < hold.job.max_attempts
    if isinstance(error, WallStoppedError):
        hold.end_cancelled() if hold.job.cancel_requested else hold.give_back(is_counted=False)
    elif isinstance(error, WalledProcessEndedError):
        hold.give_back(is_counted=True) if has_attempts else hold.fail(reason_of_many_ends(hold.job))
    elif isinstance(error, StoreError) and not isinstance(error, NotStoredError) and has_attempts:
        hold.give_back(is_counted=True)
    else:
        hold.fail(str(error))


class _Run:
    """One worker's run through a job's open stages."""

    def __init__(
        self, store: Store, hold: Hold, kind: JobKind, engine: Engine, settings: JobSettings, stop: threading.Event
    ) -> None:
        self._store, self._hold, self._kind = store, hold, kind
        self._engine, self._settings, self._stop = engine, settings, stop

    def to_the_end(self) -> None:
        while stages := open_stages(self._kind, self._hold.job):
            self._do(stages[0], is_last=len(stages) == 1)

    def _do(self, stage: Stage, *, is_last: bool) -> None:
        """One stage, from what is kept to what is kept."""
        forecast = Forecast(
            [(each.name, each.expected_s(self._hold.job)) for each in self._kind.stages(self._hold.job)]
        )
        forecast.begin(stage.name)
        beat = _Beat(self._hold, stage, forecast, self._settings, self._stop)
        folder = scratch_of(self._store, self._hold.worker) / new_id()
        folder.mkdir(parents=True, mode=0o700)
        try:
            inputs = self._kind.inputs(self._store, self._hold.job)
            made = self._call(stage, inputs, folder, beat)
            files = [self._kept(folder, role, *each) for role, each in dict(made["files"]).items()]
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        values = dict(made["values"])
        finish = None
        if is_last:
            hashes = self._hashes() | {each.role: each.put.sha256 for each in files}
            done = replace(self._hold.job, stage_done={**self._hold.job.stage_done, stage.name: values})
            finish = self._kind.finish(self._store, done, hashes)
        self._hold.commit_stage(stage.name, values, files, finish=finish, progress=forecast.at(1.0)[0])
        if is_last and self._kind.tidy is not None:
            self._kind.tidy(self._store, self._hold.job)

    def _call(self, stage: Stage, inputs: tuple[InputFile, ...], folder: Path, beat: _Beat) -> dict[str, Any]:
        job = self._hold.job
        files = {role: self._store.artefacts.path(sha256) for role, sha256 in self._hashes().items()}
        beat.say(0.0, stage.sentence)
        return self._engine(
            stage.function,
            {
                "payload": job.payload,
                "values": {name: value for name, value in job.stage_done.items() if name != MADE_WITH},
                "files": {role: str(path) for role, path in files.items()},
                "inputs": [{"path": str(each.path), "name": each.name} for each in inputs],
                "processes": self._settings.processes,
                **stage.options,
            },
            folder=folder,
            readable=[*files.values(), *(each.path for each in inputs)],
            limits=stage.limits(job),
            on_progress=beat.take,
            should_stop=beat.is_to_stop,
        )

    def _hashes(self) -> dict[str, str]:
        with self._store.read() as work:
            return {use.role: use.sha256 for use in work.jobs.files(self._hold.job.id)}

    def _kept(self, folder: Path, role: str, name: str, media_type: str) -> StageFile:
        path = folder / name
        # What the far side of the wall names must lie in its own folder and be no way out of it.
        if Path(name).name != name or path.is_symlink() or not path.is_file():
            raise EvenstrideError(f"Expected a file of stage {self._hold.job.stage} in its folder, found none.")
        with path.open("rb") as file:
            return StageFile(role, self._store.artefacts.put(file), media_type)


class _Beat:
    """Tells the record now and then how far a stage is, and learns there whether it shall stop."""

    def __init__(
        self, hold: Hold, stage: Stage, forecast: Forecast, settings: JobSettings, stop: threading.Event
    ) -> None:
        self._hold, self._stage, self._forecast = hold, stage, forecast
        self._every_s, self._stop = settings.beat_s, stop
        self._told = (0.0, stage.sentence)
        self._next_s = 0.0

    def take(self, done_frac: float, sentence: str) -> None:
        """Progress from behind the wall."""
        self._told = (done_frac, sentence or self._stage.sentence)

    def is_to_stop(self) -> bool:
        """Whether the stage shall end unfinished; asked ten times a second."""
        if self._stop.is_set():
            return True
        if time.monotonic() < self._next_s:
            return self._hold.job.cancel_requested
        return self.say(*self._told)

    def say(self, done_frac: float, sentence: str) -> bool:
        """Write to the record; whether somebody asked to stop."""
        progress, left_s = self._forecast.at(done_frac)
        self._next_s = time.monotonic() + self._every_s
        try:
            return self._hold.beat(stage=self._stage.name, progress=progress, estimate_s=left_s, message=sentence)
        except StoreBusyError:
            return False  # said again with the next beat; the lease is longer than several of them
