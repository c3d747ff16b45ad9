"""Work over laboratory runs on several processes, the same results as on one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def run_jobs(
    function: Callable[[Job], Result],
    jobs: Sequence[Job],
    *,
    name_of: Callable[[Job], str],
    workers: int = 1,
    tick: Callable[[str], None] = lambda _: None,
) -> list[Result]:
    """``function`` of every job, in order; ``tick`` is called with each job's name as its result comes in.

    Parameters
    ----------
    function : of one job and nothing else; found by name in its module where ``workers`` is more than 1.
    """
    if workers <= 1:
        return [_told(function(job), name_of(job), tick) for job in jobs]
    with ProcessPoolExecutor(workers) as pool:
        results = pool.map(function, jobs, chunksize=1)
        return [_told(result, name_of(job), tick) for job, result in zip(jobs, results, strict=True)]


def _told(result: Result, name: str, tick: Callable[[str], None]) -> Result:
    tick(name)
    return result
