"""What a test of the app does in a browser, the same words for Chromium and Firefox."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import pytest
from app_server import RunningApp

Scheme = Literal["light", "dark"]
LOOPBACK = "127.0.0.1"
#: Only what never comes takes longer, on a machine however busy.
PATIENCE_S = 90.0


class Page(Protocol):
    """What shows a page."""

    def run(self, script: str, *arguments: Any) -> Any:
        """Run the body of a function in the page; its return value."""


class AppBrowser(Page, Protocol):
    """A browser that is signed in to a running app."""

    app: RunningApp
    name: str

    def open(self, path: str, *, width_px: int = 1280, height_px: int = 900, scheme: Scheme = "light") -> None:
        """Open a page of the app and wait until it is loaded."""

    def press(self, *keys: str) -> None:
        """Press keys one after the other, wherever the focus is."""

    def choose_files(self, selector: str, *paths: Path) -> None:
        """Choose files in a picker, as a person would in the system's window."""

    def screenshot(self) -> bytes:
        """The window as PNG."""

    def requested_addresses(self) -> list[str]:
        """Every address that pages asked for since the last look."""

    def complaints(self) -> list[str]:
        """Errors and warnings on the console since the last look; refusals of the content policy are among them."""


#: Both schemes and both widths; all four pairs with --slow.
LOOKS = (
    ("light", 1280),
    ("dark", 390),
    pytest.param("dark", 1280, marks=pytest.mark.slow),
    pytest.param("light", 390, marks=pytest.mark.slow),
)


def wait_until(browser: Page, script: str, *, timeout_s: float = PATIENCE_S) -> None:
    """Poll until the script returns something true; while another page loads there is no body, and it waits."""
    deadline = time.monotonic() + timeout_s
    while not browser.run(f"if (!document.body) return false; {script}"):
        assert time.monotonic() < deadline, f"waited {timeout_s} s in vain for: {script}"
        time.sleep(0.02)


def requests_off_loopback(addresses: list[str]) -> list[str]:
    """The requests that left this machine, of those that a browser made."""
    outward = [a for a in addresses if not a.startswith(("data:", "blob:", "about:", "chrome:", "resource:"))]
    return [address for address in outward if urlsplit(address).hostname != LOOPBACK]


def accessibility_violations(browser: Page) -> list[str]:
    """What axe finds by the rules of WCAG 2.2 A and AA and its own good practice, one line each."""
    axe = pytest.importorskip("axe_core_python.base", reason="needs axe-core-python for its axe script")
    browser.run(f"{axe.AXE_SCRIPT}; return true")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    browser.run(
        "window.axeFound = null; window.axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']})"
        ".then((found) => { window.axeFound = found.violations.map((each) => "
        "`${each.id}: ${each.nodes.map((node) => node.target.join(' ')).join(', ')}`); })"
        ".catch((error) => { window.axeFound = [String(error)]; }); return true",
        tags,
    )
    wait_until(browser, "return window.axeFound !== null")
    return list(browser.run("return window.axeFound"))


def widest_overflow_px(browser: AppBrowser) -> float:
    """By how much the page is wider than its window; 0 where nothing scrolls sideways."""
    return float(browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
