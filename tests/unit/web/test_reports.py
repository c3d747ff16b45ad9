"""The list of reports in each state, what can be done from it, and a report inside the app with its files."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.io import value_files
from evenstride.model.ids import new_id
from evenstride.model.job import Job, JobState
from evenstride.model.stored import StoredAssessment, StoredRecording, StoredRunner
from evenstride.services.reading import opened_report
from evenstride.store import Store, open_store
from evenstride.testing import refused_analysis, synthetic_analysis, synthetic_finding
from kept_reports import DAY, keep_original, keep_report, keep_runner, renamed

MOST_BYTES = 300_000


@pytest.fixture
def store(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Store]:
    with open_store(tmp_path, url=f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'evenstride.db')}") as opened:
        yield opened


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


@pytest.fixture
def runner(store: Store) -> StoredRunner:
    return keep_runner(store)


@pytest.fixture
def kept(store: Store, runner: StoredRunner) -> StoredAssessment:
    return keep_report(store, runner, synthetic_analysis())


def keep_job(store: Store, recording: StoredRecording, state: JobState, **facts: Any) -> Job:
    job = Job(
        new_id(), "analyse_recordings", DAY, recording.runner_id, {"recording_ids": [recording.id]}, state, **facts
    )
    with store.write() as work:
        return work.jobs.add(job)


def listed(client: TestClient, question: str = "") -> str:
    answer = client.get(f"/reports{question}", headers=PAGE)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_an_empty_list_says_what_will_stand_there(client: TestClient) -> None:
    assert "Nothing is recorded yet" in listed(client)


def test_a_report_stands_in_the_list_with_how_it_was_filmed_and_what_it_found(
    client: TestClient, kept: StoredAssessment
) -> None:
    page = listed(client)
    assert f'href="/reports/{kept.id}"' in page
    assert "Clip, from the right, 4 s at 60 pictures a second" in page
    assert "<strong>170</strong>" in page
    assert "Landing hard on the heel, right" in page
    assert "5 October 2026" in page


def test_the_latest_stands_first_and_work_that_goes_on_before_it(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    keep_report(store, runner, renamed(synthetic_analysis(), "older.mp4"), recorded_at=DAY - timedelta(days=9))
    keep_report(store, runner, renamed(synthetic_analysis(), "newer.mp4"))
    keep_job(store, keep_original(store, runner, "now.mp4", b"now", recorded_at=DAY - timedelta(days=20)), "running")
    page = listed(client)
    assert page.index("now.mp4") < page.index("newer.mp4") < page.index("older.mp4")


def test_work_that_goes_on_shows_how_far_it_is_and_can_be_stopped(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    job = keep_job(store, keep_original(store, runner, "now.mp4", b"now"), "queued", message="Waiting.")
    assert f'data-watch="/api/jobs/{job.id}/progress"' in listed(client)
    assert client.post(f"/reports/jobs/{job.id}/cancel", headers=FROM_OUR_PAGE).headers["location"] == "/reports"
    assert client.get(f"/api/jobs/{job.id}").json()["state"] == "cancelled"
    assert "Stopped early." in listed(client)


def test_work_that_failed_says_why_and_can_go_on(client: TestClient, store: Store, runner: StoredRunner) -> None:
    job = keep_job(store, keep_original(store, runner, "cut.mp4", b"cut"), "failed", error="The file is cut off.")
    assert "The file is cut off." in listed(client)
    assert client.post(f"/reports/jobs/{job.id}/retry", headers=FROM_OUR_PAGE).status_code == 303
    assert client.get(f"/api/jobs/{job.id}").json()["state"] == "queued"


def test_work_that_failed_is_not_told_where_a_report_came_of_the_recording(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    recording = keep_original(store, runner, "run.mp4", b"run")
    keep_job(store, recording, "failed", error="Interrupted.")
    keep_report(store, runner, synthetic_analysis(), recordings=[recording])
    page = listed(client)
    assert "Interrupted." not in page
    assert page.count('class="card report-row') == 1


def test_a_recording_that_nobody_measured_can_be_measured(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    recording = keep_original(store, runner, "waiting.mp4", b"waiting")
    assert "not measured yet" in listed(client)
    path = f"/recordings/{recording.id}/measure?kind=video"
    assert client.post(path, headers=FROM_OUR_PAGE).status_code == 303
    assert "Being measured" in listed(client)


def test_the_list_shows_what_the_filter_names(client: TestClient, store: Store, kept: StoredAssessment) -> None:
    other = keep_runner(store, "Bea")
    keep_original(store, other, "hers.fit", b"hers", kind="run")
    everything = listed(client, "?runner=everybody")
    assert "hers.fit" not in listed(client)
    assert "hers.fit" in everything
    assert "synthetic.mp4" in everything
    for question in (f"?runner={other.id}", "?runner=everybody&kind=run", "?runner=everybody&status=waiting"):
        assert "synthetic.mp4" not in listed(client, question)
        assert "hers.fit" in listed(client, question)
    assert "Nothing fits" in listed(client, "?status=working")
    assert "Nothing is recorded yet" in listed(client, "?runner=nobody")


@pytest.mark.parametrize("question", ["?kind=dance", "?status=done", "?page=0", "?page=x"])
def test_a_filter_that_makes_no_sense_is_refused(client: TestClient, question: str) -> None:
    assert client.get(f"/reports{question}", headers=PAGE).status_code == 422


def test_a_long_list_comes_in_pages(client: TestClient, store: Store, runner: StoredRunner) -> None:
    for number in range(45):
        moment = DAY - timedelta(days=number)
        keep_original(store, runner, f"clip_{number}.mp4", f"{number}".encode(), recorded_at=moment)
    first, second = listed(client), listed(client, "?page=2&status=waiting")
    assert "clip_0.mp4" in first
    assert "clip_44.mp4" not in first
    assert "Page 1 of 2" in first
    assert "clip_44.mp4" in second
    assert f'href="/reports?page=1&runner={runner.id}&status=waiting"' in second


def test_the_same_file_of_two_runners_is_said(client: TestClient, store: Store, runner: StoredRunner) -> None:
    keep_original(store, runner, "run.mp4", b"the same film")
    keep_original(store, keep_runner(store, "Bea"), "run.mp4", b"the same film")
    page = listed(client, "?runner=everybody")
    assert "The same file is kept for Bea too." in page
    assert "The same file is kept for Ada too." in page
    assert "not kept twice" in listed(client, "?said=was_there")


def test_a_deleted_report_takes_its_recording_work_and_files_away(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    recording = keep_original(store, runner, "run.mp4", b"film")
    kept = keep_report(store, runner, synthetic_analysis(), recordings=[recording])
    keep_job(store, recording, "done")
    answer = client.post(f"/reports/{kept.id}/delete", headers=FROM_OUR_PAGE)
    assert answer.headers["location"] == "/reports?said=deleted"
    assert "Nothing is recorded yet" in listed(client)
    assert list(store.artefacts.hashes()) == []
    with store.read() as work:
        assert work.jobs.of_runner(runner.id) == ()


def test_a_recording_without_a_report_can_be_deleted_and_saved(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    recording = keep_original(store, runner, "Übung 1.mp4", b"film")
    answer = client.get(f"/recordings/{recording.id}/original")
    assert answer.content == b"film"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%9Cbung%201.mp4"
    client.post(f"/recordings/{recording.id}/delete", headers=FROM_OUR_PAGE)
    assert client.get(f"/recordings/{recording.id}/original").status_code == 404


def test_the_small_drawing_is_of_lines_only(client: TestClient, kept: StoredAssessment) -> None:
    assert f'src="/reports/{kept.id}/figure.svg"' in listed(client)
    answer = client.get(f"/reports/{kept.id}/figure.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.count("<path") == 3
    assert "style" not in answer.text


def test_a_report_opens_in_the_frame_of_the_app_with_its_data_and_modules(
    client: TestClient, kept: StoredAssessment
) -> None:
    answer = client.get(f"/reports/{kept.id}", headers=PAGE)
    page = answer.text
    assert answer.status_code == 200
    assert 'aria-label="Main"' in page
    assert re.search(r'src="/static/\w+/report/report_page.js"', page)
    assert 'id="page-data"' in page
    assert "style=" not in re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert client.get(f"/reports/{kept.id}/clips.css").text.startswith("#clip { --clip-width: 1280;")


def test_findings_tests_exercises_and_measures_lead_into_the_library(
    client: TestClient, kept: StoredAssessment
) -> None:
    page = client.get(f"/reports/{kept.id}", headers=PAGE).text
    for folder in ("library/findings", "screens", "library/exercises", "library/measures"):
        found = re.search(rf'href="(/{folder}/\w+)"', page)
        assert found is not None, folder
        assert client.get(found[1], headers=PAGE).status_code == 200
    assert "/library" not in client.get(f"/reports/{kept.id}/report.html").text


def test_an_exercise_that_is_counted_leads_to_the_coach_in_the_app_only(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    analysis = synthetic_analysis()
    answered = replace(synthetic_finding("right"), exercises=("glute_step_back",))
    analysis = replace(analysis, assessment=replace(analysis.assessment, findings=(answered,)))
    kept = keep_report(store, runner, analysis)
    page = client.get(f"/reports/{kept.id}", headers=PAGE).text
    found = re.search(r'id="exercise-glute_step_back".*?href="(/coach/[\w/]+)"', page, re.DOTALL)
    assert found is not None
    assert found[1] == "/coach/glute_step_back"
    assert client.get(found[1], headers=PAGE).status_code == 200
    assert "/coach" not in client.get(f"/reports/{kept.id}/report.html").text


def test_the_page_weighs_little_beside_its_clip(client: TestClient, kept: StoredAssessment) -> None:
    page = client.get(f"/reports/{kept.id}", headers=PAGE)
    linked = re.findall(r'(?:href|src)="(/static/[^"]+|/reports/[^"]+\.css)"', page.text)
    modules = [name for name in linked if name.endswith(".js")]
    folder = modules[0].rpartition("/")[0].rpartition("/")[0]
    imported = {f"{folder}/report/{name}" for name in _modules_of_the_report()} - set(modules)
    weight = len(page.content) + sum(len(client.get(address).content) for address in {*linked, *imported})
    assert weight < MOST_BYTES


def _modules_of_the_report() -> tuple[str, ...]:
    from evenstride.reports.bundle import modules_in_order

    return modules_in_order("report_page.js")


def test_every_format_has_the_same_numbers(client: TestClient, kept: StoredAssessment) -> None:
    document = client.get(f"/reports/{kept.id}/assessment.json").json()
    rows = list(csv.DictReader(io.StringIO(client.get(f"/reports/{kept.id}/measures.csv").text)))
    values = {(each["id"], each["side"] or ""): each["value"] for each in document["measures"]}
    assert len(rows) == len(values) > 5
    for row in rows:
        value = values[row["id"], row["side"]]
        if isinstance(value, float):
            assert float(row["value"]) == pytest.approx(value, rel=1e-9)
    page = client.get(f"/reports/{kept.id}", headers=PAGE).text
    single = client.get(f"/reports/{kept.id}/report.html").text
    table = re.compile(r'<table class="measures".*?</table>', re.S)
    own = [re.sub(r'<p><a href="/library.*?</p>', "", each) for each in table.findall(page)]
    assert len(own) == 1
    assert own == table.findall(single)


def test_the_pdf_is_made_of_the_report(client: TestClient, kept: StoredAssessment) -> None:
    answer = client.get(f"/reports/{kept.id}/report.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"] == 'attachment; filename="running_form_report.pdf"'


def test_a_recording_that_shows_no_run_says_how_to_film_it(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    kept = keep_report(store, runner, refused_analysis(reason="No step was found.", warning="A walk. Film a run."))
    assert "This does not show a run." in listed(client)
    page = client.get(f"/reports/{kept.id}", headers=PAGE).text
    assert "How to film it so that it can be measured" in page


def test_a_report_of_another_version_leads_to_its_page_of_that_time(
    client: TestClient, kept: StoredAssessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened_report._built.cache_clear()
    monkeypatch.setattr(value_files, "__version__", "999.0")
    page = client.get(f"/reports/{kept.id}", headers=PAGE).text
    assert f'href="/reports/{kept.id}/page"' in page
    assert "Measure it again" in page
    assert client.get(f"/reports/{kept.id}/report.pdf").status_code == 422
    assert client.get(f"/reports/{kept.id}/assessment.json").status_code == 200


def test_what_an_import_brought_and_cannot_be_drawn_leads_to_its_page(
    client: TestClient, store: Store, kept: StoredAssessment, tmp_path: Path
) -> None:
    analysis = next(use.sha256 for use in kept.files if use.role == "analysis")
    path = store.artefacts.path(analysis)
    value_files.save_value(synthetic_analysis().pose_track, tmp_path / "points.npz")
    path.chmod(0o600)
    path.write_bytes((tmp_path / "points.npz").read_bytes())
    opened_report._built.cache_clear()
    answer = client.get(f"/reports/{kept.id}", headers=PAGE)
    assert answer.status_code == 200
    assert f'href="/reports/{kept.id}/page"' in answer.text
    assert client.get(f"/reports/{kept.id}/measures.csv").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/reports/none",
        "/reports/none/clips.css",
        "/reports/none/report.pdf",
        "/reports/none/measures.csv",
        "/reports/none/assessment.json",
        "/reports/none/figure.svg",
        "/recordings/none/original",
    ],
)
def test_what_is_not_kept_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/reports/none/delete", "/recordings/none/delete", "/reports/jobs/none/cancel"])
def test_nothing_is_done_to_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.post(path, headers=FROM_OUR_PAGE).status_code == 404


def test_the_document_is_the_kept_one(client: TestClient, store: Store, kept: StoredAssessment) -> None:
    content = client.get(f"/reports/{kept.id}/assessment.json").content
    assert json.loads(content) == json.loads(store.artefacts.read_bytes(kept.document_sha256))
