"""Chromium with a drawn person before its camera."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from chromium_program import CHROMEDRIVER, CHROMIUM, FLAGS

from coached_bodies import BODY_SHARE, SIZE_PX, squat_track
from evenstride.testing_person import draw_empty_room, person_pictures, save_camera_clip

#: The browser plays 30 pictures a second; the body is drawn for half as many.
DRAWN_FPS = 15
GONE_S = 2.4


def write_squats(path: Path, *, reps: int = 2, gone_s: float = GONE_S, **how: Any) -> None:
    """Somebody stands, squats, and leaves the picture; the browser plays it in a loop."""
    drawn = person_pictures(squat_track(reps=reps, fps=DRAWN_FPS, **how), body_share=BODY_SHARE)
    empty = [draw_empty_room(SIZE_PX)] * round(gone_s * DRAWN_FPS)
    save_camera_clip(chain.from_iterable((picture, picture) for picture in chain(drawn, empty)), path)


@contextmanager
def chromium_with_camera(folder: Path, clip: Path | None) -> Iterator[Any]:
    """A driver whose pages get the clip as their camera, without being asked; without a clip they are refused one."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    camera = ["--use-fake-device-for-media-stream"]
    if clip is None:
        camera += ["--deny-permission-prompts"]
    else:
        camera += ["--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={clip}"]
    for flag in (*FLAGS, *camera, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(CHROMEDRIVER))
    driver.set_page_load_timeout(30)
    try:
        yield driver
    finally:
        driver.quit()
