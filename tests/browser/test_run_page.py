"""The run's page in a real browser: curves, cursor, axes, every width, in the dark, without a script, on paper."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from app_browser import LOOKS, accessibility_violations
from page_driver import PageDriver

from evenstride.model import ClipAnalysis, SessionAnalysis
from evenstride.pipelines.watch_join import join_watch
from evenstride.reports import build_report, write_html
from evenstride.services.analyze_run import analyze_run
from run_files import write_season

pytestmark = pytest.mark.browser
WIDTHS_PX = (360, 390, 768, 1280, 2200)


@pytest.fixture(scope="session")
def run_file(report_folder: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Any) -> Path:
    path = report_folder / "run.html"
    analysis = analyze_run(write_season(tmp_path_factory.mktemp("season")))
    write_html(build_report(analysis, knowledge=knowledge), path)
    return path


@pytest.fixture(scope="session")
def joined_file(
    report_folder: Path, tmp_path_factory: pytest.TempPathFactory, numbered_analysis: ClipAnalysis, knowledge: Any
) -> Path:
    """A clip and the run it was filmed on, on one page."""
    path = report_folder / "joined.html"
    run = analyze_run(write_season(tmp_path_factory.mktemp("season"), minutes=(60,)))
    joined = join_watch(SessionAnalysis.of_clip(numbered_analysis), run, knowledge=knowledge)
    write_html(build_report(joined, knowledge=knowledge), path)
    return path


def show(chromium: PageDriver, path: Path, *, width_px: int = 1280, scheme: str = "light", media: str = "") -> None:
    metrics = {"width": width_px, "height": 844, "deviceScaleFactor": 1, "mobile": width_px < 600}
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.driver.get_log("browser"), chromium.driver.get_log("performance")
    chromium.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chromium.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    chromium.driver.get(path.as_uri())
    chromium.wait_until("return document.readyState === 'complete'")


def test_the_page_opens_from_disk_without_message_or_request(chromium: PageDriver, run_file: Path) -> None:
    show(chromium, run_file)
    assert chromium.console() == []
    assert [a for a in chromium.requested_addresses() if a != run_file.as_uri()] == []


@pytest.mark.parametrize("width_px", WIDTHS_PX)
def test_the_page_never_scrolls_sideways(chromium: PageDriver, run_file: Path, width_px: int) -> None:
    show(chromium, run_file, width_px=width_px)
    chromium.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert chromium.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("width_px", [390, 1280])
def test_every_curve_lies_inside_its_chart_and_charts_share_one_axis(
    chromium: PageDriver, run_file: Path, width_px: int
) -> None:
    show(chromium, run_file, width_px=width_px)
    boxes = chromium.run(
        "return [...document.querySelectorAll('.run-plot')].map((plot) => {"
        " const at = (node) => node.getBoundingClientRect();"
        " const line = [...plot.querySelectorAll('.adjusted')].find((each) => at(each).width > 0);"
        " const field = plot.querySelector('[data-field]');"
        " return [at(field).left, at(field).right, at(field).height, at(plot).height, at(line).width]; })"
    )
    assert len(boxes) >= 8
    assert len({round(left) for left, *_ in boxes}) == len({round(right) for _, right, *_ in boxes}) == 1
    assert all(height == pytest.approx(of_plot, abs=1.5) for _, _, height, of_plot, _ in boxes)
    assert all(width > 0.5 * (right - left) for left, right, _, _, width in boxes)


def test_the_cursor_runs_through_all_charts_and_writes_the_values_there(chromium: PageDriver, run_file: Path) -> None:
    show(chromium, run_file)
    chromium.run("window.evenstrideRun.showPlace(0.25)")
    early = chromium.run("return document.querySelector('[data-run-value=contact_time]').textContent")
    lefts = chromium.run("return [...document.querySelectorAll('.run-cursor')].map((each) => each.style.left)")
    assert set(lefts) == {"25%"}
    chromium.run("window.evenstrideRun.showPlace(0.95)")
    late = chromium.run("return document.querySelector('[data-run-value=contact_time]').textContent")
    assert int(late.removesuffix(" ms")) > int(early.removesuffix(" ms"))
    pace = chromium.run("return document.querySelector('[data-run-value=speed]').textContent")
    assert pace.endswith(" min/km")
    assert chromium.run("return document.querySelector('#run-at').textContent").startswith("km ")


def test_the_slider_moves_with_the_keyboard(chromium: PageDriver, run_file: Path) -> None:
    show(chromium, run_file)
    slider = chromium.driver.find_element("id", "run-place")
    slider.send_keys("\ue012")  # arrow left
    assert chromium.run("return window.evenstrideRun.place.share") == pytest.approx(0.499)
    assert "minute" in (slider.get_attribute("aria-valuetext") or "")


def test_minutes_replace_kilometres_at_the_same_place(chromium: PageDriver, run_file: Path) -> None:
    show(chromium, run_file)
    chromium.run("window.evenstrideRun.showPlace(0.6)")
    before = chromium.run("return document.querySelector('#run-at').textContent")
    chromium.run("document.getElementById('run-axis-min').click()")
    shown = "return [...document.querySelectorAll('.run-axis')].map((each) => getComputedStyle(each).display)"
    assert chromium.run(shown) == ["none", "block"]
    after = chromium.run("return document.querySelector('#run-at').textContent")
    assert abs(int(after.split()[-1]) - int(before.split()[-1])) <= 1


def test_without_a_script_the_curves_stand_and_the_axes_still_change(chromium: PageDriver, run_file: Path) -> None:
    chromium.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        show_without_script(chromium, run_file)
        assert chromium.driver.find_element("id", "run-place").is_displayed() is False
        assert len([e for e in chromium.driver.find_elements("css selector", ".run-data") if e.is_displayed()]) >= 8
        chromium.driver.find_element("id", "run-axis-km").send_keys("\ue014")  # arrow right, to the other choice
        axes = chromium.driver.find_elements("css selector", ".run-axis")
        assert [axis.is_displayed() for axis in axes] == [False, True]
    finally:
        chromium.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def show_without_script(chromium: PageDriver, path: Path) -> None:
    metrics = {"width": 1280, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    chromium.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chromium.driver.get(path.as_uri())


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
def test_axe_finds_nothing(chromium: PageDriver, run_file: Path, width_px: int, scheme: str) -> None:
    show(chromium, run_file, width_px=width_px, scheme=scheme)
    chromium.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert accessibility_violations(chromium) == []


def test_clip_and_run_live_on_one_page(chromium: PageDriver, joined_file: Path) -> None:
    chromium.open(joined_file, width_px=390)
    assert chromium.console() == []
    chromium.run("window.evenstrideRun.showPlace(0.5)")
    assert chromium.run("return document.querySelector('[data-run-value=cadence]').textContent").endswith("steps/min")
    chromium.show_clip()
    chromium.press(".")
    chromium.settle()
    assert chromium.frame == 1
    assert chromium.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert chromium.run("return document.querySelectorAll('#agreement tbody tr').length") >= 2


def test_on_paper_no_chart_is_cut_and_nothing_to_press_is_left(chromium: PageDriver, run_file: Path) -> None:
    show(chromium, run_file, media="print")
    for hidden in (".run-bar", ".run-cursor", ".run-readout"):
        assert chromium.run(f"return getComputedStyle(document.querySelector('{hidden}')).display") == "none"
    printed = chromium.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    assert chromium.run("return getComputedStyle(document.querySelector('.run-row')).breakInside") == "avoid"
