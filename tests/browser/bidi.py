"""A small client of WebDriver BiDi: commands out, answers and events in, over one WebSocket.

Firefox speaks the protocol itself (``--remote-debugging-port``), so that no driver program is needed.
"""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

from websockets.sync.client import ClientConnection

ANSWER_S = 30


class BidiError(AssertionError):
    """The browser refused a command."""


class BidiConnection:
    """One session with a browser. ``events`` holds what it told by itself, in order."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self.command("session.new", {"capabilities": {}})

    def command(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Send a command and wait for its answer; events that come before it are kept."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        deadline = time.monotonic() + ANSWER_S
        while True:
            message = json.loads(self._socket.recv(timeout=max(0.0, deadline - time.monotonic())))
            if message.get("type") == "event":
                self.events.append(message)
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise BidiError(f"{method}: {message['error']}: {message['message']}")
                result: dict[str, Any] = message["result"]
                return result

    def take_events(self, method: str) -> list[dict[str, Any]]:
        """What was told of one kind since the last time, and forget it."""
        self.command("session.status", {})
        taken = [event["params"] for event in self.events if event["method"] == method]
        self.events = [event for event in self.events if event["method"] != method]
        return taken


def to_plain(value: dict[str, Any]) -> Any:
    """A value of the page as Python's own."""
    kind = value["type"]
    if kind in {"undefined", "null"}:
        return None
    if kind == "array":
        return [to_plain(each) for each in value["value"]]
    if kind == "object":
        return {key: to_plain(each) for key, each in value["value"]}
    if kind in {"string", "boolean", "number"}:
        return value["value"]
    return kind


def from_plain(value: Any) -> dict[str, Any]:
    """A Python value as an argument for a script in the page."""
    if value is None:
        return {"type": "null"}
    if isinstance(value, bool):
        return {"type": "boolean", "value": value}
    if isinstance(value, int | float):
        return {"type": "number", "value": value}
    if isinstance(value, str):
        return {"type": "string", "value": value}
    return {"type": "array", "value": [from_plain(each) for each in value]}
