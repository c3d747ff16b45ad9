"""The plan in each state: nobody, no run, open questions, a plan, a red flag; made, changed, closed, taken along."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from app_client import FROM_OUR_PAGE, PAGE, MakeApp, signed_in
from evenstride.services.keeping.assessments import keep_assessment
from evenstride.services.keeping.recordings import RecordingFacts, keep_recording
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.training.followed_plan import follow_plan
from evenstride.store import Store
from evenstride.testing import synthetic_analysis
from training_examples import a_measured_runner, calm_answers, follow_short_plan

TODAY = date.today()
WISHES = {"start_on": TODAY.isoformat(), "minutes_a_day": "12", "days_a_week": "3", "asks_equipment": "yes"}


@pytest.fixture
def store(another_store: Callable[[], Store]) -> Store:
    return another_store()


@pytest.fixture
def client(make_app: MakeApp) -> TestClient:
    return signed_in(make_app())


def page_of(client: TestClient, path: str = "/plan") -> str:
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def make(client: TestClient, **changes: str | list[str]):
    return client.post("/plan", data=WISHES | changes, headers={**FROM_OUR_PAGE, **PAGE})


def test_before_anybody_is_set_up_the_page_says_what_to_do(client: TestClient) -> None:
    assert "Nobody is set up yet" in page_of(client)


def test_without_a_run_it_asks_for_one_and_then_for_the_answers(client: TestClient, store: Store) -> None:
    runner = create_runner(store, ProfileEntry("Ada"))
    assert "No measured run yet" in page_of(client)
    with store.write() as work:
        work.runners.remove(runner.id)
    a_measured_runner(store, has_answered=False)
    page = page_of(client)
    assert "A few questions first" in page
    assert "/questions" in page
    assert "Make the plan" not in page
    refused = make(client)
    assert refused.status_code == 422
    assert "every question" in refused.text


def test_a_plan_is_made_with_its_wishes_and_shown_with_reasons(client: TestClient, store: Store) -> None:
    runner_id = a_measured_runner(store)
    assert "Make the plan" in page_of(client)
    assert make(client, equipment=["lacrosse_ball", "mat"]).status_code == 303
    page = page_of(client)
    for words in ("Your six-week exercise plan", "Today", "Your weeks", "Why this is in your plan", "Film again"):
        assert words in page
    assert "<animate" in page
    assert f'href="/session?day={TODAY.isoformat()}"' in page
    followed = follow_plan(store, runner_id, today=TODAY)
    assert followed is not None
    assert followed.plan.minutes_a_day == 12
    assert 'value="mat" checked' in page
    assert 'value="band" checked' not in page


def test_a_wish_that_cannot_be_met_is_said_on_the_page(client: TestClient, store: Store) -> None:
    a_measured_runner(store)
    refused = make(client, days_a_week="9")
    assert refused.status_code == 422
    assert "whole number from 1 to 7" in refused.text
    assert client.post("/plan", data={"start_on": "soon"}, headers=FROM_OUR_PAGE).status_code == 422


def test_a_red_flag_hides_every_exercise_and_says_whom_to_see(client: TestClient, store: Store) -> None:
    runner_id = a_measured_runner(store)
    make(client)
    keep_answers(store, runner_id, {"chest_signs": True})
    for path in ("/plan", "/session"):
        page = page_of(client, path)
        assert "see somebody first" in page
        assert "exercise-" not in page
        assert "session-sheet" not in page
    assert make(client).headers["location"] == "/plan#stop"
    keep_answers(store, runner_id, calm_answers())
    assert "Your weeks" in page_of(client)


def test_a_report_hands_its_assessment_over(client: TestClient, store: Store) -> None:
    runner_id = a_measured_runner(store)
    with store.read() as work:
        (first,) = work.assessments.of_runner(runner_id)
    recording = keep_recording(store, runner_id, io.BytesIO(b"another film"), RecordingFacts("video"), name="b.mp4")
    keep_assessment(store, runner_id, [recording.recording.id], synthetic_analysis().assessment)
    assert f'<option value="{first.id}" selected>' in page_of(client, f"/plan?assessment={first.id}")
    assert f'href="/plan?assessment={first.id}"' in page_of(client, f"/reports/{first.id}")
    assert make(client, assessment_id=first.id).status_code == 303
    followed = follow_plan(store, runner_id, today=TODAY)
    assert followed is not None
    assert followed.stored.assessment_id == first.id
    assert "of-report" not in page_of(client, f"/plan?assessment={first.id}")
    with store.read() as work:
        second = work.assessments.of_runner(runner_id)[-1]
    page = page_of(client, f"/plan?assessment={second.id}")
    assert "A plan of the report you came from" in page
    assert page.count('id="minutes_a_day"') == 1
    assert client.get("/plan?assessment=none", headers=PAGE).status_code == 404


def test_another_runners_report_offers_no_plan(client: TestClient, store: Store) -> None:
    own, others = a_measured_runner(store), a_measured_runner(store, "Bo")
    with store.read() as work:
        pages = {id_: page_of(client, f"/reports/{work.assessments.of_runner(id_)[0].id}") for id_ in (own, others)}
    assert [("/plan?assessment=" in page) for page in pages.values()] == [True, False]


def test_what_a_camera_sees_leads_to_the_coach_with_the_plans_dose(client: TestClient, store: Store) -> None:
    a_measured_runner(store)
    make(client, minutes_a_day="40", equipment=["mat", "small_ball", "chair", "wall", "step"])
    for path in ("/plan", "/session"):
        addresses = re.findall(r'class="before-camera" href="([^"]+)"', page_of(client, path))
        assert addresses
        for address in addresses:
            assert client.get(html.unescape(address), headers=PAGE).status_code == 200


def test_a_plan_is_closed_and_stays_to_be_read(client: TestClient, store: Store) -> None:
    kept = follow_short_plan(store, a_measured_runner(store), TODAY)
    assert client.post(f"/plan/{kept.plan_id}/close", headers=FROM_OUR_PAGE).headers["location"] == "/plan"
    page = page_of(client)
    assert f'href="/plan/{kept.plan_id}"' in page
    assert "This plan is closed" in page_of(client, f"/plan/{kept.plan_id}")
    assert client.get("/plan/none", headers=PAGE).status_code == 404


@pytest.mark.parametrize("suffix", ["pdf", "md", "ics", "json", "html"])
def test_the_plan_is_handed_over_to_be_saved(client: TestClient, store: Store, suffix: str) -> None:
    kept = follow_short_plan(store, a_measured_runner(store), TODAY)
    answer = client.get(f"/plan/{kept.plan_id}/file.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert len(answer.content) > 500
    assert client.get(f"/plan/{kept.plan_id}/file.exe").status_code == 404


def test_missed_and_future_days_lead_to_their_session(client: TestClient, store: Store) -> None:
    follow_short_plan(store, a_measured_runner(store), TODAY - timedelta(days=2))
    page = page_of(client)
    missed = (TODAY - timedelta(days=2)).isoformat()
    assert f'href="/session?day={missed}"' in page
    assert "Not done" in page
    assert f"Session of {date.fromisoformat(missed):%A}" in page_of(client, f"/session?day={missed}")
    other = (TODAY - timedelta(days=1)).isoformat()
    assert client.get(f"/session?day={other}", headers=PAGE).status_code == 422
