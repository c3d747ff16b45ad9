"""The run report on paper: everything the typed report says, in a tagged file that is the same every time."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from evenstride.reports import Report, build_report
from evenstride.reports.model import FilmedClip
from evenstride.reports.pdf import report_pdf
from evenstride.testing import refused_analysis, synthetic_analysis

if TYPE_CHECKING:
    from evenstride.model import ClipAnalysis

pypdf = pytest.importorskip("pypdf", reason="reading a PDF back needs pypdf")

HOSTILE = '#import "@preview/x:1.0.0": * $y$ \\ *b* _i_ @ref <label> "q" `r` [x] // c /* d */ = h #end'


@pytest.fixture
def report(analysis: ClipAnalysis, knowledge: Any) -> Report:
    return build_report(analysis, knowledge=knowledge)


def read(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(data))


def joined(text: str) -> str:
    """Text without white space and without the places where long words may break."""
    return "".join(text.replace("\u200b", "").split())


def text_of(data: bytes) -> str:
    pages = (joined(page.extract_text()) for page in read(data).pages)
    return "".join(re.sub(r"Evenstride·Runningformreport·.*?\d+of\d+$", "", page) for page in pages)


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    data = report_pdf(report)

    assert data.startswith(b"%PDF-")
    assert data == report_pdf(report)


def test_the_file_says_its_title_language_date_and_standards(report: Report) -> None:
    reader = read(report_pdf(report))
    root = reader.trailer["/Root"]

    assert reader.metadata.title == report.header.title
    assert reader.metadata.creation_date.date().isoformat() == "2026-01-02"
    assert root["/Lang"].lower().startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert b"pdfaid" in root["/Metadata"].get_data()


def test_every_drawing_has_words_that_stand_for_it(report: Report) -> None:
    reader = read(report_pdf(report))
    figures = [each for each in structure(reader.trailer["/Root"]["/StructTreeRoot"]) if each.get("/S") == "/Figure"]

    assert len(figures) >= len(report.clips[0].panels) + len(report.clips[0].key_frames)
    assert all(figure.get("/Alt") for figure in figures)


def test_summary_findings_measures_and_method_can_be_read_back(report: Report) -> None:
    text = text_of(report_pdf(report))

    said = [report.header.title, report.header.answer, *(line.text for line in report.header.verdicts)]
    for group in report.findings:
        said += [group.name, group.does_not_say, *(card.says for card in group.cards)]
        said += [line.verdict for card in group.cards for line in card.evidence]
        said += [item.text for item in (*group.literature_for, *group.literature_against)]
    for measures in report.measures.groups:
        said += [row.name for row in measures.rows]
        said += [cell.quantity.text for row in measures.rows for cell in row.cells if cell.quantity is not None]
        said += [row.reference_range for row in measures.rows]
    said += [refusal.how_to_film for refusal in report.refusals]
    said += [words for fact in report.method.facts for words in fact]
    said += [*report.method.error_words, *report.disclaimer, *(source.cite for source in report.sources)]
    assert len(said) > 60
    assert [words for words in said if joined(words) not in text] == []


def test_a_clip_that_says_nothing_still_makes_a_report(knowledge: Any) -> None:
    analysis = refused_analysis(reason="The runner is cut off at the knees.", warning="Nobody runs here.")
    report = build_report(analysis, knowledge=knowledge)
    text = text_of(report_pdf(report))

    assert joined(report.header.title) in text
    assert "cutoffattheknees" in text
    assert all(joined(words) in text for words in report.filming)


def test_a_hostile_clip_name_is_printed_as_it_is(knowledge: Any) -> None:
    report = build_report(synthetic_analysis(clip_name="clip.mp4"), knowledge=knowledge)
    header = replace(report.header, clips=(FilmedClip(HOSTILE, "filmed"),), answer=HOSTILE, notices=(HOSTILE,))
    method = replace(report.method, facts=((HOSTILE, HOSTILE),), notes=(HOSTILE,))

    text = text_of(report_pdf(replace(report, header=header, method=method)))

    assert text.count(joined(HOSTILE)) == 6


def test_a_clip_longer_than_the_chart_says_how_much_is_printed(knowledge: Any) -> None:
    report = build_report(synthetic_analysis(duration_s=9.0), knowledge=knowledge)

    assert "Printed:thefirst6s." in text_of(report_pdf(report))


def structure(node: Any) -> list[Any]:
    """Every element of a structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        return [each for kid in node for each in structure(kid)]
    if not isinstance(node, dict):
        return []
    return [node, *(structure(node["/K"]) if "/K" in node else [])]
