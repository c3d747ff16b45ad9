"""A report beside another of the same runner: which one, what differs, and what cannot be compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app_client import PAGE, MakeApp, signed_in
from evenstride.model.stored import StoredAssessment, StoredRunner
from evenstride.store import Store, open_store
from evenstride.testing import synthetic_analysis
from kept_reports import DAY, keep_original, keep_report, keep_runner, renamed


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


def keep(
    store: Store, runner: StoredRunner, name: str, *, days_ago: int, shoe_id: str | None = None
) -> StoredAssessment:
    when = DAY - timedelta(days=days_ago)
    recording = keep_original(store, runner, name, name.encode(), recorded_at=when)
    return keep_report(store, runner, renamed(synthetic_analysis(), name), recordings=[recording])


def shown(client: TestClient, path: str) -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def test_a_report_without_another_says_what_will_stand_there(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    alone = keep(store, runner, "first.mp4", days_ago=0)
    assert "There is no other one yet" in shown(client, f"/reports/{alone.id}/compare")
    assert "/compare" not in shown(client, f"/reports/{alone.id}")


def test_without_a_choice_it_is_the_latest_before(client: TestClient, store: Store, runner: StoredRunner) -> None:
    keep(store, runner, "first.mp4", days_ago=90)
    second = keep(store, runner, "second.mp4", days_ago=30)
    third = keep(store, runner, "third.mp4", days_ago=0)
    page = shown(client, f"/reports/{third.id}/compare")
    assert f'<option value="{second.id}" selected>' in page
    assert page.index("second.mp4</a>") < page.index("third.mp4</a>")
    assert f'href="/reports/{third.id}/compare"' in shown(client, f"/reports/{third.id}")


def test_the_first_one_is_held_beside_the_next(client: TestClient, store: Store, runner: StoredRunner) -> None:
    first = keep(store, runner, "first.mp4", days_ago=90)
    second = keep(store, runner, "second.mp4", days_ago=30)
    keep(store, runner, "third.mp4", days_ago=0)
    assert f'<option value="{second.id}" selected>' in shown(client, f"/reports/{first.id}/compare")


def test_another_kind_of_recording_or_another_runner_is_no_choice(
    client: TestClient, store: Store, runner: StoredRunner
) -> None:
    mine = keep(store, runner, "mine.mp4", days_ago=0)
    keep(store, runner, "before.mp4", days_ago=30)
    hers = keep(store, keep_runner(store, "Bea"), "hers.mp4", days_ago=3)
    trial = keep_report(store, runner, renamed(synthetic_analysis(), "trial.c3d"), kind="lab")
    page = shown(client, f"/reports/{mine.id}/compare")
    for other in (hers, trial, mine):
        assert f'value="{other.id}"' not in page
        answer = client.get(f"/reports/{mine.id}/compare?with={other.id}", headers=PAGE)
        assert answer.status_code == 422
        assert "another report of the same runner" in answer.text
    assert client.get(f"/reports/{mine.id}/compare?with=none", headers=PAGE).status_code == 404


def test_what_was_different_besides_the_runner_is_said(client: TestClient, store: Store, runner: StoredRunner) -> None:
    keep_report(
        store, runner, renamed(synthetic_analysis(fps=120.0), "fast_camera.mp4"), recorded_at=DAY - timedelta(days=9)
    )
    now = keep(store, runner, "now.mp4", days_ago=0)
    page = shown(client, f"/reports/{now.id}/compare")
    assert "120 and 60 pictures a second" in page
    assert "measuring errors alone" in page


def test_both_clips_and_their_curves_are_on_the_page(client: TestClient, store: Store, runner: StoredRunner) -> None:
    earlier = keep(store, runner, "first.mp4", days_ago=30)
    later = keep(store, runner, "second.mp4", days_ago=0)
    page = shown(client, f"/reports/{later.id}/compare?with={earlier.id}")
    assert 'id="page-data-earlier"' in page
    assert 'id="page-data-later"' in page
    assert page.count('class="phase-panel"') >= 6
    sheet = client.get(f"/reports/{later.id}/compare.css?with={earlier.id}")
    assert sheet.headers["content-type"].startswith("text/css")
    assert ".compare-stage.is-earlier { --clip-width: 1280;" in sheet.text


def test_a_measure_that_changed_stands_first(client: TestClient, store: Store, runner: StoredRunner) -> None:
    made = renamed(synthetic_analysis(), "first.mp4")
    measures = tuple(replace(each, mdc=4.0) if each.id == "cadence" else each for each in made.assessment.measures)
    quicker = tuple(replace(each, value=182.0) if each.id == "cadence" else each for each in measures)
    before = replace(made, assessment=replace(made.assessment, measures=measures))
    after = replace(renamed(made, "second.mp4"))
    after = replace(after, assessment=replace(after.assessment, measures=quicker))
    keep_report(store, runner, before, recorded_at=DAY - timedelta(days=30))
    later = keep_report(store, runner, after)
    page = shown(client, f"/reports/{later.id}/compare")
    assert "1 of 1 measures changed by more than its error." in page
    assert page.index("Changed by more than the error") < page.index("Cannot be compared")
    assert '<td class="change">+12' in page
