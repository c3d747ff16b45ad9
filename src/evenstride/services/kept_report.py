"""The single-file report of a kept assessment."""

from __future__ import annotations

from evenstride.services.kept_files import KeptFile, find_kept_file
from evenstride.store import NotStoredError, Store

REPORT_ROLE = "report"


def find_kept_report(store: Store, assessment_id: str) -> KeptFile:
    """The report page of an assessment, one HTML file.

    Raises
    ------
    NotStoredError : there is no such assessment, or it has no report.
    """
    with store.read() as kept:
        files = kept.assessments.get(assessment_id).files
    for use in files:
        if use.role == REPORT_ROLE:
            return find_kept_file(store, use.sha256)
    raise NotStoredError("Expected an assessment with a report, this one has none. Analyse the recording again.")
