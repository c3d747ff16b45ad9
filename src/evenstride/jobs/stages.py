"""What a job consists of: stages in a row, each of which leaves something that the next one takes up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from evenstride.model.job import Job
from evenstride.store import Store, UnitOfWork
from evenstride.wall import WallLimits


@dataclass(frozen=True)
class InputFile:
    """A file that somebody handed over, and what they call it."""

    path: Path
    name: str


@dataclass(frozen=True)
class Stage:
    """One stage of a job.

    Attributes
    ----------
    name : as it stands in the record; a finished one is never done again.
    sentence : what is being done, for the one who waits.
    function : ``module:name``, called behind the wall with ``payload``, ``values`` of the earlier stages, ``files``
        (role to path), ``inputs`` and this stage's ``options``; returns
        ``{"values": {...}, "files": {role: [name in its folder, media type]}}``.
    expected_s : about how long it takes on the machine we measured on; only proportions matter in the end.
    """

    name: str
    sentence: str
    function: str
    expected_s: Callable[[Job], float]
    limits: Callable[[Job], WallLimits]
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class JobKind:
    """What is to be done for jobs of one kind.

    Attributes
    ----------
    stages : in order; may rest on what is in the record.
    inputs : the files it is about.
    finish : looks at what was made, outside of any transaction, and returns what is to be kept, to be called in the
        transaction that ends the job; it returns the job's result.
    tidy : takes away what the job no longer needs, once its result is kept; may never be called, and more than once.
    """

    stages: Callable[[Job], tuple[Stage, ...]]
    inputs: Callable[[Store, Job], tuple[InputFile, ...]]
    finish: Callable[[Store, Job, dict[str, str]], Callable[[UnitOfWork], dict[str, Any]]]
    tidy: Callable[[Store, Job], None] | None = None


def load_kinds(place: str) -> dict[str, JobKind]:
    """The mapping from a job's kind to what is to be done, by its place ``module:name``."""
    module, _, name = place.partition(":")
    kinds: dict[str, JobKind] = getattr(import_module(module), name)
    return kinds


def open_stages(kind: JobKind, job: Job) -> tuple[Stage, ...]:
    """The stages that are not finished."""
    return tuple(stage for stage in kind.stages(job) if stage.name not in job.stage_done)
