"""Assessments with their measures, findings and files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from evenstride.model.gait import Side
from evenstride.model.stored import ArtefactUse, StoredAssessment, StoredFinding, StoredMeasure
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

    def _values(self, rows: Sequence[Row]) -> tuple[StoredAssessment, ...]:
        """All at once: four questions more, however many there are."""
        ids = [row["id"] for row in rows]
        recordings, measures, findings = (
            self._parts(row_type, "assessment_id", ids, "position")
            for row_type in (AssessmentRecordingRow, MeasureRow, FindingRow)
        )
        files = self._parts(AssessmentFileRow, "assessment_id", ids, "role")
        return tuple(
            to_value(
                row,
                StoredAssessment,
                recording_ids=tuple(each["recording_id"] for each in recordings[row["id"]]),
                measures=tuple(to_value(each, StoredMeasure) for each in measures[row["id"]]),
                findings=tuple(to_value(each, StoredFinding) for each in findings[row["id"]]),
                files=tuple(to_value(each, ArtefactUse) for each in files[row["id"]]),
            )
            for row in rows
        )

    def _write_parts(self, value: StoredAssessment) -> None:
        recordings = [{"position": at, "recording_id": id_} for at, id_ in enumerate(value.recording_ids)]
        files = [to_columns(each, AssessmentFileRow) for each in value.files]
        for row_type, columns in (
            (AssessmentRecordingRow, recordings),
            (MeasureRow, _numbered(value.measures, MeasureRow)),
            (FindingRow, _numbered(value.findings, FindingRow)),
            (AssessmentFileRow, files),
        ):
            self._session.execute(delete(row_type).filter_by(assessment_id=value.id))
            if columns:
                self._session.execute(insert(row_type), [{"assessment_id": value.id, **each} for each in columns])


def _numbered(values: Iterable[object], row_type: Any) -> list[dict[str, Any]]:
    return [{"position": at, **to_columns(each, row_type)} for at, each in enumerate(values)]
