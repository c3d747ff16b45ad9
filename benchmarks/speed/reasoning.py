"""What the reasoning costs beside the video: reading the knowledge and making a plan, each in fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median

COLUMNS = ("part", "median ms", "slowest ms", "processes")
#: Prints the milliseconds of each part. What the knowledge imports on its first call, mostly pydantic and its models,
#: stands in a row of its own.
MEASURED_CALLS = """
import datetime, importlib, json, time
from evenstride.knowledge import load_knowledge
ms = {}
def timed(name, call):
    started_s = time.perf_counter()
    result = call()
    ms[name] = 1000 * (time.perf_counter() - started_s)
    return result
timed("imports of the knowledge", lambda: importlib.import_module("evenstride.knowledge.compiled"))
knowledge = timed("knowledge", load_knowledge)
from evenstride.model.finding import Finding
from evenstride.model.plan import RunnerProfile
found = knowledge.findings["hard_heel_landing"]
finding = Finding(found.id, "left", "present", 0.6, (), (), found.grade, (), (), (), (), found.exercises, "", "")
from evenstride.prescription import make_plan
def plan():
    return make_plan([finding], RunnerProfile(), knowledge=knowledge, start_on=datetime.date(2026, 3, 2))
timed("plan", plan)
timed("plan, again", plan)
print(json.dumps(ms))
"""


def time_reasoning_ms(*, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each part, one value for each fresh process."""
    times: dict[str, list[float]] = {}
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", MEASURED_CALLS], capture_output=True, text=True, check=True)
        for part, milliseconds in json.loads(done.stdout).items():
            times.setdefault(part, []).append(milliseconds)
    return times


def render_reasoning(times_ms: dict[str, list[float]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = ["\n### Reasoning\n", "| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    return lines + [
        f"| {part} | {median(each):.1f} | {max(each):.1f} | {len(each)} |" for part, each in times_ms.items()
    ]
