"""The frame of the app in real browsers: signed in by the address, nothing off loopback, usable by everybody."""

from __future__ import annotations

import pytest
from app_browser import (
    LOOKS,
    AppBrowser,
    Scheme,
    accessibility_violations,
    requests_off_loopback,
    wait_until,
    widest_overflow_px,
)
from app_chromium import ChromiumApp

pytestmark = pytest.mark.browser
TAB, ENTER, ESCAPE = "\ue004", "\ue007", "\ue00c"
PAPER = "return getComputedStyle(document.documentElement).backgroundColor"
LIGHT_PAPER, DARK_PAPER = "rgb(247, 246, 242)", "rgb(14, 20, 22)"


def test_the_start_address_signs_in_and_leaves_no_secret_behind(app_browser: AppBrowser) -> None:
    assert app_browser.run("return location.href") == f"{app_browser.app.origin}/"
    assert app_browser.run("return document.cookie") == ""
    assert app_browser.run("return document.querySelector('h1').textContent")


def test_no_request_leaves_loopback_and_the_console_is_silent(app_browser: AppBrowser) -> None:
    app_browser.open("/")
    addresses = app_browser.requested_addresses()
    assert any(address.endswith("/app/app.js") for address in addresses)
    assert requests_off_loopback(addresses) == []
    assert app_browser.complaints() == []


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
@pytest.mark.parametrize("path", ["/", "/settings", "/settings/phone", "/nowhere"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    app_chromium: ChromiumApp, path: str, width_px: int, scheme: Scheme
) -> None:
    app_chromium.open(path, width_px=width_px, scheme=scheme)
    assert app_chromium.run(PAPER) == (LIGHT_PAPER if scheme == "light" else DARK_PAPER)
    assert accessibility_violations(app_chromium) == []
    assert widest_overflow_px(app_chromium) == 0


def test_axe_finds_nothing_in_firefox(app_browser: AppBrowser) -> None:
    app_browser.open("/", width_px=390)
    assert accessibility_violations(app_browser) == []


def test_the_first_key_leads_past_the_navigation(app_browser: AppBrowser) -> None:
    app_browser.open("/")
    app_browser.press(TAB)
    assert app_browser.run("return document.activeElement.className") == "skip"
    app_browser.press(ENTER)
    wait_until(app_browser, "return location.hash === '#main'")
    assert app_browser.run("return document.activeElement.id") == "main"


def test_the_colour_scheme_can_be_chosen_and_stays(app_browser: AppBrowser) -> None:
    app_browser.open("/")
    assert app_browser.run(PAPER) == LIGHT_PAPER
    app_browser.run("document.querySelector('.scheme button').click()")
    wait_until(app_browser, "return document.documentElement.dataset.scheme === 'dark'")
    app_browser.open("/")
    assert app_browser.run(PAPER) == DARK_PAPER
    app_browser.run("document.querySelector('.scheme button').click()")
    wait_until(app_browser, "return document.documentElement.dataset.scheme === 'light'")
    app_browser.run("document.querySelector('.scheme button').click()")
    wait_until(app_browser, "return document.documentElement.dataset.scheme === undefined")


def test_a_phone_finds_the_rest_of_the_places_under_more_by_keyboard(app_browser: AppBrowser) -> None:
    app_browser.open("/", width_px=390)
    app_browser.run("document.querySelector('.more summary').focus()")
    app_browser.press(ENTER)
    wait_until(app_browser, "return document.querySelector('.more details').open")
    app_browser.press(ESCAPE)
    wait_until(app_browser, "return !document.querySelector('.more details').open")
    first = app_browser.run("return new URL(document.querySelector('.more details a').href).pathname")
    app_browser.press(ENTER, TAB, ENTER)
    wait_until(app_browser, f"return location.pathname === '{first}'")


def test_a_token_is_made_by_keyboard_and_shown_once(app_browser: AppBrowser) -> None:
    app_browser.open("/settings")
    app_browser.run("document.getElementById('name').focus()")
    app_browser.press(*"notebook", ENTER)
    wait_until(app_browser, "return Boolean(document.getElementById('new-token'))")
    assert str(app_browser.run("return document.getElementById('new-token').textContent")).startswith("evenstride_")
    assert accessibility_violations(app_browser) == []
    app_browser.open("/settings")
    assert "notebook" in app_browser.run("return document.querySelector('#tokens table').textContent")
    assert app_browser.run("return document.getElementById('new-token')") is None
