"""What changed for a runner, as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenstride.services.keeping.following import RunnerProgress

_SHOWN_WEEKS = 6


def progress_lines(progress: RunnerProgress, *, name: str) -> Iterator[str]:
    """The lines of ``evenstride progress``."""
    yield f"Progress of {name}"
    yield from _measure_lines(progress)
    yield from _plan_lines(progress)
    yield from _diary_lines(progress)


def _measure_lines(progress: RunnerProgress) -> Iterator[str]:
    yield ""
    if not progress.measures:
        yield "No assessment is kept yet."
    for each in progress.measures:
        side = "" if each.side is None else f"{each.side}: "
        yield f"  {side}{each.says}"


def _plan_lines(progress: RunnerProgress) -> Iterator[str]:
    yield ""
    if progress.adherence is None or progress.advice is None:
        yield "No plan is being followed."
    else:
        adherence, advice = progress.adherence, progress.advice
        extra = f", and {adherence.extra} beside the plan" if adherence.extra else ""
        yield f"Sessions: {adherence.done} of {adherence.planned} planned so far{extra}."
        yield f"Next session: {advice.says}"
        yield from (f"  {reason}" for reason in advice.because)
    if progress.retest is not None:
        yield progress.retest.says


def _diary_lines(progress: RunnerProgress) -> Iterator[str]:
    for course in progress.pain:
        latest = course.weeks[-1]
        place = "Pain" if course.place is None else f"Pain, {course.place}"
        yield (
            f"{place}: at most {latest.highest:g} of 10 in the week of {latest.begins_on} "
            f"(mean {latest.mean:.1f}, {latest.n_entries} noted)."
        )
    weeks = progress.load.weeks[-_SHOWN_WEEKS:]
    if weeks:
        yield "Distance by week (km): " + ", ".join(f"{week.week:%d.%m.} {week.distance_km:.1f}" for week in weeks)
    if progress.load.runs:
        yield progress.load.runs[-1].sentence
