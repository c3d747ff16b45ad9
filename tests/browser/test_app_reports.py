"""The list of reports and a report inside the app, in real browsers: exact, quick, for everybody."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

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
from app_firefox import FirefoxApp
from app_server import RunningApp, running_app
from page_driver import PageDriver

from evenstride.model import ClipAnalysis, SessionAnalysis
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.services.analyze_run import analyze_run
from evenstride.store import open_store
from evenstride.testing import synthetic_analysis
from kept_reports import DAY, keep_original, keep_report, keep_runner, renamed
from run_files import write_season

pytestmark = pytest.mark.browser
TAB, ENTER = "\ue004", "\ue007"
MOST_BYTES = 300_000
CUT = f"{'W' * 60}_cut.mp4"
LIBRARY = ("/library", "/library/findings/hip_drop", "/library/exercises/calf_raise")
#: The aim is a second on a quiet machine (measured: see the how-to); tests share two cores with each other.
LONGEST_OPEN_S = 3.0
SHOWN = "return Boolean(window.evenstridePlayer) && document.querySelector('.stage video').readyState >= 2"


@dataclass(frozen=True)
class KeptReports:
    """Ids of what the app holds."""

    app: RunningApp
    clip: str
    earlier: str
    run: str
    session: str


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, numbered_analysis: ClipAnalysis) -> Iterator[KeptReports]:
    """An app that holds a report of each kind, and work that stopped."""
    home = tmp_path_factory.mktemp("reports_app") / "home"
    with open_store(home) as store:
        runner = keep_runner(store)
        clip = keep_report(store, runner, renamed(numbered_analysis, "october.mp4"))
        before = renamed(synthetic_analysis(duration_s=4.0), "september.mp4")
        earlier = keep_report(store, runner, before, recorded_at=DAY - timedelta(days=30))
        run = keep_report(
            store, runner, analyze_run(write_season(tmp_path_factory.mktemp("season"), minutes=(40, 60))), kind="run"
        )
        session = keep_report(store, runner, _two_views(numbered_analysis), recorded_at=DAY - timedelta(days=2))
        stopped = keep_original(store, runner, CUT, b"cut", recorded_at=DAY - timedelta(days=60))
        with store.write() as work:
            payload = {"recording_ids": [stopped.id]}
            work.jobs.add(
                Job(new_id(), "analyse_recordings", DAY, runner.id, payload, "failed", error=f"{CUT} is cut off.")
            )
    with running_app(home) as app:
        yield KeptReports(app, clip.id, earlier.id, run.id, session.id)


def _two_views(analysis: ClipAnalysis) -> SessionAnalysis:
    """A session of two clips, as the joined assessment of both has them."""
    from evenstride.knowledge import load_knowledge
    from evenstride.pipelines.session import assess_session

    other = replace(analysis.recording, id="other", sha256="b" * 64, path="other.mp4")
    measures = tuple(replace(each, source=other.id) for each in analysis.assessment.measures)
    second = replace(analysis, assessment=replace(analysis.assessment, recordings=(other,), measures=measures))
    return assess_session([analysis, second], knowledge=load_knowledge())


@pytest.fixture
def chrome(chromium: PageDriver, kept: KeptReports) -> ChromiumApp:
    return ChromiumApp(chromium.driver, kept.app)


@pytest.fixture(params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest, kept: KeptReports) -> AppBrowser:
    if request.param == "chromium":
        return ChromiumApp(request.getfixturevalue("chromium").driver, kept.app)
    return FirefoxApp(request.getfixturevalue("firefox"), kept.app)


@pytest.fixture
def page(chromium: PageDriver, chrome: ChromiumApp, kept: KeptReports) -> PageDriver:
    """The report of the clip whose pictures carry their numbers."""
    chrome.open(f"/reports/{kept.clip}")
    wait_until(chrome, SHOWN)
    chromium.settle()
    return chromium


def test_stepping_sixty_pictures_lands_on_each_exactly(page: PageDriver) -> None:
    page.show_clip()
    for expected in range(1, 61):
        page.press(".")
        page.settle()
        assert (page.frame, page.shown_number) == (expected, expected)


def test_jumping_anywhere_shows_that_picture(page: PageDriver) -> None:
    for wanted in (200, 3, 147, 239, 60, 0):
        page.run("window.evenstridePlayer.clock.show(arguments[0])", wanted)
        page.settle()
        assert (page.frame, page.shown_number) == (wanted, wanted)


@pytest.mark.slow
def test_script_cost_per_picture_is_small(page: PageDriver, capsys: pytest.CaptureFixture[str]) -> None:
    page.show_clip()
    takes = []
    for _ in range(3):  # other work on the machine lengthens a take, never shortens it
        page.run("const { clock, costMs } = window.evenstridePlayer; costMs.length = 0; clock.show(0); clock.play()")
        page.wait_until("return window.evenstridePlayer.costMs.length > 100")
        page.run("window.evenstridePlayer.clock.pause()")
        takes.append(np.percentile(page.run("return window.evenstridePlayer.costMs"), [50, 95]))
    p50_ms, p95_ms = np.min(takes, axis=0)
    with capsys.disabled():
        sys.stderr.write(f"\nscript per picture in the app: p50 {p50_ms:.2f} ms, p95 {p95_ms:.2f} ms (best of 3)\n")
    assert p50_ms <= 1.0
    assert p95_ms <= 4.0


def test_the_report_opens_quickly_from_the_list_and_weighs_little(
    chrome: ChromiumApp, kept: KeptReports, capsys: pytest.CaptureFixture[str]
) -> None:
    chrome.open("/reports")
    started = time.monotonic()
    chrome.run("document.querySelector(arguments[0]).click()", f'.report-row a.button[href="/reports/{kept.clip}"]')
    wait_until(chrome, SHOWN)
    opened_s = time.monotonic() - started
    weight = chrome.run(
        "return [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]"
        ".filter((each) => !each.name.includes('/media/')).reduce((sum, each) => sum + each.decodedBodySize, 0)"
    )
    with capsys.disabled():
        sys.stderr.write(f"\nreport opened in {opened_s:.2f} s, {weight / 1000:.0f} kB without its clip\n")
    assert opened_s < LONGEST_OPEN_S
    assert 100_000 < weight < MOST_BYTES


def test_the_clip_comes_in_ranges_and_nothing_leaves_this_machine(chrome: ChromiumApp, kept: KeptReports) -> None:
    chrome.requested_addresses()
    chrome.open(f"/reports/{kept.clip}")
    wait_until(chrome, "return document.documentElement.dataset.stills === 'ready'")
    addresses = chrome.requested_addresses()
    media = [address for address in addresses if "/media/" in address]
    assert media
    assert requests_off_loopback(addresses) == []
    assert chrome.complaints() == []
    status = chrome.run(
        "const ask = new XMLHttpRequest(); ask.open('GET', arguments[0], false);"
        "ask.setRequestHeader('Range', 'bytes=0-99'); ask.send(); return [ask.status, ask.responseText.length > 0]",
        media[0],
    )
    assert status == [206, True]


def test_a_clip_plays_and_steps_in_both_browsers(browser: AppBrowser, kept: KeptReports) -> None:
    browser.open(f"/reports/{kept.clip}")
    wait_until(browser, SHOWN)
    browser.run("document.querySelector('[data-action=forward]').click(); return true")
    wait_until(browser, "return document.querySelector('.stage').dataset.frame === '1'")
    browser.run("document.querySelector('[data-part=play]').click(); return true")
    wait_until(browser, "return Number(document.querySelector('.stage').dataset.frame) > 10")


def test_every_clip_of_a_session_has_its_own_film(chrome: ChromiumApp, kept: KeptReports) -> None:
    chrome.open(f"/reports/{kept.session}")
    wait_until(chrome, SHOWN)
    assert chrome.run("return document.querySelectorAll('.clip-tab').length") == 2
    chrome.run("document.getElementById('clip-tab-2').click()")
    wait_until(chrome, "return document.querySelector('#clip-2 video').readyState >= 2")


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
def test_list_and_reports_are_for_everybody_and_never_scroll_sideways(
    chrome: ChromiumApp, kept: KeptReports, width_px: int, scheme: Scheme
) -> None:
    for path in (
        "/reports",
        f"/reports/{kept.clip}",
        f"/reports/{kept.run}",
        f"/reports/{kept.session}",
        _comparison(kept),
    ):
        chrome.open(path, width_px=width_px, scheme=scheme)
        chrome.run("for (const each of document.querySelectorAll('main details')) each.open = true")
        assert accessibility_violations(chrome) == [], path
        assert widest_overflow_px(chrome) <= 0, path


def test_the_way_to_a_report_and_into_its_clip_needs_no_mouse(browser: AppBrowser, kept: KeptReports) -> None:
    browser.open("/reports")
    tab_to(browser, f'.report-row a[href="/reports/{kept.clip}"]')
    browser.press(ENTER)
    wait_until(browser, SHOWN)
    tab_to(browser, "[data-part=play]")
    browser.run("document.querySelector('.stage').scrollIntoView({behavior: 'instant', block: 'center'}); return true")
    wait_until(browser, "return document.activeElement.dataset.part === 'play'")
    browser.press(".", ".", ".")
    wait_until(browser, "return document.querySelector('.stage').dataset.frame === '3'")


def tab_to(browser: AppBrowser, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        browser.press(TAB)
        if browser.run("return document.activeElement.matches(arguments[0])", selector):
            return
    raise AssertionError(f"Tab never came to {selector}")


def _comparison(kept: KeptReports) -> str:
    return f"/reports/{kept.clip}/compare?with={kept.earlier}"


def test_two_clips_show_the_same_part_of_their_strides(
    chrome: ChromiumApp, chromium: PageDriver, kept: KeptReports
) -> None:
    chrome.open(_comparison(kept))
    wait_until(chrome, "return Boolean(window.evenstrideComparison)")
    wait_until(chrome, "return document.querySelector('.compare-stage video').readyState >= 2")
    for phase in (0.0, 0.25, 0.6, 1.0):
        chrome.run("window.evenstrideComparison.showPhase(arguments[0])", phase)
        wait_until(
            chrome,
            "return window.evenstrideComparison.runners.every(({ stage, wanted, clock }) =>"
            " Number(stage.dataset.frame) === wanted && clock.frame === wanted"
            " && !stage.querySelector('video')?.seeking)",
        )
        earlier, later = chrome.run(
            "return window.evenstrideComparison.runners.map(({ data, stride, wanted }) =>"
            " [(data.time_s[wanted] - stride.fromS) / (stride.toS - stride.fromS), wanted])"
        )
        # Half a picture at sixty a second is a little more than a hundredth of a stride of 0.7 s.
        assert earlier[0] == pytest.approx(phase, abs=0.013)
        assert later[0] == pytest.approx(phase, abs=0.013)
        assert chromium.shown_number == later[1]


def test_a_comparison_is_moved_by_keys_clicks_and_time(browser: AppBrowser, kept: KeptReports) -> None:
    browser.open(_comparison(kept))
    wait_until(browser, "return Boolean(window.evenstrideComparison)")
    browser.press(".", ".", ".", ",")
    wait_until(browser, "return document.getElementById('phase-words').textContent === '2 % of the stride'")
    assert browser.run("return document.querySelector('[data-value]').textContent") != "–"
    browser.run("document.querySelector('[name=phase-side][value=left]').click(); return true")
    shown = "return [...document.querySelectorAll('.phase-panels')].map((each) => getComputedStyle(each).display)"
    assert browser.run(shown) == ["grid", "none"]
    browser.press(" ")
    wait_until(browser, "return window.evenstrideComparison.state.phase > 0.1")
    browser.press(" ")
    assert browser.run("return window.evenstrideComparison.state.isPlaying") is False


def test_work_that_stopped_goes_on_and_a_recording_is_deleted_from_the_list(
    chrome: ChromiumApp, kept: KeptReports
) -> None:
    chrome.open("/reports?status=stopped")
    chrome.run("document.querySelector('.report-row .row-more summary').click()")
    chrome.run("document.querySelector('.report-row .danger').click()")
    wait_until(chrome, "return location.search === '?said=deleted'")
    wait_until(chrome, "return document.querySelector('.toast')?.textContent.startsWith('Deleted')")
    assert CUT not in chrome.run("return document.querySelector('.report-list').textContent")


def test_nothing_of_a_report_needs_more_than_the_page_allows(browser: AppBrowser, kept: KeptReports) -> None:
    for path in (f"/reports/{kept.clip}", f"/reports/{kept.run}", _comparison(kept)):
        browser.open(path)
        wait_until(browser, "return document.readyState === 'complete'")
        browser.run("for (const each of document.querySelectorAll('main details')) each.open = true; return true")
    complaints: list[Any] = browser.complaints()
    assert complaints == []
