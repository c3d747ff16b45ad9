"""Findings on the page: a short card a side, what both share once, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evenstride.model import ClipAnalysis, FindingEvidence
from evenstride.reports import Report, build_report
from evenstride.reports.model import EvidenceLine, FindingGroup
from evenstride.reports.wording import FILM_FROM_WORDS


@pytest.fixture
def report(analysis: ClipAnalysis, knowledge: Any) -> Report:
    return build_report(analysis, knowledge=knowledge)


@pytest.fixture
def group(report: Report) -> FindingGroup:
    return report.findings[0]


def test_left_stands_before_right_and_the_clearest_leads_the_header(report: Report, group: FindingGroup) -> None:
    assert [card.side_words for card in group.cards] == ["Left", "Right"]
    assert [verdict.status for verdict in report.header.verdicts] == ["possible"]


def test_a_row_has_a_short_name_a_value_a_verdict_and_pictures(group: FindingGroup) -> None:
    row = _row(group, "Right", "foot_inclination_ic")
    assert (row.measure, row.value, row.verdict) == ("Foot angle at landing", "15.5 ± 3.1°", "for it")
    assert len(row.frames) == 3


def test_the_scale_shades_what_counts_and_is_the_same_on_both_sides(group: FindingGroup) -> None:
    left, right = (_row(group, side, "foot_inclination_ic").scale for side in ("Left", "Right"))
    assert left is not None
    assert right is not None
    assert [(line.level, line.label) for line in left.lines] == [("mild", "15°"), ("marked", "20°")]
    assert left.lines == right.lines
    assert left.beyond == ((left.lines[0].at_pct, 100.0),)
    assert left.point.from_pct < left.point.at_pct < left.point.to_pct
    assert left.point.at_pct < left.lines[0].at_pct < right.point.at_pct
    assert right.words == "Screening lines: mild above 15°, marked above 20°"


def test_a_line_below_is_shaded_below(group: FindingGroup) -> None:
    scale = _row(group, "Right", "knee_flexion_ic").scale
    assert scale is not None
    assert scale.beyond == ((0.0, next(line.at_pct for line in scale.lines if line.level == "mild")),)


def test_a_measure_without_a_value_says_so_in_its_row(analysis: ClipAnalysis, knowledge: Any) -> None:
    refused = _refuse(analysis, "knee_flexion_ic", knowledge)
    row = _row(build_report(refused, knowledge=knowledge).findings[0], "Left", "knee_flexion_ic")
    assert (row.value, row.verdict, row.scale, row.frames) == ("", "not measured", None, ())


def test_a_reason_for_doubt_that_both_sides_have_is_said_once_under_both(group: FindingGroup) -> None:
    assert [card.doubts for card in group.cards] == [(), ()]
    (doubt,) = group.doubts
    assert doubt.reason == "The frame rate is low for this measure."
    assert doubt.measures == ("Foot angle at landing",)


def test_a_reason_of_one_side_stays_on_its_card_and_names_all_its_measures(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    measures = tuple(
        replace(m, status="low_confidence", reasons=("Rests on 3 steps",))
        if m.side == "left" and m.id in ("foot_strike_pattern", "knee_flexion_ic")
        else m
        for m in analysis.assessment.measures
    )
    group = build_report(_with(analysis, measures=measures), knowledge=knowledge).findings[0]
    left, right = group.cards
    assert [(d.reason, d.measures) for d in left.doubts] == [
        ("Rests on 3 steps.", ("Foot strike", "Knee bend at landing"))
    ]
    assert right.doubts == ()


def test_how_to_film_stands_in_its_own_place_and_not_in_the_reason(analysis: ClipAnalysis, knowledge: Any) -> None:
    report = build_report(_refuse(analysis, "knee_flexion_ic", knowledge), knowledge=knowledge)
    reasons = [doubt.reason for doubt in report.findings[0].doubts]
    assert "Expected at least 48 pictures a second, got 30." in reasons
    refusal = next(r for r in report.refusals if r.name == "Knee flexion at initial contact")
    assert refusal.reasons == ("Expected at least 48 pictures a second, got 30.",)
    assert refusal.how_to_film


def test_advice_for_several_measures_and_sides_becomes_one_line_each(analysis: ClipAnalysis, knowledge: Any) -> None:
    names = ("foot_strike_pattern", "tibia_angle_loading", "foot_inclination_ic")
    asked = tuple(f"{knowledge.measures[i].short_name}: {knowledge.measures[i].how_to_film}" for i in names)
    findings = tuple(replace(f, to_know=(*asked, "Run for longer.")) for f in analysis.assessment.findings)
    group = build_report(_with(analysis, findings=findings), knowledge=knowledge).findings[0]
    assert group.film_again == (
        "Film at 120 pictures a second or more (“slow motion” on many phones); this clip has 60.",
        FILM_FROM_WORDS["side"],
        "Run for longer.",
    )


def test_a_clip_with_enough_pictures_a_second_is_not_asked_for_more(analysis: ClipAnalysis, knowledge: Any) -> None:
    knee = knowledge.measures["knee_flexion_ic"]
    asked = f"{knee.short_name}: {knee.how_to_film}"
    findings = tuple(replace(f, to_know=(asked,)) for f in analysis.assessment.findings)
    group = build_report(_with(analysis, findings=findings), knowledge=knowledge).findings[0]
    assert group.film_again == (FILM_FROM_WORDS["side"],)


def test_muscles_and_home_tests_come_only_with_what_is_seen_or_possible(
    analysis: ClipAnalysis, group: FindingGroup, knowledge: Any
) -> None:
    assert group.suspected.side_words == "right side"
    assert group.suspected.names == (
        "Iliopsoas (hip flexor)",
        "Vastus lateralis (outer front thigh)",
        "Gluteus maximus (large buttock muscle)",
    )
    assert [test.name for test in group.home_tests] == ["Modified Thomas test"]
    absent = tuple(replace(f, status="absent", to_know=()) for f in analysis.assessment.findings)
    (bare,) = build_report(_with(analysis, findings=absent), knowledge=knowledge).findings
    assert (bare.suspected.names, bare.home_tests, bare.film_again) == ((), (), ())


def test_every_suspected_muscle_is_to_be_checked_once_on_its_side(report: Report) -> None:
    assert [(line.name, line.suspected, line.certainty_words) for line in report.muscles.lines] == [
        ("Right iliopsoas (hip flexor)", "suspected tight", "possible"),
        ("Right vastus lateralis (outer front thigh)", "suspected tight", "possible"),
        ("Right gluteus maximus (large buttock muscle)", "suspected weak", "possible"),
    ]
    assert len(report.muscles.marks) == 3


@pytest.mark.parametrize("status", ["absent", "unknown"])
def test_without_anything_seen_or_possible_no_muscle_is_to_be_checked(
    analysis: ClipAnalysis, knowledge: Any, status: Any
) -> None:
    findings = tuple(replace(finding, status=status) for finding in analysis.assessment.findings)
    muscles = build_report(_with(analysis, findings=findings), knowledge=knowledge).muscles
    assert (muscles.intro, muscles.marks, muscles.lines) == ("", (), ())


def test_what_both_sides_share_is_said_once(group: FindingGroup) -> None:
    assert group.plain
    assert group.literature_against
    assert group.does_not_say == "It does not say that anything is wrong or will hurt."
    assert [exercise.id for exercise in group.exercises] == ["hip_flexor_release"]


def test_where_no_side_is_answered_only_what_was_measured_is_shown(analysis: ClipAnalysis, knowledge: Any) -> None:
    unknown = tuple(replace(finding, status="unknown") for finding in analysis.assessment.findings)
    refused = _refuse(_with(analysis, findings=unknown), "knee_flexion_ic", knowledge)
    (group,) = build_report(refused, knowledge=knowledge).findings
    assert group.is_short
    assert [line.measure_id for line in group.cards[0].evidence] == ["foot_strike_pattern", "foot_inclination_ic"]
    assert "Expected at least 48 pictures a second, got 30." in [doubt.reason for doubt in group.doubts]
    assert (group.literature_for, group.literature_against, group.does_not_say, group.grade_words) == ((), (), "", "")


def _row(group: FindingGroup, side: str, measure_id: str) -> EvidenceLine:
    card = next(card for card in group.cards if card.side_words == side)
    return next(line for line in card.evidence if line.measure_id == measure_id)


def test_a_finding_that_compares_the_sides_shows_how_much_they_differ(analysis: ClipAnalysis, knowledge: Any) -> None:
    evidence = (
        FindingEvidence("knee_flexion_ic", None, "unclear", "They differ."),
        FindingEvidence("tibia_angle_loading", None, "unclear", "Not measured."),
    )
    compared = replace(analysis.assessment.findings[0], id="asymmetry", side=None, weighed=evidence)
    (card,) = build_report(_with(analysis, findings=(compared,)), knowledge=knowledge).findings[0].cards
    assert [(line.value, line.speaks) for line in card.evidence] == [
        ("2 ± 5° apart", "unclear"),
        ("", "not_measured"),
    ]


def _refuse(analysis: ClipAnalysis, measure_id: str, knowledge: Any) -> ClipAnalysis:
    reason = f"Expected at least 48 pictures a second, got 30. {knowledge.measures[measure_id].how_to_film}"
    refused = tuple(
        replace(m, value=None, standard_error=None, status="refused", reasons=(reason,)) if m.id == measure_id else m
        for m in analysis.assessment.measures
    )
    return _with(analysis, measures=refused)


def _with(analysis: ClipAnalysis, **changes: Any) -> ClipAnalysis:
    return replace(analysis, assessment=replace(analysis.assessment, **changes))
