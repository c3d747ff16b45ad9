"""The coach before a fake camera: counted, lost from sight, kept; and without any camera, by the timer."""

from __future__ import annotations

from collections.abc import Iterator
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
from app_server import running_app
from chromium_program import CHROMEDRIVER, CHROMIUM
from fake_camera import chromium_with_camera, write_squats

from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.store import open_store

pytestmark = pytest.mark.browser
SQUAT = "/coach/inner_quad_squat?sets=1&reps=3"
ESCAPE = "\ue00c"
STATE = "document.getElementById('coach-stage').dataset.state"
CUE = "document.getElementById('coach-cue').textContent"
NUMBER = "document.getElementById('coach-number').textContent"
IS_DONE = "return !document.getElementById('coach-after').hidden"


@pytest.fixture(scope="module")
def before_camera(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumApp]:
    """Chromium, signed in to an app without other runners, with somebody who squats and leaves before its camera."""
    if not Path(CHROMIUM).is_file() or not Path(CHROMEDRIVER).is_file():
        pytest.skip("needs chromium and chromedriver, which this machine does not have")
    folder = tmp_path_factory.mktemp("camera")
    write_squats(folder / "squats.mjpeg")
    with (
        running_app(folder / "home") as app,
        chromium_with_camera(folder, folder / "squats.mjpeg") as driver,
    ):
        yield ChromiumApp(driver, app)


def test_a_set_is_counted_lost_from_sight_gone_on_with_and_kept(before_camera: ChromiumApp) -> None:
    browser = before_camera
    with open_store(browser.app.home) as store:
        runner_id = create_runner(store, ProfileEntry("Kim"), agrees_to_storage=True).id
    browser.open(SQUAT)
    browser.requested_addresses(), browser.complaints()
    browser.run("document.getElementById('with-camera').click()")
    wait_until(browser, f"return {STATE} === 'set'", timeout_s=40)
    assert accessibility_violations(browser) == []
    assert widest_overflow_px(browser) == 0
    wait_until(browser, f'return {CUE} === "I can\'t see you."', timeout_s=40)
    seen = int(browser.run(f"return {NUMBER}"))
    assert 1 <= seen <= 2
    wait_until(browser, IS_DONE, timeout_s=60)
    assert browser.run("return document.querySelector('.coach-reps').value") == "3"
    assert browser.run("return document.getElementById('coach-video').srcObject") is None
    browser.run("document.getElementById('effort').value = '6'; document.querySelector('#after-form button').click()")
    wait_until(browser, "return document.querySelector('#after-form button').textContent === 'Kept'")
    with open_store(browser.app.home) as store, store.read() as work:
        (session,) = work.sessions.of_runner(runner_id)
        (effort,) = work.diary.of_runner(runner_id)
    (done,) = session.sets
    assert (done.exercise_id, done.reps, done.side) == ("inner_quad_squat", 3, None)
    assert 60 < (done.range_deg or 0) < 110
    assert (effort.kind, effort.level, effort.session_id) == ("effort", 6, session.id)
    assert browser.complaints() == []
    addresses = browser.requested_addresses()
    assert any(address.startswith("ws://") for address in addresses)
    assert requests_off_loopback(addresses) == []


def test_stop_within_a_set_keeps_what_was_counted(before_camera: ChromiumApp) -> None:
    before_camera.open("/coach/inner_quad_squat?sets=3&reps=9")
    before_camera.run("document.getElementById('with-camera').click()")
    wait_until(before_camera, f"return {NUMBER} === '1'", timeout_s=60)
    before_camera.press(ESCAPE)
    wait_until(before_camera, IS_DONE)
    assert before_camera.run("return document.querySelectorAll('#after-sets tr').length") == 1
    assert before_camera.run("return document.querySelector('.coach-reps').value") in ("1", "2")


def test_the_camera_ends_with_stop_and_nothing_of_it_is_left(before_camera: ChromiumApp) -> None:
    before_camera.open(SQUAT, width_px=390, scheme="dark")
    before_camera.run("document.getElementById('with-camera').click()")
    wait_until(before_camera, f"return {STATE} === 'placing' || {STATE} === 'set'", timeout_s=40)
    assert accessibility_violations(before_camera) == []
    assert widest_overflow_px(before_camera) == 0
    before_camera.press(ESCAPE)
    wait_until(before_camera, "return document.getElementById('coach-stage').hidden")
    assert before_camera.run("return document.getElementById('coach-video').srcObject") is None
    assert before_camera.run("return document.querySelector('.bar').inert") is False


def test_without_a_camera_the_timer_does_everything_by_hand(app_browser: AppBrowser) -> None:
    app_browser.open(SQUAT)
    app_browser.run("document.getElementById('with-camera').click()")
    wait_until(app_browser, f"return {STATE} === 'failed'")
    assert "by hand" in app_browser.run(f"return {CUE}")
    wait_until(app_browser, "return document.activeElement.id === 'to-hand'")
    app_browser.press("h")
    wait_until(app_browser, f"return {STATE} === 'ready'")
    app_browser.press("n")
    wait_until(app_browser, f"return {STATE} === 'work'")
    app_browser.press(" ")
    wait_until(app_browser, "return document.getElementById('pause').textContent === 'Go on'")
    assert app_browser.run(f"return {NUMBER}") == "0"
    app_browser.press("+", "+", "-")
    wait_until(app_browser, f"return {NUMBER} === '1'")
    app_browser.press(" ")
    wait_until(app_browser, f"return {NUMBER} === '2'")
    app_browser.press("n", "n")
    wait_until(app_browser, IS_DONE)
    assert app_browser.run("return document.querySelector('.coach-reps').value") == "2"


@pytest.mark.parametrize(("width_px", "scheme"), [(390, "dark"), (1280, "light")])
@pytest.mark.parametrize("path", ["/coach", "/coach/calf_raise", "/coach/calf_release"])
def test_the_pages_are_usable_by_everybody(app_chromium: ChromiumApp, path: str, width_px: int, scheme: Scheme) -> None:
    app_chromium.open(path, width_px=width_px, scheme=scheme)
    assert accessibility_violations(app_chromium) == []
    assert widest_overflow_px(app_chromium) == 0
