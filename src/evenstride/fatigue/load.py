"""A folder of runs: distance by week, the longest run, and each run beside the longest before it. No risk number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from evenstride.model import RunRecording
from evenstride.model.drift import LoadHistory, RunSpike, WeekLoad

if TYPE_CHECKING:
    from evenstride.knowledge.knowledge import Knowledge
    from evenstride.knowledge.schema import LoadRule, RatioBand

_RULE = "single_run_spike"
_LOOK_BACK = timedelta(days=30)
#: Two files of one run start within this of each other.
_SAME_RUN = timedelta(minutes=2)


class DatedRun(NamedTuple):
    """A run by its start and its distance; the start's time zone says in which week it counts."""

    start: datetime
    distance_km: float
    run_id: str


def assess_load(runs: Sequence[RunRecording], *, knowledge: Knowledge, today: datetime | None = None) -> LoadHistory:
    """Weeks, longest run of the last 30 days, and the single-run rule for every run.

    Parameters
    ----------
    runs
        Recordings in any order; two of the same run (starts within two minutes) count once, the longer one.
    today
        End of the last 30 days; the latest run's start where not given.

    Notes
    -----
    A run is compared with the longest of the 30 days before its start (Frandsen 2025). A run without any before it in
    that time is compared with nothing and says so. No ratio of recent to earlier weeks is computed.
    """
    dated = [_dated(run) for run in runs]
    known = [run for run in dated if run is not None]
    return assess_dated_runs(known, knowledge=knowledge, today=today, left_out=len(dated) - len(known))


def assess_dated_runs(
    runs: Sequence[DatedRun], *, knowledge: Knowledge, today: datetime | None = None, left_out: int = 0
) -> LoadHistory:
    """The same from starts and distances alone; ``left_out`` is how many recordings had none."""
    rule = knowledge.load_rules[_RULE]
    dated, warnings = _once(runs, left_out)
    if not dated:
        return LoadHistory((), None, (), rule.caveats, warnings)
    end = today or dated[-1].start
    recent = [km for start, km, _ in dated if end - _LOOK_BACK <= start <= end]
    return LoadHistory(
        weeks=_weeks(dated),
        longest_30_days_km=max(recent) if recent else None,
        runs=tuple(_spike(position, dated, rule) for position in range(len(dated))),
        caveats=rule.caveats,
        warnings=warnings,
    )


def distance_km(run: RunRecording) -> float | None:
    """Distance of a run: the last of the file's own distance less the first; None where it has none."""
    along = run.best("distance")
    if along is None:
        return None
    known = along.values[np.isfinite(along.values)]
    return float(known[-1] - min(known[0], known[-1])) / 1000 if len(known) >= 2 else None


def _dated(run: RunRecording) -> DatedRun | None:
    """Start, distance and id; None where it has no start or distance, or is no running."""
    km = distance_km(run)
    if run.start is None or km is None or run.sport != "running":
        return None
    return DatedRun(_in_utc(run.start), km, run.id)


def _once(runs: Sequence[DatedRun], left_out: int) -> tuple[list[DatedRun], tuple[str, ...]]:
    """In order of start, doubles once; and what was left out."""
    once: list[DatedRun] = []
    doubles = 0
    for each in sorted(runs, key=lambda run: run.start):
        if once and each.start - once[-1].start <= _SAME_RUN:
            doubles += 1
            once[-1] = max(once[-1], each, key=lambda run: run.distance_km)
        else:
            once.append(each)
    warnings = []
    if left_out:
        warnings.append(f"{left_out} recordings without a date, a distance or not of running are left out.")
    if doubles:
        warnings.append(f"{doubles} recordings of a run that is there already are left out.")
    return once, tuple(warnings)


def _in_utc(start: datetime) -> datetime:
    return start.replace(tzinfo=UTC) if start.tzinfo is None else start.astimezone(UTC)


def _weeks(dated: Sequence[DatedRun]) -> tuple[WeekLoad, ...]:
    """Every week from the first run's to the last's, those without runs too."""
    first, last = _monday(dated[0].start), _monday(dated[-1].start)
    by_week: dict[date, list[float]] = {}
    for start, km, _ in dated:
        by_week.setdefault(_monday(start), []).append(km)
    weeks = []
    while first <= last:
        inside = by_week.get(first, [])
        weeks.append(WeekLoad(datetime.combine(first, time.min, UTC), round(sum(inside), 3), len(inside)))
        first += timedelta(days=7)
    return tuple(weeks)


def _monday(moment: datetime) -> date:
    """Of the week that a moment falls in by its own time zone."""
    day = moment.date()
    return day - timedelta(days=day.weekday())


def _spike(position: int, dated: Sequence[DatedRun], rule: LoadRule) -> RunSpike:
    start, km, run_id = dated[position]
    longest = 0.0
    for moment, other, _ in reversed(dated[:position]):
        if moment < start - _LOOK_BACK:
            break
        longest = max(longest, other if moment < start else 0.0)
    if longest <= 0:
        sentence = "No other run of the 30 days before is known, so there is nothing to compare this one with."
        return RunSpike(run_id, start, km, None, None, None, sentence)
    ratio = km / longest
    band = next(band for band in rule.bands if band.up_to is None or ratio <= band.up_to)
    return RunSpike(run_id, start, km, longest, ratio, band.id, _sentence(ratio, band, rule))


def _sentence(ratio: float, band: RatioBand, rule: LoadRule) -> str:
    if band is rule.bands[0] or band.hazard_ratio is None:
        return rule.within_sentence or ""
    return (rule.sentence or "").format(
        longer_pct=f"{100 * (ratio - 1):.0f}", more_pct=f"{100 * (band.hazard_ratio - 1):.0f}"
    )
