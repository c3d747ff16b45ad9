"""The guided session in real browsers: to the end by keyboard, without the app, with pain, for everybody."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

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
from app_firefox import FirefoxApp
from app_server import RunningApp, running_app
from bidi import BidiConnection
from guided_session import (
    CLOCK,
    LEFT,
    RIGHT,
    SCHEDULE,
    SPACE,
    UP,
    activate,
    choose_runner,
    open_session,
    pass_time,
    phase,
    start,
    text_of,
)
from page_driver import PageDriver

from evenstride.model.diary import DiaryEntry, SessionDone
from evenstride.store import open_store
from training_examples import Trained, a_measured_runner, follow_short_plan

pytestmark = pytest.mark.browser
NAMES = iter(f"A runner with the long name {number}" for number in range(1, 1000))
EFFORT_4 = "document.querySelector('input[name=log-effort][value=\"4\"]')"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    with running_app(tmp_path_factory.mktemp("session") / "home") as app:
        yield app


@pytest.fixture
def chrome(chromium: PageDriver, server: RunningApp) -> ChromiumApp:
    return ChromiumApp(chromium.driver, server)


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, server: RunningApp) -> AppBrowser:
    """Each browser in turn, signed in."""
    if request.param == "chromium":
        return ChromiumApp(request.getfixturevalue("chromium").driver, server)
    connection: BidiConnection = request.getfixturevalue("firefox")
    return FirefoxApp(connection, server)


def somebody(home: Path, browser: AppBrowser | None = None) -> Trained:
    """A new runner with the short plan, beginning today, chosen in the browser."""
    with open_store(home) as store:
        trained = follow_short_plan(store, a_measured_runner(store, next(NAMES)), date.today())
    if browser is not None:
        choose_runner(browser, trained.runner_id)
    return trained


def kept_of(home: Path, trained: Trained) -> tuple[tuple[SessionDone, ...], tuple[DiaryEntry, ...]]:
    with open_store(home) as store, store.read() as work:
        return work.sessions.of_runner(trained.runner_id), work.diary.of_runner(trained.runner_id)


def save(browser: AppBrowser) -> None:
    wait_until(browser, "return !document.getElementById('session-summary').hidden")
    activate(browser, "summary-save")
    wait_until(browser, "return document.getElementById('summary-status').dataset.state !== undefined")


def test_a_whole_session_by_keyboard_is_saved_with_what_was_said(browser: AppBrowser) -> None:
    trained = somebody(browser.app.home, browser)
    browser.complaints(), browser.requested_addresses()
    open_session(browser)
    start(browser)
    assert (phase(browser), text_of(browser, "stage-name")) == ("Get ready", "Hip flexor release")
    pass_time(browser, 15.5)
    assert (phase(browser), text_of(browser, "stage-set")) == ("Go", "Set 1 of 2, left side")
    browser.press(SPACE)
    wait_until(browser, "return document.getElementById('stage-phase').textContent === 'Paused'")
    pass_time(browser, 100)
    browser.press(SPACE)
    wait_until(browser, "return document.getElementById('stage-phase').textContent === 'Go'")
    browser.press(RIGHT)
    wait_until(browser, "return document.getElementById('stage-phase').textContent === 'Change sides'")
    browser.press(LEFT)
    wait_until(browser, "return document.getElementById('stage-phase').textContent === 'Get ready'")
    pass_time(browser, 15 + 30 + 10 + 30 + 1)
    assert phase(browser) == "Rest"
    browser.run(f"{EFFORT_4}.focus()")
    browser.press(SPACE)
    if browser.name == "firefox":  # driven by a program it sends the key and ticks nothing
        browser.run(f"{EFFORT_4}.click()")
    pass_time(browser, 20 + 30 + 15 + 2)
    assert (phase(browser), text_of(browser, "stage-under")) == ("Hold", "1 of 3")
    pass_time(browser, 4)
    assert phase(browser) == "Let go"
    pass_time(browser, 90)
    save(browser)
    assert text_of(browser, "summary-status") == "Saved."
    assert text_of(browser, "summary-says") == "Go on with this stage."
    assert requests_off_loopback(browser.requested_addresses()) == []
    assert browser.complaints() == []
    sessions, entries = kept_of(browser.app.home, trained)
    assert [(s.exercise_id, s.side, s.set_number, s.reps, s.hold_s) for s in sessions[0].sets] == [
        ("hip_flexor_release", "left", 1, None, 30.0),
        ("hip_flexor_release", "right", 1, None, 30.0),
        ("hip_flexor_release", "left", 2, None, 30.0),
        ("kegel_ball_squeeze", None, 1, 3, 5.0),
        ("kegel_ball_squeeze", None, 2, 3, 5.0),
    ]
    assert (sessions[0].plan_id, sessions[0].plan_day) == (trained.plan_id, date.today())
    assert [(e.kind, e.level, e.note) for e in entries] == [("effort", 4.0, "Hip flexor release, set 1, right")]


def test_the_schedule_is_that_of_the_plan_to_the_second(chrome: ChromiumApp) -> None:
    somebody(chrome.app.home, chrome)
    open_session(chrome)
    start(chrome)
    pass_time(chrome, sum(SCHEDULE) - 0.1)
    assert not chrome.run("return document.getElementById('session-stage').hidden")
    pass_time(chrome, 0.2)
    wait_until(chrome, "return !document.getElementById('session-summary').hidden")
    assert text_of(chrome, "summary-lead").startswith("5 of 5 sets")


def test_counted_by_hand_the_last_repetition_ends_the_set(browser: AppBrowser) -> None:
    trained = somebody(browser.app.home, browser)
    open_session(browser)
    browser.run("document.getElementById('option-pace').click()")
    start(browser)
    pass_time(browser, 15 + 30 + 10 + 30 + 20 + 30 + 15 + 1)
    assert (phase(browser), text_of(browser, "stage-time"), text_of(browser, "stage-under")) == ("Count", "0", "of 3")
    browser.press(UP, UP)
    browser.run("document.getElementById('stage-tap').click()")
    wait_until(browser, "return document.getElementById('stage-phase').textContent === 'Rest'")
    browser.run("document.getElementById('stage-end').click()")
    save(browser)
    browser.open("/session")
    browser.run("document.getElementById('option-pace').click()")
    assert kept_of(browser.app.home, trained)[0][0].sets[-1].reps == 3


def test_pain_of_7_stops_the_exercise_says_whom_to_ask_and_steps_back(browser: AppBrowser) -> None:
    trained = somebody(browser.app.home, browser)
    open_session(browser)
    start(browser)
    pass_time(browser, 25)
    activate(browser, "stage-hurts")
    wait_until(browser, "return document.getElementById('pain-dialog').open")
    assert phase(browser) == "Paused"
    browser.run("document.getElementById('pain-place').value = 'left_hip'")
    browser.run("document.querySelector('input[name=pain-level][value=\"7\"]').click()")
    assert "ask a physiotherapist" in text_of(browser, "pain-says")
    assert browser.run("return document.getElementById('pain-go-on').hidden")
    activate(browser, "pain-stop")
    wait_until(browser, "return document.getElementById('stage-name').textContent === 'Pelvic floor ball squeeze'")
    pass_time(browser, 15 + 30 + 30 + 30 + 1)
    save(browser)
    assert "Stopped for pain: Hip flexor release." in text_of(browser, "summary-because")
    sessions, entries = kept_of(browser.app.home, trained)
    assert [s.outcome for s in sessions[0].sets] == ["stopped_for_pain", "skipped", "skipped", "done", "done"]
    assert [(e.kind, e.level, e.place) for e in entries] == [("pain", 7.0, "left_hip")]
    browser.open("/session")
    assert "This is the easiest stage" in browser.run("return document.body.textContent")


def test_pain_of_4_after_a_set_offers_less_and_goes_on(chrome: ChromiumApp) -> None:
    trained = somebody(chrome.app.home, chrome)
    open_session(chrome)
    start(chrome)
    pass_time(chrome, 15 + 30 + 1)
    chrome.run("document.querySelector('input[name=log-pain][value=\"4\"]').click()")
    wait_until(chrome, "return document.getElementById('pain-dialog').open")
    assert chrome.run("return document.querySelectorAll('#pain-easier li').length") > 0
    chrome.run("document.getElementById('pain-go-on').click()")
    wait_until(chrome, "return document.getElementById('stage-phase').textContent === 'Change sides'")
    chrome.run("document.getElementById('stage-end').click()")
    save(chrome)
    sessions, entries = kept_of(chrome.app.home, trained)
    assert [s.outcome for s in sessions[0].sets] == ["done"]
    assert {e.level for e in entries} == {4.0}


def test_a_page_that_was_closed_goes_on_where_it_stopped(browser: AppBrowser) -> None:
    trained = somebody(browser.app.home, browser)
    open_session(browser)
    start(browser)
    pass_time(browser, 15 + 30 + 10 + 12)
    browser.run("return new Promise((resolve) => setTimeout(resolve, 300))")
    open_session(browser)
    wait_until(browser, "return !document.getElementById('session-draft').hidden")
    activate(browser, "draft-go-on")
    wait_until(browser, "return document.getElementById('stage-set').textContent === 'Set 1 of 2, right side'")
    pass_time(browser, sum(SCHEDULE[3:]))
    save(browser)
    sessions, _ = kept_of(browser.app.home, trained)
    assert [len(each.sets) for each in sessions] == [5]


def test_done_without_the_app_it_is_saved_once_when_the_app_is_back(tmp_path: Path, chromium: PageDriver) -> None:
    home, port = tmp_path / "home", free_port()
    trained = somebody(home)
    with running_app(home, "--port", str(port)) as app:
        browser = ChromiumApp(chromium.driver, app)
        open_session(browser)
        wait_until(browser, "return document.documentElement.dataset.offline === 'ready'")
        assert "works when the app cannot be reached" in text_of(browser, "session-status")
    open_session(browser)  # nobody answers: the browser's own copy
    wait_until(browser, "return document.getElementById('session-status').textContent.includes('cannot be reached')")
    start(browser)
    pass_time(browser, sum(SCHEDULE))
    save(browser)
    assert "kept on this device" in text_of(browser, "summary-status")
    open_session(browser)
    wait_until(browser, "return document.getElementById('session-status').textContent.includes('1 session kept')")
    assert kept_of(home, trained)[0] == ()
    with running_app(home, "--port", str(port)) as app:
        browser = ChromiumApp(chromium.driver, app)  # signed in anew: the first page sends what waits
        wait_until(browser, "return document.body.textContent.includes('kept on this device is saved')")
        browser.open("/session")
        browser.open("/plan")
        sessions, _ = kept_of(home, trained)
        assert [len(each.sets) for each in sessions] == [5]
        name = browser.run("return document.querySelector('.who span').textContent")
        assert browser.run("return caches.keys().then((names) => names.length)") == 1
        browser.open(f"/settings/data/{trained.runner_id}/delete")
        browser.run(f"document.getElementById('name').value = {name!r}")
        browser.run("document.querySelector('form[action$=delete] button, form button.danger').click()")
        wait_until(browser, "return location.search.includes('deleted')")
        assert browser.run("return caches.keys().then((names) => names.length)") == 0
        assert browser.run("return indexedDB.databases().then((found) => found.length)") == 0
        browser.complaints()


@pytest.mark.parametrize(("width_px", "height_px", "least_px"), [(360, 740, 140), (390, 844, 140), (1280, 800, 200)])
def test_the_time_can_be_read_from_three_metres(
    chrome: ChromiumApp, width_px: int, height_px: int, least_px: int
) -> None:
    somebody(chrome.app.home, chrome)
    open_session(chrome, width_px=width_px, height_px=height_px)
    start(chrome)
    for seconds in (16, 30):
        pass_time(chrome, seconds)
        size = "return parseFloat(getComputedStyle(document.getElementById('stage-time')).fontSize)"
        assert chrome.run(size) >= least_px
        assert widest_overflow_px(chrome) == 0
        assert chrome.run("const box = document.getElementById('stage-time').getBoundingClientRect();"
                          "return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight")  # fmt: skip


@pytest.mark.parametrize(("width_px", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_at_any_moment(chrome: ChromiumApp, width_px: int, scheme: Scheme) -> None:
    somebody(chrome.app.home, chrome)
    chrome.open("/session", width_px=width_px, scheme=scheme)
    chrome.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert accessibility_violations(chrome) == []
    chrome.run(CLOCK)
    start(chrome)
    pass_time(chrome, 16)
    assert accessibility_violations(chrome) == []
    pass_time(chrome, 30)
    assert accessibility_violations(chrome) == []
    chrome.run("document.getElementById('stage-hurts').click()")
    chrome.run("document.querySelector('input[name=pain-level][value=\"4\"]').click()")
    assert accessibility_violations(chrome) == []
    chrome.run("document.getElementById('pain-end').click()")
    wait_until(chrome, "return !document.getElementById('session-summary').hidden")
    assert accessibility_violations(chrome) == []
    assert widest_overflow_px(chrome) == 0


def test_axe_finds_nothing_in_firefox(browser: AppBrowser) -> None:
    somebody(browser.app.home, browser)
    for path in ("/plan", "/session"):
        browser.open(path, width_px=390)
        assert accessibility_violations(browser) == []
        assert widest_overflow_px(browser) == 0


def test_who_wants_less_motion_gets_the_still_drawing(chrome: ChromiumApp) -> None:
    somebody(chrome.app.home, chrome)
    open_session(chrome)
    features = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    chrome.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    start(chrome)
    shown = chrome.run(
        "return ['.figure-moving', '.figure-still'].map((name) =>"
        " document.querySelector(`#stage-figure ${name}`).getBoundingClientRect().height > 0)"
    )
    assert shown == [False, True]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
