"""Open a page at a size and wait for it: what every picture of the documentation begins with."""

from __future__ import annotations

import time
from typing import Any

LONGEST_WAIT_S = 90.0
#: What a script changed is on the picture a paint or two later.
PAINTED_S = 0.3


def show_at(driver: Any, address: str, width_px: int, height_px: int) -> None:
    """Open an address at this size."""
    metrics = {"width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": width_px < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get(address)


def wait_until(driver: Any, script: str) -> None:
    """Poll the page, whose content policy evaluates no strings by itself, until the script is true and painted.

    Raises
    ------
    TimeoutError : it is not within a minute and a half.
    """
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not driver.execute_script(script):
        if time.monotonic() > deadline:
            raise TimeoutError(f"Expected the page to become ready within {LONGEST_WAIT_S:g} s: {script}")
        time.sleep(0.05)
    time.sleep(PAINTED_S)


def box_around(driver: Any, *selectors: str, margin_px: float = 16.0) -> tuple[float, float, float, float]:
    """(x, y, width, height) around what each selector finds first, pixels of the page."""
    boxes = driver.execute_script(
        "return arguments[0].map((each) => {"
        "const box = document.querySelector(each).getBoundingClientRect();"
        "return [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]; })",
        selectors,
    )
    left, top = (min(box[side] for box in boxes) - margin_px for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) + margin_px for side in (2, 3))
    return left, top, right - left, bottom - top
