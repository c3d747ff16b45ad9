"""Distance by week and the longest runs, from the runs that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from evenstride.fatigue.load import DatedRun, assess_dated_runs
from evenstride.model.diary import RunDone
from evenstride.model.drift import LoadHistory
from evenstride.model.local_days import end_of_day

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge


def summarise_load(
    runs: Sequence[RunDone], *, knowledge: Knowledge, today: date | None = None, zone: tzinfo | None = None
) -> LoadHistory:
    """Weeks, longest run of the last 30 days, and the single-run rule for every run; as `fatigue.assess_load`.

    Runs without a distance, and what is not running, are left out and counted in ``warnings``.

    Parameters
    ----------
    today : the last of the 30 days; the latest run's start where not given.
    zone : in which a run gets its day and so its week; None is this computer's.
    """
    dated = [
        DatedRun(run.started_at.astimezone(zone), run.distance_m / 1000, run.id)
        for run in runs
        if run.distance_m is not None and run.sport == "running"
    ]
    return assess_dated_runs(
        dated,
        knowledge=knowledge,
        today=None if today is None else end_of_day(today, zone),
        left_out=len(runs) - len(dated),
    )
