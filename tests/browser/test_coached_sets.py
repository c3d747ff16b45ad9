"""Sets before the coach, counted by hand, in the diary, the plan's day and the progress, by what the runner sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from app_browser import requests_off_loopback, wait_until
from app_chromium import ChromiumApp
from app_server import running_app
from page_driver import PageDriver

from evenstride.services.keeping.plans import keep_plan
from evenstride.store import Store, open_store
from training_examples import SHORT_RELEASE, SHORT_SQUEEZE, a_measured_runner, short_plan

pytestmark = pytest.mark.browser
COACH = "a[href^='/coach/inner_quad_squat?']"
STATE = "document.getElementById('coach-stage').dataset.state"
TURN = "document.getElementById('stage-turn').textContent"
IS_DONE = "!document.getElementById('coach-after').hidden"
SQUAT = replace(SHORT_SQUEEZE, exercise_id="inner_quad_squat", name="Inner quad squat", hold_s=None, reps=2, sets=2)


def follow_squats(store: Store) -> str:
    """A runner whose plan has a release and two sets of two squats today."""
    plan = short_plan(date.today())
    ids = (SHORT_RELEASE.exercise_id, SQUAT.exercise_id)
    weeks = [
        replace(
            week,
            exercises=(SHORT_RELEASE, SQUAT),
            sessions=tuple(replace(each, exercise_ids=ids) for each in week.sessions),
        )
        for week in plan.weeks
    ]
    runner_id = a_measured_runner(store)
    keep_plan(store, runner_id, replace(plan, weeks=tuple(weeks)))
    return runner_id


def test_sets_by_hand_reach_diary_plan_and_progress(chromium: PageDriver, tmp_path: Path) -> None:
    with open_store(tmp_path / "home") as store:
        runner_id = follow_squats(store)
    with running_app(tmp_path / "home") as app:
        browser = ChromiumApp(chromium.driver, app)
        browser.open("/plan")
        _lead_from_the_plan_to_the_coach(browser)
        _do_both_sets_by_hand(browser)
        browser.run(
            "const form = document.getElementById('after-form'); form.elements.effort.value = '6';"
            "form.elements.pain.value = '2'; form.elements.pain_place.value = 'left_knee';"
            "form.querySelector('button').click()"
        )
        wait_until(browser, "return document.querySelector('#after-form button').textContent === 'Kept'")

        browser.open("/plan")
        assert browser.run("return document.querySelector('.day.is-today .day-says').textContent").strip() == "Done"
        browser.open("/session")
        assert "Some of this session was done already." in browser.run(
            "return document.querySelector('main').innerText"
        )
        browser.open("/progress")
        told = browser.run("return document.querySelector('main').innerText")
        for words in ("1 of 1 planned sessions done. The last session was today.", "Pain 2 of 10, left knee"):
            assert words in told
        assert "Effort 6 of 10" in told
        assert requests_off_loopback(browser.requested_addresses()) == []
        assert browser.complaints() == []
    with open_store(tmp_path / "home") as store, store.read() as work:
        (session,) = work.sessions.of_runner(runner_id)
    assert (session.plan_day, [(each.exercise_id, each.set_number, each.reps) for each in session.sets]) == (
        date.today(),
        [(SQUAT.exercise_id, 1, 2), (SQUAT.exercise_id, 2, 2)],
    )


def _lead_from_the_plan_to_the_coach(browser: ChromiumApp) -> None:
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    browser.run(f'document.querySelector("{COACH}").click()')
    wait_until(browser, "return location.pathname === '/coach/inner_quad_squat'")
    wait_until(browser, "return !document.getElementById('by-hand').hidden")


def _do_both_sets_by_hand(browser: ChromiumApp) -> None:
    """Both squats of each set are counted by key, and its steps left before their time."""
    browser.run("document.getElementById('by-hand').click()")
    for _ in range(2):
        while browser.run(f"return {STATE}") != "work":
            browser.press("n")
        turn = browser.run(f"return {TURN}")
        browser.press("+", "+")
        while browser.run(f"return {TURN}") == turn and not browser.run(f"return {IS_DONE}"):
            browser.press("n")
    wait_until(browser, f"return {IS_DONE}")
