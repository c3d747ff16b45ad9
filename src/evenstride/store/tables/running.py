"""Runs and shoes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from evenstride.store.tables.base import Base, HashText, Id, IdText

_IS_DEFAULT = text("is_default")


class ShoeRow(Base):
    """A pair of shoes; new runs of a runner are done in one of them."""

    __tablename__ = "shoes"
    __table_args__ = (
        Index("uq_shoes_one_default", "runner_id", unique=True, sqlite_where=_IS_DEFAULT, postgresql_where=_IS_DEFAULT),
    )

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    added_at: Mapped[datetime]
    start_distance_m: Mapped[float]
    retired_at: Mapped[datetime | None]
    is_default: Mapped[bool] = mapped_column(server_default=false())


class RunRow(Base):
    """One run."""

    __tablename__ = "runs"
    __table_args__ = (Index(None, "runner_id", "started_at"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    started_at: Mapped[datetime]
    distance_m: Mapped[float | None]
    duration_s: Mapped[float | None]
    sport: Mapped[str]
    recording_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("recordings.id", ondelete="CASCADE"))
    shoe_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("shoes.id", ondelete="SET NULL"))
    document_sha256: Mapped[str | None] = mapped_column(HashText, ForeignKey("artefacts.sha256"), index=True)
