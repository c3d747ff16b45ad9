"""Artefacts, recordings and the assessments made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evenstride.store.tables.base import Base, HashText, Id, IdText


class ArtefactRow(Base):
    """A file of the data folder, named by its content."""

    __tablename__ = "artefacts"

    sha256: Mapped[str] = mapped_column(HashText, primary_key=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    created_at: Mapped[datetime]


class RecordingRow(Base):
    """A recording; one runner has the same content once."""

    __tablename__ = "recordings"
    __table_args__ = (UniqueConstraint("runner_id", "sha256"), Index(None, "runner_id", "imported_at"))

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    kind: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(HashText, ForeignKey("artefacts.sha256"), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    imported_at: Mapped[datetime]
    recorded_at: Mapped[datetime | None]
    probe: Mapped[dict[str, Any]]
    shoe_id: Mapped[str | None] = mapped_column(IdText, ForeignKey("shoes.id", ondelete="SET NULL"))


class AssessmentRow(Base):
    """An assessment; its whole document is an artefact."""

    __tablename__ = "assessments"
    __table_args__ = (Index(None, "runner_id", "measured_at"),)

    id: Mapped[Id]
    runner_id: Mapped[str] = mapped_column(IdText, ForeignKey("runners.id", ondelete="CASCADE"))
    document_sha256: Mapped[str] = mapped_column(HashText, ForeignKey("artefacts.sha256"), index=True)
    created_at: Mapped[datetime]
    measured_at: Mapped[datetime]
    package_version: Mapped[str]
    configuration_hash: Mapped[str]
    is_running: Mapped[bool]


class AssessmentRecordingRow(Base):
    """Which recordings an assessment rests on, in the order of its document."""

    __tablename__ = "assessment_recordings"

    assessment_id: Mapped[str] = mapped_column(
        IdText, ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    recording_id: Mapped[str] = mapped_column(IdText, ForeignKey("recordings.id", ondelete="CASCADE"), index=True)


class MeasureRow(Base):
    """One measure of an assessment, in the order of its document."""

    __tablename__ = "measures"
    __table_args__ = (Index(None, "measure_id", "assessment_id"),)

    assessment_id: Mapped[str] = mapped_column(
        IdText, ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[str]
    side: Mapped[str | None]
    value: Mapped[float | None]
    class_name: Mapped[str | None]
    unit: Mapped[str]
    standard_error: Mapped[float | None]
    mdc: Mapped[float | None]
    n_steps: Mapped[int]
    status: Mapped[str]


class FindingRow(Base):
    """One finding of an assessment, in the order of its document."""

    __tablename__ = "findings"

    assessment_id: Mapped[str] = mapped_column(
        IdText, ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str]
    side: Mapped[str | None]
    status: Mapped[str]
    strength: Mapped[float]


class AssessmentFileRow(Base):
    """A file that belongs to an assessment beside its document: pose track, preview, report."""

    __tablename__ = "assessment_files"

    assessment_id: Mapped[str] = mapped_column(
        IdText, ForeignKey("assessments.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(HashText, ForeignKey("artefacts.sha256"), index=True)
