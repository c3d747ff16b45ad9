"""The sample run's report is there after the first start, by the ordinary stages, without the models' work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evenstride.jobs import JobSettings, Workers, submit_analysis
from evenstride.model.job import Job
from evenstride.services.clip_stages import REPORT
from evenstride.services.sample_runner import find_sample_runner
from evenstride.store import Store, open_store
from evenstride.web.first_start import measure_sample
from jobs_at_work import ended, wait_for

SETTINGS = JobSettings(processes=1, beat_s=0.2, poll_s=0.1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as opened:
        yield opened


def worked_on(store: Store, job: Job | None) -> Job:
    assert job is not None
    with Workers(store, SETTINGS):
        return wait_for(store, job, ended)


def test_only_following_the_runner_is_spared(store: Store) -> None:
    job = worked_on(store, measure_sample(store))
    assert job.error is None
    assert [stage for stage in job.stage_done if stage != "made_with"] == ["probe", "pose", "measures", "report"]
    assert job.stage_done["pose"] == {"seconds": {}}
    assert job.result is not None
    with store.read() as work:
        kept = work.assessments.get(job.result["assessment_id"])
    values = {measure.measure_id: measure.value for measure in kept.measures}
    # The clip is rendered: 169.4 steps a minute by its own truth.
    assert values["cadence"] == pytest.approx(169.4, abs=2.0)
    assert {use.role for use in kept.files} >= {REPORT, "preview", "pose_track", "analysis"}


@pytest.mark.slow
def test_what_the_runner_says_of_the_clip_has_the_models_look_at_it(store: Store) -> None:
    measure_sample(store)
    sample = find_sample_runner(store)
    assert sample is not None
    job = worked_on(store, submit_analysis(store, [sample.recording_id], view="left"))
    assert set(job.stage_done["pose"]["seconds"]) == {"survey", "pose", "join"}
