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


def test_the_same_finding_on_both_sides_is_one_sentence(analysis: ClipAnalysis, knowledge: Any) -> None:
    findings = tuple(
        replace(f, status="possible", says=f"Your video may show it on the {f.side}: the film does not settle it.")
        for f in analysis.assessment.findings
    )
    answer = build_report(_with(analysis, findings=findings), knowledge=knowledge).header.answer
    assert answer.count("Your video may show it") == 1
    assert "on the left and right: the film" in answer


def test_a_finding_that_cannot_be_judged_is_said_to_be_open(analysis: ClipAnalysis, knowledge: Any) -> None:
    findings = tuple(replace(f, status="unknown") for f in analysis.assessment.findings)
    answer = build_report(_with(analysis, findings=findings), knowledge=knowledge).header.answer
    assert "“Landing hard on the heel” cannot be judged from this clip." in answer


def test_all_findings_that_cannot_be_judged_share_one_sentence(analysis: ClipAnalysis, knowledge: Any) -> None:
    one = replace(analysis.assessment.findings[0], status="unknown")
    findings = tuple(replace(one, id=each) for each in ("hip_drop", "knee_caving_in", "over_pronation"))
    answer = build_report(_with(analysis, findings=findings), knowledge=knowledge).header.answer
    assert "“Hip drop”, “Knee caving in” and “Over-pronation” cannot be judged from this clip." in answer
    assert answer.count("cannot be judged") == 1


def test_contact_times_that_differ_within_their_error_are_said_to(analysis: ClipAnalysis, knowledge: Any) -> None:
    answer = build_report(analysis, knowledge=knowledge).header.answer
    assert (
        "Each foot stays on the ground for 240\u00a0ms (left) and 242\u00a0ms (right), which differ by less" in answer
    )


def test_contact_times_printed_alike_are_one_number(analysis: ClipAnalysis, knowledge: Any) -> None:
    measures = tuple(replace(m, value=240.0) if m.id == "contact_time" else m for m in analysis.assessment.measures)
    answer = build_report(_with(analysis, measures=measures), knowledge=knowledge).header.answer
    assert "Each foot stays on the ground for 240\u00a0ms. " in answer


def _with(analysis: ClipAnalysis, **changes: Any) -> ClipAnalysis:
    return replace(analysis, assessment=replace(analysis.assessment, **changes))
