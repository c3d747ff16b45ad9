"""What the browser tests of the session share: a clock that only they put forward, and the steps of a session."""

from __future__ import annotations

from app_browser import AppBrowser, wait_until

ENTER, SPACE, RIGHT, LEFT, UP, ESCAPE = "\ue007", " ", "\ue014", "\ue012", "\ue013", "\ue00c"
#: Seconds of the short plan's session: ready, left, change, right, rest, left; ready, squeezes, rest, squeezes.
SCHEDULE = (15, 30, 10, 30, 20, 30, 15, 30, 30, 30)
#: The page's clock stands still but for what a test adds: no machine is so busy that a step runs out unseen.
CLOCK = (
    "const stoodMs = performance.now(); window.aheadMs = 0;"
    "performance.now = () => stoodMs + window.aheadMs; return true"
)


def open_session(browser: AppBrowser, path: str = "/session", *, width_px: int = 1280, height_px: int = 900) -> None:
    """Open the session's page with a clock that only tests put forward."""
    browser.open(path, width_px=width_px, height_px=height_px)
    browser.run(CLOCK)
    wait_until(browser, "return !document.getElementById('session-start').hidden")


def activate(browser: AppBrowser, id_: str) -> None:
    """Press a button by the keyboard; Firefox, driven by a program, sends the key and clicks nothing."""
    browser.run("document.getElementById(arguments[0]).focus()", id_)
    browser.press(ENTER)
    if browser.name == "firefox":
        browser.run("document.getElementById(arguments[0]).click()", id_)


def start(browser: AppBrowser) -> None:
    """Start by the keyboard, as browsers want it before they make a sound."""
    activate(browser, "session-start")
    wait_until(browser, "return !document.getElementById('session-stage').hidden")


def pass_time(browser: AppBrowser, seconds: float) -> None:
    """Put the clock forward and wait until the page looked at it."""
    browser.run("window.aheadMs += arguments[0] * 1000", seconds)
    browser.run("return new Promise((resolve) => setTimeout(resolve, 450))")


def phase(browser: AppBrowser) -> str:
    return str(browser.run("return document.getElementById('stage-phase').textContent"))


def text_of(browser: AppBrowser, id_: str) -> str:
    return str(browser.run("return document.getElementById(arguments[0]).textContent", id_))


def choose_runner(browser: AppBrowser, runner_id: str) -> None:
    """Show this runner's things in this browser."""
    browser.run(
        "return fetch('/runners/choose', {method: 'POST', body: new URLSearchParams({runner_id: arguments[0]})})"
        ".then((answer) => answer.ok)",
        runner_id,
    )
