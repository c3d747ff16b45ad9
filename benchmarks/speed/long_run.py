"""A watch's file of several hours: ``evenstride run`` as a user calls it, beside the reader library's own parsing.

Seconds are of the processor, so that what else the machine does weighs on neither.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

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
subprocess.run([sys.executable, "-m", "evenstride.cli.main", "run", sys.argv[1]], check=True, stdout=subprocess.DEVNULL,
               stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def time_run_file(path: Path, *, rounds: int) -> dict[str, float]:
    """Medians over fresh processes, in turn: seconds of both, their ratio, what is allowed, and the most MB held."""
    parse_s, whole_s, held_mb = [], [], []
    for _ in range(rounds):
        parse_s.append(float(_printed(_BARE_PARSE, path)))
        seconds, megabytes = json.loads(_printed(_WHOLE, path))
        whole_s.append(seconds)
        held_mb.append(megabytes)
    parse, whole = median(parse_s), median(whole_s)
    return {
        "library parses (s)": parse,
        "evenstride run (s)": whole,
        "ratio": whole / parse,
        "allowed (s)": MOST_TIMES * parse + AND_SECONDS,
        "most memory (MB)": max(held_mb),
    }


def render_run_file(path: Path, times: dict[str, float]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [f"\n### {path.name}\n", "| " + " | ".join(times) + " |", "|---" * len(times) + "|"]
    return [*lines, "| " + " | ".join(f"{value:.2f}" for value in times.values()) + " |"]


def _printed(program: str, path: Path) -> str:
    return subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True).stdout
