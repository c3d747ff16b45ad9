"""Assessments with their measures, findings and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from evenstride.model.gait import Side
from evenstride.model.stored import ArtefactUse, StoredAssessment, StoredFinding, StoredMeasure
from evenstride.store.repositories.known_parts import KnownParts, Parts
from evenstride.store.repositories.rows import Repository, Row, to_columns, to_value
from evenstride.store.tables.recordings import (
    AssessmentFileRow,
    AssessmentRecordingRow,
    AssessmentRow,
    FindingRow,
    MeasureRow,
)


class Assessments(Repository[StoredAssessment]):
    """The assessments, the earliest run first."""

    value_type, row_type, in_order_of = StoredAssessment, AssessmentRow, "measured_at"

    def __init__(self, session: Session, known: KnownParts | None = None) -> None:
        super().__init__(session)
        self._known = known

    def of_recording(self, recording_id: str) -> tuple[StoredAssessment, ...]:
        """Those that rest on a recording, among others or alone."""
        resting = select(AssessmentRecordingRow.assessment_id).filter_by(recording_id=recording_id)
        return self._where(AssessmentRow.id.in_(resting))

    def series(
        self, runner_id: str, measure_id: str, side: Side | None
    ) -> tuple[tuple[StoredAssessment, StoredMeasure], ...]:
        """One measure of a runner over time, refused ones too, the earliest first."""
        return tuple(
            (assessment, measure)
            for assessment in self.of_runner(runner_id)
            for measure in assessment.measures
            if (measure.measure_id, measure.side) == (measure_id, side)
        )

    def replace(self, value: StoredAssessment) -> StoredAssessment:
        """Not for assessments: measuring anew makes a new one, so that what was read of one stays right."""
        raise TypeError(f"An assessment is never changed once it is kept; add another instead of {value.id}.")

    def _values(self, rows: Sequence[Row]) -> tuple[StoredAssessment, ...]:
        """All at once: four questions more at most, however many there are."""
        ids = [row["id"] for row in rows]
        recordings = self._parts(AssessmentRecordingRow, "assessment_id", ids, "position")
        files = self._parts(AssessmentFileRow, "assessment_id", ids, "role")
        parts = self._measures_and_findings(ids)
        return tuple(
            to_value(
                row,
                StoredAssessment,
                recording_ids=tuple(each["recording_id"] for each in recordings[row["id"]]),
                measures=parts[row["id"]][0],
                findings=parts[row["id"]][1],
                files=tuple(to_value(each, ArtefactUse) for each in files[row["id"]]),
            )
            for row in rows
        )

    def _measures_and_findings(self, ids: Sequence[str]) -> dict[str, Parts]:
        known = self._known.of(ids) if self._known else {}
        unknown = [each for each in ids if each not in known]
        if not unknown:
            return known
        measures = self._parts(MeasureRow, "assessment_id", unknown, "position")
        findings = self._parts(FindingRow, "assessment_id", unknown, "position")
        read: dict[str, Parts] = {
            id_: (
                tuple(to_value(each, StoredMeasure) for each in measures[id_]),
                tuple(to_value(each, StoredFinding) for each in findings[id_]),
            )
            for id_ in unknown
        }
        if self._known:
            self._known.keep(read)
        return known | read

    def _write_parts(self, value: StoredAssessment) -> None:
        recordings = [{"position": at, "recording_id": id_} for at, id_ in enumerate(value.recording_ids)]
        files = [to_columns(each, AssessmentFileRow) for each in value.files]
        for row_type, columns in (
            (AssessmentRecordingRow, recordings),
            (MeasureRow, _numbered(value.measures, MeasureRow)),
            (FindingRow, _numbered(value.findings, FindingRow)),
            (AssessmentFileRow, files),
        ):
            if columns:
                self._session.execute(insert(row_type), [{"assessment_id": value.id, **each} for each in columns])


def _numbered(values: Iterable[object], row_type: Any) -> list[dict[str, Any]]:
    return [{"position": at, **to_columns(each, row_type)} for at, each in enumerate(values)]
