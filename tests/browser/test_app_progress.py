"""Progress, runs and data in real browsers: read, note, drop a file, export, delete, import; nothing off loopback."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

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

from evenstride.services.keeping.exporting import export_data
from evenstride.store import open_store
from progress_examples import Seeded, keep_progress
from run_files import write_fit

pytestmark = pytest.mark.browser
SPACE, ENTER = " ", "\ue007"
TODAY = datetime.now(UTC).date()
PAGES = (
    "/progress",
    "/progress/measures/contact_time",
    "/runs",
    "/settings/data",
    "/settings/data/{runner}",
    "/settings/data/{runner}/delete",
)


@dataclass(frozen=True)
class Prepared:
    """A runner of this file's own in the running app, and a run of theirs that is not in it yet."""

    seeded: Seeded
    home: Path
    run_file: Path


@pytest.fixture(scope="module")
def prepared(app_server: RunningApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with open_store(app_server.home) as store:
        seeded = keep_progress(store, today=TODAY, name="Ada Progress")
    simulated = simulate_run(Scenario(""), np.random.default_rng(3))
    path = tmp_path_factory.mktemp("run") / "evening.fit"
    yield Prepared(seeded, app_server.home, write_fit(path, simulated, minutes=6))
    from evenstride.services.keeping.deleting import delete_runner

    with open_store(app_server.home) as store:
        with store.read() as work:
            is_there = work.runners.find(seeded.runner_id) is not None
        if is_there:
            delete_runner(store, seeded.runner_id)


@pytest.fixture
def page(app_browser: AppBrowser, prepared: Prepared) -> AppBrowser:
    """Each browser in turn, with this runner's things shown."""
    _choose(app_browser, prepared.seeded.runner_id)
    return app_browser


def _choose(browser: AppBrowser, runner_id: str) -> None:
    """Show this runner's things, days as the server counts them: the page shall not load anew for another zone."""
    browser.open("/runners")
    browser.run("sessionStorage.setItem('zone', Intl.DateTimeFormat().resolvedOptions().timeZone); return true")
    browser.open("/runners")
    browser.run(
        "window.chosen = false; fetch('/runners/choose', {method: 'POST', body: new URLSearchParams("
        "{runner_id: arguments[0], back: '/runners'})}).then(() => { window.chosen = true; }); return true",
        runner_id,
    )
    wait_until(browser, "return window.chosen === true")


def _press_on(browser: AppBrowser, selector: str, key: str) -> None:
    """Focus and press; Firefox, driven by a program, sends the key and does nothing, so that it is clicked there."""
    browser.run("document.querySelector(arguments[0]).focus(); return true", selector)
    assert browser.run("return document.activeElement === document.querySelector(arguments[0])", selector)
    if browser.name == "firefox":
        browser.run("document.querySelector(arguments[0]).click(); return true", selector)
    else:
        browser.press(key)


def _tick(browser: AppBrowser, selector: str) -> None:
    _press_on(browser, selector, SPACE)
    assert browser.run("return document.querySelector(arguments[0]).checked", selector)


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    app_chromium: ChromiumApp, prepared: Prepared, width_px: int, scheme: Scheme
) -> None:
    _choose(app_chromium, prepared.seeded.runner_id)
    for path in PAGES:
        app_chromium.open(path.format(runner=prepared.seeded.runner_id), width_px=width_px, scheme=scheme)
        app_chromium.run("for (const each of document.querySelectorAll('details')) each.open = true; return true")
        assert accessibility_violations(app_chromium) == [], path
        assert widest_overflow_px(app_chromium) == 0, path
    assert app_chromium.complaints() == []
    assert requests_off_loopback(app_chromium.requested_addresses()) == []


def test_a_chart_stands_at_its_numbers_and_its_points_open_the_table(page: AppBrowser) -> None:
    page.open("/progress?measure=cadence")
    places = page.run(
        "const plot = document.querySelector('#measure-cadence .plot').getBoundingClientRect();"
        "return [...document.querySelectorAll('#measure-cadence .plot use')].map((mark) => {"
        "const box = mark.getBoundingClientRect();"
        "return 100 * ((box.left + box.right) / 2 - plot.left) / plot.width; }).sort((one, other) => one - other)"
    )
    assert places[0] == pytest.approx(11.0, abs=0.2)
    assert places[-1] == pytest.approx(95.0, abs=0.2)
    numbers = "document.querySelector('#measure-cadence .numbers')"
    assert page.run(f"return {numbers}.open") is False
    page.run("document.querySelector('#measure-cadence .plot use').dispatchEvent(new Event('click')); return true")
    assert page.run(f"return {numbers}.open") is True
    assert "+9.0\u00a0steps/min" in page.run(f"return {numbers}.textContent")


def test_measures_are_chosen_by_keyboard(page: AppBrowser) -> None:
    page.open("/progress", width_px=390)
    page.run("document.querySelector('#choose summary').focus(); return true")
    page.run("document.getElementById('choose').open = true; return true")
    page.run("for (const box of document.querySelectorAll('#choose input:checked')) box.checked = false;return true")
    _tick(page, "#choose input[value=knee_flexion_ic]")
    page.press(ENTER)
    wait_until(page, "return location.search.includes('measure=knee_flexion_ic')")
    wait_until(page, "return document.querySelectorAll('.measure').length === 1")
    assert page.run("return document.querySelector('.measure').id") == "measure-knee_flexion_ic"


def test_pain_is_noted_by_keyboard_and_shows_at_once(page: AppBrowser) -> None:
    page.open("/progress", width_px=390)
    _tick(page, ".level input[value='7']")
    page.run("document.getElementById('place').value = 'left_calf'; document.getElementById('note').focus()")
    page.press(*"hills", ENTER)
    wait_until(page, "return location.search.includes('said=noted')")
    wait_until(page, "return document.querySelector('.entries') !== null")
    first = page.run("return document.querySelector('.entries li').textContent")
    assert "Pain 7 of 10, left calf. hills" in first
    _press_on(page, ".entries li button", ENTER)
    wait_until(page, "return location.search.includes('said=removed')")
    assert "hills" not in page.run("return document.querySelector('.entries').textContent")


def test_the_browsers_own_zone_is_told_once(app_chromium: ChromiumApp, prepared: Prepared) -> None:
    app_chromium.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Auckland"})
    try:
        _choose(app_chromium, prepared.seeded.runner_id)
        app_chromium.run("sessionStorage.removeItem('zone'); return true")
        app_chromium.open("/progress")
        wait_until(app_chromium, "return document.documentElement?.dataset.zone === 'Pacific/Auckland'")
        assert app_chromium.run("return document.cookie") == ""
    finally:
        app_chromium.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})


def test_shoes_are_kept_as_they_are_chosen(page: AppBrowser, prepared: Prepared) -> None:
    page.open("/runs", width_px=390)
    page.run(
        "const chosen = document.querySelector('.run-shoe select'); chosen.value = '';"
        "chosen.dispatchEvent(new Event('change', {bubbles: true})); return true"
    )
    wait_until(page, "return document.getElementById('toasts').textContent.includes('kept')")
    run_id = str(page.run("return document.querySelector('.run-shoe select').name")).removeprefix("shoe-")
    with open_store(prepared.home) as store, store.read() as work:
        assert work.runs.get(run_id).shoe_id is None


def test_a_dropped_run_appears_once_and_is_read(page: AppBrowser, prepared: Prepared) -> None:
    """The browser that comes second is told at once that the content is here."""
    sha256 = hashlib.sha256(prepared.run_file.read_bytes()).hexdigest()
    with open_store(prepared.home) as store, store.read() as work:
        is_new = work.recordings.with_content(prepared.seeded.runner_id, sha256) is None
    page.open("/runs")
    before = page.run("return document.querySelectorAll('.run').length")
    _drop(page, prepared.run_file)
    if is_new:
        wait_until(page, f"return document.querySelectorAll('.run').length > {before}")
        assert page.run("return document.querySelector('#reading')") is None
        page.open("/runs")
        _drop(page, prepared.run_file)
    wait_until(page, "return document.getElementById('came').textContent.includes('here already')")
    assert requests_off_loopback(page.requested_addresses()) == []


def _drop(browser: AppBrowser, path: Path) -> None:
    """As a drop gives it: a file of these bytes in the transfer of the event."""
    browser.run(
        "const bytes = Uint8Array.from(atob(arguments[0]), (each) => each.charCodeAt(0));"
        "const transfer = new DataTransfer(); transfer.items.add(new File([bytes], arguments[1]));"
        "document.getElementById('drop').dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true,"
        "cancelable: true})); return true",
        base64.b64encode(path.read_bytes()).decode(),
        path.name,
    )


def test_export_then_delete_then_import_gives_the_same_again(app_browser: AppBrowser, prepared: Prepared) -> None:
    browser, home = app_browser, prepared.home
    with open_store(home) as store:
        runner_id = keep_progress(store, today=TODAY, name=f"Grace {browser.name}").runner_id
        before = _kept_of(home, runner_id)
    browser.open("/settings/data")
    browser.run(
        "window.packed = null; fetch(arguments[0]).then((answer) => answer.blob()).then((blob) => {"
        "window.packed = new File([blob], 'export.zip'); }); return true",
        f"/api/data/export?runner_id={runner_id}",
    )
    wait_until(browser, "return window.packed !== null")
    encoded = _encoded(browser)
    browser.open(f"/settings/data/{runner_id}/delete")
    browser.run("document.getElementById('name').focus(); return true")
    browser.press(*f"Grace {browser.name}", ENTER)
    # The module that sends the import is ready when the whole page is; before, the form would be sent as it stands.
    wait_until(browser, "return location.search.includes('said=deleted') && document.readyState === 'complete'")
    with open_store(home) as store, store.read() as work:
        assert work.runners.find(runner_id) is None
    browser.run(
        "const bytes = Uint8Array.from(atob(arguments[0]), (each) => each.charCodeAt(0));"
        "const transfer = new DataTransfer(); transfer.items.add(new File([bytes], 'export.zip'));"
        "document.getElementById('import-file').files = transfer.files;"
        "document.querySelector('#import-form button').click(); return true",
        encoded,
    )
    wait_until(browser, "return document.getElementById('import-said').textContent.includes('Added')")
    assert "10 runs" in browser.run("return document.getElementById('import-said').textContent")
    assert _kept_of(home, runner_id) == before
    assert accessibility_violations(browser) == []
    assert requests_off_loopback(browser.requested_addresses()) == []


def _encoded(browser: AppBrowser) -> str:
    browser.run(
        "window.encoded = null; window.packed.arrayBuffer().then((buffer) => { let text = '';"
        "for (const each of new Uint8Array(buffer)) text += String.fromCharCode(each); window.encoded = btoa(text); });"
        "return true"
    )
    wait_until(browser, "return window.encoded !== null")
    return str(browser.run("return window.encoded"))


def _kept_of(home: Path, runner_id: str) -> dict[str, bytes]:
    target = io.BytesIO()
    with open_store(home) as store:
        export_data(store, target, runner_id=runner_id)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
