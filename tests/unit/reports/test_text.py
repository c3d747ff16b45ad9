"""The terminal says each finding once and fits 80 columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evenstride.model import ClipAnalysis, Measure
from evenstride.reports.text import COLUMNS, summary_lines


def test_findings_are_a_line_a_status_with_left_and_right_together(analysis: ClipAnalysis, knowledge: Any) -> None:
    findings = tuple(replace(f, status="possible") for f in analysis.assessment.findings)
    unknown = replace(findings[0], id="hip_drop", status="unknown")
    lines = _lines(analysis, knowledge, findings=(*findings, unknown, replace(unknown, side="right")))
    assert "  possible: Landing hard on the heel (left and right)" in lines
    assert "  cannot be told from this clip: Hip drop" in lines
    assert not [line for line in lines if line.startswith(("  present", "  absent"))]


def test_what_was_not_measured_is_split_by_what_it_needs(analysis: ClipAnalysis, knowledge: Any) -> None:
    refused = (_refused("contact_time_drift"), _refused("heel_whip"), _refused("flight_time"))
    lines = _lines(analysis, knowledge, measures=(*analysis.assessment.measures, *refused))
    start = next(index for index, line in enumerate(lines) if "not measured" in line)
    assert lines[start:] == [
        "  not measured, needs more pictures a second or a better view: Flight time;",
        "    Overstride",
        "  not measured, needs a view from behind: Heel whip",
        "  not measured, needs the whole run: Contact time, end against start",
    ]


def test_long_lists_are_wrapped(analysis: ClipAnalysis, knowledge: Any) -> None:
    base = replace(analysis.assessment.findings[0], status="unknown")
    refused = tuple(_refused(measure_id) for measure_id in knowledge.measures)
    lines = _lines(
        analysis,
        knowledge,
        findings=tuple(replace(base, id=finding_id) for finding_id in knowledge.findings),
        measures=(*analysis.assessment.measures, *refused),
    )
    start = next(index for index, line in enumerate(lines) if "cannot be told" in line)
    assert len(lines[start:]) > 8
    assert max(map(len, lines[start:])) <= COLUMNS
    assert "Over-pronation" in " ".join(lines)


def _refused(measure_id: str) -> Measure:
    return Measure(measure_id, None, None, "ms", None, 0, None, "refused", "clip-1", reasons=("No.",))


def _lines(analysis: ClipAnalysis, knowledge: Any, **changes: Any) -> list[str]:
    return list(summary_lines(replace(analysis.assessment, **changes), knowledge=knowledge))
