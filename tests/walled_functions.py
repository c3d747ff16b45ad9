"""What tests call behind the wall: each does one thing that the wall is there for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from evenstride.errors import NotAVideoError
from evenstride.wall.child import Tell


def answer(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    tell(0.5, "half way")
    (folder / "made").write_text("here")
    return {"got": arguments, "environment": sorted(os.environ)}


def refuse(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    raise NotAVideoError("Expected a film,\n got a sandwich.")


def fail(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    return {"never": 1 // 0}


def fill_memory(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    return {"bytes": len(bytearray(arguments["bytes"]))}


def compute_for_ever(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    while True:
        pass


def sleep(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """With a child of its own, whose numbers it leaves in its folder."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (folder / "numbers.part").write_text(f"{os.getpid()} {child.pid}")
    (folder / "numbers.part").rename(folder / "numbers")
    tell(0.1, "sleeping")
    time.sleep(600)
    return {}


def kill_itself(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def write_much(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    (folder / "much").write_bytes(bytes(arguments["bytes"]))
    return {}


def reach_out(arguments: dict[str, Any], *, folder: Path, tell: Tell) -> dict[str, Any]:
    """What came of each try to leave: the kind of error, or that it went through."""
    tries = {
        "read a file beside": lambda: Path(arguments["secret"]).read_text(),
        "read what was named": lambda: Path(arguments["named"]).read_text(),
        "write to what was named": lambda: Path(arguments["named"]).write_text("changed"),
        "list a home": lambda: list(Path("/etc").iterdir()),
        "see the parent's environment": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "open a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close(),
        "open a datagram socket": lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close(),
        "open a local socket": lambda: socket.socketpair()[0].close(),
        "end the parent": lambda: os.kill(os.getppid(), signal.SIGCONT),
        "run the interpreter": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True),
    }
    return {name: _outcome(attempt) for name, attempt in tries.items()}


def _outcome(attempt: Any) -> str:
    try:
        attempt()
    except OSError as error:
        return type(error).__name__
    return "went through"
