"""Pictures of the plan and the guided session in the app, of a made-up runner whose plan begins today."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from shown_pages import show_at

from evenstride.services.training.planning import PlanWishes, make_plan_for
from evenstride.store import open_store

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from app_server import running_app  # noqa: E402  (the tests' own helpers, found by the line above)

from training_examples import a_measured_runner  # noqa: E402

SETTLED_S = 0.8  # the page may say the browser's time zone and load again; the timer looks five times a second
Save = Callable[[Any, str, tuple[float, float, float, float]], Path]
PUT_FORWARD = "const real = performance.now.bind(performance); performance.now = () => real() + 18000"


def session_pictures(driver: Any, folder: Path, save: Save) -> list[Path]:
    """The plan on a desk, and a set under way on a phone and on a desk.

    Parameters
    ----------
    save : photographs a part of the page under a name.
    """
    today = date.today()
    with open_store(folder / "trained") as store:
        make_plan_for(store, a_measured_runner(store), PlanWishes(today), today=today)
    pictures = []
    with running_app(folder / "trained") as app:
        driver.get(app.start_address)
        show_at(driver, f"{app.origin}/plan", 1280, 1180)
        time.sleep(SETTLED_S)
        pictures.append(save(driver, "app_plan.png", (0, 0, 1280, 1180)))
        for name, width_px, height_px in (("session_wide.png", 1280, 800), ("session_phone.png", 390, 844)):
            show_at(driver, f"{app.origin}/session", width_px, height_px)
            time.sleep(SETTLED_S)
            driver.execute_script("document.getElementById('session-start').click()")
            driver.execute_script(PUT_FORWARD)
            time.sleep(SETTLED_S)
            pictures.append(save(driver, name, (0, 0, width_px, height_px)))
    return pictures
