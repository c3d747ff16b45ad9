"""Keep an assessment: the document whole, its measures and findings so that they can be followed over time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from evenstride.errors import InputError
from evenstride.model.assessment import SCHEMA, Assessment
from evenstride.model.ids import new_id
from evenstride.model.local_days import day_of
from evenstride.model.stored import ArtefactUse, StoredAssessment, StoredFinding, StoredMeasure, StoredRecording

if TYPE_CHECKING:
    from evenstride.store import PutFile, Store, UnitOfWork

JSON_TYPE = "application/json"


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
    recording_ids : of the kept recordings of one runner, which the assessment was made of.
    assessment : or its ``evenstride.assessment/1`` document.
    files : what else belongs to it, by role (``pose_track``, ``preview``, ``report``): content that was put into
        ``store.artefacts``, and its media type.

    Returns
    -------
    StoredAssessment : with ``measured_at`` the earliest moment at which one of the recordings was made, else imported.

    Raises
    ------
    InputError : another document, one that lacks what every assessment has, or no recording.
    NotStoredError : a recording that is not kept.
    """
    document = assessment.to_dict() if isinstance(assessment, Assessment) else dict(assessment)
    put = store.artefacts.put_bytes(document_bytes(document))
    files = files or {}
    with store.write() as work:
        recordings = [work.recordings.get(each) for each in recording_ids]
        work.artefacts.add(put, JSON_TYPE)
        for content, media_type in files.values():
            work.artefacts.add(content, media_type)
        uses = [ArtefactUse(role, content.sha256) for role, (content, _) in sorted(files.items())]
        return note_assessment(work, runner_id, recordings, document, put.sha256, uses)


def note_assessment(
    work: UnitOfWork,
    runner_id: str,
    recordings: Sequence[StoredRecording],
    document: Mapping[str, Any],
    document_sha256: str,
    files: Sequence[ArtefactUse] = (),
) -> StoredAssessment:
    """The same where the files are kept already, in a unit of work that does more.

    Parameters
    ----------
    recordings : kept recordings of that runner, which the document was made of.
    """
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


def _stored(
    document: Mapping[str, Any],
    sha256: str,
    runner_id: str,
    recordings: Sequence[StoredRecording],
    files: Sequence[ArtefactUse],
) -> StoredAssessment:
    if document.get("schema") != SCHEMA:
        raise InputError(f"Expected an assessment ({SCHEMA}), got {str(document.get('schema'))[:40]}.")
    if not recordings:
        raise InputError("Expected the recordings that the assessment was made of, got none.")
    try:
        return StoredAssessment(
            id=new_id(),
            runner_id=runner_id,
            document_sha256=sha256,
            created_at=_moment(document["created_at"]),
            measured_at=min(each.recorded_at or each.imported_at for each in recordings),
            package_version=document["version"],
            configuration_hash=document["provenance"]["configuration_hash"],
            is_running=bool(document["is_running"]),
            recording_ids=_in_order(document, recordings),
            measures=tuple(_measure(each) for each in document["measures"]),
            findings=tuple(_finding(each) for each in document["findings"]),
            files=tuple(files),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"Expected a whole assessment; something is missing or wrong in it ({error}).") from error


def _in_order(document: Mapping[str, Any], recordings: Sequence[StoredRecording]) -> tuple[str, ...]:
    """Ids of the recordings in the document's order; those that it does not name by content come last."""
    place = {each["sha256"]: number for number, each in enumerate(document["recordings"])}
    return tuple(each.id for each in sorted(recordings, key=lambda each: place.get(each.sha256, len(place))))


def _measure(data: Mapping[str, Any]) -> StoredMeasure:
    value = data["value"]
    return StoredMeasure(
        measure_id=data["id"],
        side=data["side"],
        value=float(value) if isinstance(value, int | float) else None,
        class_name=value if isinstance(value, str) else None,
        unit=data["unit"],
        standard_error=data["standard_error"],
        mdc=data["mdc"],
        n_steps=data["n_steps"],
        status=data["status"],
    )


def _finding(data: Mapping[str, Any]) -> StoredFinding:
    return StoredFinding(data["id"], data["side"], data["status"], float(data["strength"]))


def _answer_retest(work: UnitOfWork, assessment: StoredAssessment) -> None:
    """Close the earliest retest that was due on the day of the run, by this computer's clock."""
    day = day_of(assessment.measured_at, None)
    due = [each for each in work.retests.open(assessment.runner_id) if each.due_on <= day]
    if due:
        done_at = assessment.measured_at
        work.retests.replace(replace(due[0], assessment_id=assessment.id, done_at=done_at))


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
