"""Tables of a cohort: one row per recording, measure and side, and one per recording and finding.

They are made of `evenstride.assessment/1` documents alone, so the same documents give the same bytes, whoever computed
them and in which order. The time of the analysis is left out for that reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evenstride.model import Measure, Reference
from evenstride.reports.files import write_whole
from evenstride.reports.tables import MEASURE_COLUMNS, measure_row

if TYPE_CHECKING:
    import pandas as pd

_RECORDING_COLUMNS = {
    "file": "string",
    "sha256": "string",
    "recording_id": "string",
    "file_status": "string",
    "view": "string",
    "fps": "Float64",
}
_COHORT_COLUMNS = {**_RECORDING_COLUMNS, **MEASURE_COLUMNS, "version": "string"}
_FINDING_COLUMNS = {
    **{name: _RECORDING_COLUMNS[name] for name in ("file", "sha256", "recording_id")},
    "id": "string",
    "side": "string",
    "status": "string",
    "strength": "Float64",
    "evidence_grade": "string",
    "because": "string",
    "says": "string",
    "to_know": "string",
    "version": "string",
}


@dataclass(frozen=True)
class CohortEntry:
    """One recording of a cohort.

    ``file`` is its name in the tables; ``status`` ``ok``, ``nothing_measured`` or ``failed``; ``assessment`` its
    document, None where it failed, and then ``reason`` says why.
    """

    file: str
    sha256: str
    status: str
    reason: str = ""
    assessment: dict[str, Any] | None = None


def cohort_table(entries: Iterable[CohortEntry]) -> pd.DataFrame:
    """One row per recording, measure and side, in the order of file names.

    A failed recording is one row without a measure: ``status`` is ``failed`` and ``reasons`` says why. Columns of the
    measure as in `measure_table`.
    """
    rows = [row for entry in _in_order(entries) for row in _measure_rows(entry)]
    return _table(rows, _COHORT_COLUMNS)


def findings_table(entries: Iterable[CohortEntry]) -> pd.DataFrame:
    """One row per recording and finding, in the order of file names."""
    rows = [row for entry in _in_order(entries) for row in _finding_rows(entry)]
    return _table(rows, _FINDING_COLUMNS)


def write_cohort(entries: Iterable[CohortEntry], out: Path, findings: Path) -> None:
    """Write both tables, each whole or not at all; the suffixes choose CSV or Parquet.

    Raises
    ------
    OutputError
        A file cannot be written there.
    """
    entries = tuple(entries)
    for table, path in ((findings_table(entries), findings), (cohort_table(entries), out)):
        _write(table, path)


def _write(table: pd.DataFrame, path: Path) -> None:
    if path.suffix.lower() == ".csv":
        write_whole(path, lambda part: table.to_csv(part, index=False))
    else:
        write_whole(path, lambda part: table.to_parquet(part, index=False))


def _in_order(entries: Iterable[CohortEntry]) -> list[CohortEntry]:
    return sorted(entries, key=lambda entry: (entry.file, entry.sha256))


def _measure_rows(entry: CohortEntry) -> Iterable[dict[str, Any]]:
    if entry.assessment is None:
        yield {**_identity(entry), "status": entry.status, "reasons": entry.reason}
        return
    recordings = {recording["id"]: recording for recording in entry.assessment["recordings"]}
    first = entry.assessment["recordings"][0]
    for fields in entry.assessment["measures"]:
        recording = recordings.get(fields["source"], first)
        yield {
            **_identity(entry),
            "view": recording["view"],
            "fps": recording["fps_nominal"],
            **measure_row(_measure(fields)),
            "version": entry.assessment["version"],
        }


def _finding_rows(entry: CohortEntry) -> Iterable[dict[str, Any]]:
    if entry.assessment is None:
        return
    for finding in entry.assessment["findings"]:
        yield {
            **_identity(entry),
            **{name: finding[name] for name in ("id", "side", "status", "strength", "evidence_grade", "says")},
            "because": " ".join(finding["because"]),
            "to_know": " ".join(finding["to_know"]),
            "version": entry.assessment["version"],
        }


def _identity(entry: CohortEntry) -> dict[str, Any]:
    recordings = [] if entry.assessment is None else entry.assessment["recordings"]
    return {
        "file": entry.file,
        "sha256": entry.sha256 or None,
        "recording_id": recordings[0]["id"] if recordings else None,
        "file_status": entry.status,
    }


def _measure(fields: dict[str, Any]) -> Measure:
    reference = fields["reference"]
    return Measure(
        **{
            **fields,
            "reasons": tuple(fields["reasons"]),
            "reference": None if reference is None else Reference(**reference),
        }
    )


def _table(rows: list[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns)).astype(columns)
