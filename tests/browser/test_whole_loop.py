"""The whole loop as a runner goes it: who runs, record, report, plan, session, progress, the day to film again."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from app_browser import (
    AppBrowser,
    Scheme,
    accessibility_violations,
    requests_off_loopback,
    wait_until,
    widest_overflow_px,
)
from app_chromium import ChromiumApp
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run
from guided_session import CLOCK, choose_runner, pass_time, start, text_of

from evenstride.store import open_store
from run_files import write_fit
from training_examples import a_measured_runner, follow_short_plan

pytestmark = pytest.mark.browser
#: The clock goes on in leaps shorter than what the page takes for a device that slept.
LEAP_S, MOST_LEAPS = 9 * 60, 20
IS_OVER = "return !document.getElementById('session-summary').hidden"


def click(browser: AppBrowser, selector: str, *, leads_to: str) -> None:
    """Click what leads to another page, and wait until that is there."""
    browser.run("document.querySelector(arguments[0]).click()", selector)
    wait_until(browser, f"return document.readyState === 'complete' && {leads_to}")


def text_in(browser: AppBrowser, selector: str) -> str:
    return " ".join(str(browser.run("return document.querySelector(arguments[0]).textContent", selector)).split())


def set_up(browser: AppBrowser) -> None:
    """A name, consent, and no to every question; ends where files are brought."""
    browser.open("/")
    browser.open("/welcome")
    browser.run(
        "document.getElementById('name').value = arguments[0];document.querySelector('[name=storage]').checked = true;",
        f"Runner {uuid.uuid4().hex[:8]}",
    )
    click(browser, "main form button", leads_to="location.pathname.endsWith('/questions')")
    browser.run("for (const no of document.querySelectorAll('[value=no], .scale [value=\"0\"]')) no.click();")
    click(browser, "main form .actions button", leads_to="location.search.includes('answered')")
    assert "No answer stops a plan." in text_in(browser, "main")
    click(browser, "main .actions a.button", leads_to="Boolean(document.getElementById('pick'))")


def measure(browser: AppBrowser, recording: Path, *, within_s: float) -> None:
    """Bring a file and wait for its report; ends there."""
    browser.choose_files("#pick", recording)
    wait_until(browser, "return document.querySelectorAll('.upload.is-whole').length === 1")
    browser.run("document.getElementById('measure').click()")
    wait_until(browser, "return document.querySelector('.job-report')?.hidden === false", timeout_s=within_s)
    click(browser, ".job-report", leads_to="location.pathname.startsWith('/reports/')")


def plan_of_the_report(browser: AppBrowser) -> None:
    """The report hands its assessment over; ends at the plan, which has a session today."""
    assert accessibility_violations(browser) == []
    assessment_id = str(browser.run("return location.pathname.split('/')[2]"))
    click(browser, "#next a.button", leads_to="Boolean(document.querySelector('form.wishes'))")
    assert (
        browser.run("return new FormData(document.querySelector('form.wishes')).get('assessment_id')") == assessment_id
    )
    click(browser, "form.wishes .actions button", leads_to="Boolean(document.querySelector('.today-app'))")
    assert text_in(browser, "#today-title") == "Today"


def session_of_today(browser: AppBrowser) -> None:
    """From the first page to the saved session."""
    browser.open("/")
    assert text_in(browser, "#today-title") == "Today"
    click(browser, ".today a.button", leads_to="Boolean(document.getElementById('session-start'))")
    browser.run(CLOCK)
    wait_until(browser, "return !document.getElementById('session-start').hidden")
    start(browser)
    for _ in range(MOST_LEAPS):
        pass_time(browser, LEAP_S)
        if browser.run(IS_OVER):
            break
    assert browser.run(IS_OVER)
    browser.run("document.getElementById('summary-save').click()")
    wait_until(browser, "return document.getElementById('summary-status').dataset.state !== undefined")
    assert text_of(browser, "summary-status") == "Saved."


def go_round(browser: AppBrowser, recording: Path, *, measure_name: str, within_s: float) -> None:
    set_up(browser)
    browser.complaints(), browser.requested_addresses()
    measure(browser, recording, within_s=within_s)
    plan_of_the_report(browser)
    session_of_today(browser)
    browser.open("/")
    assert text_in(browser, "#today-title") == "Done for today"
    browser.open("/progress")
    assert "1 of 1 planned sessions done" in text_in(browser, "#plan")
    assert measure_name in text_in(browser, "#measures")
    assert browser.run("return document.querySelectorAll('#retests .retests li').length") == 1
    assert "The next retest is in 42 days." in text_in(browser, ".retest-line")
    assert requests_off_loopback(browser.requested_addresses()) == []
    assert browser.complaints() == []


def test_from_a_watch_file_to_the_next_retest(app_browser: AppBrowser, tmp_path: Path) -> None:
    minutes = 12.0 + int(uuid.uuid4().hex[:4], 16) / 65536
    run = write_fit(tmp_path / "evening.fit", simulate_run(Scenario(""), np.random.default_rng(7)), minutes=minutes)
    go_round(app_browser, run, measure_name="Cadence", within_s=90)


@pytest.mark.slow
def test_from_a_clip_to_the_next_retest(app_browser: AppBrowser, short_clip: Path, tmp_path: Path) -> None:
    clip = tmp_path / "mine.mp4"
    clip.write_bytes(short_clip.read_bytes() + uuid.uuid4().bytes)
    go_round(app_browser, clip, measure_name="Cadence", within_s=180)


@pytest.mark.parametrize(("width_px", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_joints_are_usable_by_everybody(app_chromium: ChromiumApp, width_px: int, scheme: Scheme) -> None:
    with open_store(app_chromium.app.home) as store:
        runner_id = a_measured_runner(store, f"A runner {uuid.uuid4().hex[:8]}")
        follow_short_plan(store, runner_id, date.today())
        with store.read() as work:
            (assessment,) = work.assessments.of_runner(runner_id)
    choose_runner(app_chromium, runner_id)
    for path in ("/", f"/plan?assessment={assessment.id}"):
        app_chromium.open(path, width_px=width_px, scheme=scheme)
        assert accessibility_violations(app_chromium) == []
        assert widest_overflow_px(app_chromium) == 0
