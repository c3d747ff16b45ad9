"""What a comparison says of two assessments: known changes, their errors, and clips that belong together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from evenstride.knowledge import load_knowledge
from evenstride.model.stored import StoredAssessment, StoredMeasure
from evenstride.reports import build_report
from evenstride.reports.comparison.build_comparison import NO_PAIR, OTHER_SIDE, build_comparison
from evenstride.reports.comparison.comparison_model import ChangeRow, ComparisonReport
from evenstride.reports.comparison.drawing import draw_phase_panels, phase_data_json
from evenstride.testing import synthetic_analysis

EARLIER = datetime(2026, 9, 1, tzinfo=UTC)
CADENCE = StoredMeasure("cadence", None, 165.0, None, "steps/min", 1.0, 2.77, 20, "ok")
CONTACT = StoredMeasure("contact_time", "left", 250.0, None, "ms", 5.0, 13.9, 10, "ok")
STRIKE = StoredMeasure("foot_strike_class", "left", None, "heel", "class", None, None, 10, "ok")


def assessment(id_: str, *measures: StoredMeasure) -> StoredAssessment:
    later = EARLIER + timedelta(days=0 if id_ == "a" else 30)
    return StoredAssessment(id_, "runner", "0" * 64, later, later, "0", "0", True, ("recording",), measures)


def compared(before: tuple[StoredMeasure, ...], after: tuple[StoredMeasure, ...], **more: Any) -> ComparisonReport:
    reports = more.get("reports", (None, None))
    return build_comparison(
        assessment("a", *before), assessment("b", *after), reports, cautions=(), knowledge=load_knowledge()
    )


def only_row(report: ComparisonReport) -> ChangeRow:
    (group,) = report.groups
    (row,) = group.rows
    return row


def test_a_change_beyond_the_smallest_detectable_one_is_said_with_the_error_of_both() -> None:
    report = compared((CADENCE,), (replace(CADENCE, value=171.0),))
    row = only_row(report)
    assert report.headline == "1 of 1 measures changed by more than its error."
    assert (row.verdict, row.verdict_words, row.name) == ("changed", "more than error", "Cadence")
    assert row.change == "+6 ± 3\u00a0steps/min"  # 1.96 * sqrt(2)
    assert row.needed == "3\u00a0steps/min"


def test_a_change_within_it_is_not_called_one() -> None:
    report = compared((CONTACT,), (replace(CONTACT, value=240.0),))
    row = only_row(report)
    assert report.headline == "None of 1 measures changed by more than its error."
    assert (row.verdict, row.side_words) == ("within_error", "Left")
    assert row.change == "\u221210 ± 14\u00a0ms"


def test_what_has_no_smallest_change_cannot_be_told() -> None:
    report = compared((CADENCE,), (replace(CADENCE, value=180.0, mdc=None),))
    assert only_row(report).verdict == "cannot_tell"
    assert report.headline == "No measure of the two can be compared."


@pytest.mark.parametrize(
    ("later", "words"), [("heel", "the same class"), ("forefoot", "another class"), ("uncertain", "cannot tell")]
)
def test_classes_are_compared_as_classes(later: str, words: str) -> None:
    assert only_row(compared((STRIKE,), (replace(STRIKE, class_name=later),))).verdict_words == words


def test_what_one_refuses_or_lacks_is_left_out() -> None:
    refused = replace(CONTACT, value=None, status="refused")
    assert compared((CADENCE, CONTACT), (refused,)).groups == ()


def test_two_clips_of_the_same_side_are_laid_on_each_other_over_the_stride() -> None:
    knowledge = load_knowledge()
    reports = tuple(build_report(synthetic_analysis(fps=fps), knowledge=knowledge) for fps in (60.0, 120.0))
    report = compared((CADENCE,), (CADENCE,), reports=reports)
    assert report.pair is not None
    assert {panel.side for panel in report.pair.panels} == {"left", "right"}
    for panel in report.pair.panels:
        # The same made-up run at two frame rates: the curves are the same as far as 60 pictures a second carry them.
        apart = np.abs(panel.later.mean_deg - panel.earlier.mean_deg)
        assert np.nanmax(apart) < 1.5, panel.id
    drawn = draw_phase_panels(report.pair.panels)
    assert all(each.earlier.startswith("M0 ") and each.later.count("L") == 100 for each in drawn)
    assert phase_data_json(report.pair.panels).count('"earlier"') == len(drawn)


def test_clips_from_two_sides_say_so_and_those_of_two_views_are_not_laid_on_each_other() -> None:
    report = build_report(synthetic_analysis(), knowledge=load_knowledge())
    (section,) = report.clips
    turned = replace(section.data, legs=(replace(section.data.legs[1], role="near"), section.data.legs[0]))
    other_side = replace(report, clips=(replace(section, data=turned),))
    assert OTHER_SIDE in compared((CADENCE,), (CADENCE,), reports=(report, other_side)).cautions
    behind = replace(report, clips=(replace(section, data=replace(section.data, is_frontal=True)),))
    apart = compared((CADENCE,), (CADENCE,), reports=(report, behind))
    assert apart.pair is None
    assert NO_PAIR in apart.cautions
