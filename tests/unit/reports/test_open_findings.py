"""Findings that a clip cannot show are gathered by what they need, each once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evenstride.gait.measures import ClipView
from evenstride.knowledge.wording import forbidden_words
from evenstride.model import ClipAnalysis, Finding, FindingEvidence
from evenstride.model.gait import Side
from evenstride.reports import build_report, render_html
from evenstride.reports.filmed import Filmed
from evenstride.reports.model import OpenFindings
from evenstride.reports.open_findings import has_a_value, open_findings, says_nothing


@pytest.fixture
def unmeasured(analysis: ClipAnalysis, knowledge: Any) -> tuple[Finding, ...]:
    """Every finding of the knowledge, unknown, on the sides it has."""
    base = analysis.assessment.findings[0]
    return tuple(
        replace(base, id=definition.id, side=side, status="unknown", weighed=_weighed(definition, side))
        for definition in knowledge.findings.values()
        for side in (("left", "right") if definition.sides == "per_side" else (None,))
    )


def test_every_finding_is_named_once_under_what_it_needs(
    analysis: ClipAnalysis, unmeasured: tuple[Finding, ...], knowledge: Any
) -> None:
    needs = open_findings(unmeasured, (), _filmed("side", 30), knowledge)
    by_title = {need.title: [finding.id for finding in need.findings] for need in needs}
    assert by_title["A film from behind"] == ["knee_caving_in", "over_pronation", "hip_drop", "crossover_gait"]
    assert by_title["A whole run, with a watch or two films"] == ["forward_weight_shift", "posterior_chain_fatigue"]
    named = [finding_id for ids in by_title.values() for finding_id in ids]
    assert sorted(named) == sorted(knowledge.findings)
    assert len({need.how_to_film for need in needs if "behind" in need.title or "run" in need.title}) == 2


def test_a_phrase_says_what_a_finding_is_read_from_and_what_it_needs_beyond_its_title(
    analysis: ClipAnalysis, unmeasured: tuple[Finding, ...], knowledge: Any
) -> None:
    needs = open_findings(unmeasured, (), _filmed("side", 30), knowledge)
    assert _phrase(needs, "knee_caving_in") == "thigh leaning inward and room between the knees; 60 pictures a second"
    assert _phrase(needs, "over_pronation") == "heel tilting inward; 120 pictures a second"
    assert _phrase(needs, "forward_weight_shift") == (
        "trunk lean, end against start; two films or a sensor on the chest"
    )
    assert _phrase(needs, "posterior_chain_fatigue") == (
        "contact time, cadence and step length, end against start; onset of signs of tiring; a watch or sensor"
    )


def test_more_pictures_a_second_are_asked_for_only_where_the_clip_has_too_few(
    analysis: ClipAnalysis, unmeasured: tuple[Finding, ...], knowledge: Any
) -> None:
    stiff = tuple(finding for finding in unmeasured if finding.id == "stiff_landing")
    slow, fast = (open_findings(stiff, (), _filmed("side", fps), knowledge) for fps in (30, 120))
    assert [need.title for need in slow] == ["More pictures a second (60)"]
    assert [need.title for need in fast] == ["A better film from the side"]


def test_a_finding_with_one_measured_side_is_not_among_them(analysis: ClipAnalysis, knowledge: Any) -> None:
    left = replace(analysis.assessment.findings[0], status="unknown", side="left")
    right = replace(left, side="right", weighed=())
    measures = analysis.assessment.measures
    assert has_a_value(left, measures)
    assert says_nothing(right, measures)
    assert open_findings((left, right), measures, _filmed("side", 60), knowledge) == ()


def test_a_value_of_the_other_side_counts_only_for_a_finding_of_both(analysis: ClipAnalysis) -> None:
    measures = [m for m in analysis.assessment.measures if m.side == "left"]
    finding = replace(analysis.assessment.findings[0], status="unknown", side="right")
    assert not has_a_value(finding, measures)
    assert has_a_value(replace(finding, side=None), measures)


def test_a_finding_the_knowledge_does_not_have_is_named_by_its_id(analysis: ClipAnalysis, knowledge: Any) -> None:
    finding = replace(analysis.assessment.findings[0], id="odd_stride", status="unknown", weighed=())
    (need,) = open_findings((finding,), (), _filmed("side", 60), knowledge)
    assert [(each.name, each.needs) for each in need.findings] == [("Odd stride", "")]


def test_the_page_gathers_them_in_one_block_that_the_header_leads_to(
    analysis: ClipAnalysis, unmeasured: tuple[Finding, ...], knowledge: Any
) -> None:
    bare = replace(analysis, assessment=replace(analysis.assessment, findings=unmeasured))
    report = build_report(bare, knowledge=knowledge)
    page = render_html(report)
    assert page.count("What this clip cannot show") == 1
    assert page.count('href="#open-hip_drop"') == page.count('id="open-hip_drop"') == 1
    assert "hip_drop" not in {group.id for group in report.findings}
    texts = [text for need in report.open_findings for text in (need.title, need.how_to_film)]
    assert [text for text in texts if forbidden_words(text)] == []


def _weighed(definition: Any, side: Side | None) -> tuple[FindingEvidence, ...]:
    return tuple(FindingEvidence(each, side, "unclear", "Not measured.") for each in definition.measure_ids)


def test_a_finding_of_the_other_view_is_asked_for_from_there(unmeasured: tuple[Finding, ...], knowledge: Any) -> None:
    titles = {
        finding.id: need.title
        for need in open_findings(unmeasured, (), _filmed("rear", 120), knowledge)
        for finding in need.findings
    }
    assert titles["stiff_landing"] == "A film from the side"
    assert titles["hip_drop"] == "A better film from behind"
    assert titles["posterior_chain_fatigue"] == "A whole run, with a watch or two films"


def _filmed(view: ClipView, fps: float) -> Filmed:
    return Filmed(((view, fps),))


def _phrase(needs: tuple[OpenFindings, ...], finding_id: str) -> str:
    return next(finding.needs for need in needs for finding in need.findings if finding.id == finding_id)
