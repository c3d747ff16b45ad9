"""Real browsers for the tests of pages and of the app; skipped with the reason where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from app_browser import PATIENCE_S, AppBrowser
from app_chromium import ChromiumApp
from app_firefox import FirefoxApp, leave_page, running_firefox
from app_server import RunningApp, running_app
from bidi import BidiConnection
from chromium_program import CHROMEDRIVER, CHROMIUM, FLAGS
from page_driver import PageDriver
from preview_clips import encode_preview, numbered_frames

from evenstride.model import ClipAnalysis
from evenstride.testing import synthetic_analysis

#: Lead a browser away from its page.
Leaving = Callable[[], object]


@pytest.fixture(scope="session")
def leavings() -> list[Leaving]:
    """One for each browser that was started."""
    return []


@pytest.fixture(scope="module", autouse=True)
def left_behind(leavings: list[Leaving]) -> Iterator[None]:
    """No page stays open behind a file of tests: its clip, figures and clocks would go on and slow the other worker."""
    yield
    for leave in leavings:
        leave()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory, leavings: list[Leaving]) -> Iterator[PageDriver]:
    """One headless browser for all tests, with its console and network log."""
    if not Path(CHROMIUM).is_file() or not Path(CHROMEDRIVER).is_file():
        pytest.skip("needs chromium and chromedriver, which this machine does not have")
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium to drive the browser")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))
    driver.set_page_load_timeout(PATIENCE_S)
    leavings.append(lambda: driver.get("about:blank"))
    yield PageDriver(driver)
    driver.quit()


@pytest.fixture(scope="session")
def knowledge() -> Any:
    from evenstride.knowledge import load_knowledge

    return load_knowledge()


@pytest.fixture(scope="session")
def numbered_analysis() -> ClipAnalysis:
    """A synthetic run whose preview's pictures carry their own number."""
    analysis = synthetic_analysis(duration_s=4.0, fps=60.0)
    time_s = analysis.pose_track.time_s
    preview = encode_preview(numbered_frames(len(time_s)), width_px=320, height_px=180, time_s=time_s)
    return replace(analysis, preview=preview)


@pytest.fixture(scope="session")
def uneven_analysis(numbered_analysis: ClipAnalysis) -> ClipAnalysis:
    """The same clip with a clock as a phone in poor light writes it: 60, 30 and 20 pictures a second mixed."""
    count = len(numbered_analysis.pose_track)
    intervals_s = np.resize([1 / 60, 1 / 30, 1 / 60, 1 / 20, 1 / 60], count - 1)
    time_s = np.concatenate([[0.0], np.cumsum(intervals_s)])
    preview = encode_preview(numbered_frames(count), width_px=320, height_px=180, time_s=time_s)
    track = replace(numbered_analysis.pose_track, time_s=time_s)
    curves = replace(numbered_analysis.curves, time_s=time_s)
    return replace(numbered_analysis, preview=preview, pose_track=track, curves=curves)


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="session")
def app_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app on a free port of loopback with a new data folder, one for all tests of a file's worker."""
    with running_app(tmp_path_factory.mktemp("app") / "home") as app:
        yield app


@pytest.fixture
def app_chromium(chromium: PageDriver, app_server: RunningApp) -> ChromiumApp:
    """Chromium, signed in to the app; no cookie of an earlier test."""
    return ChromiumApp(chromium.driver, app_server)


@pytest.fixture(scope="session")
def firefox(tmp_path_factory: pytest.TempPathFactory, leavings: list[Leaving]) -> Iterator[BidiConnection]:
    """One headless Firefox for all tests; skipped with the reason where there is none."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("needs firefox, which this machine does not have")
    with running_firefox(program, tmp_path_factory.mktemp("firefox")) as connection:
        leavings.append(lambda: leave_page(connection))
        yield connection


@pytest.fixture
def app_firefox(firefox: BidiConnection, app_server: RunningApp) -> FirefoxApp:
    """Firefox, signed in to the app."""
    return FirefoxApp(firefox, app_server)


@pytest.fixture(params=["chromium", "firefox"])
def app_browser(request: pytest.FixtureRequest) -> AppBrowser:
    """Each browser in turn, signed in to the app."""
    browser: AppBrowser = request.getfixturevalue(f"app_{request.param}")
    return browser
