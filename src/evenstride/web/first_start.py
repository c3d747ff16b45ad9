"""The sample runner is there and measured after the first start, without anybody asking."""

from __future__ import annotations

from evenstride.jobs import list_jobs, submit_analysis
from evenstride.model.job import Job
from evenstride.services.sample_runner import keep_sample_runner
from evenstride.store import Store


def measure_sample(store: Store) -> Job | None:
    """Keep the sample runner and have their clip analysed, unless that was asked for before.

    Returns
    -------
    The job; None where the person deleted the sample runner.
    """
    sample = keep_sample_runner(store)
    if sample is None:
        return None
    jobs = list_jobs(store, runner_id=sample.runner_id)
    return jobs[-1] if jobs else submit_analysis(store, [sample.recording_id])
