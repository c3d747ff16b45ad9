"""From who runs to the job that measures, as a person does it in the browser."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
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
from app_server import RunningApp
from benchmarks.accuracy.simulated_runs import Scenario, simulate_run

from run_files import write_fit

pytestmark = pytest.mark.browser
REPORT_IS_THERE = "return document.querySelector('.job-report')?.hidden === false"
TAB, ENTER, SPACE = "\ue004", "\ue007", " "
WHOLE = "return document.querySelectorAll('.upload.is-whole').length"


def set_up(browser: AppBrowser, *, path: str = "/record", width_px: int = 1280, scheme: Scheme = "light") -> None:
    """A runner of their own for each test, who agreed; then the page."""
    browser.open("/welcome", width_px=width_px)
    browser.run(
        "document.getElementById('name').value = arguments[0]; document.querySelector('[name=storage]').checked = true;"
        "document.querySelector('main form').requestSubmit(); return true",
        f"Runner {uuid.uuid4().hex[:8]}",
    )
    wait_until(browser, "return location.pathname.endsWith('/questions')")
    runner_id = str(browser.run("return location.pathname.split('/')[2]"))
    browser.open(path.replace("{runner}", runner_id), width_px=width_px, scheme=scheme)
    if path == "/record":
        wait_until(browser, "return Boolean(document.getElementById('pick'))")


@contextmanager
def our_own(app: RunningApp) -> Iterator[httpx.Client]:
    """The API as a signed-in page would ask it."""
    headers = {"origin": app.origin, "sec-fetch-site": "same-origin"}
    with httpx.Client(base_url=app.origin, headers=headers, timeout=30) as client:
        client.get(app.start_address)
        yield client


def press_button(browser: AppBrowser, selector: str) -> None:
    """By the keyboard; Firefox, whose window has no focus when a program drives it, takes no keys on buttons."""
    browser.run("document.querySelector(arguments[0]).focus()", selector)
    if browser.name == "firefox":
        browser.run("document.activeElement.click()")
    else:
        browser.press(ENTER)


@pytest.fixture(autouse=True)
def nothing_left_behind(app_server: RunningApp) -> Iterator[None]:
    """Files of one test are no other's."""
    yield
    with our_own(app_server) as api:
        for upload in api.get("/api/uploads").json():
            api.delete(f"/api/uploads/{upload['id']}")


@pytest.fixture
def a_run(tmp_path: Path) -> Path:
    """A watch's file unlike any other, so that no test meets another one's."""
    minutes = 12.0 + int(uuid.uuid4().hex[:4], 16) / 65536
    return write_fit(tmp_path / "evening.fit", simulate_run(Scenario(""), np.random.default_rng(7)), minutes=minutes)


def test_the_first_run_needs_no_mouse(app_chromium: ChromiumApp) -> None:
    app_chromium.open("/welcome")
    app_chromium.run("document.querySelector('[name=storage]').focus()")
    app_chromium.press(SPACE, TAB, *f"Kay {uuid.uuid4().hex[:6]}")
    app_chromium.press(ENTER)
    wait_until(app_chromium, "return location.pathname.endsWith('/questions')")
    app_chromium.run("document.querySelector('[name=chest_signs][value=no]').focus()")
    app_chromium.press(SPACE, TAB)
    assert app_chromium.run("return document.activeElement.name") == "saddle_numbness"
    press_button(app_chromium, "main form .actions button")
    wait_until(app_chromium, "return location.search.includes('answered')")
    assert "No answer so far stops a plan" in app_chromium.run("return document.querySelector('main').textContent")
    press_button(app_chromium, "main .actions a.button")
    wait_until(app_chromium, "return location.pathname === '/record' && Boolean(document.getElementById('pick'))")
    assert app_chromium.complaints() == []


def test_a_watch_file_is_sent_measured_and_its_report_opens(app_browser: AppBrowser, a_run: Path) -> None:
    set_up(app_browser)
    app_browser.choose_files("#pick", a_run)
    wait_until(app_browser, f"{WHOLE} === 1")
    assert "run of a watch" in app_browser.run("return document.querySelector('.upload-state').textContent")
    press_button(app_browser, "#measure")
    wait_until(app_browser, "return document.querySelectorAll('.job').length === 1")
    wait_until(app_browser, REPORT_IS_THERE)
    address = str(app_browser.run("return document.querySelector('.job-report').getAttribute('href')"))
    assert re.fullmatch(r"/reports/[0-9a-z]{26}", address)
    app_browser.open(address)
    assert app_browser.run("return Boolean(document.querySelector('main h1'))")
    assert requests_off_loopback(app_browser.requested_addresses()) == []


def test_a_file_that_was_interrupted_goes_on_after_a_reload(app_browser: AppBrowser, a_run: Path) -> None:
    set_up(app_browser)
    content = a_run.read_bytes()
    half = len(content) // 2
    declared = {"name": a_run.name, "size_bytes": len(content), "modified_ms": a_run.stat().st_mtime_ns // 1_000_000}
    with our_own(app_browser.app) as api:
        upload = api.post("/api/uploads", json=declared).json()
        api.put(f"/api/uploads/content/{upload['id']}?offset=0", content=content[:half]).raise_for_status()
    app_browser.open("/record")
    wait_until(app_browser, "return Boolean(document.querySelector('.upload-again:not([hidden])'))")
    assert "choose it again" in app_browser.run("return document.querySelector('.upload-state').textContent")
    app_browser.choose_files(".upload-again input", a_run)
    wait_until(app_browser, f"{WHOLE} === 1")
    with our_own(app_browser.app) as api:
        (whole,) = [each for each in api.get("/api/uploads").json() if each["id"] == upload["id"]]
        assert whole["sha256"] == hashlib.sha256(content).hexdigest()
        assert whole["part_bytes"] < len(content)


def test_what_cannot_be_used_says_why_and_can_be_removed(app_browser: AppBrowser, tmp_path: Path) -> None:
    set_up(app_browser)
    (tmp_path / "notes.mp4").write_text(f"no film {uuid.uuid4()}")
    app_browser.choose_files("#pick", tmp_path / "notes.mp4")
    wait_until(app_browser, "return Boolean(document.querySelector('.upload.is-refused'))")
    assert "notes.mp4" in app_browser.run("return document.querySelector('.upload-problem').textContent")
    assert accessibility_violations(app_browser) == []
    press_button(app_browser, ".upload-remove")
    wait_until(app_browser, "return document.querySelectorAll('.upload').length === 0")
    assert app_browser.run("return document.activeElement.id") == "pick"


def test_without_a_camera_the_check_stays_kind(app_browser: AppBrowser) -> None:
    set_up(app_browser)
    press_button(app_browser, "#check-begin")
    wait_until(app_browser, "return !document.getElementById('check-problem').hidden")
    assert "drawings above" in app_browser.run("return document.getElementById('check-problem').textContent")


def test_a_camera_that_is_not_allowed_is_fine(app_chromium: ChromiumApp) -> None:
    set_up(app_chromium)
    permission = {"origin": app_chromium.app.origin, "permission": {"name": "camera"}, "setting": "denied"}
    app_chromium.driver.execute_cdp_cmd("Browser.setPermission", permission)
    app_chromium.run("document.getElementById('check-begin').click()")
    wait_until(app_chromium, "return !document.getElementById('check-problem').hidden")
    assert accessibility_violations(app_chromium) == []


def test_the_check_looks_at_the_camera_and_ends(app_browser: AppBrowser) -> None:
    set_up(app_browser)
    app_browser.run(
        "navigator.mediaDevices.getUserMedia = async () => { const canvas = document.createElement('canvas');"
        "canvas.width = 640; canvas.height = 360; const context = canvas.getContext('2d');"
        "setInterval(() => { context.fillStyle = '#777'; context.fillRect(0, 0, 640, 360); }, 30);"
        "return canvas.captureStream(30); }; document.getElementById('check-begin').click(); return true"
    )
    wait_until(app_browser, "return document.querySelectorAll('#check-list li').length === 6")
    assert "Nobody is seen yet" in app_browser.run("return document.getElementById('check-list').textContent")
    assert accessibility_violations(app_browser) == []
    app_browser.run("document.getElementById('check-end').click()")
    assert app_browser.run("return document.getElementById('check-live').hidden")
    assert app_browser.complaints() == []


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
@pytest.mark.parametrize(
    "path", ["/welcome", "/record", "/runners", "/runners/{runner}", "/runners/{runner}/questions"]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    app_chromium: ChromiumApp, path: str, width_px: int, scheme: Scheme
) -> None:
    set_up(app_chromium, path=path, width_px=width_px, scheme=scheme)
    assert accessibility_violations(app_chromium) == []
    assert widest_overflow_px(app_chromium) == 0


@pytest.mark.slow
def test_a_clip_goes_from_the_picker_to_its_report(app_browser: AppBrowser, short_clip: Path, tmp_path: Path) -> None:
    clip = tmp_path / "mine.mp4"
    clip.write_bytes(short_clip.read_bytes() + uuid.uuid4().bytes)
    set_up(app_browser, width_px=390)
    app_browser.choose_files("#pick", clip)
    wait_until(app_browser, f"{WHOLE} === 1")
    app_browser.run("document.querySelector('.view-choice').value = 'right'; return true")
    assert widest_overflow_px(app_browser) == 0
    app_browser.run("document.getElementById('measure').click()")
    wait_until(app_browser, REPORT_IS_THERE, timeout_s=180)
    app_browser.run("document.querySelector('.job-report').click()")
    wait_until(app_browser, "return /^.reports/.test(location.pathname) && Boolean(document.querySelector('video'))")
    assert requests_off_loopback(app_browser.requested_addresses()) == []
