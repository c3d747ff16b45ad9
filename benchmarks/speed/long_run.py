"""A watch's file of several hours: ``evenstride run`` as a user calls it, beside the reader library's own parsing.

Seconds are of the processor, so that what else the machine does weighs on neither. Both find their modules compiled, as
an installation leaves them, whatever the shell says about bytecode.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

#: What is allowed: this many times the library's own parsing, and this many seconds more.
MOST_TIMES, AND_SECONDS = 1.3, 1.0
#: Parses every message and keeps nothing.
_BARE_PARSE = """
import sys, time
import fitdecode
started_s = time.process_time()
with fitdecode.FitReader(sys.argv[1], check_crc=fitdecode.CrcCheck.DISABLED,
                         error_handling=fitdecode.ErrorHandling.IGNORE) as frames:
    for frame in frames:
        pass
print(time.process_time() - started_s)
"""
#: The whole command, its interpreter's start included, and the most memory it held.
_WHOLE = """
import json, resource, subprocess, sys
subprocess.run([sys.executable, "-m", "evenstride.cli.main", "run", *sys.argv[1:]], check=True,
               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def time_run_file(path: Path, *, rounds: int) -> dict[str, float]:
    """Medians over fresh processes, in turn: seconds of the library, of the run and of the run with its page.

    Beside them the ratio of the last to the first, what is allowed, and the most MB held.
    """
    parse_s: list[float] = []
    run_s: list[float] = []
    page_s: list[float] = []
    held_mb: list[float] = []
    with TemporaryDirectory() as folder:
        wanted: tuple[tuple[list[float], Sequence[str]], ...] = (
            (run_s, ()),
            (page_s, ("--report", str(Path(folder) / "run.html"))),
        )
        for _, outputs in wanted:
            _printed(_WHOLE, path, outputs)
        for _ in range(rounds):
            parse_s.append(float(_printed(_BARE_PARSE, path)))
            for seconds_of, outputs in wanted:
                seconds, megabytes = json.loads(_printed(_WHOLE, path, outputs))
                seconds_of.append(seconds)
                held_mb.append(megabytes)
    parse, with_page = median(parse_s), median(page_s)
    return {
        "library parses (s)": parse,
        "evenstride run (s)": median(run_s),
        "with its page (s)": with_page,
        "ratio": with_page / parse,
        "allowed (s)": MOST_TIMES * parse + AND_SECONDS,
        "most memory (MB)": max(held_mb),
    }


def render_run_file(path: Path, times: dict[str, float]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [f"\n### {path.name}\n", "| " + " | ".join(times) + " |", "|---" * len(times) + "|"]
    return [*lines, "| " + " | ".join(f"{value:.2f}" for value in times.values()) + " |"]


def _printed(program: str, path: Path, outputs: Sequence[str] = ()) -> str:
    command = [sys.executable, "-c", program, str(path), *outputs]
    with_bytecode = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=with_bytecode).stdout
