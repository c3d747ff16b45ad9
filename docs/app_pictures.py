"""Pictures of the app for the documentation: a data folder with reports of rendered clips, opened in a browser."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shown_pages import show_at, wait_until

from evenstride.model import ClipAnalysis
from evenstride.store import open_store

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from app_server import running_app  # noqa: E402  (the tests' own helpers, found by the line above)

from kept_reports import keep_original, keep_report, keep_runner  # noqa: E402

NOW, BEFORE = datetime(2026, 11, 2, 17, 30, tzinfo=UTC), datetime(2026, 9, 21, 17, 5, tzinfo=UTC)
SHOWN_PHASE = 0.12  # early in stance, where both feet differ most
Save = Callable[[Any, str, tuple[float, float, float, float]], Path]


def report_pictures(driver: Any, folder: Path, now: ClipAnalysis, before: ClipAnalysis, save: Save) -> list[Path]:
    """The list of reports, a report in the app and a report beside an earlier one.

    Parameters
    ----------
    now, before : analyses of two rendered clips of the same side, with their previews.
    save : photographs a part of the page under a name.
    """
    with open_store(folder / "reports") as store:
        runner = keep_runner(store, "Ada")
        earlier = keep_report(store, runner, before, recorded_at=BEFORE)
        later = keep_report(store, runner, now, recorded_at=NOW)
        keep_original(store, runner, "evening.mp4", b"evening", recorded_at=BEFORE)
    with running_app(folder / "reports") as app:
        driver.get(app.start_address)
        show_at(driver, f"{app.origin}/reports", 1280, 620)
        wait_until(driver, "return [...document.images].every((each) => each.complete)")
        pictures = [save(driver, "app_reports.png", (0, 0, 1280, 620))]
        show_at(driver, f"{app.origin}/reports/{later.id}", 1280, 1260)
        wait_until(driver, "return document.documentElement.dataset.stills === 'ready'")
        driver.execute_script("window.evenstridePlayer.clock.show(60)")
        wait_until(driver, "return document.querySelector('.stage').dataset.frame === '60'")
        pictures.append(save(driver, "app_report.png", (0, 0, 1280, 1260)))
        show_at(driver, f"{app.origin}/reports/{later.id}/compare?with={earlier.id}", 1280, 1230)
        wait_until(driver, "return document.querySelector('.compare-stage.is-later video').readyState >= 2")
        driver.execute_script("window.evenstrideComparison.showPhase(arguments[0])", SHOWN_PHASE)
        time.sleep(1.0)  # both films come to their pictures
        pictures.append(save(driver, "app_compare.png", (0, 0, 1280, 1230)))
    return pictures
