"""The first page shows the sample runner in each state, and their report cannot reach the app."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.jobs import cancel, list_jobs
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.model.stored import ArtefactUse, StoredAssessment, StoredFinding, StoredMeasure
from evenstride.services.diary import plan_retest
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.sample_runner import find_sample_runner
from evenstride.store import Store, open_store
from evenstride.web.first_start import measure_sample
from training_examples import a_measured_runner, calm_answers, follow_short_plan

REPORT = b"<!doctype html><title>Report</title><script>parent.location</script>"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{tmp_path / 'evenstride.db'}") as opened:
        yield opened


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


def _lines(client: TestClient) -> str:
    return " ".join(client.get("/", headers=PAGE).text.split())


def _sample_job(store: Store) -> Job:
    job = measure_sample(store)
    assert job is not None
    return job


def _keep_assessment(store: Store) -> str:
    sample = find_sample_runner(store)
    assert sample is not None
    document, report = store.artefacts.put_bytes(b"{}"), store.artefacts.put_bytes(REPORT)
    assessment = StoredAssessment(
        id=new_id(),
        runner_id=sample.runner_id,
        document_sha256=document.sha256,
        created_at=NOW,
        measured_at=NOW,
        package_version="0",
        configuration_hash="0",
        is_running=True,
        recording_ids=(sample.recording_id,),
        measures=(StoredMeasure("cadence", None, 168.2, None, "steps/min", 2.5, 7.0, 13, "ok"),),
        findings=(
            StoredFinding("overstride_low_cadence", "right", "possible", 0.4),
            StoredFinding("overstride_low_cadence", "left", "possible", 0.4),
            StoredFinding("hip_drop", "left", "unknown", 0.0),
            StoredFinding("crossover_gait", None, "present", 0.9),
        ),
        files=(ArtefactUse("report", report.sha256),),
    )
    with store.write() as kept:
        kept.artefacts.add(document, "application/json")
        kept.artefacts.add(report, "text/html")
        kept.assessments.add(assessment)
    return assessment.id


def test_without_the_sample_runner_the_page_says_what_the_app_does(client: TestClient) -> None:
    page = client.get("/", headers=PAGE).text
    assert "Your running form, measured" in page
    assert "sample" not in page.replace("home.css", "")


def test_the_first_start_asks_for_the_analysis_once(store: Store) -> None:
    job = _sample_job(store)
    assert _sample_job(store).id == job.id
    assert [each.id for each in list_jobs(store)] == [job.id]


def test_while_the_clip_is_measured_its_progress_is_shown(client: TestClient, store: Store) -> None:
    job = _sample_job(store)
    page = client.get("/", headers=PAGE).text
    assert f'data-watch="/api/jobs/{job.id}/progress"' in page
    assert client.get(f"/api/jobs/{job.id}/progress").json() == {"share": 0.0, "words": "Waiting.", "is_done": False}


def test_what_was_found_is_said_in_lines_and_leads_to_the_report(client: TestClient, store: Store) -> None:
    _sample_job(store)
    assessment_id = _keep_assessment(store)
    page = client.get("/", headers=PAGE).text
    lines = " ".join(page.split())
    assert "168" in lines
    assert "± 5" in lines
    assert "Overstriding or a low cadence, left and right" in lines
    assert lines.index("Seen") < lines.index("Possible")
    assert "Hip drop" not in lines
    assert f'href="/reports/{assessment_id}"' in page


def test_an_analysis_that_ended_early_can_be_asked_for_again(client: TestClient, store: Store) -> None:
    job = _sample_job(store)
    cancel(store, job.id)
    assert "Measure it again" in client.get("/", headers=PAGE).text
    assert client.post("/sample/measure", headers=FROM_OUR_PAGE).status_code == 303
    assert client.get(f"/api/jobs/{job.id}").json()["state"] == "queued"


def test_the_report_is_shown_in_a_sandbox_that_reaches_nothing(client: TestClient, store: Store) -> None:
    _sample_job(store)
    answer = client.get(f"/reports/{_keep_assessment(store)}/page", headers=PAGE)
    assert (answer.status_code, answer.content) == (200, REPORT)
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy
    assert "'self'" not in policy


def test_the_report_can_be_saved(client: TestClient, store: Store) -> None:
    _sample_job(store)
    answer = client.get(f"/reports/{_keep_assessment(store)}/report.html")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''running_form_report.html"
    assert answer.content == REPORT


@pytest.mark.parametrize("path", ["/reports/none/page", "/reports/none/report.html", "/api/jobs/none"])
def test_what_is_not_kept_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_before_a_run_and_before_a_plan_the_page_says_what_comes_first(client: TestClient, store: Store) -> None:
    create_runner(store, ProfileEntry("Ada"))
    assert "Film your first run" in _lines(client)


def test_a_measured_run_leads_to_a_plan_of_it(client: TestClient, store: Store) -> None:
    runner_id = a_measured_runner(store)
    with store.read() as work:
        (assessment,) = work.assessments.of_runner(runner_id)
    assert f'href="/plan?assessment={assessment.id}"' in _lines(client)


@pytest.mark.parametrize(
    ("began_days_ago", "title", "words"),
    [
        (0, "Today", ">Start</a>"),
        (1, "Rest day", "The next session is on"),
        (-3, "Your plan begins soon", "The next session is on"),
        (42, "All sessions are behind you", "The retest is today."),
    ],
)
def test_each_day_of_a_plan_has_its_own_words(
    client: TestClient, store: Store, began_days_ago: int, title: str, words: str
) -> None:
    follow_short_plan(store, a_measured_runner(store), date.today() - timedelta(days=began_days_ago))
    page = _lines(client)
    assert f'<h2 id="today-title">{title}</h2>' in page
    assert words in page


def test_todays_list_names_what_is_done_and_when_to_film_again(client: TestClient, store: Store) -> None:
    trained = follow_short_plan(store, a_measured_runner(store), date.today())
    plan_retest(store, trained.runner_id, date.today(), note="")
    page = _lines(client)
    for words in (
        "Hip flexor release",
        "Pelvic floor ball squeeze",
        "2 sets of 3",
        "The retest is today.",
        "Film again",
    ):
        assert words in page
    keep_answers(store, trained.runner_id, {**calm_answers(), "chest_signs": True})
    page = _lines(client)
    assert "See somebody first" in page
    assert "Hip flexor release" not in page
