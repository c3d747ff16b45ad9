"""The app and a browser as benchmarks start them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


class RunningApp(NamedTuple):
    """Where it is opened, and its process."""

    address: str
    pid: int


@contextmanager
def running_app(folder: Path) -> Iterator[RunningApp]:
    """The app with an empty data folder below ``folder``, without a browser."""
    command = [sys.executable, "-m", "evenstride.cli.main", "serve", "--no-browser", "--port", "0", "--no-sample"]
    process = subprocess.Popen(
        command,
        env={**os.environ, "EVENSTRIDE_HOME": str(folder / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://127.0.0.1:\d+/start\S+", process.stdout.readline())
        assert found, "the server did not say where it is"
        yield RunningApp(found.group(), process.pid)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def chromium(profile: Path, clip: Path | None = None) -> Iterator[Any]:
    """A driver of Chromium; with a clip it has a camera that shows it."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    camera = () if clip is None else (f"--use-file-for-fake-video-capture={clip}",)
    for flag in (*FLAGS, *camera, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        yield driver
    finally:
        driver.quit()
