"""A kept report as a file to take along: PDF, the document, the table of measures, the original recording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from evenstride.services.kept_files import KeptFile, find_kept_file
from evenstride.services.kept_report import find_kept_report
from evenstride.services.reading.opened_report import (
    build_kept_report,
    build_whole_report,
    read_kept_analysis,
)

if TYPE_CHECKING:
    from evenstride.model.stored import StoredAssessment
    from evenstride.store import Store

ReportFormat = Literal["pdf", "csv"]


def make_report_file(store: Store, assessment_id: str, form: ReportFormat) -> bytes:
    """The report as PDF, or its measures unrounded as CSV; of the same model as its page.

    Raises
    ------
    NotStoredError : there is no such assessment.
    InputError : another version made it.
    """
    assessment = _assessment(store, assessment_id)
    if form == "pdf":
        from evenstride.reports.pdf import report_pdf

        return report_pdf(build_kept_report(store, assessment))
    from evenstride.reports.tables import measure_table

    table = measure_table(read_kept_analysis(store, assessment).assessment)
    return table.to_csv(index=False).encode()


def make_single_file(store: Store, assessment_id: str) -> bytes:
    """The report as one page with its clips in it, of the same model as its page in the app.

    Where another version made it, it is the page of that time, which knows no home tests.

    Raises
    ------
    NotStoredError : there is no such assessment, or no report of it.
    """
    from evenstride.reports.html import render_html

    report = build_whole_report(store, assessment_id)
    if report is None:
        return find_kept_report(store, assessment_id).path.read_bytes()
    return render_html(report).encode()


def find_document(store: Store, assessment_id: str) -> KeptFile:
    """The ``evenstride.assessment/1`` document, whatever version made it.

    Raises
    ------
    NotStoredError : there is no such assessment.
    """
    return find_kept_file(store, _assessment(store, assessment_id).document_sha256)


def find_original(store: Store, recording_id: str) -> tuple[KeptFile, str]:
    """The recording as it came, and the name it came under.

    Raises
    ------
    NotStoredError : there is no such recording.
    """
    with store.read() as work:
        recording = work.recordings.get(recording_id)
    return find_kept_file(store, recording.sha256), recording.name


def draw_figure(store: Store, assessment_id: str) -> bytes:
    """A still of the runner as lines, without their picture: SVG; an empty plate where no step is whole.

    Raises
    ------
    NotStoredError : there is no such assessment.
    InputError : another version made it.
    """
    from evenstride.reports.thumbnail import thumbnail_svg

    report = build_kept_report(store, _assessment(store, assessment_id))
    figures = (section.key_frames[0].figure for section in report.clips if section.key_frames)
    return thumbnail_svg(next(figures, None)).encode()


def _assessment(store: Store, assessment_id: str) -> StoredAssessment:
    with store.read() as work:
        return work.assessments.get(assessment_id)
