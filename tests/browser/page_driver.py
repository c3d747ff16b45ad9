"""What a test does with a page: open it from disk, press keys, read what is shown."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from app_browser import PATIENCE_S
from preview_clips import BITS, BLOCK_PX

DECODE_SHOWN_NUMBER = f"""
const video = document.querySelector('.stage video');
const canvas = document.createElement('canvas');
canvas.width = 320; canvas.height = 180;
const pen = canvas.getContext('2d');
pen.drawImage(video, 0, 0, 320, 180);
let number = 0;
for (let bit = 0; bit < {BITS}; bit += 1) {{
  const pixel = pen.getImageData(bit * {BLOCK_PX} + {BLOCK_PX // 2}, {BLOCK_PX // 2}, 1, 1).data[0];
  if (pixel > 120) number += 2 ** bit;
}}
return number;
"""
HAS_SETTLED = """
const video = document.querySelector('.stage video');
return (!video || video.error || (video.readyState >= 2 && !video.seeking))
  && Number(document.querySelector('.stage').dataset.frame) === window.evenstridePlayer.clock.wantedFrame;
"""


class PageDriver:
    """A browser with one report open."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, path: Path, *, width_px: int = 1440, height_px: int = 900, scheme: str = "light") -> None:
        """Open a file from disk in a window of this size and colour scheme, and wait until the clip can be shown."""
        metrics = {"width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": width_px < 600}
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.driver.get_log("browser"), self.driver.get_log("performance")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        self.driver.get(path.as_uri())
        self.wait_until("return Boolean(window.evenstridePlayer)")
        self.wait_until(HAS_SETTLED)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def wait_until(self, script: str, *, timeout_s: float = PATIENCE_S) -> None:
        """Poll: a strict content policy does not let the page evaluate strings by itself."""
        deadline = time.monotonic() + timeout_s
        while not self.run(script):
            assert time.monotonic() < deadline, f"waited {timeout_s} s in vain for: {script}"
            time.sleep(0.01)

    def press(self, key: str) -> None:
        """Press a key on the page itself."""
        self.driver.find_element("tag name", "body").send_keys(key)

    def settle(self) -> None:
        """Wait until the picture that was asked for is the one shown."""
        self.wait_until(HAS_SETTLED)

    def show_clip(self) -> None:
        self.run("document.getElementById('clip').scrollIntoView({behavior: 'instant'})")
        time.sleep(0.15)  # the page learns by its next frame that the clip is in view

    @property
    def frame(self) -> int:
        """The picture that skeleton and curves stand at."""
        return int(self.run("return Number(document.querySelector('.stage').dataset.frame)"))

    @property
    def shown_number(self) -> int:
        """The number that the picture on the screen carries."""
        return int(self.run(DECODE_SHOWN_NUMBER))

    @property
    def is_playing(self) -> bool:
        return bool(self.run("return window.evenstridePlayer.clock.isPlaying"))

    def console(self) -> list[str]:
        """Messages since the last look."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requested_addresses(self) -> list[str]:
        """Every address asked for since the page was opened, without those inside the file itself."""
        messages = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        sent = (m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent")
        return [address for address in sent if not address.startswith(("data:", "blob:"))]
