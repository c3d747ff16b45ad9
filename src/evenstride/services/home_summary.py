"""What the first page of the app shows: the sample runner's state in a few lines."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.model.finding import FindingStatus
from evenstride.model.job import Job
from evenstride.model.stored import StoredAssessment, StoredFinding
from evenstride.reports.model import Quantity
from evenstride.services.sample_runner import find_sample_runner
from evenstride.store import Store, UnitOfWork

SHOWN_STATUSES: tuple[FindingStatus, ...] = ("present", "possible")
KEY_MEASURE = "cadence"


@dataclass(frozen=True)
class SeenFinding:
    """A finding in a line: ``left``, ``right``, ``left and right`` or nothing in ``sides``."""

    status: FindingStatus
    name: str
    sides: str


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
        findings=_seen(newest.findings) if newest else (),
        cadence=_cadence(newest) if newest else None,
    )


def _newest_job(kept: UnitOfWork, runner_id: str) -> Job | None:
    jobs = kept.jobs.of_runner(runner_id)
    return jobs[-1] if jobs else None


def _seen(findings: tuple[StoredFinding, ...]) -> tuple[SeenFinding, ...]:
    """What was seen and what is possible, a line for each, both sides that stand alike together."""
    from evenstride.knowledge import load_knowledge

    known = load_knowledge().findings
    sides: dict[tuple[FindingStatus, str], list[str]] = {}
    for finding in findings:
        if finding.status in SHOWN_STATUSES:
            sides.setdefault((finding.status, finding.finding_id), []).extend([finding.side] if finding.side else [])
    return tuple(
        SeenFinding(status, known[finding_id].name if finding_id in known else finding_id, " and ".join(sorted(of)))
        for wanted in SHOWN_STATUSES
        for (status, finding_id), of in sides.items()
        if status == wanted
    )


def _cadence(assessment: StoredAssessment) -> Quantity | None:
    from evenstride.reports.numbers import to_quantity

    for each in assessment.measures:
        if each.measure_id == KEY_MEASURE and each.value is not None:
            return to_quantity(each.value, standard_error=each.standard_error, unit=each.unit, decimals=0)
    return None
