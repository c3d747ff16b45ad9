"""Work that outlives the process that asked for it, and the tokens by which programs may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

JobState = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True)
class Job:
    """The record of a job.

    Attributes
    ----------
    stage_done : what each finished stage left for the next, by stage.
    progress : 0 to 1.
    estimate_s : seconds that are left, None where not known.
    lease_until : until when the worker may be taken to be alive.
    """

    id: str
    kind: str
    created_at: datetime
    runner_id: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
    state: JobState = "queued"
    stage: str | None = None
    stage_done: dict[str, Any] = field(default_factory=dict)
    progress: float = 0.0
    estimate_s: float | None = None
    message: str = ""
    attempts: int = 0
    max_attempts: int = 3
    lease_until: datetime | None = None
    heartbeat_at: datetime | None = None
    worker: str | None = None
    cancel_requested: bool = False
    result: dict[str, Any] | None = None
    error: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class ApiToken:
    """A token for programs; only the hash of it is kept."""

    id: str
    name: str
    token_hash: str
    created_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
