"""Keep an assessment: the document whole, its measures and findings so that they can be followed over time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.model.assessment import SCHEMA, Assessment
from evenstride.model.ids import new_id
from evenstride.model.stored import ArtefactUse, StoredAssessment, StoredFinding, StoredMeasure, StoredRecording

if TYPE_CHECKING:
    from evenstride.store import PutFile, Store, UnitOfWork

JSON_TYPE = "application/json"
_BINARY_TYPE = "application/octet-stream"


def keep_assessment(
    store: Store,
    runner_id: str,
    recording_ids: Sequence[str],
    assessment: Assessment | Mapping[str, Any],
    *,
    files: Mapping[str, tuple[PutFile, str]] | None = None,
) -> StoredAssessment:
    """Keep what was said about a run, and count an open retest as done by it.

    Parameters
    ----------
    recording_ids : of the kept recordings, in the order of the document's.
    assessment : or its ``evenstride.assessment/1`` document.
    files : what else belongs to it, by role (``pose_track``, ``preview``, ``report``): content that was put into
        ``store.artefacts``, and its media type.

    Returns
    -------
    StoredAssessment : with ``measured_at`` the earliest moment at which one of the recordings was made, else imported.

    Raises
    ------
    InputError : another document, or another number of recordings.
    NotStoredError : a recording that is not kept.
    """
    document = assessment.to_dict() if isinstance(assessment, Assessment) else dict(assessment)
    _check(document, recording_ids)
    put = store.artefacts.put_bytes(document_bytes(document))
    files = files or {}
    with store.write() as work:
        recordings = [work.recordings.get(each) for each in recording_ids]
        work.artefacts.add(put, JSON_TYPE)
        for content, media_type in files.values():
            work.artefacts.add(content, media_type or _BINARY_TYPE)
        uses = tuple(ArtefactUse(role, content.sha256) for role, (content, _) in sorted(files.items()))
        return note_assessment(work, runner_id, recordings, document, put.sha256, uses)


def note_assessment(
    work: UnitOfWork,
    runner_id: str,
    recordings: Sequence[StoredRecording],
    document: Mapping[str, Any],
    document_sha256: str,
    files: tuple[ArtefactUse, ...] = (),
) -> StoredAssessment:
    """The same in a transaction that does more, such as end a job; the document and the files are noted already."""
    kept = work.assessments.add(_stored(document, document_sha256, runner_id, recordings, files))
    _answer_retest(work, kept)
    return kept


def read_document(store: Store, assessment: StoredAssessment) -> dict[str, Any]:
    """The ``evenstride.assessment/1`` document of a kept assessment."""
    document: dict[str, Any] = json.loads(store.artefacts.read_bytes(assessment.document_sha256))
    return document


def document_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as it is kept and handed out: JSON, UTF-8."""
    return (json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _check(document: Mapping[str, Any], recording_ids: Sequence[str]) -> None:
    if document.get("schema") != SCHEMA:
        raise InputError(f"Expected an assessment ({SCHEMA}), got {str(document.get('schema'))[:40]}.")
    if len(document["recordings"]) != len(recording_ids):
        raise InputError(
            f"Expected the {len(document['recordings'])} recordings of the assessment, got {len(recording_ids)}."
        )


def _stored(
    document: Mapping[str, Any],
    sha256: str,
    runner_id: str,
    recordings: Sequence[StoredRecording],
    files: tuple[ArtefactUse, ...],
) -> StoredAssessment:
    return StoredAssessment(
        id=new_id(),
        runner_id=runner_id,
        document_sha256=sha256,
        created_at=_moment(document["created_at"]),
        measured_at=min(each.recorded_at or each.imported_at for each in recordings),
        package_version=document["version"],
        configuration_hash=document["provenance"]["configuration_hash"],
        is_running=document["is_running"],
        recording_ids=tuple(each.id for each in recordings),
        measures=tuple(_measure(each) for each in document["measures"]),
        findings=tuple(
            StoredFinding(each["id"], each["side"], each["status"], each["strength"]) for each in document["findings"]
        ),
        files=files,
    )


def _measure(data: Mapping[str, Any]) -> StoredMeasure:
    value = data["value"]
    is_number = isinstance(value, int | float)
    return StoredMeasure(
        measure_id=data["id"],
        side=data["side"],
        value=float(value) if is_number else None,
        class_name=None if is_number else value,
        unit=data["unit"],
        standard_error=data["standard_error"],
        mdc=data["mdc"],
        n_steps=data["n_steps"],
        status=data["status"],
    )


def _answer_retest(work: UnitOfWork, assessment: StoredAssessment) -> None:
    """Close the earliest retest that was due when the run was."""
    from dataclasses import replace

    due = [each for each in work.retests.open(assessment.runner_id) if each.due_on <= assessment.measured_at.date()]
    if due:
        done_at = assessment.measured_at
        work.retests.replace(replace(due[0], assessment_id=assessment.id, done_at=done_at))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
