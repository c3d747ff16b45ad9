"""The plan in the app in real browsers: made from the form, a calendar on a desk, a list on a phone, for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from app_browser import LOOKS, Scheme, accessibility_violations, requests_off_loopback, wait_until, widest_overflow_px
from app_chromium import ChromiumApp
from app_server import RunningApp, running_app
from page_driver import PageDriver

from evenstride.store import open_store
from training_examples import a_measured_runner

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    home = tmp_path_factory.mktemp("plan") / "home"
    with open_store(home) as store:
        a_measured_runner(store)
    with running_app(home) as app:
        yield app


@pytest.fixture
def chrome(chromium: PageDriver, server: RunningApp) -> ChromiumApp:
    return ChromiumApp(chromium.driver, server)


def make_plan(chrome: ChromiumApp, minutes: int) -> None:
    """Fill the form in and send it, in the page or in its dialog."""
    chrome.run("document.querySelector('[data-opens=change-dialog]')?.click()")
    chrome.run("document.getElementById('minutes_a_day').value = String(arguments[0])", minutes)
    chrome.run("document.querySelector('.wishes button').click()")
    wait_until(chrome, "return Boolean(document.getElementById('calendar'))")


def test_a_plan_is_made_shown_started_and_made_anew(chrome: ChromiumApp) -> None:
    chrome.open("/plan")
    make_plan(chrome, 12)
    assert chrome.run("return document.querySelectorAll('.day-ahead').length") >= 17
    assert chrome.run("return document.querySelector('.day.is-today .day-says').textContent").strip() == "Today"
    chrome.run("document.querySelector('.today-app .start').click()")
    wait_until(chrome, "return location.pathname === '/session'")
    assert chrome.run("return document.querySelector('h1').textContent") == "Today's session"
    chrome.open("/plan")
    make_plan(chrome, 20)
    wait_until(chrome, "return document.querySelectorAll('.earlier li').length === 1")
    assert "up to 20 min" in chrome.run("return document.querySelector('.fact-list').textContent")
    assert requests_off_loopback(chrome.requested_addresses()) == []
    assert chrome.complaints() == []


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(chrome: ChromiumApp, width_px: int, scheme: Scheme) -> None:
    chrome.open("/plan", width_px=width_px, scheme=scheme)
    if not chrome.run("return Boolean(document.getElementById('calendar'))"):
        make_plan(chrome, 12)
    chrome.run("for (const each of document.querySelectorAll('details')) each.open = true")
    assert widest_overflow_px(chrome) == 0
    assert accessibility_violations(chrome) == []


def test_on_a_phone_today_comes_first_and_the_weeks_are_a_list(chrome: ChromiumApp) -> None:
    chrome.open("/plan", width_px=390, height_px=844)
    if not chrome.run("return Boolean(document.getElementById('calendar'))"):
        make_plan(chrome, 12)
    assert chrome.run("return document.querySelector('.today-app').getBoundingClientRect().top") < 500
    tops = chrome.run(
        "return [...document.querySelectorAll('.calendar a')].slice(0, 3).map((day) => day.getBoundingClientRect().top)"
    )
    assert tops == sorted(set(tops))
    assert chrome.run("return document.querySelector('.calendar a').getBoundingClientRect().height") >= 44
    assert str(date.today().day) in chrome.run("return document.querySelector('.day.is-today').textContent")
