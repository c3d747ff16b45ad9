"""An ``evenstride.assessment/1`` document as it is kept: with what is looked up in it beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from evenstride.errors import InputError
from evenstride.model.assessment import SCHEMA
from evenstride.model.ids import new_id
from evenstride.model.stored import ArtefactUse, StoredAssessment, StoredFinding, StoredMeasure, StoredRecording


def stored_assessment(
    document: Mapping[str, Any],
    *,
    document_sha256: str,
    recordings: Sequence[StoredRecording],
    files: Sequence[ArtefactUse] = (),
) -> StoredAssessment:
    """The record of an assessment.

    Parameters
    ----------
    document : as ``analysis.to_dict()`` gives it, read back from JSON.
    document_sha256 : of the kept file that holds it.
    recordings : kept recordings of one runner, which the document was made of.
    files : what else belongs to it: ``report``, ``preview``, ``pose_track``, ``analysis``.

    Raises
    ------
    InputError : the document is of another schema, or lacks what every assessment has.
    """
    if document.get("schema") != SCHEMA:
        raise InputError(f"Expected a document of {SCHEMA}, got {str(document.get('schema'))[:40]}.")
    try:
        return StoredAssessment(
            id=new_id(),
            runner_id=recordings[0].runner_id,
            document_sha256=document_sha256,
            created_at=datetime.fromisoformat(document["created_at"]).astimezone(UTC),
            measured_at=min(each.recorded_at or each.imported_at for each in recordings),
            package_version=str(document["version"]),
            configuration_hash=str(document["provenance"]["configuration_hash"]),
            is_running=bool(document["is_running"]),
            recording_ids=_in_order(document, recordings),
            measures=tuple(map(_measure, document["measures"])),
            findings=tuple(map(_finding, document["findings"])),
            files=tuple(files),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"Expected a whole assessment, something is missing or wrong in it ({error}).") from error


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
