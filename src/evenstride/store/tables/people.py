"""Runners and what they said: consents, answers to red-flag questions, home screens."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from evenstride.store.tables.base import Base, Id, IdText, PlainJson


class RunnerRow(Base):
    """A runner."""

    __tablename__ = "runners"

    id: Mapped[Id]
    name: Mapped[str]
    created_at: Mapped[datetime]
    units: Mapped[str]
    height_m: Mapped[float | None]
    mass_kg: Mapped[float | None]
    preferred_side: Mapped[str | None]
    equipment: Mapped[list[str] | None] = mapped_column(PlainJson)
    minutes_a_day: Mapped[float | None]
    days_a_week: Mapped[int | None]
    locale: Mapped[str]
    is_sample: Mapped[bool]


class ConsentRow(Base):
    """What a runner agreed to; the newest of a kind counts."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "runner_id", "kind", "answered_at"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    kind: Mapped[str]
    wording: Mapped[str]
    is_given: Mapped[bool]
    answered_at: Mapped[datetime]


class AnswerRow(Base):
    """An answer to a question of the knowledge; the newest counts."""

    __tablename__ = "answers"
    __table_args__ = (Index(None, "runner_id", "question_id", "answered_at"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    question_id: Mapped[str]
    value: Mapped[Any] = mapped_column(PlainJson, nullable=False)
    answered_at: Mapped[datetime]


class ScreenAnswerRow(Base):
    """What a home screen said and the score behind it; the newest of a side counts."""

    __tablename__ = "screen_answers"
    __table_args__ = (Index(None, "runner_id", "screen_id", "answered_at"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    screen_id: Mapped[str]
    side: Mapped[str | None]
    outcome: Mapped[str]
    answered_at: Mapped[datetime]
    value: Mapped[float | None]
    unit: Mapped[str]
    error: Mapped[float | None]
    is_at_least: Mapped[bool]
    scored_by: Mapped[str]
    pain: Mapped[float | None]
    why: Mapped[str]
    evidence: Mapped[dict[str, Any]]
