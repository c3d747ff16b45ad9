"""A kind of job made of the synthetic stages."""

from __future__ import annotations

from typing import Any

from evenstride.jobs.stages import JobKind, Stage
from evenstride.wall import WallLimits

NAMES = ("probe", "pose", "measures", "report")
LIMITS = WallLimits(memory_bytes=1 << 30, cpu_s=60, wall_s=180.0)


def _stage(name: str) -> Stage:
    return Stage(name, f"Stage {name}.", "synthetic_stages:work", lambda _: 1.0, lambda _: LIMITS, {"stage": name})


def _finish(_store: object, job: Any, hashes: dict[str, str]) -> Any:
    return lambda _work: {"files": sorted(hashes), "stages": len(job.stage_done) - 1}


KINDS = {"synthetic": JobKind(lambda _: tuple(map(_stage, NAMES)), lambda _store, _job: (), _finish)}
