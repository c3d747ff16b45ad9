"""What the first page of the app shows: the sample runner's state in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.model.job import Job
from evenstride.model.stored import StoredAssessment
from evenstride.reports.model import Quantity
from evenstride.services.sample_runner import find_sample_runner
from evenstride.services.seen_findings import SeenFinding, quantity_in, summarise_findings
from evenstride.store import Store, UnitOfWork

KEY_MEASURE = "cadence"


@dataclass(frozen=True)
class SampleSummary:
    """The sample runner: what was found once they are analysed, how far the work is before.

    ``clip_sha256`` is their clip; ``job`` is None where nobody asked for the analysis yet.
    """

    clip_sha256: str
    job: Job | None
    assessment: StoredAssessment | None
    findings: tuple[SeenFinding, ...]
    cadence: Quantity | None


def summarise_sample(store: Store) -> SampleSummary | None:
    """The sample runner's state, None where they are not kept."""
    sample = find_sample_runner(store)
    if sample is None:
        return None
    with store.read() as kept:
        recording = kept.recordings.get(sample.recording_id)
        assessments = kept.assessments.of_recording(sample.recording_id)
        job = _newest_job(kept, sample.runner_id)
    newest = assessments[-1] if assessments else None
    return SampleSummary(
        clip_sha256=recording.sha256,
        job=job,
        assessment=newest,
        findings=summarise_findings(newest.findings) if newest else (),
        cadence=quantity_in(newest, KEY_MEASURE) if newest else None,
    )


def _newest_job(kept: UnitOfWork, runner_id: str) -> Job | None:
    jobs = kept.jobs.of_runner(runner_id)
    return jobs[-1] if jobs else None
