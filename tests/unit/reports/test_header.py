"""The top of the page: one paragraph that repeats nothing, and only notices a runner can act on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from evenstride.model import ClipAnalysis
from evenstride.reports import build_report

CAMERA = "The camera stands about 17 degrees off square."
PEOPLE = "3 people are in the picture; the one whose legs move most was followed. Check the skeleton in the report."
EXCHANGED = "Left and right leg were exchanged back in 5.3 % of the pictures."


def test_what_to_act_on_stands_at_the_top_and_how_it_was_read_with_the_method(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    recording = replace(analysis.assessment.recordings[0], warnings=(PEOPLE,))
    noticed = _with(analysis, warnings=(CAMERA, EXCHANGED), recordings=(recording,))
    report = build_report(noticed, knowledge=knowledge)
    assert report.header.notices == (CAMERA, PEOPLE)
    assert report.method.notes == (EXCHANGED,)


def test_a_finding_that_stands_alike_on_both_sides_is_named_once(analysis: ClipAnalysis, knowledge: Any) -> None:
    header = build_report(_stated(analysis, "possible", "possible"), knowledge=knowledge).header
    assert "Possible, but not settled: landing hard on the heel (left and right)." in header.answer
    assert [(v.status, v.text, v.anchor) for v in header.verdicts] == [
        ("possible", "Landing hard on the heel, left and right", "finding-hard_heel_landing-group")
    ]
    assert header.cannot_tell == ()


def test_sides_that_stand_differently_have_a_line_each_the_clearest_first(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    verdicts = build_report(_stated(analysis, "absent", "present"), knowledge=knowledge).header.verdicts
    assert [(v.status, v.text, v.anchor) for v in verdicts] == [
        ("present", "Landing hard on the heel, right", "finding-hard_heel_landing-right"),
        ("absent", "Landing hard on the heel, left", "finding-hard_heel_landing-left"),
    ]


def test_a_side_that_is_open_beside_one_that_is_not_is_named_with_its_side(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    header = build_report(_stated(analysis, "unknown", "possible"), knowledge=knowledge).header
    assert [(each.name, each.anchor) for each in header.cannot_tell] == [
        ("Landing hard on the heel (left)", "finding-hard_heel_landing-left")
    ]
    assert "Another recording" not in header.answer


def test_what_was_looked_for_and_not_seen_is_said_where_nothing_was_seen(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    answer = build_report(_stated(analysis, "absent", "absent"), knowledge=knowledge).header.answer
    assert answer.endswith("Looked for and not seen: landing hard on the heel (left and right).")


def test_open_findings_are_counted_in_the_paragraph_and_named_in_one_line_under_it(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    one = replace(analysis.assessment.findings[0], status="unknown", weighed=())
    findings = tuple(replace(one, id=each) for each in ("hip_drop", "knee_caving_in", "over_pronation"))
    header = build_report(_with(analysis, findings=findings), knowledge=knowledge).header
    assert header.answer.endswith("Another recording is needed for 3 patterns.")
    assert header.verdicts == ()
    assert [(each.name, each.anchor) for each in header.cannot_tell] == [
        ("Hip drop", "open-hip_drop"),
        ("Knee caving in", "open-knee_caving_in"),
        ("Over-pronation", "open-over_pronation"),
    ]


def test_the_paragraph_is_short(analysis: ClipAnalysis, knowledge: Any) -> None:
    two_more = tuple(
        replace(analysis.assessment.findings[0], id=each, status="unknown", weighed=(), side=None)
        for each in ("asymmetry", "forward_weight_shift")
    )
    findings = (*analysis.assessment.findings, *two_more)
    answer = build_report(_with(analysis, findings=findings), knowledge=knowledge).header.answer
    assert answer.count(". ") + 1 == 5
    assert answer.endswith("landing hard on the heel (right). Another recording is needed for 2 more.")


def _stated(analysis: ClipAnalysis, left: Any, right: Any) -> ClipAnalysis:
    status = {"left": left, "right": right}
    findings = tuple(replace(f, status=status[f.side]) for f in analysis.assessment.findings if f.side is not None)
    return _with(analysis, findings=findings)


def _with(analysis: ClipAnalysis, **changes: Any) -> ClipAnalysis:
    return replace(analysis, assessment=replace(analysis.assessment, **changes))
