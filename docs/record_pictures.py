"""Pictures of Record and of the coach in the app: a rendered clip is brought, a drawn body squats before the camera."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from shown_pages import show_at, wait_until

from evenstride.services.runners import ProfileEntry, create_runner
from evenstride.store import open_store

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from app_server import running_app  # noqa: E402  (the tests' own helpers, found by the line above)
from fake_camera import chromium_with_camera, write_squats  # noqa: E402

SAMPLE = ROOT / "samples" / "treadmill_side_60fps.mp4"
SQUATS = "/coach/inner_quad_squat?sets=3&reps=8"
Save = Callable[[Any, str, tuple[float, float, float, float]], Path]


def record_pictures(driver: Any, folder: Path, save: Save) -> list[Path]:
    """Record with a clip that came, and a set of squats as the coach counts it.

    Parameters
    ----------
    save : photographs a part of the page under a name.
    """
    home = folder / "recorded"
    with open_store(home) as store:
        create_runner(store, ProfileEntry("Ada", height_m=1.75), agrees_to_storage=True)
    with running_app(home) as app:
        driver.get(app.start_address)
        show_at(driver, f"{app.origin}/record", 1280, 900)
        wait_until(driver, "return Boolean(document.getElementById('pick'))")
        driver.find_element("css selector", "#pick").send_keys(str(SAMPLE))
        wait_until(driver, "return document.querySelectorAll('.upload.is-whole').length === 1")
        pictures = [save(driver, "record_wide.png", (0, 0, 1280, 1445))]
        write_squats(folder / "squats.mjpeg", reps=4)
        with chromium_with_camera(folder / "camera", folder / "squats.mjpeg") as watching:
            watching.get(app.start_address)
            show_at(watching, f"{app.origin}{SQUATS}", 1280, 800)
            watching.execute_script("document.getElementById('with-camera').click()")
            wait_until(watching, "return document.getElementById('coach-number').textContent === '3'")
            pictures.append(save(watching, "coach_wide.png", (0, 0, 1280, 800)))
    return pictures
