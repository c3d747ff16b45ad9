"""Plans, sessions done, pain and effort, retests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from evenstride.store.tables.base import Base, Id, IdText, PlainJson

_IS_ACTIVE = text("status = 'active'")


class PlanRow(Base):
    """A plan; a runner follows one at a time."""

    __tablename__ = "plans"
    __table_args__ = (
        Index("uq_plans_one_active", "runner_id", unique=True, sqlite_where=_IS_ACTIVE, postgresql_where=_IS_ACTIVE),
        Index(None, "runner_id", "created_at"),
    )

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    assessment_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("assessments.id", ondelete="SET NULL"))
    document: Mapped[dict[str, Any]]
    status: Mapped[str]
    start_on: Mapped[date]
    retest_on: Mapped[date]
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class SessionRow(Base):
    """A session as it was done."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "runner_id", "started_at"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    plan_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("plans.id", ondelete="SET NULL"))
    plan_day: Mapped[date | None]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    note: Mapped[str]


class SetRow(Base):
    """One set of one exercise on one side, in the order they were done."""

    __tablename__ = "session_sets"

    session_id: Mapped[str] = mapped_column(IdText, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[str]
    part_id: Mapped[str | None]
    side: Mapped[str | None]
    set_number: Mapped[int]
    outcome: Mapped[str]
    reps: Mapped[int | None]
    hold_s: Mapped[float | None]
    range_deg: Mapped[float | None]
    repetition_s: Mapped[float | None]
    faults: Mapped[list[str]] = mapped_column(PlainJson, nullable=False)


class DiaryEntryRow(Base):
    """Pain or effort at one moment."""

    __tablename__ = "diary_entries"
    __table_args__ = (
        CheckConstraint("level >= 0 AND level <= 10", name="level_0_to_10"),
        Index(None, "runner_id", "noted_at"),
    )

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    kind: Mapped[str]
    level: Mapped[float]
    noted_at: Mapped[datetime]
    place: Mapped[str | None]
    session_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("sessions.id", ondelete="SET NULL"))
    run_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("runs.id", ondelete="SET NULL"))
    note: Mapped[str]


class RetestRow(Base):
    """A day on which to film again."""

    __tablename__ = "retests"
    __table_args__ = (Index(None, "runner_id", "due_on"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    plan_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("plans.id", ondelete="SET NULL"))
    assessment_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("assessments.id", ondelete="SET NULL"))
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(server_default="")
