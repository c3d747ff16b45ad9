"""Home tests beside the findings of a report: what they say, and with their sources what they are read against."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from evenstride.imbalance.confirmation import suspicions_of
from evenstride.model import ClipAnalysis
from evenstride.model.plan import ScreenResult
from evenstride.model.stored import ScreenAnswer
from evenstride.reports import Report, build_report
from evenstride.reports.tested_muscles import with_home_tests

FINDING = "hard_heel_landing"
THOMAS = ScreenAnswer(
    "1",
    "runner",
    "modified_thomas",
    "right",
    "supported",
    datetime(2026, 10, 5, 17, 30, tzinfo=UTC),
    value=6.0,
    unit="deg",
    error=3.0,
    scored_by="camera",
    why="More than 0 degrees, by more than the reading's error.",
)


@pytest.fixture
def report(analysis: ClipAnalysis, knowledge: Any) -> Report:
    return build_report(analysis, knowledge=knowledge)


def with_tests(report: Report, knowledge: Any, *answers: ScreenAnswer) -> Report:
    results = [ScreenResult(each.screen_id, each.side, each.outcome) for each in answers]
    told = [
        (each, [answer for answer in answers if answer.screen_id in {told.screen_id for told in each.told_by}])
        for each in suspicions_of(FINDING, "right", results, knowledge)
    ]
    return with_home_tests(report, told, knowledge, zone=UTC)


def test_a_result_stands_with_its_muscle_its_error_its_reason_and_its_day(report: Report, knowledge: Any) -> None:
    (group,) = [each for each in with_tests(report, knowledge, THOMAS).findings if each.id == FINDING]
    first, *others = group.tested
    assert (first.outcome_words, first.speaks, first.name) == ("Supported", "for", "Iliopsoas (hip flexor)")
    assert first.told_by == (
        "Modified Thomas test, right, 6° ± 6°: speaks for it. More than 0 degrees, by more than the reading's error. "
        "(5 Oct 2026)",
    )
    assert {each.outcome_words for each in others} == {"Unknown"}


def test_line_norms_and_smallest_change_of_a_test_are_said_once_with_sources_that_go_on(
    report: Report, knowledge: Any
) -> None:
    whole = with_tests(report, knowledge, THOMAS)
    (against,) = whole.read_against
    words = [line.text for line in against.lines]
    assert against.name == "Modified Thomas test"
    assert words[0].startswith("Speaks for it: The thigh stays above the horizontal")
    assert words[1] == "Norm: In 300 athletes the thigh hung 10.6 degrees below the horizontal on average."
    assert words[-1] == "Smallest detectable change: 6° (assumed)."
    assert whole.sources[: len(report.sources)] == report.sources
    cited = {source.number: source.cite for source in whole.sources}
    screen = knowledge.screens["modified_thomas"]
    for line, statement in zip(
        against.lines, (screen.positive, *screen.norms, screen.smallest_real_change), strict=True
    ):
        assert [cited[number] for number in line.sources] == [knowledge.references[statement.source].cite]


def test_without_a_result_nothing_is_read_against_anything(report: Report, knowledge: Any) -> None:
    whole = with_tests(report, knowledge)
    assert (whole.read_against, whole.sources) == ((), report.sources)
    assert with_home_tests(report, [], knowledge) == report
