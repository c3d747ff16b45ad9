"""Watching jobs and the processes that work on them."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evenstride.jobs import JobSettings, status
from evenstride.model.ids import new_id
from evenstride.model.job import Job
from evenstride.store import Store

QUICK = JobSettings(lease_s=1.5, beat_s=0.05, poll_s=0.05, kinds="synthetic_kinds:KINDS")
#: Only a job that hangs takes longer, on a machine however busy.
PATIENCE_S = 240.0


def submit_synthetic(store: Store, **payload: Any) -> Job:
    job = Job(new_id(), "synthetic", datetime.now(UTC), payload=payload)
    with store.write() as work:
        return work.jobs.add(job)


def wait_for(store: Store, job: Job, is_there: Callable[[Job], bool]) -> Job:
    """The job as soon as it is as expected; fails where it ends or takes too long before."""
    end = time.monotonic() + PATIENCE_S
    while True:
        now = status(store, job.id)
        if is_there(now):
            return now
        assert now.state in ("queued", "running"), now
        assert time.monotonic() < end, now
        time.sleep(0.01)


def ended(job: Job) -> bool:
    return job.state in ("done", "failed", "cancelled")


def in_the_midst_of(stage: str) -> Callable[[Job], bool]:
    return lambda job: (job.state, job.stage, job.message) == ("running", stage, "In the midst.")


def log_commits(home: Path) -> None:
    """Have SQLite itself write down every change of what is finished."""
    with closing(sqlite3.connect(home / "evenstride.db")) as database:
        database.executescript(
            "CREATE TABLE commits (job TEXT, done TEXT);"
            "CREATE TRIGGER log_commits AFTER UPDATE OF stage_done ON jobs "
            "BEGIN INSERT INTO commits VALUES (NEW.id, NEW.stage_done); END;"
        )


def commits_of(home: Path, job: Job) -> list[str]:
    """The stages that became finished, in order; one that came twice would stand here twice."""
    with closing(sqlite3.connect(home / "evenstride.db")) as database:
        rows = database.execute("SELECT done FROM commits WHERE job = ? ORDER BY rowid", (job.id,)).fetchall()
    states = [json.loads(done) for (done,) in rows]
    stages = []
    for before, after in zip([{}, *states], states, strict=False):
        stages += [name for name, value in after.items() if before.get(name) != value and name != "made_with"]
    return stages


def own_processes(*marks: str) -> list[int]:
    """Numbers of living processes whose command line holds one of the marks."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace")
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state not in "ZX" and int(folder.name) != os.getpid() and any(mark in words for mark in marks):
            found.append(int(folder.name))
    return found


def children_of(number: int) -> list[int]:
    """Numbers of a process's children and theirs."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, seen = [], [number]
    while seen:
        parent = seen.pop()
        own = [child for child, of in parents.items() if of == parent]
        found += own
        seen += own
    return found


def gone(numbers: list[int]) -> list[int]:
    """Those that are still there after half a minute."""
    end = time.monotonic() + 30.0
    while time.monotonic() < end:
        if not (left := [number for number in numbers if number in own_processes("python")]):
            return []
        time.sleep(0.05)
    return left
