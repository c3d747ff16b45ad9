"""Pictures of the home tests in the app: the list that a report suggests, and the report once two of them were done."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shown_pages import box_around, show_at, wait_until

from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.services.screens.results import ScreenEntry, keep_screens
from evenstride.store import open_store
from evenstride.testing import synthetic_analysis

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from app_server import running_app  # noqa: E402  (the tests' own helpers, found by the line above)

from kept_reports import keep_report  # noqa: E402

Save = Callable[[Any, str, tuple[float, float, float, float]], Path]
DONE = (
    ScreenEntry("modified_thomas", "right", value=6.0, error=2.0, scored_by="camera"),
    ScreenEntry("modified_thomas", "left", value=-12.0, error=2.0, scored_by="camera"),
    ScreenEntry("front_plank", None, value=58.0, scored_by="timer"),
)
#: From the heading over the suspected muscles to what their tests are read against.
SAID = (".shared:has(.tested) > h4", ".tested", ".tested + p")


def home_test_pictures(driver: Any, folder: Path, save: Save) -> list[Path]:
    """The list of tests, and what the report then says of the suspected muscles.

    Parameters
    ----------
    save : photographs a part of the page under a name.
    """
    with open_store(folder / "tested") as store:
        runner = create_runner(store, ProfileEntry("Kim"), agrees_to_storage=True)
        report = keep_report(store, runner, synthetic_analysis())
        keep_screens(store, runner.id, DONE)
    with running_app(folder / "tested") as app:
        driver.get(app.start_address)
        show_at(driver, f"{app.origin}/screens", 1280, 900)
        wait_until(driver, "return document.readyState === 'complete'")
        pictures = [save(driver, "home_tests.png", (0, 0, 1280, 978))]
        show_at(driver, f"{app.origin}/reports/{report.id}", 1280, 900)
        wait_until(driver, "return document.querySelector('.tested') !== null")
        pictures.append(save(driver, "home_tests_report.png", box_around(driver, *SAID)))
    return pictures
