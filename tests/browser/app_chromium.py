"""Chromium, driven by selenium, as an `AppBrowser`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app_browser import Scheme
from app_server import RunningApp


class ChromiumApp:
    """The tests' Chromium, signed in to a running app."""

    name = "chromium"

    def __init__(self, driver: Any, app: RunningApp) -> None:
        self.driver, self.app = driver, app
        driver.get_log("browser"), driver.get_log("performance")
        driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        driver.get(app.start_address)

    def open(self, path: str, *, width_px: int = 1280, height_px: int = 900, scheme: Scheme = "light") -> None:
        metrics = {"width": width_px, "height": height_px, "deviceScaleFactor": 1, "mobile": width_px < 600}
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        self.driver.get(f"{self.app.origin}{path}")

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def choose_files(self, selector: str, *paths: Path) -> None:
        self.driver.find_element("css selector", selector).send_keys("\n".join(map(str, paths)))

    def screenshot(self) -> bytes:
        picture: bytes = self.driver.get_screenshot_as_png()
        return picture

    def requested_addresses(self) -> list[str]:
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        pages = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return pages + [m["params"]["url"] for m in messages if m["method"] == "Network.webSocketCreated"]

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def set_offline(self, is_offline: bool) -> None:
        """Take the network away from the pages, or give it back."""
        conditions = {"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.driver.execute_cdp_cmd("Network.enable", {})
        self.driver.execute_cdp_cmd("Network.emulateNetworkConditions", conditions)
