"""Stages that take a moment and do as they are told, for tests of the queue; called behind the wall."""

from __future__ import annotations

import os
import secrets
import signal
import time
from pathlib import Path
from typing import Any

from evenstride.errors import InputError

STEPS, STEP_S = 12, 0.03


def work(arguments: dict[str, Any], *, folder: Path, tell: Any) -> dict[str, Any]:
    """Check that the earlier stages' files are there, work for a third of a second (or seven), leave file and token."""
    stage, payload = arguments["stage"], arguments["payload"]
    for earlier, value in arguments["values"].items():
        if Path(arguments["files"][earlier]).read_text() != value["token"]:
            raise InputError(f"Expected what stage {earlier} left, found something else.")
    if payload.get("refuses_in") == stage:
        raise InputError("Expected something else.")
    for step in range(STEPS * (20 if payload.get("is_long_in") == stage else 1)):
        tell(step / STEPS, "In the midst.")
        time.sleep(STEP_S)
        if payload.get("dies_in") == stage:
            os.kill(os.getpid(), signal.SIGKILL)
    token = secrets.token_hex(8)
    (folder / "left.txt").write_text(token)
    return {"values": {"token": token}, "files": {stage: ["left.txt", "text/plain"]}}
