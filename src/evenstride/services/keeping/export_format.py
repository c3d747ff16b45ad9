"""The layout of an export, ``evenstride.export/1``: which files a ZIP holds and what stands in them.

=====================  ==========================================================================================
``manifest.json``      schema, when and by which version it was made, and every other file with its hash and size
``data/NAME.json``     the kept values of one kind, as they are kept; what an import reads
``tables/NAME.csv``    measures, sessions, diary, runs and home screens for a spreadsheet; an import does not read them
``files/SHA256``       originals of recordings, documents, keypoints: every file once; the manifest says which is what
=====================  ==========================================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from evenstride.model.diary import DiaryEntry, Retest, RunDone, SessionDone, Shoe
from evenstride.model.stored import (
    Answer,
    Consent,
    ScreenAnswer,
    StoredAssessment,
    StoredPlan,
    StoredRecording,
    StoredRunner,
)

if TYPE_CHECKING:
    from evenstride.store import UnitOfWork
    from evenstride.store.repositories.rows import Repository

EXPORT_SCHEMA = "evenstride.export/1"
MANIFEST = "manifest.json"
FileRole = Literal["data", "table", "file"]


@dataclass(frozen=True)
class KindOfValue:
    """One kind of kept value: the name of its file, its type and its repository."""

    name: str
    value_type: type[Any]
    repository: Callable[[UnitOfWork], Repository[Any]]


#: In an order in which everything comes after what it belongs to.
KINDS = (
    KindOfValue("runners", StoredRunner, lambda work: work.runners),
    KindOfValue("consents", Consent, lambda work: work.consents),
    KindOfValue("answers", Answer, lambda work: work.answers),
    KindOfValue("screen_answers", ScreenAnswer, lambda work: work.screen_answers),
    KindOfValue("shoes", Shoe, lambda work: work.shoes),
    KindOfValue("recordings", StoredRecording, lambda work: work.recordings),
    KindOfValue("assessments", StoredAssessment, lambda work: work.assessments),
    KindOfValue("plans", StoredPlan, lambda work: work.plans),
    KindOfValue("sessions", SessionDone, lambda work: work.sessions),
    KindOfValue("runs", RunDone, lambda work: work.runs),
    KindOfValue("diary", DiaryEntry, lambda work: work.diary),
    KindOfValue("retests", Retest, lambda work: work.retests),
)


@dataclass(frozen=True)
class ExportedFile:
    """One file of an export. ``name`` is that of the original where it is one."""

    path: str
    role: FileRole
    sha256: str
    size_bytes: int
    media_type: str = ""
    name: str = ""


@dataclass(frozen=True)
class Manifest:
    """What an export holds."""

    schema: str
    made_at: datetime
    package_version: str
    files: tuple[ExportedFile, ...]


def data_path(kind: KindOfValue) -> str:
    """Where the values of a kind stand."""
    return f"data/{kind.name}.json"


def file_path(sha256: str) -> str:
    """Where a file stands."""
    return f"files/{sha256}"
