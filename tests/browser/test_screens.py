"""Home tests in browsers: from a finding to a test, its result in report and plan; and before a fake camera."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from app_browser import (
    Scheme,
    accessibility_violations,
    requests_off_loopback,
    wait_until,
    widest_overflow_px,
)
from app_chromium import ChromiumApp
from app_server import running_app
from chromium_program import CHROMEDRIVER, CHROMIUM
from fake_camera import chromium_with_camera

from evenstride.knowledge import load_knowledge
from evenstride.services.runner_screening import keep_answers
from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.screens.results import read_screen_history
from evenstride.services.training.planning import PlanWishes, make_plan_for
from evenstride.store import Store, open_store
from evenstride.testing import synthetic_analysis
from kept_reports import keep_report
from screened_bodies import screen_track, write_empty_clip, write_screen, write_screen_clip

pytestmark = pytest.mark.browser
TAB, ENTER = "\ue004", "\ue007"
CLIP_WORDS = "document.getElementById('clip-words').textContent"
STATE = "document.getElementById('coach-stage').dataset.state"


def keep_somebody(store: Store) -> None:
    """A runner with a report and a plan, who answered every question."""
    kim = ProfileEntry("Kim", minutes_a_day=20, days_a_week=4, preferred_side="right")
    runner = create_runner(store, kim, agrees_to_storage=True)
    flags = load_knowledge().red_flags.values()
    keep_answers(store, runner.id, {each.id: 0.0 if each.answer == "pain_0_10" else False for each in flags})
    report = keep_report(store, runner, synthetic_analysis())
    make_plan_for(store, runner.id, PlanWishes(date.today(), assessment_id=report.id), today=date.today())


def somebody_in(store: Store) -> tuple[str, str]:
    """Ids of that runner and of their report."""
    with store.read() as work:
        (runner,) = [each for each in work.runners.all() if not each.is_sample]
        (report,) = work.assessments.of_runner(runner.id)
    return runner.id, report.id


@pytest.fixture(scope="module")
def before_camera(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromiumApp]:
    """Chromium with somebody who squats on the right leg before its camera."""
    if not Path(CHROMIUM).is_file() or not Path(CHROMEDRIVER).is_file():
        pytest.skip("needs chromium and chromedriver, which this machine does not have")
    folder = tmp_path_factory.mktemp("camera")
    track = screen_track("single_leg_squat", reps=5, out_s=1.0, hold_s=0.2, back_s=1.0, before_s=3.0, after_s=3.0)
    write_screen(folder / "squats.mjpeg", track)
    with (
        running_app(folder / "home") as app,
        chromium_with_camera(folder, folder / "squats.mjpeg") as driver,
    ):
        with open_store(app.home) as store:
            keep_somebody(store)
        yield ChromiumApp(driver, app)


def test_from_the_finding_to_the_test_and_back_into_report_and_plan(before_camera: ChromiumApp) -> None:
    browser = before_camera
    with open_store(browser.app.home) as store:
        runner_id, report_id = somebody_in(store)
    browser.open(f"/reports/{report_id}")
    browser.requested_addresses(), browser.complaints()
    first = "document.querySelector('.tested-muscle')"
    assert "Unknown:" in browser.run(f"return {first}.textContent")
    browser.run(f"{first}.querySelector('a').click()")
    wait_until(browser, "return location.pathname === '/screens/modified_thomas'")
    browser.run("document.querySelector('[name=is_clear]').click()")
    browser.run("document.getElementById('value_right').value = '6'; document.getElementById('pain_right').value = '1'")
    browser.run("document.querySelector('#by-form button:not([type])').click()")
    wait_until(browser, "return document.getElementById('result') !== null")
    assert "6°" in browser.run("return document.getElementById('result').textContent")
    assert "Supported" in browser.run("return document.getElementById('result').textContent")
    browser.open(f"/reports/{report_id}")
    assert "Supported:" in browser.run(f"return {first}.textContent")
    assert accessibility_violations(browser) == []
    browser.open("/plan")
    assert "Since this plan was made" in browser.run("return document.getElementById('home-tests').textContent")
    with open_store(browser.app.home) as store:
        make_plan_for(store, runner_id, PlanWishes(date.today(), assessment_id=report_id), today=date.today())
        (kept,) = read_screen_history(store, runner_id)
    assert (kept.side, kept.value, kept.pain) == ("right", 6.0, 1.0)
    browser.open("/plan")
    assert "supports the suspicion" in browser.run("return document.querySelector('main').textContent")
    browser.open("/progress")
    assert "Modified Thomas test" in browser.run("return document.getElementById('home-tests').textContent")
    assert accessibility_violations(browser) == []
    assert browser.complaints() == []
    assert requests_off_loopback(browser.requested_addresses()) == []


def test_before_the_camera_a_side_is_scored_looked_at_and_kept(before_camera: ChromiumApp) -> None:
    browser = before_camera
    browser.open("/screens/single_leg_squat")
    browser.complaints()
    browser.run("document.getElementById('with-camera').click()")
    assert "First tick" in browser.run("return document.getElementById('clear-error').textContent")
    browser.run("document.querySelector('[name=is_clear]').click(); document.getElementById('with-camera').click()")
    wait_until(browser, f"return {STATE} === 'set'", timeout_s=60)
    assert accessibility_violations(browser) == []
    assert widest_overflow_px(browser) == 0
    assert browser.run("return document.getElementById('stage-turn').textContent") == "right side"
    wait_until(browser, f"return {STATE} === 'rest'", timeout_s=60)
    browser.run("document.getElementById('stop').click()")
    wait_until(browser, "return document.getElementById('screen-seen') !== null")
    assert browser.run("return document.getElementById('coach-video').srcObject") is None
    assert browser.run("return document.activeElement.id") == "screen-seen"
    assert "Right: " in browser.run("return document.getElementById('screen-seen').textContent")
    browser.run("document.getElementById('pain_right').value = '0'")
    browser.run("document.querySelector('#by-form button:not([type])').click()")
    wait_until(browser, "return location.search.includes('said=kept')")
    with open_store(browser.app.home) as store:
        kept = read_screen_history(store, somebody_in(store)[0], "single_leg_squat")[-1]
    assert (kept.side, kept.scored_by, kept.error, kept.pain) == ("right", "camera", 5.0, 0.0)
    assert kept.value is not None
    assert abs(kept.value) < 15
    assert browser.complaints() == []


def test_the_browser_looks_itself_and_what_gave_no_score_is_not_kept(before_camera: ChromiumApp) -> None:
    browser = before_camera
    browser.open("/screens/single_leg_squat", width_px=390, scheme="dark")
    browser.complaints()
    if browser.run("return document.querySelector('[name=looks]') === null"):
        pytest.skip("needs the model for browsers, which this installation was built without")
    browser.run(
        "window.sentKinds = new Set(); const send = WebSocket.prototype.send;"
        "WebSocket.prototype.send = function (data) {"
        "  window.sentKinds.add(typeof data === 'string' ? JSON.parse(data).type : 'bytes');"
        "  send.call(this, data); };"
        "document.querySelector('[name=is_clear]').click();"
        "document.querySelector('[name=looks][value=browser]').click();"
        "document.getElementById('with-camera').click()"
    )
    wait_until(browser, f"return {STATE} === 'set'")
    wait_until(browser, "return window.sentKinds.has('landmarks')")
    browser.press("n")
    wait_until(browser, f"return {STATE} === 'rest'")
    browser.run("document.getElementById('stop').click()")
    wait_until(browser, "return document.getElementById('screen-seen') !== null")
    assert "no score. " in browser.run("return document.getElementById('screen-seen').textContent")
    browser.run("document.querySelector('#by-form button:not([type])').click()")
    wait_until(browser, "return document.getElementById('screen-error').textContent.includes('no result of any side')")
    assert sorted(browser.run("return [...window.sentKinds]")) == ["begin", "end", "landmarks", "watch"]
    assert browser.complaints() == []


def _choose_clip(browser: ChromiumApp, screen_id: str, side: str, clip: Path) -> None:
    browser.open(f"/screens/{screen_id}", width_px=390)
    browser.complaints()
    browser.run("document.querySelector('[name=is_clear]').click()")
    browser.run("document.querySelector('[name=clip_side]').value = arguments[0]", side)
    browser.choose_files("#clip-file", clip)


def test_a_clip_is_scored_while_the_page_is_left_and_opened_again_and_then_deleted(
    before_camera: ChromiumApp, tmp_path: Path
) -> None:
    browser = before_camera
    squats = screen_track("single_leg_squat", reps=3, out_s=0.9, hold_s=0.2, back_s=0.9, before_s=1.4, after_s=1.2)
    _choose_clip(browser, "single_leg_squat", "right", write_screen_clip(tmp_path / "squats.mp4", squats))
    wait_until(browser, f"return {CLIP_WORDS}.includes('Following the body.')")
    assert accessibility_violations(browser) == []
    browser.open("/record")
    assert browser.run("return document.getElementById('jobs').children.length") == 0
    browser.open("/screens/single_leg_squat", width_px=390, scheme="dark")
    was_done = "!JSON.parse(document.getElementById('screen').dataset.screen).clip"
    wait_until(browser, f"return location.search.includes('said=kept') || {was_done}")
    wait_until(browser, "return document.getElementById('result') !== null")
    assert "by camera" in browser.run("return document.getElementById('result').textContent")
    with open_store(browser.app.home) as store:
        kept = read_screen_history(store, somebody_in(store)[0], "single_leg_squat")[-1]
    assert (kept.side, kept.scored_by, len(kept.evidence["readings"])) == ("right", "camera", 3)
    assert kept.value is not None
    assert abs(kept.value) < 15
    assert list((browser.app.home / "uploads").iterdir()) == []
    assert browser.complaints() == []


def test_a_clip_without_anybody_and_one_that_is_stopped_are_told_in_a_line_and_not_kept(
    before_camera: ChromiumApp, tmp_path: Path
) -> None:
    browser, ended = before_camera, "return document.getElementById('clip-running').hidden"
    _choose_clip(browser, "single_leg_heel_raise", "left", write_empty_clip(tmp_path / "nobody.mp4"))
    wait_until(browser, f"return {CLIP_WORDS}.startsWith('No score: Nobody was found in the clip.')")
    wait_until(browser, ended)
    browser.open("/screens/single_leg_heel_raise")
    wait_until(browser, f"return {CLIP_WORDS}.startsWith('No score: Nobody was found in the clip.')")
    _choose_clip(browser, "single_leg_heel_raise", "left", write_empty_clip(tmp_path / "long.mp4", pictures=300))
    wait_until(browser, f"return {CLIP_WORDS}.includes('Waiting.') || {CLIP_WORDS}.includes('Following')")
    browser.run("document.getElementById('clip-stop').click()")
    wait_until(browser, f"return {CLIP_WORDS}.startsWith('Stopped.')")
    wait_until(browser, ended)
    (tmp_path / "notes.txt").write_text("no clip")
    browser.choose_files("#clip-file", tmp_path / "notes.txt")
    wait_until(browser, f"return {CLIP_WORDS}.startsWith('This is not a clip.')")
    with open_store(browser.app.home) as store:
        history = read_screen_history(store, somebody_in(store)[0], "single_leg_heel_raise")
    assert [each for each in history if each.side == "left"] == []
    assert list((browser.app.home / "uploads").iterdir()) == []
    assert browser.complaints() == []


def test_the_stopwatch_and_the_form_go_by_keys_alone(before_camera: ChromiumApp) -> None:
    browser = before_camera
    browser.open("/screens/trendelenburg_30s")
    browser.run("document.querySelector('[name=is_clear]').focus()")
    browser.press(" ", TAB, TAB, ENTER)
    wait_until(browser, "return Number(document.getElementById('value_right').value) > 0.3")
    browser.press(ENTER)
    assert browser.run("return document.activeElement.textContent") == "Again"
    browser.run("document.getElementById('value_right').focus()")
    browser.press(ENTER)
    wait_until(browser, "return location.search.includes('said=kept')")
    assert "Less than 30 s." in browser.run("return document.getElementById('result').textContent")
    assert browser.complaints() == []


@pytest.mark.parametrize(("width_px", "scheme"), [(390, "dark"), (1280, "light")])
@pytest.mark.parametrize("path", ["/screens", "/screens/single_leg_heel_raise", "/screens/modified_thomas"])
def test_the_pages_are_usable_by_everybody(
    before_camera: ChromiumApp, path: str, width_px: int, scheme: Scheme
) -> None:
    before_camera.open(path, width_px=width_px, scheme=scheme)
    assert accessibility_violations(before_camera) == []
    assert widest_overflow_px(before_camera) == 0
