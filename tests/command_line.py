"""``evenstride`` as its user runs it: a process of its own, its exit code and both its outputs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "evenstride.cli.main")


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def error_line(self) -> str:
        """The one line on standard error; fails where there are more, or none."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def run_evenstride(*arguments: str | Path, folder: Path | None = None) -> Outcome:
    """Run a command to its end."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=120, cwd=folder, check=False
    )
    return Outcome(done.returncode, done.stdout, done.stderr)
