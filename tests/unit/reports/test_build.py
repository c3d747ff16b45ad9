"""The report model says what the assessment says, in words and rounded numbers."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from evenstride.knowledge.wording import forbidden_words
from evenstride.model import ClipAnalysis, Measure
from evenstride.reports import Report, build_report
from evenstride.reports.model import MeasureRow
from evenstride.reports.wording import GRADE_WORDS, NO_EXERCISES, UNSETTLED_EXERCISES
from evenstride.testing import refused_analysis, synthetic_analysis


@pytest.fixture
def report(analysis: ClipAnalysis, knowledge: Any) -> Report:
    return build_report(analysis, knowledge=knowledge)


def test_the_title_is_the_plain_answer(report: Report) -> None:
    assert report.header.title == "170 steps a minute, landing heel first on both feet"
    assert report.header.answer.startswith("You ran 170 steps a minute. You land heel first on both feet.")


def test_a_number_is_printed_alike_wherever_it_stands(analysis: ClipAnalysis, knowledge: Any) -> None:
    measures = tuple(
        replace(m, value=167.79, standard_error=1.49) if m.id == "cadence" else m for m in analysis.assessment.measures
    )
    report = build_report(_with(analysis, measures=measures), knowledge=knowledge)
    cadence = report.header.key_numbers[0].values[0].quantity
    cell = next(row.cells[0] for row in _rows(report) if row.id == "cadence")
    assert (cadence.number, cadence.error) == ("168", "3")
    assert cell.quantity == cadence
    assert report.header.title.startswith("168 steps a minute")
    assert "You ran 168 steps a minute." in report.header.answer


def test_only_the_file_name_is_shown_never_its_folders(knowledge: Any) -> None:
    for path in ("/home/somebody/private/run.mp4", r"C:\Users\somebody\run.mp4"):
        report = build_report(synthetic_analysis(clip_name=path), knowledge=knowledge)
        assert report.header.clips[0].name == "run.mp4"
        assert "somebody" not in str(asdict(report.method))


def test_every_measure_with_a_value_has_a_row_and_every_refused_one_its_reason(
    report: Report, analysis: ClipAnalysis
) -> None:
    rows = {row.id for row in _rows(report)}
    assert rows == {m.id for m in analysis.assessment.measures if m.status != "refused"}
    assert [(r.name, r.reasons) for r in report.refusals] == [
        ("Foot ahead of the body at initial contact", ("Expected at least 120 frames per second, got 60.",))
    ]
    assert report.refusals[0].how_to_film


def test_a_measure_the_knowledge_does_not_have_is_still_shown(analysis: ClipAnalysis, knowledge: Any) -> None:
    unknown = Measure("hop_height", None, 3.14159, "cm", 0.5, 4, None, "ok", "clip-1")
    measures = (*analysis.assessment.measures, unknown)
    report = build_report(_with(analysis, measures=measures), knowledge=knowledge)
    row = next(row for row in _rows(report) if row.id == "hop_height")
    assert row.name == "Hop height"
    assert row.cells[0].quantity is not None
    assert row.cells[0].quantity.text == "3.1 ± 1.0\u00a0cm"


def test_the_scale_places_values_and_reference_in_order(report: Report) -> None:
    rows = {row.id: row for row in _rows(report)}
    mark = rows["trunk_lean"].mark
    assert mark is not None
    assert 0 <= mark.band_from_pct < mark.points[0].at_pct < mark.band_to_pct <= 100
    assert "within the reference range" in mark.words


def test_exercises_answer_what_is_seen_or_possible_and_nothing_else(analysis: ClipAnalysis, knowledge: Any) -> None:
    assert [e.id for e in build_report(analysis, knowledge=knowledge).exercises] == ["hip_flexor_release"]
    absent = tuple(replace(f, status="absent") for f in analysis.assessment.findings)
    assert build_report(_with(analysis, findings=absent), knowledge=knowledge).exercises == ()


def test_where_nothing_is_settled_only_what_was_measured_offers_exercises(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    unknown = tuple(replace(f, status="unknown") for f in analysis.assessment.findings)
    unseen = replace(unknown[0], id="hip_drop", weighed=(), exercises=("foot_core",))
    report = build_report(_with(analysis, findings=(*unknown, unseen)), knowledge=knowledge)
    assert [exercise.id for exercise in report.exercises] == ["hip_flexor_release"]
    assert "(landing hard on the heel)" in report.exercises_intro
    assert report.red_flags


def test_where_nothing_that_was_measured_is_open_a_maintenance_set_is_pointed_to(
    analysis: ClipAnalysis, knowledge: Any
) -> None:
    unseen = tuple(replace(f, status="unknown", weighed=()) for f in analysis.assessment.findings)
    report = build_report(_with(analysis, findings=unseen), knowledge=knowledge)
    assert (report.exercises, report.red_flags, report.findings) == ((), (), ())
    assert "evenstride plan" in report.exercises_intro


def test_a_red_flag_stands_first_and_takes_the_exercises_away(analysis: ClipAnalysis, knowledge: Any) -> None:
    flag = next(iter(knowledge.red_flags.values()))
    report = build_report(_with(analysis, stopped_by=(flag.id,)), knowledge=knowledge)
    assert (report.exercises, report.exercises_intro) == ((), "")
    assert flag.question in report.header.notices[0]
    assert flag.whom_to_see in report.header.notices[0]
    assert all(group.exercises == () for group in report.findings)


def test_the_articles_dose_and_ours_are_kept_apart(report: Report, knowledge: Any) -> None:
    card, exercise = report.exercises[0], knowledge.exercises["hip_flexor_release"]
    assert len(card.dose_article) == len(exercise.dose_article.quantities)
    assert len(card.dose_ours) == len(exercise.dose_ours.quantities)


def test_sources_are_numbered_from_one_in_order_of_use(report: Report) -> None:
    assert [source.number for source in report.sources] == list(range(1, len(report.sources) + 1))
    cited = {number for group in report.findings for text in group.literature_against for number in text.sources}
    cited |= {number for row in _rows(report) for number in row.sources}
    assert cited
    assert cited <= {source.number for source in report.sources}


def test_near_leg_comes_first_and_is_named(report: Report) -> None:
    assert [(leg.side, leg.label) for leg in report.clips[0].data.legs] == [
        ("right", "Right leg (near)"),
        ("left", "Left leg (far)"),
    ]


def test_a_clip_without_a_run_says_so_and_what_to_do(knowledge: Any) -> None:
    analysis = refused_analysis(reason="No step was found.", warning="The person walks. Film a run.")
    report = build_report(analysis, knowledge=knowledge)
    assert report.header.title == "No run was found in this clip"
    assert "The person walks. Film a run." in report.header.answer
    assert report.header.key_numbers == ()
    assert (report.findings, report.header.verdicts) == ((), ())
    assert report.filming
    assert {refusal.reasons for refusal in report.refusals} == {("No step was found.",)}


def test_building_twice_gives_the_same_words(analysis: ClipAnalysis, knowledge: Any) -> None:
    first, second = (build_report(analysis, knowledge=knowledge) for _ in range(2))
    assert asdict(first.header) == asdict(second.header)
    assert (first.measures, first.findings) == (second.measures, second.findings)


def test_no_sentence_of_the_report_says_what_it_must_not(report: Report) -> None:
    texts = [report.header.title, report.header.answer, *report.disclaimer, *report.method.error_words]
    texts += [*GRADE_WORDS.values(), NO_EXERCISES, UNSETTLED_EXERCISES]
    for group in report.findings:
        texts += [group.plain, group.grade_words, group.suspected.basis, *group.film_again]
        texts += [test.shows for test in group.home_tests] + [card.says for card in group.cards]
    assert {text: found for text in texts if (found := forbidden_words(text))} == {}


def _rows(report: Report) -> list[MeasureRow]:
    return [row for group in report.measures.groups for row in group.rows]


def _with(analysis: ClipAnalysis, **changes: Any) -> ClipAnalysis:
    return replace(analysis, assessment=replace(analysis.assessment, **changes))
