"""How jobs are worked on."""

from __future__ import annotations

import os
from dataclasses import dataclass

SCHEDULER_SETTING = "EVENSTRIDE_SCHEDULER"


@dataclass(frozen=True)
class JobSettings:
    """How jobs are worked on.

    Attributes
    ----------
    workers : jobs at a time. One, because the analysis of a clip already takes two cores.
    processes : processes of one analysis; None takes two where the machine has two cores.
    lease_s : a worker that says nothing for so long is taken for dead.
    beat_s : how often it says something, and looks whether it shall stop.
    poll_s : how often it looks for work.
    scheduler : address of a Dask scheduler on which the stages are computed; None computes here.
    kinds : ``module:name`` of the mapping from a job's kind to its stages.
    """

    workers: int = 1
    processes: int | None = None
    lease_s: float = 10.0
    beat_s: float = 1.0
    poll_s: float = 0.5
    scheduler: str | None = None
    kinds: str = "evenstride.jobs.kinds:KINDS"

    def __post_init__(self) -> None:
        if self.workers < 1 or not 0 < 2 * self.beat_s <= self.lease_s or self.poll_s <= 0:
            raise ValueError("Expected at least one worker, and a lease of at least two beats.")


def settings_from_environment() -> JobSettings:
    """The settings, with the scheduler that ``EVENSTRIDE_SCHEDULER`` names where it is set."""
    return JobSettings(scheduler=os.environ.get(SCHEDULER_SETTING, "").strip() or None)
