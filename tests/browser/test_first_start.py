"""The first start in a real browser: the sample run is measured before one's eyes, and its report opens."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_browser import accessibility_violations, requests_off_loopback, wait_until
from app_chromium import ChromiumApp
from app_server import running_app
from page_driver import PageDriver

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REPORT_LINK = "return Boolean(document.querySelector('.sample a.button[href^=\"/reports/\"]'))"
MEASURED_S = 180.0


def test_the_sample_run_is_measured_and_its_report_opens(chromium: PageDriver, tmp_path: Path) -> None:
    with running_app(tmp_path / "home", with_sample=True) as app:
        browser = ChromiumApp(chromium.driver, app)
        browser.open("/")
        wait_until(browser, "return Boolean(document.querySelector('progress')) || " + REPORT_LINK[7:])
        assert accessibility_violations(browser) == []
        wait_until(browser, REPORT_LINK, timeout_s=MEASURED_S)
        assert accessibility_violations(browser) == []
        address = browser.run("return document.querySelector('.sample a.button').getAttribute('href')")
        browser.open(address)
        assert "steps a minute" in browser.run("return document.querySelector('h1').textContent")
        wait_until(browser, "return document.documentElement.dataset.stills === 'ready'")
        assert requests_off_loopback(browser.requested_addresses()) == []
        assert browser.complaints() == []
