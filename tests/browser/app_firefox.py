"""Firefox, driven by its own WebDriver BiDi, as an `AppBrowser`."""

from __future__ import annotations

import base64
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app_browser import Scheme
from app_server import RunningApp
from bidi import BidiConnection, BidiError, from_plain, to_plain
from websockets.sync.client import connect

START_S = 60
#: No request of the browser's own: everything but loopback goes to a proxy that is not there.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1, localhost",
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.type": 1,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}


class FirefoxApp:
    """The tests' Firefox, signed in to a running app."""

    name = "firefox"

    def __init__(self, connection: BidiConnection, app: RunningApp) -> None:
        self.connection, self.app = connection, app
        tree = connection.command("browsingContext.getTree", {})
        self.context = tree["contexts"][0]["context"]
        connection.command("session.subscribe", {"events": ["network.beforeRequestSent", "log.entryAdded"]})
        connection.command("browsingContext.activate", {"context": self.context})
        self._go(app.start_address)

    def open(self, path: str, *, width_px: int = 1280, height_px: int = 900, scheme: Scheme = "light") -> None:
        self.connection.command(
            "browsingContext.setViewport",
            {"context": self.context, "viewport": {"width": width_px, "height": height_px}},
        )
        if scheme == "dark":
            raise BidiError("Firefox takes its colour scheme at the start; choose dark by the page's own switch")
        self._go(f"{self.app.origin}{path}")

    def run(self, script: str, *arguments: Any) -> Any:
        answer = self.connection.command(
            "script.callFunction",
            {
                "functionDeclaration": f"function() {{ {script} }}",
                "arguments": [from_plain(argument) for argument in arguments],
                "awaitPromise": True,
                "target": {"context": self.context},
            },
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return to_plain(answer["result"])

    def press(self, *keys: str) -> None:
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.connection.command(
            "input.performActions",
            {"context": self.context, "actions": [{"type": "key", "id": "keys", "actions": strokes}]},
        )

    def choose_files(self, selector: str, *paths: Path) -> None:
        found = self.connection.command(
            "browsingContext.locateNodes",
            {"context": self.context, "locator": {"type": "css", "value": selector}, "maxNodeCount": 1},
        )
        element = {"sharedId": found["nodes"][0]["sharedId"]}
        files = [str(path) for path in paths]
        self.connection.command("input.setFiles", {"context": self.context, "element": element, "files": files})

    def screenshot(self) -> bytes:
        taken = self.connection.command("browsingContext.captureScreenshot", {"context": self.context})
        return base64.b64decode(taken["data"])

    def requested_addresses(self) -> list[str]:
        return [event["request"]["url"] for event in self.connection.take_events("network.beforeRequestSent")]

    def complaints(self) -> list[str]:
        entries = self.connection.take_events("log.entryAdded")
        return [str(entry["text"]) for entry in entries if entry["level"] in {"error", "warn"}]

    def _go(self, address: str) -> None:
        _navigate(self.connection, self.context, address)


def leave_page(connection: BidiConnection) -> None:
    """Go where nothing runs."""
    tree = connection.command("browsingContext.getTree", {})
    _navigate(connection, tree["contexts"][0]["context"], "about:blank")


def _navigate(connection: BidiConnection, context: str, address: str) -> None:
    connection.command("browsingContext.navigate", {"context": context, "url": address, "wait": "complete"})


@contextmanager
def running_firefox(program: str, folder: Path) -> Iterator[BidiConnection]:
    """Start a Firefox with a profile of its own and connect to it."""
    profile = folder / "profile"
    profile.mkdir(parents=True)
    lines = [f'user_pref("{name}", {_as_script(value)});' for name, value in PREFERENCES.items()]
    (profile / "user.js").write_text("\n".join(lines))
    log = folder / "firefox.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [program, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        with connect(f"{_bidi_address(log)}/session", max_size=None, proxy=None) as socket:
            yield BidiConnection(socket)
    finally:
        process.terminate()
        process.wait(20)


def _bidi_address(log: Path) -> str:
    """Where Firefox says that it listens."""
    deadline = time.monotonic() + START_S
    while not (found := re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text(errors="replace"))):
        assert time.monotonic() < deadline, f"Firefox did not start: {log.read_text(errors='replace')[-500:]}"
        time.sleep(0.05)
    return found[1]


def _as_script(value: bool | int | str) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value).replace("'", '"')
