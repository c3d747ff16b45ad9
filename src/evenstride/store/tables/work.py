"""Jobs, tokens of programs, settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from evenstride.store.tables.base import Base, HashText, Id, IdText, PlainJson


class JobRow(Base):
    """A job and how far it is."""

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "state", "created_at"),)

    id: Mapped[Id]
    kind: Mapped[str]
    created_at: Mapped[datetime]
    runner_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"), index=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    stage: Mapped[str | None]
    stage_done: Mapped[dict[str, Any]]
    progress: Mapped[float]
    estimate_s: Mapped[float | None]
    message: Mapped[str]
    attempts: Mapped[int]
    max_attempts: Mapped[int]
    lease_until: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    worker: Mapped[str | None]
    cancel_requested: Mapped[bool]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class JobFileRow(Base):
    """A file that a stage of a job left for the next."""

    __tablename__ = "job_files"

    job_id: Mapped[str] = mapped_column(IdText, ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(HashText, ForeignKey("artefacts.sha256"), index=True)


class ApiTokenRow(Base):
    """A program's token, by its hash."""

    __tablename__ = "api_tokens"

    id: Mapped[Id]
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(HashText, unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SettingRow(Base):
    """A setting of this installation."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(PlainJson, nullable=False)
