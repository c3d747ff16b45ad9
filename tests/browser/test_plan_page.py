"""The plan's page in a real browser: on a phone, on a desk, in the dark, on paper."""

from __future__ import annotations

import base64
import time
from pathlib import Path
from typing import Any

import pytest
from app_browser import LOOKS, accessibility_violations
from page_driver import PageDriver

from evenstride.reports.plan import render_plan_html
from plan_examples import example_plan, example_stop

pytestmark = pytest.mark.browser
WIDTHS_PX = (360, 390, 768, 1280, 2200)


@pytest.fixture(scope="session")
def plan_file(report_folder: Path, knowledge: Any) -> Path:
    path = report_folder / "plan.html"
    path.write_text(render_plan_html(example_plan(), knowledge=knowledge), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def stop_file(report_folder: Path, knowledge: Any) -> Path:
    path = report_folder / "stop.html"
    path.write_text(render_plan_html(example_stop(), knowledge=knowledge), encoding="utf-8")
    return path


def show(chromium: PageDriver, path: Path, *, width_px: int = 1280, scheme: str = "light", media: str = "") -> None:
    """Open a page that has no script of its own in a window of this width."""
    metrics = {"width": width_px, "height": 844, "deviceScaleFactor": 1, "mobile": width_px < 600}
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.driver.get_log("browser"), chromium.driver.get_log("performance")
    chromium.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    chromium.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    chromium.driver.get(path.as_uri())
    chromium.wait_until("return document.readyState === 'complete'")


def test_the_page_opens_from_disk_without_message_or_request(chromium: PageDriver, plan_file: Path) -> None:
    show(chromium, plan_file)
    assert chromium.console() == []
    assert [a for a in chromium.requested_addresses() if a != plan_file.as_uri()] == []


@pytest.mark.parametrize("width_px", WIDTHS_PX)
def test_the_page_never_scrolls_sideways(chromium: PageDriver, plan_file: Path, width_px: int) -> None:
    show(chromium, plan_file, width_px=width_px)
    chromium.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert chromium.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize(("width_px", "height_px"), [(390, 844), (1280, 800)])
def test_the_first_session_begins_on_the_first_screen(
    chromium: PageDriver, plan_file: Path, width_px: int, height_px: int
) -> None:
    show(chromium, plan_file, width_px=width_px)
    first = chromium.run("return document.querySelector('.today-list li').getBoundingClientRect().bottom")
    assert first < height_px


def test_the_figure_moves_on_the_screen_and_stands_still_on_paper(chromium: PageDriver, plan_file: Path) -> None:
    shown = (
        "return ['.figure-moving', '.figure-still'].map((name) =>"
        " document.querySelector(name).getBoundingClientRect().height > 0)"
    )
    show(chromium, plan_file)
    assert chromium.run(shown) == [True, False]
    chromium.run("document.querySelector('.figure-moving').scrollIntoView({behavior: 'instant', block: 'center'})")
    pictures = set()
    for _ in range(6):
        pictures.add(chromium.driver.find_element("css selector", ".figure-moving").screenshot_as_base64)
        time.sleep(0.3)
    assert len(pictures) > 1
    show(chromium, plan_file, media="print")
    assert chromium.run(shown) == [False, True]


def test_on_paper_everything_is_open_and_a_card_is_no_longer_than_a_page(chromium: PageDriver, plan_file: Path) -> None:
    show(chromium, plan_file, width_px=695, media="print")  # A4 less its margins: 184 mm
    heights = chromium.run(
        "return [...document.querySelectorAll('.plan-card')].map((card) => card.getBoundingClientRect().height)"
    )
    assert len(heights) == 3
    assert max(heights) < 1035  # 274 mm
    hidden = chromium.run(
        "return [...document.querySelectorAll('details dl')]"
        ".filter((list) => !list.getBoundingClientRect().height).length"
    )
    assert hidden == 0


def test_it_prints(chromium: PageDriver, plan_file: Path) -> None:
    show(chromium, plan_file)
    printed = chromium.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
    content = base64.b64decode(printed["data"])
    assert content.startswith(b"%PDF")
    assert 4 <= content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") <= 12


def test_on_a_phone_the_weeks_are_cards_with_their_week_beside_each_dose(chromium: PageDriver, plan_file: Path) -> None:
    show(chromium, plan_file, width_px=390)
    label = chromium.run(
        "return getComputedStyle(document.querySelector('.weeks td:nth-of-type(3)'), '::before').content"
    )
    assert label == '"Week 3"'


def test_on_a_desk_the_head_of_the_weeks_stays_in_sight(chromium: PageDriver, plan_file: Path) -> None:
    show(chromium, plan_file)
    top_px, bottom_of_list_px = chromium.run(
        "document.querySelector('.weeks tbody tr:last-child').scrollIntoView({behavior: 'instant', block: 'center'});"
        "return [document.querySelector('.weeks thead th').getBoundingClientRect().top,"
        " document.querySelector('.contents').getBoundingClientRect().bottom]"
    )
    assert top_px >= bottom_of_list_px - 2


def test_a_stopped_plan_says_whom_to_see_on_the_first_screen(chromium: PageDriver, stop_file: Path) -> None:
    show(chromium, stop_file, width_px=390)
    text = chromium.run("return document.body.innerText")
    assert "See a doctor today." in text
    assert "sets" not in text
    assert chromium.run("return document.querySelector('.stop h2').getBoundingClientRect().bottom") < 844


@pytest.mark.parametrize(("scheme", "width_px"), LOOKS)
@pytest.mark.parametrize("file", ["plan_file", "stop_file"])
def test_axe_finds_nothing(
    chromium: PageDriver, request: pytest.FixtureRequest, file: str, width_px: int, scheme: str
) -> None:
    show(chromium, request.getfixturevalue(file), width_px=width_px, scheme=scheme)
    chromium.run("for (const details of document.querySelectorAll('details')) details.open = true")
    assert accessibility_violations(chromium) == []
